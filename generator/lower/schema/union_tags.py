"""Tags: the property that identifies the members of a union."""

from __future__ import annotations

from collections.abc import Sequence

from generator.document.node import Node
from generator.ir.types import Tag, TagValue
from generator.lower.context import Context
from generator.lower.schema.composition.allof import Shapes
from generator.lower.schema.composition.shape import Part, Shape


def property_values(shape: Shape, name: str, shapes: Shapes) -> tuple[TagValue, ...] | None:
    """The values that a property of an object can have, or None if not restricted.

    The values in the schema itself take precedence over those that a discriminator maps to it, if they are narrower.
    """
    own = _own_values(shape.properties.get(name, ()), shape.node, shapes)
    given = shape.tags.get(name)
    if given is None or (own is not None and (len(own) == 1 or not set(given) <= set(own))):
        return own
    return given


def _own_values(parts: Sequence[Part], node: Node, shapes: Shapes) -> tuple[TagValue, ...] | None:
    if not parts:
        return None
    found = shapes.of(parts[0].node) if len(parts) == 1 else shapes.merged(node, parts)
    values = found.values
    if not values or found.null:
        return None
    known = tuple(value for value in values if isinstance(value, str | int))
    return known if len(known) == len(values) else None


def explicit_tag(
    members: Sequence[Shape], discriminator: Node, default: Node | None, shapes: Shapes, context: Context
) -> Tag | None:
    """The tag that a `discriminator` declares; None, with a warning, if it does not identify every member.

    `default` is the schema of its `defaultMapping`.
    """
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
    nodes = [member.node.value for member in members]
    at = next((at for at, value in enumerate(nodes) if default is not None and value is default.value), None)
    tag = _tag(name, values, at)
    if tag is None:
        context.fallback(
            "untagged-union",
            f'the values of "{name}" do not identify one member each; the discriminator is ignored',
            discriminator,
        )
    return tag


def partial_tag(members: Sequence[Shape], name: str, shapes: Shapes) -> Tag | None:
    """The tag that identifies two or more members but not all; the others have no values."""
    values = [property_values(member, name, shapes) if _is_object(member) else None for member in members]
    known = [entry for entry in values if entry]
    if not 1 < len(known) < len(members) or _tag(name, known) is None:
        return None
    return Tag(name, tuple(entry or () for entry in values))


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


def _tag(name: str, values: Sequence[tuple[TagValue, ...] | None], default: int | None = None) -> Tag | None:
    seen: set[TagValue] = set()
    found: list[tuple[TagValue, ...]] = []
    for at, entry in enumerate(values):
        if entry is None and at == default:
            entry = ()
        elif not entry or seen.intersection(entry):
            return None
        seen.update(entry)
        found.append(entry)
    return Tag(name, tuple(found), default)
