"""Find a short `[names]` table that gives the calls of an existing SDK: verbs, path prefixes, then single calls."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.adopt.listed_calls import PARAMETER, ListedCall, route
from generator.ir.text import folded
from generator.lower.calls.engine import name_calls
from generator.lower.calls.lexicon import VERBS
from generator.lower.calls.model import CallName, OperationFacts, Overrides

Call = tuple[str, ...]
"""The parts of a call, folded for comparison: `("chat", "completions", "create")`."""

_VERSION = re.compile(r"v?[0-9]+([._-]?[0-9]+)*((alpha|beta|rc)[0-9]*)?|api|public", re.IGNORECASE)
_TRIED = 6
"""Candidates that are tried in each round."""
_ROUNDS = 80


@dataclass(frozen=True, slots=True)
class Matched:
    """The listed calls by operation, and those that no operation has, each with the reason."""

    wanted: Mapping[int, ListedCall]
    """By the index of the operation."""
    unplaced: tuple[tuple[ListedCall, str], ...] = ()


@dataclass
class NamesTable:
    """The lines of a `[names]` table."""

    verbs: dict[str, str] = field(default_factory=dict[str, str])
    prefixes: dict[str, str] = field(default_factory=dict[str, str])
    methods: dict[str, str] = field(default_factory=dict[str, str])

    def lines(self) -> dict[str, str]:
        """The table: verbs first, then path prefixes, then single calls."""
        verbs = {f"verb:{verb}": word for verb, word in sorted(self.verbs.items())}
        prefixes = {f"path:{prefix}": resource for prefix, resource in sorted(self.prefixes.items())}
        return {**verbs, **prefixes, **{f"method:{key}": call for key, call in sorted(self.methods.items())}}


def match(listed: Sequence[ListedCall], operations: Sequence[OperationFacts]) -> Matched:
    """Find the operation of each listed call by its route; of several calls at one route the first counts."""
    by_route: dict[str, int] = {}
    for at, operation in enumerate(operations):
        for path in (operation.path, operation.path.partition("?")[0]):
            by_route.setdefault(route(operation.method, path), at)
            by_route.setdefault(route(operation.method, _unversioned(path)), at)
    wanted: dict[int, ListedCall] = {}
    unplaced: list[tuple[ListedCall, str]] = []
    for call in listed:
        found = by_route.get(call.route, by_route.get(route(call.method, _unversioned(call.path))))
        if found is None:
            unplaced.append((call, "the document has no operation at this route"))
        elif "." not in call.call:
            unplaced.append((call, "a method of the client itself; operations belong to resources"))
        elif found in wanted:
            unplaced.append((call, f"the operation is already named `{wanted[found].call}`"))
        else:
            wanted[found] = call
    return Matched(wanted, tuple(unplaced))


def shortest_names(operations: Sequence[OperationFacts], matched: Matched) -> NamesTable:
    """The verbs and prefixes that give most calls, greedily, without the lines for single calls."""
    table = NamesTable()
    goal = {at: _folded(call.call.split(".")) for at, call in matched.wanted.items()}
    overrides: Overrides = Overrides()
    names: Sequence[CallName] = name_calls(operations).calls
    right: int = _right(names, goal)

    def try_verbs() -> None:
        nonlocal overrides, names, right
        for verb, word in _verbs(names, goal).items():
            tried = name_calls(operations, replace(overrides, verbs={**table.verbs, verb: word})).calls
            if _right(tried, goal) > right + 1:
                table.verbs[verb] = word
                overrides, names, right = replace(overrides, verbs=dict(table.verbs)), tried, _right(tried, goal)

    try_verbs()
    for _ in range(_ROUNDS):
        best: tuple[int, str, str, Sequence[CallName]] | None = None
        for (prefix, resource), votes in _candidates(operations, names, matched, goal).most_common(_TRIED):
            if votes < 2 or prefix in table.prefixes:
                continue
            prefixes = {**overrides.prefixes, prefix: tuple(resource.split("."))}
            tried = name_calls(operations, replace(overrides, prefixes=prefixes)).calls
            gain = _right(tried, goal) - right
            if gain > 1 and (best is None or gain > best[0]):
                best = gain, prefix, resource, tried
        if best is None:
            break
        gain, prefix, resource, names = best
        table.prefixes[prefix] = resource
        overrides = replace(overrides, prefixes={**overrides.prefixes, prefix: tuple(resource.split("."))})
        right += gain
    try_verbs()  # some are right only with their resources
    return table


def _unversioned(path: str) -> str:
    """A path without the segments in front that are versions or say that it is an API."""
    parts = [part for part in path.split("/") if part]
    while parts and _VERSION.fullmatch(parts[0]):
        parts.pop(0)
    return "/" + "/".join(parts)


def _folded(parts: Sequence[str]) -> Call:
    return tuple("".join(folded(part)) for part in parts)


def _called(name: CallName) -> Call:
    return _folded((*name.resource, name.method))


def _right(names: Sequence[CallName], goal: Mapping[int, Call]) -> int:
    return sum(_called(names[at]) == call for at, call in goal.items())


def _verbs(names: Sequence[CallName], goal: Mapping[int, Call]) -> dict[str, str]:
    """The words for verbs that most of the listed calls have where the names would have another."""
    votes: dict[str, Counter[str]] = {}
    for at, name in enumerate(names):
        words = folded(name.method)
        if at in goal and words and words[0] in VERBS:
            rest = "".join(words[1:])
            method = goal[at][-1]
            if method.endswith(rest) and (verb := method.removesuffix(rest)):
                votes.setdefault(words[0], Counter())[verb] += 1
    chosen = {word: counter.most_common(1)[0] for word, counter in votes.items()}
    return {
        word: verb
        for word, (verb, count) in chosen.items()
        if verb != word and count > 1 and count * 2 > sum(votes[word].values())
    }


def _candidates(
    operations: Sequence[OperationFacts], names: Sequence[CallName], matched: Matched, goal: Mapping[int, Call]
) -> Counter[tuple[str, str]]:
    """Prefix lines, each with the number of wrong resources that it may put right."""
    votes: Counter[tuple[str, str]] = Counter()
    for at, call in goal.items():
        own = _folded(names[at].resource)
        if own != call[:-1]:
            wanted = matched.wanted[at].call.split(".")[:-1]
            votes.update(set(_lines(operations[at].path, own, wanted)))
    return votes


def _lines(path: str, own: Call, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The prefix lines that turn an operation's resource into the wanted one: what follows the prefix stays."""
    segments = path.partition("?")[0].split("/")
    fixed = [at for at, part in enumerate(segments) if part and not PARAMETER.fullmatch(part)]
    for end in fixed:
        prefix = "/".join(segments[: end + 1])
        for kept in range(len(own) + 1):
            rest = own[len(own) - kept :]
            if len(rest) < len(wanted) and _folded(wanted)[len(wanted) - kept :] == rest:
                yield prefix, ".".join(wanted[: len(wanted) - kept])
