"""Nodes: values of a document with their place.

A node holds its parent and key; its pointer and position are computed on demand, so that a walk stays cheap.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NewType

from generator.diagnostics.model import Diagnostics, Position
from generator.document.json_types import Json
from generator.ir.types import Place

if TYPE_CHECKING:
    from generator.document.positions.source import Location, Pointed, Source


_ADVICE = {
    ("an array", "an object"): "write it as a list: in YAML, `- ` before each element",
    ("an object", "an array"): "write it as `name: value`, without `- ` before it",
    ("an array", "a string"): "write it as a list of one: `[…]`",
    ("a string", "an object"): "where the text has `: ` in it, put it in quotes",
    ("an object", "a string"): "where a reference is meant, write it as `$ref: …`",
}


_TYPE_NAMES: dict[type, str] = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "a boolean",
    type(None): "null",
}
_SCHEMA = "a schema is an object, such as `{type: string}`, or `true` for any value"


NodeId = NewType("NodeId", int)
"""The identity of an object or array of the document, the same whichever references lead to it."""


class Node:
    """A JSON value at a place in a source file."""

    __slots__ = ("_location", "diagnostics", "key", "parent", "source", "value")

    def __init__(
        self, value: Any, source: Source, diagnostics: Diagnostics, parent: Node | None = None, key: str | int = ""
    ) -> None:
        self.value = value
        self.source = source
        self.diagnostics = diagnostics
        self.parent = parent
        self.key = key
        self._location: Location | None = None

    @property
    def identity(self) -> NodeId:
        """The identity of the node's value, for one that is an object or an array."""
        return NodeId(id(self.value))

    # --- place ---

    @property
    def file(self) -> str:
        """The source file's path, as shown to people."""
        return self.source.name

    @property
    def pointer(self) -> str:
        """The JSON pointer in the file as it was written (before any upgrade), without the leading `#`."""
        return self._located().written

    @property
    def path(self) -> str:
        """The JSON pointer in the upgraded document, the identity of the node together with its file."""
        return self._located().upgraded

    def _located(self) -> Location:
        """Where the node is, found from its nearest ancestor that is known. Ancestors are remembered."""
        above: list[Node] = []
        node = self.parent
        while node is not None and node._location is None:
            above.append(node)
            node = node.parent
        found = node._location if node is not None and node._location is not None else self.source.location
        for ancestor in reversed(above):
            if ancestor.parent is not None:
                found = self.source.below(found, ancestor.key)
            ancestor._location = found
        return found if self.parent is None else self.source.below(found, self.key)

    @property
    def place(self) -> Place:
        return Place(self.file, self.pointer)

    def pointed(self) -> Pointed:
        """The place alone, which does not hold the document in memory."""
        return self.source.at(self.pointer)

    def position(self) -> Position:
        return self.source.position(self.pointer)

    def excerpt(self) -> tuple[str, ...]:
        return self.source.excerpt(self.pointer)

    # --- children ---

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def is_sequence(self) -> bool:
        return isinstance(self.value, list)

    def child(self, key: str | int) -> Node:
        """The member or element of that key, which must be there."""
        return Node(self.value[key], self.source, self.diagnostics, self, key)

    def get(self, key: str) -> Node | None:
        """The member of that name, of whatever type, or None."""
        value = self.value
        if isinstance(value, dict) and key in value:
            return Node(value[key], self.source, self.diagnostics, self, key)
        return None

    def items(self) -> Iterator[tuple[str, Node]]:
        """The members of a mapping in document order; nothing for any other value."""
        here: Json = self.value
        if isinstance(here, dict):
            for key, value in here.items():
                yield key, Node(value, self.source, self.diagnostics, self, key)

    def elements(self) -> Iterator[Node]:
        """The elements of a sequence; nothing for any other value."""
        here: Json = self.value
        if isinstance(here, list):
            for index, value in enumerate(here):
                yield Node(value, self.source, self.diagnostics, self, index)

    # --- typed members: a value of another type is reported, then treated as absent ---

    def mapping(self, key: str) -> Node | None:
        return self._typed(key, dict, "an object")

    def sequence(self, key: str) -> Node | None:
        return self._typed(key, list, "an array")

    def text(self, key: str) -> str:
        """The string of that name, or an empty one. A number or boolean is read as it is spelled."""
        node = self.get(key)
        if node is None or node.value is None:
            return ""
        if isinstance(node.value, str):
            return node.value
        if isinstance(node.value, (int, float)):
            return self.source.spelling(node.pointer) or json.dumps(node.value)
        node.wrong("a string")
        return ""

    def flag(self, key: str) -> bool:
        """The boolean of that name, or False. `"true"` and `"false"` are read as booleans, as they are common."""
        node = self.get(key)
        if node is None or node.value is None:
            return False
        if isinstance(node.value, bool):
            return node.value
        if isinstance(node.value, str) and node.value.lower() in {"true", "false"}:
            return node.value.lower() == "true"
        node.wrong("a boolean")
        return False

    def wrong(self, expected: str) -> None:
        """Report that this value is not of the type that the OpenAPI Specification requires."""
        found = next((name for kind, name in _TYPE_NAMES.items() if isinstance(self.value, kind)), "a number")
        name_of = f"`{self.key}`: " if isinstance(self.key, str) and self.key else ""
        hint = _ADVICE.get((expected, found), _SCHEMA if expected == "a schema" else "")
        self.diagnostics.error("wrong-type", f"{name_of}expected {expected} here, found {found}", self, hint)

    def _typed(self, key: str, kind: type, expected: str) -> Node | None:
        node = self.get(key)
        if node is None or node.value is None:
            return None
        if isinstance(node.value, kind):
            return node
        node.wrong(expected)
        return None
