"""Names in the Python samples of a document: `client.chat.completions.create(`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.ir.text import singular
from generator.lower.calls.model import OperationFacts
from generator.lower.calls.paths import PathName
from generator.lower.calls.phrase import is_verb, key, lower, plain, spaced, stems
from generator.lower.calls.routes import Route

_WRAPPERS = frozenset({"with_streaming_response", "with_raw_response", "withResponse", "with_options"})
_CLASSES = {
    "GET": {"get", "list"}, "DELETE": {"delete"}, "POST": {"create", "update"}, "PUT": {"update", "create"},
    "PATCH": {"update"},
}  # fmt: skip
Call = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Samples:
    """The names that samples give, where a document's samples may be believed."""

    calls: Mapping[int, Call] = field(default_factory=dict[int, Call])
    """By the index of the operation."""
    prefixes: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict[tuple[str, ...], tuple[str, ...]])
    """Resource paths by the marks of the steps of routes."""
    segments: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """Methods that samples have in place of a last segment, by HTTP method and segment: `edit` for `/edits`."""
    count: int = 0
    agreed: int = 0


def read_samples(operations: Sequence[OperationFacts], routes: Sequence[Route], paths: Sequence[PathName]) -> Samples:
    """The calls of samples, where at least five operations have one and most agree with each other and the path."""
    chosen: dict[int, Call] = {}
    for at, operation in enumerate(operations):
        call = _choose(operation, routes[at])
        if call is not None:
            chosen[at] = call
    agreed = sum(_overlap(call, routes[at]) > 0 for at, call in chosen.items())
    if len(chosen) < 5 or agreed * 5 < len(chosen) * 3:
        return Samples(count=len(chosen), agreed=agreed)
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for at, (resource, method) in chosen.items():
        owners[".".join((*map(key, resource), key(method)))].append(at)
    for several in owners.values():
        if len(several) > 1:
            ranked = sorted(
                several, key=lambda at: (-_fit(operations[at], routes[at], chosen[at]), operations[at].path)
            )
            for at in ranked[1:]:
                del chosen[at]
    return Samples(chosen, _prefixes(chosen, routes, paths), _segments(operations, chosen, paths), len(chosen), agreed)


def _choose(operation: OperationFacts, route: Route) -> Call | None:
    """The call that fits the operation best, then the one that most samples have."""
    calls = [call for text in operation.samples if (call := _read(text)) is not None]
    votes = Counter(calls)
    best = sorted(votes, key=lambda call: (_fit(operation, route, call) < 0, -votes[call], calls.index(call)))
    return best[0] if best and _fit(operation, route, best[0]) >= 0 else None


def _read(text: str) -> Call | None:
    parts = [part for part in text.split(".") if part not in _WRAPPERS]
    if len(parts) < 2 or any(not re.fullmatch(r"[A-Za-z]\w*", part) for part in parts):
        return None
    return tuple(spaced(part) for part in parts[:-1]), spaced(parts[-1])


def _overlap(call: Call, route: Route) -> int:
    own = {singular(word) for part in call[0] for word in lower(part)} | set(stems(call[1]))
    return len(own & {stem for step in route.steps for stem in stems(step.text)})


def _fit(operation: OperationFacts, route: Route, call: Call) -> float:
    """How well a call fits an operation: its verb against the HTTP method, its words against the path."""
    first = lower(call[1])[:1]
    verb = plain(first[0]) if first else ""
    wanted = _CLASSES.get(operation.method, set[str]())
    known = {"get", "list", "create", "update", "delete"}
    if verb in known and verb not in wanted:
        return -1.0
    if len(call[1]) == 1 or (operation.method == "GET" and verb in {"create", "update", "delete"}):
        return -1.0
    fixed = {stem for step in route.steps for stem in stems(step.text)}
    own = {stem for part in call[0] for stem in stems(part)}
    item = bool(route.steps and route.steps[-1].items)
    shape = 0.5 if (verb == "list") == (not item) or verb not in {"get", "list"} else 0.0
    return 1.0 + shape + len(own & fixed) / max(1, len(own | fixed)) + (0.2 if is_verb(verb) else 0.0)


def _prefixes(
    chosen: Mapping[int, Call], routes: Sequence[Route], paths: Sequence[PathName]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The resource paths of route prefixes: what the samples of the routes at a prefix agree on."""
    votes: defaultdict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
    for at, (resource, method) in chosen.items():
        marks = tuple(key(part) for part in paths[at].resource)
        if plain(method) != plain(paths[at].method):
            continue
        votes[marks][resource] += 1
        # `beta.threads.runs` for `/threads/{id}/runs`: what stands before the path's own words is the prefix's
        tail = 0
        while tail < min(len(marks), len(resource)) and _same(resource[-1 - tail], paths[at].resource[-1 - tail]):
            tail += 1
            if tail < len(marks) and len(resource) > tail:
                votes[marks[: len(marks) - tail]][resource[: len(resource) - tail]] += 0
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for marks, several in votes.items():
        resource, count = several.most_common(1)[0]
        if marks and count * 2 > sum(several.values()):
            found[marks] = resource
    for marks, several in votes.items():
        if marks and marks not in found and len(several) == 1:
            found[marks] = next(iter(several))
    return found


def _segments(
    operations: Sequence[OperationFacts], chosen: Mapping[int, Call], paths: Sequence[PathName]
) -> dict[tuple[str, str], str]:
    """What samples call where the path has a resource more: `images.edit` for `POST /images/edits`."""
    found: dict[tuple[str, str], str] = {}
    for at, (resource, method) in chosen.items():
        path = paths[at]
        if path.action or path.method != "create" or not 1 <= len(resource) < len(path.resource):
            continue
        segment = path.resource[-1]
        if stems(method)[:1] == stems(segment)[:1]:
            found[operations[at].method, key(segment)] = method
    return found


def _same(one: str, other: str) -> bool:
    return "".join(stems(one)) == "".join(stems(other))
