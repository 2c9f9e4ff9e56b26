"""Collect the parts of a schema: the schema objects that `$ref` and `allOf` combine."""

from __future__ import annotations

from generator.document.node import Node, NodeId
from generator.lower.context import Context, anchors_of, elements
from generator.lower.schema.composition.shape import Part
from generator.lower.schema.definitions import Definitions, NamePath
from generator.lower.schema.json_values import is_mapping
from generator.lower.schema.keywords import REFERENCES

_DEEPEST = 80


class Collector:
    """Collects the parts of a schema, in document order."""

    def __init__(self, context: Context, definitions: Definitions) -> None:
        self.parts: list[Part] = []
        self.visited: set[NodeId] = set()
        self.never = False
        self._binds = False
        """Whether the schema binds the dynamic references in the others, whose inline schemas are then its own."""
        self._open: set[NodeId] = set()
        self.context = context
        self._definitions = definitions

    def collect(self, node: Node, name_path: NamePath | None, depth: int) -> None:
        value = node.value
        if not is_mapping(value):
            self.never = self.never or value is False
            if not isinstance(value, bool):
                node.wrong("a schema")
            return
        if node.identity in self._open:
            self.context.diagnostics.error(
                "cyclic-allof",
                "the schema includes itself",
                node,
                "remove the reference back to it from the `allOf` or `$ref`",
            )
            return
        if node.identity in self.visited:
            return
        if depth > _DEEPEST:
            self.context.diagnostics.error(
                "too-deep", f"the schema is merged from more than {_DEEPEST} levels of `allOf` and `$ref`", node
            )
            return
        self.visited.add(node.identity)
        self._binds = self._binds or (depth == 0 and "$defs" in value and bool(anchors_of(node)))
        self._open.add(node.identity)
        if "allOf" not in value and REFERENCES.isdisjoint(value):
            self.parts.append(Part(node, name_path))
        else:
            self._collect_parts(node, name_path, depth)
        self._open.discard(node.identity)

    def _collect_parts(self, node: Node, name_path: NamePath | None, depth: int) -> None:
        own = False
        for key in node.value:
            if key in REFERENCES:
                target = self.context.step(node)
                if target is None:
                    continue
                named = self._definitions.name_path(target) or self._definitions.located(target)
                self.collect(target, name_path if self._binds else named, depth + 1)
            elif key == "allOf":
                for member in elements(node, "allOf"):
                    self.collect(member, name_path, depth + 1)
            elif not own:
                own = True
                self.parts.append(Part(node, name_path))
