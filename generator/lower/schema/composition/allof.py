"""Shapes: what a schema says of one value, with `$ref` and `allOf` merged in.

A shape is one level deep: it knows its properties as schemas that are still to be read. Every schema contributes to a
shape once, however often and along whatever paths `allOf` leads to it, so that cycles end and the cost stays in
proportion to the document.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.document.node import Node, NodeId
from generator.lower.context import Context
from generator.lower.schema.composition.allof_parts import Collector
from generator.lower.schema.composition.merge import summed
from generator.lower.schema.composition.shape import Piece, Shape
from generator.lower.schema.definitions import Definitions, Spot
from generator.lower.schema.discriminators import Survey


class Shapes:
    """Makes the shapes of schemas, each once."""

    def __init__(self, context: Context, definitions: Definitions, survey: Survey) -> None:
        self._context = context
        self._definitions = definitions
        self._survey = survey
        self._made: dict[NodeId, Shape] = {}

    def of(self, node: Node) -> Shape:
        """The shape of a schema."""
        if not node.is_mapping:
            return self._merge(node, [Piece(node, None)])
        made = self._made.get(node.identity)
        if made is None:
            made = self._told(self._merge(node, [Piece(node, None)]))
            made.tags.update(self._survey.tags(node))
            self._made[node.identity] = made
        return made

    def merged(self, node: Node, pieces: Sequence[Piece]) -> Shape:
        """The shape of a value that fits all of the schemas."""
        return self._told(self._merge(node, pieces))

    def combined(self, node: Node, pieces: Sequence[Piece], base: Shape, spot: Spot | None) -> Shape:
        """The shape of a value that fits `base` less its alternatives, and the schemas. Conflicts go unreported."""
        return self._merge(node, pieces, base, spot)

    def quiet(self, pieces: Sequence[Piece]) -> Shape:
        """The shape of a value that fits all of the schemas. Conflicts go unreported."""
        return self._merge(pieces[-1].node, pieces)

    def _told(self, shape: Shape) -> Shape:
        for node, what in shape.conflicts:
            self._context.diagnostics.fallback(
                "allof-conflict", f"allOf asks for {what} at once; the later is taken", node, "take one of them away"
            )
        return shape

    def _merge(self, node: Node, pieces: Sequence[Piece], base: Shape | None = None, spot: Spot | None = None) -> Shape:
        collector = Collector(self._context, self._definitions)
        if base is not None:
            collector.visited.update(piece.node.identity for piece in base.pieces)
            collector.visited.add(base.node.identity)
            collector.pieces.extend(Piece(piece.node, piece.spot or spot) for piece in base.pieces)
        for piece in pieces:
            collector.collect(piece.node, piece.spot, 0)
        return summed(node, collector.pieces, collector.visited, collector.never, base, self._context)
