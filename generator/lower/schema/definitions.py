"""Definitions: the schemas that have names, and the names of inline schemas.

A component has its own name. An inline schema that needs a name (an object, an enum of two or more values, a union of
objects) is named after its parent and the path below it: the property's name, `Item` for the items of an array, `Value`
for the values of a map, `First`, `Second`, … for the positions of a tuple, and a distinctive word for the member of a
union. So a name depends on the place of a schema and not on the order of lowering.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator.document.node import Node, NodeId
from generator.ir.types import NO_DOCS, Alias, Definition, Docs, Object, Ref
from generator.lower.context import anchors_of

_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
_NAMED = frozenset({"schemas", "definitions", "$defs"})
_SECTIONS = frozenset({"components", "paths", "parameters", "responses", "requestBodies", "headers", "pathItems"})
"""Keys at the top of a file that hold objects other than schemas."""
_WALKED = {"items": "Item", "additionalProperties": "Value", "unevaluatedProperties": "Value"}


def ordinal(index: int) -> str:
    """The word for a position that starts at 0."""
    return _ORDINALS[index] if index < len(_ORDINALS) else f"Position{index + 1}"


@dataclass(frozen=True, slots=True)
class NamePath:
    """The name of a place in the document: the id and words of a definition made there."""

    id: str
    words: tuple[str, ...]
    depth: int = 0
    anchors: tuple[tuple[str, Node], ...] = ()
    """The targets of `$dynamicRef` here: schemas by their `$dynamicAnchor`, the outermost first."""

    def below(self, word: str, key: str = "") -> NamePath:
        return NamePath(f"{self.id}/{key or word}", (*self.words, word), self.depth + 1, self.anchors)

    def inside(self, node: Node) -> NamePath:
        """The name path inside a schema, with the targets of `$dynamicRef` that the schema binds."""
        bound = anchors_of(node) if "$defs" in node.value else {}
        return replace(self, anchors=(*self.anchors, *bound.items())) if bound else self

    def anchor(self, name: str) -> Node | None:
        """The target of a `$dynamicRef` of that name here, or None."""
        return next((node for known, node in self.anchors if known == name), None)

    @property
    def last(self) -> str:
        return self.words[-1] if self.words else ""


class Definitions:
    """The definitions, and the names of the schemas that are named in the document."""

    def __init__(self, root: Node, outside: Callable[[Node], NamePath]) -> None:
        self.made: list[Definition] = []
        self.waiting: list[Node] = []
        """Named schemas that were referred to and are not in the main document's components."""
        self._ids: set[str] = set()
        self._named: dict[NodeId, NamePath] = {}
        self._unasked: set[NodeId] = set()
        """Schemas of other files whose name has been used only for an inline schema inside them."""
        self._nodes: dict[str, Node] = {}
        self._root = root
        self._outside = outside

    def name_component(self, name: str, node: Node) -> None:
        """Give a schema of `components/schemas` its name."""
        if name not in self._nodes and (not node.is_mapping or node.identity not in self._named):
            self._enter(NamePath(name, (name,)), node)

    def name_stand_in(self, name: str, target: Node) -> None:
        """Name a schema of another file after the component that only refers to it."""
        if target.is_mapping and target.identity not in self._named:
            self._named[target.identity] = NamePath(name, (name,))

    def node(self, id: str) -> Node | None:
        """The schema of a named definition."""
        return self._nodes.get(id)

    def name_path(self, node: Node) -> NamePath | None:
        """The name of a named schema, or None for an inline schema."""
        if not node.is_mapping:
            return None
        name_path = self._named.get(node.identity) or self._own_name(node)
        if node.identity in self._unasked:
            self._unasked.remove(node.identity)
            self.waiting.append(node)
        return name_path

    def located(self, node: Node) -> NamePath:
        """The name of any schema, from its place in the document."""
        steps: list[Node] = []
        at = node
        while at.parent is not None:
            name_path = self._named.get(at.identity) or self._own_name(at) if at.is_mapping else None
            if name_path is not None:
                break
            steps.append(at)
            at = at.parent
        else:
            return self._outside(node)
        return located_below(name_path, steps)

    def _own_name(self, node: Node) -> NamePath | None:
        """The name of a schema that is named in its file. Makes no definition."""
        if not self._names_itself(node):
            return None
        name_path = self._free(list(self._candidates(node)), node)
        self._enter(name_path, node)
        self._unasked.add(node.identity)
        return name_path

    def add(
        self, name_path: NamePath, shape: Object | Alias, node: Node, docs: Docs = NO_DOCS, component: bool = False
    ) -> Ref:
        """Make a definition. If the id is taken, the node's path is appended to it."""
        name = name_path.id if name_path.id not in self._ids else f"{name_path.id}~{node.path}"
        while name in self._ids:
            name += "'"
        self._ids.add(name)
        self.made.append(Definition(name, name_path.words, shape, node.place, docs, component))
        return Ref(name)

    def _enter(self, name_path: NamePath, node: Node) -> None:
        if node.is_mapping:
            self._named[node.identity] = name_path
        self._nodes[name_path.id] = node

    def _names_itself(self, node: Node) -> bool:
        parent = node.parent
        if node.source is not self._root.source and (parent is None or parent.parent is None):
            return node.key not in _SECTIONS
        return parent is not None and parent.key in _NAMED and not _is_property(parent)

    def _candidates(self, node: Node) -> Iterator[tuple[str, ...]]:
        """Names for a schema outside the main components, the best first."""
        stem = PurePosixPath(node.file.replace("\\", "/"))
        own = str(node.key) if node.parent is not None else stem.stem
        if node.parent is not None and node.parent.key == "$defs" and node.parent.parent is not None:
            yield (*self.located(node.parent.parent).words, own)
        yield (own,)
        folders = [part for part in stem.parts[:-1] if part not in {"/", ".", ".."}]
        before = folders if node.parent is None else [*folders, stem.stem]
        for count in range(1, len(before) + 1):
            yield (*before[-count:], own)

    def _free(self, candidates: list[tuple[str, ...]], node: Node) -> NamePath:
        for words in candidates:
            name = "/".join(words)
            if name not in self._nodes:
                return NamePath(name, words)
        return NamePath(f"{node.file}#{node.path}", candidates[-1])


def located_below(name_path: NamePath, steps: list[Node]) -> NamePath:
    """The name path of a schema. The steps lead from it up to the node of `name_path`."""
    for step in reversed(steps):
        name_path = _step(name_path, step)
    return name_path


def _is_property(node: Node) -> bool:
    """Whether a member named `schemas` or `definitions` is a property of an object, not a keyword."""
    return node.parent is not None and node.parent.key == "properties"


def _step(name_path: NamePath, node: Node) -> NamePath:
    parent = node.parent
    key = str(node.key)
    above = str(parent.key) if parent is not None else ""
    if above in {"properties", "patternProperties"}:
        return name_path.below(key)
    if above == "prefixItems":
        return name_path.below(ordinal(int(key)) if key.isdigit() else key)
    if above in {"oneOf", "anyOf", "allOf"} and isinstance(node.key, int):
        title = node.value.get("title") if node.is_mapping else None
        return name_path.below(title, f"{above}/{key}") if isinstance(title, str) and title else name_path
    return name_path.below(_WALKED[key]) if key in _WALKED else name_path
