"""What every part of the lowering shares: the document, its messages, and what is left out or widened."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Diagnostics
from generator.document.node import Node
from generator.document.resolver import Document
from generator.ir.types import Fallback


class Context:
    """The document under way."""

    def __init__(self, document: Document, diagnostics: Diagnostics) -> None:
        self.document = document
        self.root = document.root
        self.diagnostics = diagnostics
        self.fallbacks: list[Fallback] = []

    def fallback(self, code: str, why: str, node: Node) -> None:
        """Record and warn that the widest honest type stands in for something."""
        self.diagnostics.warning(code, why, node)
        self.fallbacks.append(Fallback(code, node.place, why))

    def step(self, node: Node) -> Node | None:
        """What a node's own `$ref` names, which may be a reference again: a schema by every name that it has."""
        if not isinstance(node.value.get("$ref"), str):
            self.diagnostics.error("wrong-type", "expected a string for $ref", node)
            return None
        return self.document.follow(node)

    def named(self, text: str, at: Node) -> Node | None:
        """What a reference's text names, seen from the node that holds it."""
        return self.document.lookup(text, at)

    def follow(self, node: Node | None) -> Node | None:
        """The object itself, whatever chain of `$ref` leads there. Not for schemas, whose references have names."""
        return self.document.resolve(node) if node is not None else None

    def component(self, section: str) -> Iterator[tuple[str, Node]]:
        """The members of one section of `components`."""
        components = self.root.mapping("components")
        members = components.mapping(section) if components else None
        if members is not None:
            yield from members.items()
