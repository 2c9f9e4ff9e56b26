"""The types that a schema admits, as far as texts of a request are to be read as one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from generator.document.node import Node, NodeId
from generator.lower.context import Context
from generator.lower.schema.json_values import is_list
from generator.mock.schemas.bundle import chain, parts_of

Kinds: TypeAlias = frozenset[str]

_NOTHING: Final[Kinds] = frozenset()
_SPEAKS_OF: Final = {
    "properties": "object",
    "additionalProperties": "object",
    "items": "array",
    "prefixItems": "array",
}


class KindReader:
    """Reads which types schemas admit; an empty set stands for any."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._kinds: dict[NodeId, Kinds] = {}

    def kinds(self, node: Node | None) -> Kinds:
        """The types of a schema."""
        if node is None or not node.is_mapping:
            return _NOTHING
        known = self._kinds.get(node.identity)
        if known is None:
            self._kinds[node.identity] = _NOTHING  # a schema within itself says nothing
            known = self._kinds[node.identity] = self._read(node)
        return known

    def _read(self, node: Node) -> Kinds:
        found: Kinds = _NOTHING
        for part in chain(node, self.context):
            found = _both(found, _own(part.value))
            for member in _members(part, "allOf"):
                found = _both(found, self.kinds(member))
            for key in ("oneOf", "anyOf"):
                kinds = [self.kinds(member) for member in _members(part, key)]
                if kinds and all(kinds):
                    found = _both(found, _NOTHING.union(*kinds))
        return found

    def items(self, node: Node | None) -> Node | None:
        """The schema of the items of an array, the first that the schema's parts have."""
        return self._first(node, "items")

    def property(self, node: Node | None, name: str) -> Node | None:
        """The schema of a property, or that of additional properties."""
        if node is None:
            return None
        for part in parts_of(node, self.context):
            properties = self.context.follow(part.get("properties"))
            found = properties.get(name) if properties is not None else None
            if found is not None:
                return found
        further = self._first(node, "additionalProperties")
        return further if further is not None and further.is_mapping else None

    def below(self, node: Node | None, path: Sequence[str]) -> Node | None:
        """The schema of the value at a path of properties."""
        for name in path:
            node = self.property(node, name)
        return node

    def properties(self, node: Node | None) -> dict[str, Node]:
        """All properties that the schema's parts declare."""
        found: dict[str, Node] = {}
        for part in parts_of(node, self.context) if node is not None else ():
            properties = self.context.follow(part.get("properties"))
            for name, child in properties.items() if properties is not None else ():
                found.setdefault(name, child)
        return found

    def _first(self, node: Node | None, key: str) -> Node | None:
        parts = parts_of(node, self.context) if node is not None else iter(())
        return next((found for part in parts if (found := part.get(key)) is not None), None)


def _own(keywords: dict[str, Any]) -> Kinds:
    declared = keywords.get("type")
    if isinstance(declared, str):
        return frozenset({declared})
    if is_list(declared):
        return frozenset(kind for kind in declared if isinstance(kind, str))
    listed = keywords.get("enum")
    values: list[Any] = listed if is_list(listed) else []
    values = [keywords["const"]] if "const" in keywords else values
    if values:
        return frozenset(_kind_of(value) for value in values)
    return frozenset(kind for key, kind in _SPEAKS_OF.items() if key in keywords)


def _kind_of(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _both(some: Kinds, others: Kinds) -> Kinds:
    if not some or not others:
        return some or others
    if "number" in some and "integer" in others:
        some = some | {"integer"}
    if "number" in others and "integer" in some:
        others = others | {"integer"}
    return (some & others) or some


def _members(node: Node, key: str) -> Iterator[Node]:
    child = node.get(key)
    return child.elements() if child is not None else iter(())
