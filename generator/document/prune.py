"""Prune a document: keep what some operations reach, without documentation, in one file.

The result is a document of OpenAPI 3.1 or later in which every reference leads to `components`, whatever the version
and the number of the files that it is made of.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from generator.document.json_types import Json, JsonObject
from generator.document.node import Node
from generator.document.object_kinds import Kind, is_map, kind_below, section_of
from generator.document.pointer import join, split
from generator.document.resolver import Document, is_reference
from generator.ir.types import METHODS, Operation

_ROOT: Final = ("servers", "security")
_DROPPED: Final = frozenset({"description", "summary", "externalDocs", "tags", "links", "callbacks", "$id", "$anchor"})
_KEPT: Final = frozenset({
    "x-speakeasy-pagination", "x-fern-pagination", "x-stainless-pagination-property", "x-ms-pageable",
    "x-speakeasy-sse-sentinel", "x-fern-streaming", "x-speakeasy-stream-request-field",
    "x-ms-long-running-operation",
})  # fmt: skip
"""The extensions that say how a server behaves."""
_NAME: Final = re.compile(r"[^A-Za-z0-9._-]+")
_SECTIONS: Final = "components"


def pruned(document: Document, operations: Iterable[Operation]) -> str:
    """The part of a document that the operations reach, as JSON in ASCII."""
    wanted: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        wanted.setdefault(operation.path, {})[operation.method] = operation
    return json.dumps(_Pruning(document).document(wanted), indent=1, allow_nan=False, default=str) + "\n"


class _Pruning:
    """One pruning: the components that were reached so far, and the parts of other places that became components."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = document.root
        self._reached: dict[tuple[str, str], Node | None] = {}
        """The components of the main file by section and name; None where one is there already under that name."""
        self._moved: dict[tuple[int, str], tuple[str, str]] = {}
        """The section and name of each part that is no component of the main file, by its file and path."""
        self._waiting: list[tuple[str, str, Node, Kind]] = []

    def document(self, wanted: Mapping[str, Mapping[str, Operation]]) -> JsonObject:
        root, family = self._root, self._document.version.family
        info = root.get("info")
        result: JsonObject = {
            "openapi": self._document.version.text if family in {"3.1", "3.2"} else "3.1.0",
            "info": {key: _text(info, key, default) for key, default in (("title", "API"), ("version", "0"))},
        }
        for key in (*_ROOT, *sorted(_KEPT)):
            if (node := root.get(key)) is not None:
                result[key] = self._copied(node, "data")
        result["paths"] = self._paths(wanted)
        schemes = self._component_section("securitySchemes")
        for name, node in schemes.items() if schemes is not None else ():
            self._reach("securitySchemes", name, node, "security scheme")
        components = self._components()
        if components:
            result[_SECTIONS] = components
        return result

    def _paths(self, wanted: Mapping[str, Mapping[str, Operation]]) -> JsonObject:
        found: JsonObject = {}
        paths = self._root.get("paths")
        for path, node in paths.items() if paths is not None else ():
            item = self._document.resolve(node) if path in wanted else None
            if item is not None:
                found[path] = self._item(item, wanted[path])
        return found

    def _item(self, item: Node, wanted: Mapping[str, Operation]) -> JsonObject:
        """A path item with these operations only, by their methods."""
        found: JsonObject = {}
        further = item.get("additionalOperations")
        for key, node in item.items():
            if key in {"parameters", "servers"}:
                found[key] = self._copied(node, kind_below("path item", key))
            elif key in METHODS and key.upper() in wanted:
                found[key] = self._operation(node, wanted[key.upper()])
        if further is not None:
            kept = {name: self._operation(node, wanted[name]) for name, node in further.items() if name in wanted}
            found |= {"additionalOperations": kept} if kept else {}
        return found

    def _operation(self, node: Node, operation: Operation) -> Json:
        """An operation. The end of its stream is given, as it may have been found in a description."""
        found = self._copied(node, "operation")
        if operation.stream is not None and operation.stream.sentinel and isinstance(found, dict):
            found["x-speakeasy-sse-sentinel"] = operation.stream.sentinel
        return found

    def _copied(self, node: Node, kind: Kind) -> Json:
        """A part without documentation, with its references changed; what they name is noted, to be copied."""
        if node.is_sequence:
            below = kind_below(kind, "0")
            return [self._copied(element, below) for element in node.elements()]
        if not node.is_mapping or kind == "data":
            return self._mapping_entry(node) if kind == "mapping entry" else _finite(node.value)
        found: JsonObject = {}
        if is_reference(node) and not is_map(kind):
            target = self._target(node)
            if target is None:
                return {}
            found["$ref"] = self._address(target, kind)
        for key, child in node.items():
            if (is_map(kind) and kind != "responses") or self._is_kept(key, found):
                found[key] = self._copied(child, kind_below(kind, key))
        if kind == "response" and "$ref" not in found:
            found["description"] = ""  # required (OpenAPI 3.1, "Response Object")
        return found

    @staticmethod
    def _is_kept(key: str, found: JsonObject) -> bool:
        if key in _DROPPED or (key == "$ref" and "$ref" in found):
            return False
        return not key.startswith("x-") or key in _KEPT

    def _mapping_entry(self, node: Node) -> Json:
        """A value of a discriminator's mapping: a reference, or the name of a schema (OpenAPI 3.1)."""
        text: Json = node.value
        if not isinstance(text, str):
            return text
        schemas = self._component_section("schemas")
        named = schemas.get(text) if schemas is not None else None
        target = named if named is not None else self._plain(node, text)
        return text if target is None else self._address(target, "schema")

    def _target(self, node: Node) -> Node | None:
        """What a reference names; None where it leads nowhere, which was reported where it matters."""
        known = self._document.known(node)
        if known is None:
            return self._plain(node, node.value["$ref"])
        return known

    @staticmethod
    def _plain(node: Node, text: str) -> Node | None:
        """What a pointer within its own file names."""
        if not text.startswith("#/"):
            return None
        root = node
        while root.parent is not None:
            root = root.parent
        here: Node | None = root
        for key in split(text[1:]):
            here = here.get(key) if here is not None else None
        return here

    def _address(self, target: Node, kind: Kind) -> str:
        """The reference to a part, which is noted as reached: a component, or a part that becomes one."""
        keys = _keys(target)
        if target.source is self._root.source and keys[:1] == [_SECTIONS] and len(keys) > 2:
            section, name = str(keys[1]), str(keys[2])
            owner = self._root.child(_SECTIONS).child(section).child(name)
            self._reach(section, name, owner, kind_below(kind_below("components", section), name))
            return _reference(keys)
        place = id(target.source), target.path
        if place not in self._moved:
            section = section_of(kind)
            name = self._free(section, _NAME.sub("_", str(target.key)).strip("_") or "part")
            self._moved[place] = section, name
            self._waiting.append((section, name, target, kind))
        return _reference([_SECTIONS, *self._moved[place]])

    def _reach(self, section: str, name: str, node: Node, kind: Kind) -> None:
        if (section, name) not in self._reached:
            self._reached[section, name] = node
            self._waiting.append((section, name, node, kind))

    def _free(self, section: str, name: str) -> str:
        """A name that no component of the section has."""
        own, taken = self._component_section(section), set(self._moved.values())
        free, number = name, 2
        while (own is not None and own.get(free) is not None) or (section, free) in taken:
            free, number = f"{name}_{number}", number + 1
        return free

    def _component_section(self, section: str) -> Node | None:
        components = self._root.get(_SECTIONS)
        return components.get(section) if components is not None else None

    def _components(self) -> JsonObject:
        """The components that were reached: those of the main file in its order, then the others."""
        copies: dict[tuple[str, str], Json] = {}
        while self._waiting:
            section, name, node, kind = self._waiting.pop()
            copies[section, name] = self._copied(node, kind)
        found: dict[str, JsonObject] = {}
        components = self._root.get(_SECTIONS)
        own = (
            (section, name) for section, node in (components.items() if components else ()) for name, _ in node.items()
        )
        for section, name in (*own, *self._moved.values()):
            if (section, name) in copies:
                found.setdefault(section, {})[name] = copies[section, name]
        return dict(found)


def _reference(keys: Iterable[str | int]) -> str:
    """The value of `$ref` for a part of the main file (RFC 6901, section 6)."""
    return "#" + quote(join(keys), safe="/~!$&'()*+,;=:@-._")


def _keys(node: Node) -> list[str | int]:
    keys: list[str | int] = []
    here = node
    while here.parent is not None:
        keys.append(here.key)
        here = here.parent
    return keys[::-1]


def _text(info: Node | None, key: str, default: str) -> str:
    return (info.text(key) if info is not None else "") or default


def _finite(value: Json) -> Json:
    """A value in which numbers that JSON lacks are null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_finite(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    return value
