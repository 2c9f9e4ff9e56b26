"""Make the names of each resource unique: longer names, in an order that no operation's place changes."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.lower.calls.model import Conflict, OperationFacts, Rule
from generator.lower.calls.phrase import is_stranded, is_verb, key, lower, stems, without_stranded, words
from generator.lower.calls.routes import Route

_PRIORITY = {
    Rule.OVERRIDE: 0, Rule.EXTENSION: 1, Rule.SAMPLE: 2, Rule.PREFIX: 3, Rule.TAG: 3, Rule.ID: 3, Rule.PATH: 4,
    Rule.DISTINGUISHED: 5,
}  # fmt: skip

_LONG = 40
_LONG_PART, _LONG_RESOURCE = 60, 100
"""Letters of a part of a resource path, and of the path, that a path of files allows."""
_VERB = {"GET": "get", "POST": "create", "PUT": "replace", "PATCH": "update", "DELETE": "delete"}


@dataclass(slots=True)
class Candidate:
    """An operation with the names left to try, the best first."""

    at: int
    resource: tuple[str, ...]
    names: list[str]
    rule: Rule
    resource_rule: Rule
    rank: tuple[object, ...] = ()
    wanted: str = field(default="", init=False)
    first_rule: Rule = field(default=Rule.PATH, init=False)

    @property
    def scope(self) -> tuple[str, ...]:
        return tuple(key(part) for part in self.resource)

    @property
    def key(self) -> tuple[tuple[str, ...], str]:
        return self.scope, key(self.names[0])

    def advance(self) -> None:
        """Go to the next name. The last ones spell the path, so that hardly any operation comes to their end."""
        self.rule = Rule.DISTINGUISHED
        if len(self.names) > 1:
            del self.names[0]
        else:
            self.names[0] += " other"


def rank_of(operation: OperationFacts, route: Route, *, action: bool) -> tuple[object, ...]:
    """What decides which of two operations keeps a name: the plainer path, then its text."""
    changes = operation.method in {"PUT", "PATCH", "DELETE"}
    item = action or (changes and bool(route.steps and route.steps[-1].items))
    nested = len(route.scope), len(route.steps), not item, -len(route.parameters) if action else len(route.parameters)
    return (route.beta, *nested, operation.path, operation.method)


def further_names(
    operation: OperationFacts, route: Route, resource: tuple[str, ...], name: str, ident: str
) -> list[str]:
    """Names for where a name is taken, from the shortest to the path spelled out."""
    known = {stem for part in (*resource, name) for stem in stems(part)}
    steps = [step.text for step in (*route.scope, *route.steps)]
    new = [text for text in steps if not set(stems(text)) <= known]
    verb = _VERB.get(operation.method, operation.method.lower())
    found = [f"{name} for {' '.join(stems(step.text))}" for step in route.scope]
    found += [f"{name} {text}" for text in reversed(new)]
    if len(new) > 1:
        found.append(" ".join((name, *new)))
    if ident:
        found.append(ident)
    if route.parameters:
        found.append(f"{name} by {route.parameters[-1]}")
        found.append(" ".join((name, *new, "by", route.parameters[-1])))
    if not is_verb(lower(name)[0] if lower(name) else verb):
        found.append(f"{verb} {name}")
    found.append(f"{name} with {operation.method.lower()}")
    if route.version:
        found.append(f"{name} {route.version}")
    tail = ("by", " and ".join(route.parameters)) if route.parameters else ()
    found.append(" ".join((verb, *new, *tail)))
    found.append(_spelled(operation, brief=True))
    found.append(_spelled(operation, brief=False))
    sound = [f"{text} value" if is_stranded(words(text)) else text for text in found if words(text)]
    return sorted(dict.fromkeys(sound[:-1]), key=is_long) + sound[-1:]


def brief(resource: tuple[str, ...]) -> tuple[str, ...]:
    """A resource path that can be a path of files: with the first words of long parts, and the ends of a long path."""
    parts = tuple(_first_words(part) for part in resource)
    while len(parts) > 1 and len("/".join(parts)) > _LONG_RESOURCE:
        parts = parts[:1] + parts[2:]
    return parts


def _first_words(text: str) -> str:
    if len(text) <= _LONG_PART:
        return text
    found = list(words(text))
    while len(found) > 1 and len(" ".join(found)) > _LONG_PART:
        found.pop()
    return " ".join(without_stranded(found))[:_LONG_PART].strip()


def is_long(name: str) -> bool:
    """Whether a method name is longer than people choose."""
    return len("_".join(words(name))) > _LONG


def _spelled(operation: OperationFacts, *, brief: bool) -> str:
    """The HTTP method and the path in words: unique in a document where punctuation and capitals are spelled out."""
    if brief:
        return " ".join((operation.method.lower(), *words(operation.path)))
    parts = [operation.method.lower()]
    for text in re.findall(r"[A-Za-z]+|[0-9]+|.", operation.path):
        if text.isalnum() and text.isascii():
            parts.append("".join(f" capital {char} " if char.isupper() else char for char in text))
        else:
            parts.append(unicodedata.name(text, "symbol"))
    return " ".join(word.lower() for part in parts for word in words(part))


def settle(candidates: Sequence[Candidate]) -> list[Conflict]:
    """Give each candidate a name that is the only one of its resource and no sub-resource's. Changes the candidates."""
    for candidate in candidates:
        candidate.wanted = candidate.names[0]
        candidate.first_rule = candidate.rule
    resources = {candidate.scope[:size] for candidate in candidates for size in range(1, len(candidate.scope) + 1)}
    taken: set[tuple[tuple[str, ...], str]] = set()
    waiting = sorted(candidates, key=lambda one: one.rank)
    while waiting:
        wanted: defaultdict[tuple[tuple[str, ...], str], list[Candidate]] = defaultdict(list)
        for candidate in waiting:
            wanted[candidate.key].append(candidate)
        waiting = list[Candidate]()
        for scope, name in sorted(wanted):
            several = sorted(wanted[scope, name], key=lambda one: (_PRIORITY[one.rule], one.rank))
            if not ((*scope, name) in resources or (scope, name) in taken or not name):
                taken.add((scope, name))
                del several[0]
            for candidate in several:
                candidate.advance()
            waiting += several
    return [
        Conflict(one.at, one.wanted, one.names[0], one.first_rule)
        for one in sorted(candidates, key=lambda one: one.at)
        if one.rule is Rule.DISTINGUISHED
    ]
