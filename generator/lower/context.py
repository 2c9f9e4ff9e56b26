"""The context of lowering: the document, its references and its diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.diagnostics.model import Diagnostics
from generator.document.json_types import Json
from generator.document.node import Node
from generator.document.resolver import Document, is_reference


def _recursive_root(node: Node) -> Node | None:
    """The target of `$recursiveRef: "#"` (JSON Schema 2019-09): the outermost enclosing schema with the anchor."""
    found: Node | None = None
    at = node.parent
    while at is not None:
        if at.is_mapping and at.value.get("$recursiveAnchor") is True:
            found = at
        at = at.parent
    return found or _owner(node)


def anchors_of(node: Node) -> dict[str, Node]:
    """The schemas among the `$defs` of a schema that have a `$dynamicAnchor`, by its name."""
    definitions = node.get("$defs")
    found: dict[str, Node] = {}
    for _, member in definitions.items() if definitions is not None else ():
        anchor = member.value.get("$dynamicAnchor") if member.is_mapping else None
        if isinstance(anchor, str):
            found[anchor] = member
    return found


def elements(owner: Node, key: str) -> Iterator[Node]:
    """The elements of the array at a key; nothing if it is absent. Any other value is reported."""
    found = owner.sequence(key)
    return found.elements() if found is not None else iter(())


def _owner(node: Node) -> Node | None:
    """The named schema that encloses a schema."""
    at: Node | None = node
    while at is not None and (at.parent is None or at.parent.key not in {"schemas", "$defs", "definitions"}):
        at = at.parent
    return at


_ANCHOR = "add this `$dynamicAnchor` to an enclosing schema or one of its `$defs`"


class Context:
    """The document that is being lowered, and its diagnostics."""

    def __init__(self, document: Document, diagnostics: Diagnostics) -> None:
        self.document = document
        self.root = document.root
        self.diagnostics = diagnostics

    def fallback(self, code: str, why: str, node: Node, hint: str = "") -> None:
        """Report that a wider type, or nothing, replaces something that the IR cannot represent."""
        self.diagnostics.fallback(code, why, node, hint)

    def step(self, node: Node) -> Node | None:
        """The target of a node's own `$ref`, which can be a reference itself."""
        if isinstance(node.value.get("$ref"), str):
            return self.document.follow(node)
        if isinstance(node.value.get("$dynamicRef"), str):
            return self._anchored(node)
        if isinstance(node.value.get("$recursiveRef"), str):
            return _recursive_root(node)
        self.diagnostics.error("wrong-type", "`$ref` must be a string", node)
        return None

    def _anchored(self, node: Node) -> Node | None:
        """The target of a `$dynamicRef` without a dynamic scope: the nearest enclosing schema with that anchor."""
        text: str = node.value["$dynamicRef"]
        if not text.startswith("#") or text.startswith("#/"):
            return self.named(text, node.child("$dynamicRef"))
        at: Node | None = node
        while at is not None:
            if at.is_mapping and text[1:] in (at.value.get("$dynamicAnchor"), at.value.get("$anchor")):
                return at
            if (bound := anchors_of(at).get(text[1:])) is not None:
                return bound
            at = at.parent
        self.fallback(
            "unbound-dynamic-ref",
            f"no enclosing schema defines the dynamic anchor {text}; treated as any value",
            node,
            _ANCHOR,
        )
        return None

    def named(self, text: str, at: Node) -> Node | None:
        """The target of a reference's text, relative to the node that contains it."""
        return self.document.lookup(text, at)

    def follow(self, node: Node | None) -> Node | None:
        """The object at the end of a chain of `$ref`. Not for schemas, whose references are kept as `Ref`."""
        return self.document.resolve(node) if node is not None else None

    def target_or(self, entry: Node, otherwise: Json) -> Node:
        """The object at the end of a chain of `$ref`; a value in the place of the entry where that leads nowhere."""
        found = self.follow(entry)
        return found or Node(otherwise, entry.source, entry.diagnostics, entry.parent, entry.key)

    def objects(self, entries: Iterable[tuple[str, Node]], expected: str) -> Iterator[tuple[str, Node]]:
        """The entries that are objects, with `$ref` resolved; other values are reported."""
        for key, entry in entries:
            node = self.follow(entry)
            if node is not None and node.is_mapping:
                yield key, node
            elif node is not None:
                node.wrong(expected)

    def mapping(self, owner: Node, key: str) -> Node | None:
        """The object at a key, or that which its `$ref` names; None if it is absent. Any other value is reported.

        OpenAPI has no `$ref` in place of a map such as `paths` or `schemas`; documents of several files have it.
        """
        found = self.follow(owner.mapping(key))
        if found is not None and not found.is_mapping:
            found.wrong("an object")
            return None
        return found

    def members(self, owner: Node, key: str) -> Iterator[tuple[str, Node]]:
        """The members of the object at a key, as in `mapping`; nothing if it is absent."""
        found = self.mapping(owner, key)
        return found.items() if found is not None else iter(())

    def elements(self, owner: Node, key: str) -> Iterator[Node]:
        """The elements of the array at a key, or of that which a `$ref` in its place names."""
        found = owner.get(key)
        if found is None or not is_reference(found):
            return elements(owner, key)
        target = self.follow(found)
        if target is not None and not target.is_sequence:
            target.wrong("an array")
        return target.elements() if target is not None else iter(())

    def section(self, name: str) -> Node | None:
        """One section of `components`."""
        components = self.mapping(self.root, "components")
        return self.mapping(components, name) if components is not None else None

    def component(self, section: str) -> Iterator[tuple[str, Node]]:
        """The members of one section of `components`."""
        found = self.section(section)
        return found.items() if found is not None else iter(())
