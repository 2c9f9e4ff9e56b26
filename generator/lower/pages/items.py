"""The array of a response that has the items of a list."""

from __future__ import annotations

from generator.ir.text import alike, folded
from generator.ir.types import Operation
from generator.lower.pages.parts import Parts, Property

WRAPPERS = (
    "data", "items", "results", "value", "values", "records", "entries", "elements", "list", "content", "rows",
    "objects", "nodes", "resources", "hits", "result",
)  # fmt: skip
"""Names of an array that say nothing of its items, the surest first."""

_NOT_ITEMS = frozenset({
    "error", "errors", "warning", "warnings", "included", "meta", "metadata", "facets", "aggregations", "sort",
    "params",
})  # fmt: skip
_RARELY_ITEMS = frozenset({"message", "messages", "link", "links"})
"""Words in the names of arrays that have the items only if there is no other array."""
_SEARCHES = frozenset({"search", "query", "list", "find", "filter"})
"""Ends of a path that say what is done with the collection before it."""
_CONTAINERS = frozenset({"data", "result", "results", "response", "payload", "embedded", "page", "list"})


def items_of(parts: Parts, operation: Operation) -> Property | None:
    """The array of items: the only one, one of a usual name, or one that is named as the path; else None.

    It is a property of the response, or of an object in it such as `data`.
    """
    found = _choose([item for item in parts.properties if len(item.path) == 1], operation)
    if found is None and not any(len(item.path) == 1 and item.kind == "array" for item in parts.properties):
        inner = [item for item in parts.properties if len(item.path) == 2]
        contained = [item for item in inner if _CONTAINERS.intersection(item.above) or _is_alone(item.path[0], parts)]
        found = _choose(contained, operation)
    return found


def arrays_of(parts: Parts) -> list[Property]:
    """The arrays of a response that may be its items, if it is not clear which."""
    arrays = [item for item in parts.properties if item.kind == "array" and len(item.path) == 1]
    return [item for item in arrays if not _NOT_ITEMS.intersection(item.words)]


def _choose(candidates: list[Property], operation: Operation) -> Property | None:
    arrays = [item for item in candidates if item.kind == "array"]
    named = [item for item in arrays if item.path[-1].lower() in WRAPPERS]
    if named:
        return min(named, key=lambda item: WRAPPERS.index(item.path[-1].lower()))
    own = [item for item in arrays if _is_named_as_path(item, operation)]
    if len(own) == 1:
        return own[0]
    others = [item for item in arrays if not _NOT_ITEMS.intersection(item.words)]
    likely = [item for item in others if not _RARELY_ITEMS.intersection(item.words)] or others
    return likely[0] if len(likely) == 1 else None


def _is_alone(name: str, parts: Parts) -> bool:
    """Whether a property is the only one of the response."""
    return all(item.path[0] == name for item in parts.properties)


def is_list(items: Property, operation: Operation) -> bool:
    """Whether the response is a list for certain: its array is named as the path, or by a usual name."""
    return items.path[-1].lower() in WRAPPERS or _is_named_as_path(items, operation)


def _is_named_as_path(item: Property, operation: Operation) -> bool:
    """Whether an array is named as the end of the path; of the path `/keys` also `api_keys`."""
    first, _, last = operation.path.partition("?")[0].rstrip("/").rpartition("/")
    if last.lower() in _SEARCHES:
        last = first.rpartition("/")[2]
    if "{" in last or not (own := alike(item.path[-1])) or not (wanted := alike(last)):
        return False
    is_plural = folded(last)[-1] != wanted[-1]
    return own == wanted or (is_plural and own[-len(wanted) :] == wanted)
