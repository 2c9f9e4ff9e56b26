"""Find texts that match a pattern and have one of the allowed lengths."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from random import Random
from typing import Final

from generator.samples.automaton import Automaton, Check, Condition, Split, Step
from generator.samples.character_sets import CharacterSet
from generator.samples.pattern_match import accepts, compiled
from generator.samples.pattern_syntax import Boundary

_MAX_WORK: Final = 150_000
"""How many states a search visits."""
_STAGES: Final = (48, 256, 1_024, 4_096)
"""The lengths up to which texts are searched, one after the other."""
_FURTHER_LENGTHS: Final = 48
"""How many lengths above the shortest possible one are tried."""
_ATTEMPTS: Final = 24
"""How many texts of one length are tried where a condition (`(?=…)`, `\\b`) can reject them."""
_MAX_REJECTED: Final = 400


@lru_cache(maxsize=2_048)
def pattern_text(pattern: str, least: int, most: int | None, index: int) -> str | None:
    """The text with an index among those that match a pattern anywhere; None if the search finds none.

    An empty text is the last resort.
    """
    first = max(least, 1)
    for stage in _STAGES:
        longest = stage if most is None else min(stage, most)
        automaton = compiled(pattern, longest) if longest >= first else None
        if automaton is not None:
            words = _Words(automaton)
            lengths = _lengths(words, first, longest)
            find = _accepted if automaton.has_conditions else _indexed
            found = find(words, lengths, index)
            if found is not None:
                return found
    empty = compiled(pattern, 0) if least == 0 else None
    return "" if empty is not None and accepts(empty, "") else None


def _lengths(words: _Words, first: int, longest: int) -> Iterator[int]:
    """The possible lengths, from the shortest one."""
    shortest: int | None = None
    for length in range(first, longest + 1):
        if shortest is not None and length > shortest + _FURTHER_LENGTHS:
            return
        possible = words.is_possible(length)
        if possible is None:
            return
        if possible:
            shortest = length if shortest is None else shortest
            yield length


def _indexed(words: _Words, lengths: Iterator[int], index: int) -> str | None:
    """The text of the first length that has one of this index; if there are too few texts, any."""
    other = None
    for length in lengths:
        text, count = words.word(length, index)
        if index < count:
            return text
        other = other or text
        index -= count
    return other


def _accepted(words: _Words, lengths: Iterator[int], index: int) -> str | None:
    """The text of this index among those that the conditions accept."""
    found: list[str] = []
    rejected = 0
    for length in lengths:
        for attempt in range(_ATTEMPTS + index):
            number = attempt if attempt < 4 else Random(attempt).getrandbits(7 * length)
            text, count = words.word(length, number)
            if text in found:
                continue
            if accepts(words.automaton, text):
                found.append(text)
            else:
                rejected += 1
            if len(found) > index or rejected > _MAX_REJECTED:
                return found[index % len(found)] if found else None
            if count <= attempt:
                break
    return found[index % len(found)] if found else None


class _Words:
    """The words of an automaton by length, leaving conditions aside that depend on other characters."""

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self._work = 0
        size = len(automaton.states)
        self._readers: list[list[int]] = [[] for _ in range(size)]
        self._leading: list[list[tuple[int, Boundary | Condition | None]]] = [[] for _ in range(size)]
        for number, state in enumerate(automaton.states):
            match state:
                case Step(found, following):
                    if found.samples():
                        self._readers[following].append(number)
                case Split(following):
                    for each in following:
                        self._leading[each].append((number, None))
                case Check(condition, following):
                    self._leading[following].append((number, condition))
                case _:
                    pass
        self._layers = [self._layer({0}, 0, at_start=False)]
        """For each number of characters, the states from which exactly so many can lead to the end."""

    def is_possible(self, length: int) -> bool | None:
        """Whether there is a word of a length; None if finding out takes too long."""
        while len(self._layers) < length:
            self._layers.append(self._before(len(self._layers), at_start=False))
            if self._work > _MAX_WORK:
                return None
        return self.automaton.start in self._before(length, at_start=True)

    def word(self, length: int, index: int) -> tuple[str, int]:
        """The word of a possible length with an index, and about how many words of the length there are."""
        characters: list[str] = []
        uses: dict[CharacterSet, int] = {}
        count = 1
        current = self.automaton.start
        for position in range(length):
            options: dict[str, int] = {}
            first: CharacterSet | None = None
            for step in self._steps(current, length, position):
                first = first or step.found
                for character in step.found.samples():
                    options.setdefault(character, step.following)
            assert first is not None
            index, digit = divmod(index, len(options))
            known = list(options)
            size, count = len(first.samples()), count * len(options)
            character = known[(digit + uses.get(first, 0)) % size if digit < size else digit]
            uses[first] = uses.get(first, 0) + 1
            characters.append(character)
            current = options[character]
        return "".join(characters), count

    def _steps(self, start: int, length: int, position: int) -> Iterator[Step]:
        """The steps that can be taken from a state, in the order of the pattern."""
        left = length - position
        pending, seen = [start], {start}
        while pending:
            state = self.automaton.states[pending.pop()]
            match state:
                case Step(found, following):
                    if following in self._layers[left - 1] and found.samples():
                        yield state
                case Split(following):
                    fresh = [each for each in reversed(following) if each not in seen]
                    seen.update(fresh)
                    pending += fresh
                case Check(condition, following):
                    if following not in seen and _may_hold(condition, left, at_start=position == 0):
                        seen.add(following)
                        pending.append(following)
                case _:
                    pass

    def _before(self, left: int, *, at_start: bool) -> set[int]:
        if left < len(self._layers) and not at_start:
            return self._layers[left]
        readers = {each for state in self._layers[left - 1] for each in self._readers[state]}
        return self._layer(readers, left, at_start=at_start)

    def _layer(self, states: set[int], left: int, *, at_start: bool) -> set[int]:
        """The states that lead to one of these without reading."""
        found, pending = set(states), list(states)
        while pending:
            for number, condition in self._leading[pending.pop()]:
                if number not in found and (condition is None or _may_hold(condition, left, at_start=at_start)):
                    found.add(number)
                    pending.append(number)
        self._work += len(found)
        return found


def _may_hold(condition: Boundary | Condition, left: int, *, at_start: bool) -> bool:
    if isinstance(condition, Boundary):
        return left == 0 if condition.anchor == "end" else at_start or condition.anchor != "start"
    return True
