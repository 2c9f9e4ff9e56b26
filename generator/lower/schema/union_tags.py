"""Tags: the property that identifies the members of a union."""

from __future__ import annotations

from collections.abc import Sequence

from generator.document.node import Node
from generator.ir.types import Tag
from generator.lower.context import Context
from generator.lower.schema.composition.allof import Shapes
from generator.lower.schema.composition.shape import Part, Shape


def property_values(shape: Shape, name: str, shapes: Shapes) -> tuple[str, ...] | None:
    """The strings that a property of an object can have, or None if not restricted.

    The values in the schema itself take precedence over those that a discriminator maps to it, if they are narrower.
    """
    own = _own_values(shape.properties.get(name, ()), shape.node, shapes)
    given = shape.tags.get(name)
    if given is None or (own is not None and (len(own) == 1 or not set(given) <= set(own))):
        return own
    return given


def _own_values(parts: Sequence[Part], node: Node, shapes: Shapes) -> tuple[str, ...] | None:
    if not parts:
        return None
    found = shapes.of(parts[0].node) if len(parts) == 1 else shapes.merged(node, parts)
    values = found.values
    if not values or found.null or not all(isinstance(value, str) for value in values):
        return None
    return values


def explicit_tag(members: Sequence[Shape], discriminator: Node, shapes: Shapes, context: Context) -> Tag | None:
    """The tag that a `discriminator` declares; None, with a warning, if it does not identify every member."""
    name = discriminator.value.get("propertyName")
    if not isinstance(name, str) or not name:
        context.fallback(
            "bad-discriminator",
            "the discriminator has no `propertyName`; the discriminator is ignored",
            discriminator,
            "add `propertyName`",
        )
        return None
    values = [property_values(member, name, shapes) for member in members]
    if not all(_is_object(member) for member in members):
        context.fallback(
            "untagged-union",
            f'not every member of the union is an object with "{name}"; the discriminator is ignored',
            discriminator,
        )
        return None
    tag = _tag(name, values)
    if tag is None:
        context.fallback(
            "untagged-union",
            f'the values of "{name}" do not identify one member each; the discriminator is ignored',
            discriminator,
        )
    return tag


def implicit_tag(members: Sequence[Shape], shapes: Shapes) -> Tag | None:
    """The first property that is required in all members and has different values in each."""
    if not all(_is_object(member) for member in members):
        return None
    for name in members[0].properties:
        if not all(name in member.required and name in member.properties for member in members):
            continue
        tag = _tag(name, [property_values(member, name, shapes) for member in members])
        if tag is not None:
            return tag
    return None


def _is_object(shape: Shape) -> bool:
    return shape.kind == "object" and shape.values is None and not shape.alternatives


def _tag(name: str, values: Sequence[tuple[str, ...] | None]) -> Tag | None:
    seen: set[str] = set()
    found: list[tuple[str, ...]] = []
    for entry in values:
        if not entry or seen.intersection(entry):
            return None
        seen.update(entry)
        found.append(entry)
    return Tag(name, tuple(found))
