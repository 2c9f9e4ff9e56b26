"""Arrays and tuples."""

from __future__ import annotations

from generator.document.node import Node
from generator.ir.types import AnyValue, Array, Tuple, Type
from generator.lower.schema.composition.shape import Piece, Shape
from generator.lower.schema.definitions import Spot, ordinal
from generator.lower.schema.schema_types import SchemaTypes


def array(shape: Shape, schemas: SchemaTypes, spot: Spot) -> Type:
    """The array, or the tuple, that a schema describes."""
    positions = [piece for keyword in ("prefixItems", "items") for piece in shape.having(keyword)]
    for piece in positions:
        for keyword in ("prefixItems", "items"):
            entry = piece.node.get(keyword)
            if entry is not None and entry.is_sequence and entry.value:
                return _tuple(entry, piece, schemas, spot)
    items = [Piece(piece.node.child("items"), None) for piece in shape.having("items")]
    items = [item for item in items if not item.node.is_sequence]
    below = next((piece.spot for piece in shape.having("items") if piece.spot is not None), spot)
    unique = any(piece.node.value["uniqueItems"] is True for piece in shape.having("uniqueItems"))
    if not items and schemas.context.document.version.family in {"2.0", "3.0"} and shape.kinds == ("array",):
        why = "the array does not say what is in it; an item may be any value"
        schemas.context.diagnostics.fallback("untyped-array", why, shape.node, "add `items`")
    return Array(schemas.merged(items, below.below("Item")) if items else AnyValue(), unique)


def _tuple(positions: Node, piece: Piece, schemas: SchemaTypes, spot: Spot) -> Type:
    at = piece.spot or spot
    items = tuple(schemas.type(node, at.below(ordinal(index))) for index, node in enumerate(positions.elements()))
    rest = piece.node.get("items") if positions.key == "prefixItems" else piece.node.get("additionalItems")
    if rest is None:
        longest = piece.node.value.get("maxItems")
        return Tuple(items, None if longest == len(items) else AnyValue())
    return Tuple(items, None if rest.value is False else schemas.type(rest, at.below("Item")))
