"""Arrays and tuples."""

from __future__ import annotations

from generator.document.node import Node
from generator.ir.types import AnyValue, Array, Tuple, Type
from generator.lower.schema.composition.shape import Part, Shape
from generator.lower.schema.definitions import NamePath, ordinal
from generator.lower.schema.objects import inline_constraints
from generator.lower.schema.schema_types import SchemaTypes


def array(shape: Shape, schemas: SchemaTypes, name_path: NamePath) -> Type:
    """The array or tuple of a schema."""
    positions = [part for keyword in ("prefixItems", "items") for part in shape.having(keyword)]
    for part in positions:
        for keyword in ("prefixItems", "items"):
            entry = part.node.get(keyword)
            if entry is not None and entry.is_sequence and entry.value:
                return _tuple(entry, part, schemas, name_path)
    items = [Part(part.node.child("items"), None) for part in shape.having("items")]
    items = [item for item in items if not item.node.is_sequence]
    below = next((part.name_path for part in shape.having("items") if part.name_path is not None), name_path)
    unique = any(part.node.value["uniqueItems"] is True for part in shape.having("uniqueItems"))
    if not items and schemas.context.document.version.family in {"2.0", "3.0"} and shape.kinds == ("array",):
        why = "the array has no `items`; an item can be any value"
        schemas.context.fallback("untyped-array", why, shape.node, "add `items`")
    if not items:
        return Array(AnyValue(), unique)
    limits = inline_constraints([item.node for item in items], schemas)
    return Array(schemas.merged(items, below.below("Item")), unique, limits)


def _tuple(positions: Node, part: Part, schemas: SchemaTypes, name_path: NamePath) -> Type:
    at = part.name_path or name_path
    items = tuple(schemas.type(node, at.below(ordinal(index))) for index, node in enumerate(positions.elements()))
    rest = part.node.get("items") if positions.key == "prefixItems" else part.node.get("additionalItems")
    if rest is None:
        longest = part.node.value.get("maxItems")
        return Tuple(items, None if longest == len(items) else AnyValue())
    return Tuple(items, None if rest.value is False else schemas.type(rest, at.below("Item")))
