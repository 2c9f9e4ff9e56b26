"""Nondeterministic automata of patterns (Thompson's construction), for texts up to a given length.

They take time proportional to the length of the text times the number of states: no pattern backtracks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from generator.samples.character_sets import ANY, WORD, CharacterSet
from generator.samples.pattern_syntax import (
    Boundary,
    Characters,
    Choice,
    Look,
    Repeat,
    Sequence,
    Tree,
    UnsupportedPattern,
)

MAX_STATES: Final = 10_000
MAX_STEPS: Final = 200_000
"""How many states are visited for one text."""


@dataclass(slots=True)
class Step:
    """A state that reads a character of a set."""

    found: CharacterSet
    following: int


@dataclass(slots=True)
class Split:
    """A state that continues as any of several, without reading."""

    following: list[int]


@dataclass(slots=True)
class Check:
    """A state that continues where a condition holds, without reading."""

    condition: Boundary | Condition
    following: int


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A look ahead or behind, with the automaton of its item."""

    automaton: Automaton
    behind: bool
    negative: bool


State: TypeAlias = Step | Split | Check | None
"""None is the accepting state."""


@dataclass(slots=True)
class Automaton:
    """The states of a pattern. The first one accepts; `start` is where a text begins."""

    states: list[State] = field(default_factory=lambda: [None])
    start: int = 0
    has_conditions: bool = False
    """Whether a condition depends on other characters than the current one: a look, or the edge of a word."""

    def add(self, state: State) -> int:
        """Add a state. Raises `UnsupportedPattern` above the limit."""
        if len(self.states) >= MAX_STATES:
            raise UnsupportedPattern("the pattern is too large")
        self.states.append(state)
        return len(self.states) - 1


def searching(tree: Tree, longest: int) -> Automaton:
    """The automaton of the texts of at most `longest` characters in which the pattern matches anywhere."""
    found = Automaton()
    anything = Repeat(Characters(ANY), 0, None)
    found.start = _build(Sequence((anything, tree, anything)), 0, found, longest)
    return found


def _build(tree: Tree, following: int, into: Automaton, longest: int) -> int:
    """Add the states of a tree before the state `following`. Returns the first one."""
    match tree:
        case Characters(found):
            return into.add(Step(found, following))
        case Sequence(items):
            for item in reversed(items):
                following = _build(item, following, into, longest)
            return following
        case Choice(options):
            return into.add(Split([_build(option, following, into, longest) for option in options]))
        case Repeat():
            return _repeat(tree, following, into, longest)
        case Boundary(anchor):
            into.has_conditions = into.has_conditions or anchor in {"word", "not-word"}
            return into.add(Check(tree, following))
        case Look(item, behind, negative):
            into.has_conditions = True
            inner = Automaton()
            inner.start = _build(item, 0, inner, longest)
            return into.add(Check(Condition(inner, behind, negative), following))


def _repeat(tree: Repeat, following: int, into: Automaton, longest: int) -> int:
    """The states of a repetition. No text of at most `longest` characters needs more than `longest` + 1 rounds."""
    least = min(tree.least, longest + 1)
    if tree.most is None or tree.most > max(longest, least):
        loop = Split([])
        place = into.add(loop)
        loop.following = [following, _build(tree.item, place, into, longest)]
        following = place
    else:
        end = following
        for _ in range(tree.most - least):
            following = into.add(Split([end, _build(tree.item, following, into, longest)]))
    for _ in range(least):
        following = _build(tree.item, following, into, longest)
    return following


class Run:
    """The simulation of an automaton on one text."""

    def __init__(self, text: str, steps: list[int]) -> None:
        self._text = text
        self._steps = steps
        self._known: dict[tuple[int, int], bool] = {}

    def accepts(self, automaton: Automaton, position: int = 0, *, whole: bool = True) -> bool:
        """Whether the rest of the text, or with `whole=False` any beginning of it, is accepted.

        Raises `UnsupportedPattern` above the limit of steps.
        """
        current = self._closure(automaton, {automaton.start}, position)
        while True:
            if 0 in current and (not whole or position == len(self._text)):
                return True
            if not current or position == len(self._text):
                return False
            current, position = self._after(automaton, current, position), position + 1

    def _after(self, automaton: Automaton, current: set[int], position: int) -> set[int]:
        character, following = self._text[position], set[int]()
        for number in current:
            state = automaton.states[number]
            if isinstance(state, Step) and character in state.found:
                following.add(state.following)
        return self._closure(automaton, following, position + 1)

    def _closure(self, automaton: Automaton, states: set[int], position: int) -> set[int]:
        """The states reached without reading."""
        found, pending = set(states), list(states)
        while pending:
            state = automaton.states[pending.pop()]
            self._steps[0] -= 1
            if self._steps[0] < 0:
                raise UnsupportedPattern("the match takes too long")
            if isinstance(state, Split):
                following = state.following
            elif isinstance(state, Check) and self._holds(state.condition, position):
                following = [state.following]
            else:
                continue
            fresh = [each for each in following if each not in found]
            found.update(fresh)
            pending += fresh
        return found

    def _holds(self, condition: Boundary | Condition, position: int) -> bool:
        if isinstance(condition, Boundary):
            match condition.anchor:
                case "start":
                    return position == 0
                case "end":
                    return position == len(self._text)
                case edge:
                    return self._is_edge(position) is (edge == "word")
        key = (id(condition), position)
        if key not in self._known:
            self._known[key] = self._looks(condition, position) is not condition.negative
        return self._known[key]

    def _looks(self, condition: Condition, position: int) -> bool:
        if not condition.behind:
            return self.accepts(condition.automaton, position, whole=False)
        part = Run(self._text[:position], self._steps)  # a `$` inside holds too early, as in no pattern that is useful
        return any(part.accepts(condition.automaton, start) for start in range(position, -1, -1))

    def _is_edge(self, position: int) -> bool:
        before = position > 0 and self._text[position - 1] in WORD
        after = position < len(self._text) and self._text[position] in WORD
        return before is not after
