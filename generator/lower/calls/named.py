"""Names by what a document gives: extensions, tags, and ids made of a resource and a method."""

from __future__ import annotations

from generator.lower.calls.family import Evidence, tag_path
from generator.lower.calls.ids import OperationId, Shape
from generator.lower.calls.lexicon import READ
from generator.lower.calls.model import OperationFacts, Rule
from generator.lower.calls.paths import PathName
from generator.lower.calls.phrase import (
    is_plural,
    is_stranded,
    is_verb,
    key,
    spaced,
    stems,
    without_group,
    without_stranded,
    words,
)
from generator.lower.calls.routes import Route


def resource_of(
    operation: OperationFacts, own: OperationId, evidence: Evidence, path: PathName
) -> tuple[tuple[str, ...], Rule]:
    """The resource path that a document gives an operation: extension, then id, then tag, then path."""
    if operation.group:
        return tuple(spaced(part) for part in operation.group if words(part)), Rule.EXTENSION
    tag = tuple(spaced(part) for part in tag_path(operation))
    if evidence.tags_nest and tag:
        return _as_in_path(tag, path), Rule.TAG
    if own.shape is Shape.GROUPED and own.group:
        exact = not {"/", "."}.isdisjoint(operation.operation_id)
        if len(own.group) == 1 and tag and _is_same(own.group[0], tag[-1], exact=exact):
            return tag, Rule.TAG
        return own.group, Rule.ID
    if tag:
        return tag, Rule.TAG
    return path.resource[:1], Rule.PATH


def _is_same(group: str, tag: str, *, exact: bool) -> bool:
    """Whether the group of an id is the tag or, if not `exact`, its end: `registries` of `container registries`."""
    own, whole = stems(group), stems(tag)
    return "".join(own) == "".join(whole) or (not exact and own == whole[-len(own) :])


def _as_in_path(tag: tuple[str, ...], path: PathName) -> tuple[str, ...]:
    """A tag that nests, its parts in the plural where the path has that: `users.message` on `/users/{id}/messages`.

    A part that repeats the one above is left out: `users.user` is `users`.
    """
    plural = {stems(part): part for part in path.resource if is_plural(part)}
    found = list(tag[:1])
    for part in tag[1:]:
        if stems(part) != stems(found[-1]):
            found.append(part if is_plural(part) else plural.get(stems(part), part))
    return tuple(found)


def method_of(
    operation: OperationFacts,
    own: OperationId,
    evidence: Evidence,
    resource: tuple[str, ...],
    path: PathName,
    route: Route,
) -> tuple[str, Rule]:
    """The method name that a document gives an operation, by extension or id; by path where neither says one."""
    if operation.name and words(operation.name):
        return spaced(operation.name), Rule.EXTENSION
    if evidence.names_whole and own.shape in {Shape.SENTENCE, Shape.ROUTE, Shape.OPAQUE}:
        return spaced(operation.operation_id), Rule.ID
    if own.shape in {Shape.NONE, Shape.OPAQUE, Shape.ROUTE} or not own.words:
        return by_path(resource, path, route), Rule.PATH
    if own.shape is Shape.GROUPED and not own.loose and not evidence.tags_nest:
        return " ".join(without_stranded(own.words)), Rule.ID
    found = without_parameters(own.words, operation)
    for depth, part in enumerate(resource, 1):
        cut = without_group(found, part)
        found = found if depth < len(resource) and len(cut) == 1 and is_verb(cut[0]) else cut  # `users.setAdmin`
    is_resource = resource and stems(" ".join(found)) == stems(resource[-1]) and not is_verb(found[0])
    if is_resource or is_stranded(found) or not _says_something(found, route) or found[0].lower() == "post":
        return by_path(resource, path, route), Rule.PATH
    if found[0].lower() in READ and path.method == "list" and (len(found) == 1 or is_plural(found[-1])):
        found = ("list", *found[1:])
    return " ".join(found), Rule.ID


def by_path(resource: tuple[str, ...], path: PathName, route: Route) -> str:
    """The path's verb, with the path's resources that are not in the resource path."""
    known = {stem for part in resource for stem in stems(part)}
    rest = [part for part in path.resource if not set(stems(part)) <= known]
    if path.action:
        return path.method
    if rest and rest == list(path.resource):
        rest = rest[1:] if len(rest) > 1 else []
    return " ".join((path.method, *rest))


def without_parameters(found: tuple[str, ...], operation: OperationFacts) -> tuple[str, ...]:
    """A name without `by id` at its end."""
    for size in (2, 3, 4):
        if (
            len(found) > size
            and found[-size].lower() == "by"
            and f"{{{key(' '.join(found[1 - size :]))}" in _marks(operation)
        ):
            return found[:-size]
    if len(found) > 2 and found[-2].lower() == "by" and found[-1].lower() in {"id", "uuid", "key"}:
        return found[:-2]
    return found


def _marks(operation: OperationFacts) -> set[str]:
    return {f"{{{key(part)}" for part in operation.path.split("/") if "{" in part}


def _says_something(found: tuple[str, ...], route: Route) -> bool:
    fixed = {stem for step in route.steps for stem in stems(step.text)}
    return any(is_verb(word) for word in found) or all(stems(word)[0] in fixed for word in found if stems(word))
