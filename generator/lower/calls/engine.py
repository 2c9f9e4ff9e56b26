"""Name the calls of a document: choose the family, name each operation, and make the names unique."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generator.lower.calls.alternatives import alternatives, said_in_id, shorter
from generator.lower.calls.family import Evidence, tag_path, weigh
from generator.lower.calls.ids import OperationId, read_ids
from generator.lower.calls.model import CallName, CallNames, Family, OperationFacts, Overrides, Rule
from generator.lower.calls.named import by_path, method_of, resource_of
from generator.lower.calls.paths import NOWHERE, PathName, Paths
from generator.lower.calls.phrase import (
    is_action,
    is_stranded,
    key,
    lower,
    spaced,
    starts_with,
    stems,
    words,
)
from generator.lower.calls.routes import Route, read_route, trim_routes
from generator.lower.calls.samples import Samples, read_samples
from generator.lower.calls.unique import Candidate, brief, further_names, is_long, rank_of, settle

_NONE = Overrides()


def name_calls(operations: Sequence[OperationFacts], overrides: Overrides = _NONE) -> CallNames:
    """The resource path and the method name of every operation of a document.

    Takes the operations in document order. Never fails: two operations that want one name are distinguished by words
    of their paths, and each case is reported in `conflicts`.
    """
    engine = _Engine(operations, overrides)
    candidates = [engine.candidate(at) for at in range(len(operations))]
    conflicts = settle(candidates)
    calls = tuple(engine.call(candidate) for candidate in candidates)
    return CallNames(calls, engine.evidence.family, engine.sentence(), engine.resources(calls), tuple(conflicts))


class _Engine:
    def __init__(self, operations: Sequence[OperationFacts], overrides: Overrides) -> None:
        self._operations = operations
        self._overrides = overrides
        self._routes = trim_routes([read_route(operation.path) for operation in operations])
        self._ids = read_ids(operations)
        self._whole = Counter(key(" ".join(own.words)) for own in self._ids)
        self.evidence: Evidence = weigh(operations, self._ids)
        self._tree = Paths(operations, self._routes, self._ids)
        self._paths = [self._tree.name(*three) for three in zip(operations, self._routes, self._ids, strict=True)]
        self._nested = _nested_versions(operations, self._routes)
        self.samples: Samples = (
            read_samples(operations, self._routes, self._paths) if self.evidence.family is Family.PATH else Samples()
        )
        released = {(one.method, one.path): at for at, one in enumerate(operations)}
        self._released = {
            at: final
            for at, one in enumerate(operations)
            if self._routes[at].beta and (final := released.get((one.method, one.path.split("?")[0]), at)) != at
        }
        """By operation of `?beta=true`: the operation at the same path without it."""
        self._prefixes = {
            prefix: [key(step.text) for step in read_route(prefix).steps] for prefix in overrides.prefixes
        }
        self._get = overrides.verbs.get("get") or _read_verb(operations, self._ids, self.samples)
        self._spellings: dict[tuple[str, ...], str] = {}

    def sentence(self) -> str:
        """Why names are as they are."""
        if not self.samples.calls:
            return self.evidence.sentence
        return f"{self.evidence.sentence}; {len(self.samples.calls)} are named by the document's Python samples"

    def candidate(self, at: int) -> Candidate:
        """The names of an operation, the best first."""
        operation, route, own, path = self._operations[at], self._routes[at], self._ids[at], self._paths[at]
        resource, method, rule, resource_rule = self._name(at)
        asked = self._overrides.operations.get((operation.method.upper(), operation.path))
        if asked:
            resource, method, rule, resource_rule = asked[:-1], asked[-1], Rule.OVERRIDE, Rule.OVERRIDE
        elif (moved := self._moved(at)) is not None and not (rule is Rule.SAMPLE and _below(resource, moved[0])):
            resource, resource_rule = (*moved[0], *moved[1]), Rule.PREFIX
            if rule is Rule.ID or (rule is Rule.SAMPLE and len(self.samples.calls[at][0]) < len(path.resource)):
                method, rule = self._by_path(path, operation, own), Rule.PATH
        if resource_rule is not Rule.OVERRIDE:
            resource = brief(resource)
        resource = self._as_first_spelled(resource or (NOWHERE,))
        if rule not in {Rule.OVERRIDE, Rule.EXTENSION}:
            method = self._worded(method)
        ident = " ".join(own.words)
        wordy = len(own.words) > 6 or lower(ident).count("by") > 1
        if not own.leading_verb or self._whole[key(ident)] > 1 or wordy or is_stranded(own.words):
            ident = ""
        short = shorter(resource, method, path, route, own) if rule is Rule.ID and is_long(method) else []
        others = [self._worded(name) for name in alternatives(operation, route, path, method)]
        if self.evidence.family is Family.NAMED:
            others.append(self._worded(by_path(self._name(at)[0], path, route)))
        else:
            others = [*(self._worded(name) for name in said_in_id(own, path, resource, method)), *others]
        names = [*short, method, *others, *further_names(operation, route, resource, method, ident)]
        sound = [name for name in names if not is_stranded(words(name))]
        names = [method, *sound] if rule in {Rule.OVERRIDE, Rule.EXTENSION} else sound or names
        return Candidate(
            at, resource, list(dict.fromkeys(names)), rule, resource_rule, rank_of(operation, route, action=path.action)
        )

    def call(self, candidate: Candidate) -> CallName:
        named = candidate.rule in {Rule.OVERRIDE, Rule.EXTENSION}
        name, rules = candidate.names[0], (candidate.rule, candidate.resource_rule)
        prefix = self._prefix(candidate.at) if candidate.resource_rule is Rule.PREFIX else ""
        first = "" if named else lower(name)[0]
        verb = next((verb for verb, word in self._overrides.verbs.items() if word.lower() == first), "")
        return CallName(candidate.resource, name, *rules, named, prefix, verb)

    def resources(self, calls: Sequence[CallName]) -> dict[tuple[str, ...], str]:
        """Every resource path with the tag that it is named as."""
        tags: dict[str, str] = {}
        for operation in self._operations:
            for tag in operation.tags:
                tags.setdefault("".join(stem for part in tag for stem in stems(part)), tag[-1])
        found: dict[tuple[str, ...], str] = {}
        for call in calls:
            for size in range(1, len(call.resource) + 1):
                path = call.resource[:size]
                last, full = "".join(stems(path[-1])), "".join(stem for part in path for stem in stems(part))
                found.setdefault(path, tags.get(full) or (tags.get(last, "") if size == 1 else ""))
        return found

    def _name(self, at: int) -> tuple[tuple[str, ...], str, Rule, Rule]:
        operation, route, own, path = self._operations[at], self._routes[at], self._ids[at], self._paths[at]
        if self.evidence.family is Family.NAMED or operation.group or operation.name:
            resource, resource_rule = resource_of(operation, own, self.evidence, path)
            method, rule = method_of(operation, own, self.evidence, resource, path, route)
            return resource, method, rule, resource_rule
        if (final := self._released.get(at)) is not None:
            resource, method, rule, resource_rule = self._name(final)
            return ("beta", *(part for part in resource if key(part) != "beta")), method, rule, resource_rule
        if at in self.samples.calls:
            resource, method = self.samples.calls[at]
            return self._as_in_path(resource, path), method, Rule.SAMPLE, Rule.SAMPLE
        tag = tuple(spaced(part) for part in tag_path(operation)[-1:])
        if tag and (action := _lone_action(route)) and stems(tag[0]) != stems(action):
            if lower(action) in {("batch",), ("bulk",)} and operation.method in {"PUT", "PATCH", "DELETE"}:
                action = f"{action} {path.method}"
            return tag, action, Rule.PATH, Rule.TAG
        method = self._by_path(path, operation, own)
        resource, resource_rule = self._by_prefix(path), Rule.PATH
        if method in self.samples.segments.values():
            resource = self._by_prefix(replace(path, resource=path.resource[:-1]))
        if not resource:
            resource, resource_rule = tag, Rule.TAG
        resource = _without_stutter(resource)
        if self._nested[at] and resource:
            resource = (self._nested[at], *resource)
        if route.beta:
            resource = ("beta", *(part for part in resource if key(part) != "beta"))
        return resource, method, Rule.PATH, resource_rule

    def _by_path(self, path: PathName, operation: OperationFacts, own: OperationId) -> str:
        learnt = self.samples.segments.get((operation.method, key(path.resource[-1]))) if path.resource else None
        if learnt and not path.action and path.method == "create":
            return learnt
        return self._tree.refined(path, operation, own)

    def _by_prefix(self, path: PathName) -> tuple[str, ...]:
        """A path's resources below what samples call the longest known prefix of them."""
        marks = tuple(key(part) for part in path.resource)
        for size in range(len(marks), 0, -1):
            if (known := self.samples.prefixes.get(marks[:size])) is not None:
                return self._as_in_path((*known, *path.resource[size:]), path)
        return path.resource

    def _as_in_path(self, resource: tuple[str, ...], path: PathName) -> tuple[str, ...]:
        spelled = {key(part): part for part in path.resource}
        return tuple(spelled.get(key(part), part) for part in resource)

    def _moved(self, at: int) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The resource path that a configured path prefix gives, and the path's resources below it."""
        if not (prefix := self._prefix(at)):
            return None
        inside = max(0, len(self._prefixes[prefix]) - len(self._routes[at].scope))
        return self._overrides.prefixes[prefix], _without_stutter(self._paths[at].resource)[inside:]

    def _prefix(self, at: int) -> str:
        """The longest configured path prefix that an operation's path begins with."""
        route = self._routes[at]
        own = [key(step.text) for step in (*route.scope, *route.steps)]
        fitting = [prefix for prefix, steps in self._prefixes.items() if steps and own[: len(steps)] == steps]
        return max(fitting, key=lambda prefix: len(self._prefixes[prefix]), default="")

    def _worded(self, method: str) -> str:
        """A method name in the document's verb for reading, and the configured verbs."""
        found = words(method)
        if not found:
            return method
        verb = found[0].lower()
        chosen = self._overrides.verbs.get(verb, self._get if verb == "get" else "")
        return " ".join((chosen, *found[1:])) if chosen else method

    def _as_first_spelled(self, resource: tuple[str, ...]) -> tuple[str, ...]:
        keys = tuple(key(part) or part for part in resource)
        return tuple(self._spellings.setdefault(keys[: at + 1], part) for at, part in enumerate(resource))


def _below(resource: tuple[str, ...], parent: tuple[str, ...]) -> bool:
    return [key(part) for part in resource[: len(parent)]] == [key(part) for part in parent]


def _lone_action(route: Route) -> str:
    """The verb that is all of a path: `/login`."""
    text = route.steps[0].text if len(route.steps) == 1 and not route.steps[0].items else ""
    return text if is_action(text) and not is_stranded(words(text)) else ""


def _without_stutter(resource: tuple[str, ...]) -> tuple[str, ...]:
    """A resource path whose parts do not repeat the one before: `payouts`, `entries` for `payout entries`."""
    found = list(resource)
    for at in range(1, len(found)):
        before, own = stems(resource[at - 1]), words(resource[at])
        if len(own) > len(before) and starts_with(own, before):
            found[at] = " ".join(own[len(before) :])
    return tuple(found)


def _read_verb(operations: Sequence[OperationFacts], ids: Sequence[OperationId], samples: Samples) -> str:
    """The word for reading one thing that most of a document's samples, else ids, have: `retrieve`, else `get`."""
    votes = Counter(lower(method)[0] for _, method in samples.calls.values() if lower(method))
    if not votes["retrieve"] + votes["get"]:
        votes = Counter(
            own.verb for operation, own in zip(operations, ids, strict=True) if operation.method == "GET" and own.verb
        )
    return "retrieve" if votes["retrieve"] > votes["get"] else "get"


def _nested_versions(operations: Sequence[OperationFacts], routes: Sequence[Route]) -> list[str]:
    """The version to nest each operation under: one that is not the document's main one and has a resource of it."""
    versions = Counter(route.version.lower() for route in routes)
    main = max(versions, key=lambda one: (versions[one], one)) if versions else ""
    seen = {
        (operation.method, route.mark, route.action)
        for operation, route in zip(operations, routes, strict=True)
        if route.version.lower() == main
    }
    taken = {
        (route.version.lower(), key(route.steps[0].text))
        for operation, route in zip(operations, routes, strict=True)
        if route.steps and route.version.lower() != main and (operation.method, route.mark, route.action) in seen
    }
    return [
        (route.version if route.steps and (route.version.lower(), key(route.steps[0].text)) in taken else "")
        for route in routes
    ]
