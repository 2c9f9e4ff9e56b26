"""Whether a text matches a pattern, in bounded time."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from generator.samples.automaton import MAX_STEPS, Automaton, Run, searching
from generator.samples.pattern_syntax import Tree, UnsupportedPattern, parse

_LENGTHS: Final = (16, 64, 256, 1024, 4096)
"""Automata are made for texts of at most these lengths, so that one serves many texts."""


def matches(pattern: str, text: str) -> bool | None:
    """Whether a text matches a pattern anywhere, as JSON Schema's `pattern` asks; None if that is not decided.

    Not decided are patterns with a backreference, broken ones, and those that take too long for the text.
    """
    length = next((each for each in _LENGTHS if len(text) <= each), 0)
    automaton = compiled(pattern, length) if length else None
    return accepts(automaton, text) if automaton is not None else None


def accepts(automaton: Automaton, text: str) -> bool | None:
    """Whether an automaton accepts a text; None if that takes too long."""
    try:
        return Run(text, [MAX_STEPS]).accepts(automaton)
    except UnsupportedPattern:
        return None


@lru_cache(maxsize=64)
def compiled(pattern: str, longest: int) -> Automaton | None:
    """The automaton of a pattern for texts of a length; None if the pattern is not supported."""
    tree = _parsed(pattern)
    try:
        return searching(tree, longest) if tree is not None else None
    except UnsupportedPattern:
        return None


@lru_cache(maxsize=256)
def _parsed(pattern: str) -> Tree | None:
    try:
        return parse(pattern)
    except UnsupportedPattern:
        return None
