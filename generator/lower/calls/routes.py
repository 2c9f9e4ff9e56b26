"""Routes: the fixed segments of a path with their parameters, less what names nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.lower.calls.lexicon import NOISE, PREPOSITIONS, VERSION
from generator.lower.calls.phrase import key, lower, spaced, words

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_EXTENSION = re.compile(r"\.(?:json|xml|\{format\})$", re.IGNORECASE)
_BETA = re.compile(r"(?:^|&)beta=true(?:&|$)", re.IGNORECASE)
_ACTION = re.compile(r"(?:^|&)(?:Action|x-?action)=([^&]+)", re.IGNORECASE)
_FRAGMENT_NAME = re.compile(r"(?:^|&)(?:Action|X-Amz-Target|op|operation|method)=([^&]+)", re.IGNORECASE)
_FORMATS = frozenset({"json", "xml"})
_IDENTIFIERS = frozenset({"id", "uuid", "key", "name", "code", "slug", "email", "number", "handle", "username"})


@dataclass(frozen=True, slots=True)
class Step:
    """A fixed segment of a path, and the names of the parameters right after it."""

    text: str
    items: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        return key(self.text) + "/{}" * len(self.items)


@dataclass(frozen=True, slots=True)
class Route:
    """A path, read."""

    steps: tuple[Step, ...]
    """What names the resource: without version, scope and shared prefix."""
    action: str = ""
    """The verb after a colon (`/jobs/{id}:cancel`) or in a query or fragment (`/#Action=Frob`)."""
    version: str = ""
    beta: bool = False
    scope: tuple[Step, ...] = ()
    """The steps that were taken off the front, `accounts/{account_id}`."""
    parameters: tuple[str, ...] = ()
    qualifier: str = ""
    """What the parameter is where a segment says so: `external id`."""

    @property
    def mark(self) -> str:
        return "/".join(step.mark for step in self.steps)

    @property
    def fixed(self) -> tuple[str, ...]:
        return tuple(step.text for step in self.steps)


def read_route(path: str) -> Route:
    """Read a path's key. `?beta=true` says that the route is a beta; other queries and fragments may name an action."""
    bare, _, fragment = path.partition("#")
    bare, _, query = bare.partition("?")
    asked = _FRAGMENT_NAME.search(fragment) or _ACTION.search(query)
    action = spaced(asked.group(1).rpartition(".")[2]) if asked else ""
    steps: list[Step] = []
    version = qualifier = ""
    parts = bare.split("/")
    for at, raw in enumerate(parts):
        below = next((part for part in parts[at + 1 :] if part), "")
        text, colon, verb = raw.rpartition(":") if ":" in raw.rpartition("}")[2] else (raw, "", "")
        if colon and words(verb):
            action = spaced(verb)
        text = _EXTENSION.sub("", text)
        parameters = _parameters(text)
        fixed = _PARAMETER.sub(" ", text).split("(")[0].rpartition("graph.")[2]
        named = spaced(fixed)
        if not named:
            apart = parameters and len(steps) > 1 and not steps[-1].items and not steps[-2].items
            if apart and _is_qualifier(steps[-1].text, parameters[0]):
                qualifier = steps.pop().text.removeprefix("by ")
            if parameters and steps:
                steps[-1] = replace(steps[-1], items=steps[-1].items + parameters)
            continue
        if not parameters and _names_nothing(named.lower(), below, first=not steps):
            continue
        if VERSION.fullmatch(text.strip("{}")):
            version = version or named
            if not steps:
                continue
        steps.append(Step(named, parameters))
    found = _parameters(bare)
    return Route(tuple(steps), action, version, _BETA.search(query) is not None, (), found, qualifier)


def _names_nothing(text: str, below: str, *, first: bool) -> bool:
    """Whether a segment says nothing of the resource: `api` in front, a format, `from` before its parameter."""
    if first:
        return text in NOISE and bool(below) and not (text == "apis" and below.startswith("{"))
    return text in _FORMATS or (text in PREPOSITIONS and _PARAMETER.fullmatch(below) is not None)


def _parameters(path: str) -> tuple[str, ...]:
    return tuple(spaced(match.group(1)) or match.group(1) for match in _PARAMETER.finditer(path))


def _is_qualifier(text: str, parameter: str) -> bool:
    """Whether a segment says what the parameter after it is: `/customers/external_id/{external_id}`."""
    found = lower(text)
    return found[0] == "by" or (key(text) == key(parameter) and found[-1] in _IDENTIFIERS)


def trim_routes(routes: Sequence[Route]) -> list[Route]:
    """Take off what most routes of a document start with: a static prefix, and a scope like `accounts/{id}`."""
    trimmed = _without_inner_versions(routes)
    for _ in range(4):
        first = _shared_start(trimmed)
        if not first:
            break
        trimmed = [
            replace(route, steps=route.steps[1:], scope=(*route.scope, route.steps[0]))
            if len(route.steps) > 1 and route.steps[0].mark in first
            else route
            for route in trimmed
        ]
    return trimmed


def _without_inner_versions(routes: Sequence[Route]) -> list[Route]:
    """Take off versions inside paths (`/ai/v1/models`) where nothing stands beside them."""
    beside: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for route in routes:
        marks = tuple(step.mark for step in route.steps)
        for at in range(len(marks) + 1):
            beside[marks[:at]].add(marks[at] if at < len(marks) else "")
    found: list[Route] = []
    for route in routes:
        marks = tuple(step.mark for step in route.steps)
        kept = [
            step
            for at, step in enumerate(route.steps)
            if not (at and VERSION.fullmatch(step.text) and not step.items and len(beside[marks[:at]]) == 1)
        ]
        found.append(replace(route, steps=tuple(kept)))
    return found


def _shared_start(routes: Sequence[Route]) -> set[str]:
    counts = Counter(route.steps[0].mark for route in routes if route.steps)
    children: defaultdict[str, Counter[str]] = defaultdict(Counter)
    ends: Counter[str] = Counter()
    deep: defaultdict[str, set[str]] = defaultdict(set)
    for route in routes:
        if len(route.steps) > 1:
            children[route.steps[0].mark][key(route.steps[1].text)] += 1
            if len(route.steps) > 2 or route.steps[1].items:
                deep[route.steps[0].mark].add(key(route.steps[1].text))
        elif route.steps:
            ends[route.steps[0].mark] += 1
    total = sum(counts.values())
    for mark, count in counts.most_common(1):
        is_scope = mark.endswith("{}")
        own = ends[mark] if is_scope else ends[mark] + sum(n for m, n in counts.items() if m.startswith(f"{mark}/"))
        if count < 6 or len(children[mark]) < 4:
            return set()
        if is_scope and count >= 0.55 * total and len(deep[mark]) >= 4:
            scopes = {mark}
            for other, several in children.items():
                common = several.keys() & children[mark].keys()
                alike = len(common) >= 4 and len(common) * 3 >= len(several)
                if other.endswith("{}") and other != mark and (alike or len(several) >= 20):
                    scopes.add(other)
            return scopes
        if not is_scope and count >= 0.9 * total and not own:
            return {mark}
    return set()
