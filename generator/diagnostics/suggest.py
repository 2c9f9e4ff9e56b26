"""Suggest the closest match for a misspelled name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

_ENOUGH = 0.7
_SHORTLIST = 12
_LONGEST = 200
_MOST = 20_000


def closest_match(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most similar to the word, or None if none is similar enough.

    A candidate that differs only in case or punctuation is preferred; of equally good ones, the first. The time is
    linear in the number of candidates: all are compared by letter pairs, and only the best few in full.
    """
    if not word or len(word) > _LONGEST:
        return None
    wanted, pairs = _plain(word), _pairs(word)
    shortlist: list[tuple[float, int, str]] = []
    for index, candidate in enumerate(candidates):
        if index >= _MOST:
            break
        if candidate == word or not candidate or len(candidate) > _LONGEST:
            continue
        if wanted and _plain(candidate) == wanted:
            return candidate
        if 2 * min(len(word), len(candidate)) >= _ENOUGH * (len(word) + len(candidate)):
            shortlist.append((-_similarity(pairs, _pairs(candidate)), index, candidate))
    best, score = None, _ENOUGH
    from difflib import SequenceMatcher  # imported on demand: only a mistake needs it

    for _, _, candidate in sorted(shortlist)[:_SHORTLIST]:
        ratio = SequenceMatcher(None, word.lower(), candidate.lower(), autojunk=False).ratio()
        if ratio > score or (ratio == score and best is None):
            best, score = candidate, ratio
    return best


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A hint that names the closest match, or an empty string."""
    found = closest_match(word, candidates)
    return f"did you mean `{found}`?" if found else ""


def _plain(word: str) -> str:
    return "".join(filter(str.isalnum, word)).lower()


def _pairs(word: str) -> Counter[str]:
    padded = f" {word.lower()} "
    return Counter(map("".join, pairwise(padded)))


def _similarity(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(min(count, other[pair]) for pair, count in one.items() if pair in other)
    return 2 * shared / (one.total() + other.total())
