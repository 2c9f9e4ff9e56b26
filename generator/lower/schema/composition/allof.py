"""Merge `allOf`: the shape of a schema, with `$ref` and `allOf` merged in.

A shape is one level deep: its properties are schemas that are not lowered yet. Every schema contributes to a shape
once, however many paths of `allOf` lead to it, so that cycles end and the cost is proportional to the document.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.document.node import Node, NodeId
from generator.ir.types import TagValue
from generator.lower.context import Context
from generator.lower.schema.composition.allof_parts import Collector
from generator.lower.schema.composition.merge import merge_parts
from generator.lower.schema.composition.shape import Part, Shape
from generator.lower.schema.definitions import Definitions, NamePath
from generator.lower.schema.discriminators import Discriminators


class Shapes:
    """Makes the shapes of schemas, one for each schema."""

    def __init__(self, context: Context, definitions: Definitions, discriminators: Discriminators) -> None:
        self._context = context
        self._definitions = definitions
        self._discriminators = discriminators
        self._made: dict[NodeId, Shape] = {}

    def of(self, node: Node) -> Shape:
        """The shape of a schema."""
        if not node.is_mapping:
            return self._merge(node, [Part(node, None)])
        made = self._made.get(node.identity)
        if made is None:
            made = self._reported(self._merge(node, [Part(node, None)]))
            made.tags.update(self._typed_tags(made))
            self._made[node.identity] = made
        return made

    def _typed_tags(self, shape: Shape) -> dict[str, tuple[TagValue, ...]]:
        """The values that discriminators map to a schema. `mapping` has text, the property its own type."""
        found: dict[str, tuple[TagValue, ...]] = {}
        for name, values in self._discriminators.tags(shape.node).items():
            parts = shape.properties.get(name)
            kind = self.quiet(parts).kind if parts else ""
            typed = [_tag_value(value, kind) for value in values]
            if not any(value is None for value in typed):
                found[name] = tuple(value for value in typed if value is not None)
        return found

    def merged(self, node: Node, parts: Sequence[Part]) -> Shape:
        """The shape of a value that matches all of the schemas."""
        return self._reported(self._merge(node, parts))

    def combined(self, node: Node, parts: Sequence[Part], base: Shape, name_path: NamePath | None) -> Shape:
        """The shape of a value that matches `base` without its alternatives, and the schemas. Reports no conflicts."""
        return self._merge(node, parts, base, name_path)

    def quiet(self, parts: Sequence[Part]) -> Shape:
        """The shape of a value that matches all of the schemas. Conflicts go unreported."""
        return self._merge(parts[-1].node, parts)

    def _reported(self, shape: Shape) -> Shape:
        for node, what in shape.conflicts:
            self._context.fallback(
                "allof-conflict", f"`allOf` requires both {what}; the last one is used", node, "remove one of them"
            )
        return shape

    def _merge(
        self, node: Node, parts: Sequence[Part], base: Shape | None = None, name_path: NamePath | None = None
    ) -> Shape:
        collector = Collector(self._context, self._definitions)
        if base is not None:
            collector.visited.update(part.node.identity for part in base.parts)
            collector.visited.add(base.node.identity)
            collector.parts.extend(Part(part.node, part.name_path or name_path) for part in base.parts)
        for part in parts:
            collector.collect(part.node, part.name_path, 0)
        return merge_parts(node, collector.parts, collector.visited, collector.never, base, self._context)


def _tag_value(text: str, kind: str) -> TagValue | None:
    """A key of `mapping` as a value of a property of that JSON type; None if it is no such value."""
    if kind in {"integer", "number"}:
        try:
            return int(text)
        except ValueError:
            return None
    if kind == "boolean":
        return {"true": True, "false": False}.get(text.lower())
    return text
