"""Scalars, constants and enumerations."""

from __future__ import annotations

from dataclasses import replace

from generator.ir.types import AnyValue, Array, Constant, Enumeration, Json, Map, Nullable, Scalar, Type, Union
from generator.lower.context import Context
from generator.lower.schema.composition.shape import Shape
from generator.lower.schema.enum_labels import labelled
from generator.lower.schema.json_values import is_list
from generator.lower.schema.keywords import STRUCTURE, UNTYPED, kind_of

_CLOSED = {"disallow", "closed", "forbid"}
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_READ = (STRUCTURE | set(UNTYPED)) - {"type", "format"}


def scalar(kind: str, form: str) -> Scalar:
    """The scalar of a JSON type."""
    match kind:
        case "string" | "integer" | "number" | "boolean" | "null":
            return Scalar(kind, form)
        case _:
            raise ValueError(kind)


def formatted(kind: str, form: str) -> Type:
    """The type of a JSON type and a format: `int-or-string` is either (Kubernetes)."""
    if kind == "string" and form == "int-or-string":
        return Union((Scalar("integer"), Scalar("string")))
    return scalar(kind, form)


def lone_scalar(value: dict[str, Json]) -> Type | None:
    """The type of a schema with only a scalar `type` and `format`, as most schemas are; otherwise None."""
    kind = value.get("type")
    null = False
    if is_list(kind) and len(kind) == 2 and "null" in kind:
        kind, null = kind[kind[0] == "null"], True
    if not isinstance(kind, str) or kind not in _SCALARS or not _READ.isdisjoint(value):
        return None
    form = value.get("format")
    found = formatted(kind, form if isinstance(form, str) else "")
    return Nullable(found) if null else found


def listed(shape: Shape, context: Context) -> Type:
    """The type of a schema with `enum` or `const`, without null."""
    if shape.kind == "array" and shape.kinds and not any(is_list(value) for value in shape.values or ()):
        context.diagnostics.warning(
            "enum-of-array",
            "`enum` beside `type: array` is treated as the enum of the items",
            shape.node,
            "move the enum into `items`",
        )
        return Array(listed(replace(shape, kinds=None), context))
    values = _converted_values(shape, context)
    if not values:
        return scalar("null", "")
    scalars = [value for value in values if not isinstance(value, (list, dict))]
    if len(scalars) < len(values):
        return _composite(values, shape, context)
    if len(values) == 1:
        if _unknown_values(shape) == "allow":
            return scalar(kind_of(values[0]), shape.format)
        return Constant(values[0])
    if all(isinstance(value, bool) for value in values):
        return scalar("boolean", "")
    return labelled(Enumeration(tuple(scalars), is_open(shape)), [shape])


def is_open(shape: Shape) -> bool:
    """Whether other values are possible, as is assumed unless an extension closes the enumeration."""
    return _unknown_values(shape) not in _CLOSED


def _unknown_values(shape: Shape) -> str:
    for part in shape.parts:
        extension = part.node.value.get("x-speakeasy-unknown-values")
        if isinstance(extension, str):
            return extension
        if part.node.value.get("x-fern-enum-closed") is True:
            return "disallow"
    return ""


def _composite(values: tuple[Json, ...], shape: Shape, context: Context) -> Type:
    """The type of an enum with arrays or objects: a constant, or for several values any value of their types."""
    if len(values) == 1:
        return Constant(values[0])
    context.fallback(
        "composite-enum", "the enum has arrays or objects; treated as any value of those types", shape.node
    )
    wide: dict[str, Type] = {"array": Array(AnyValue()), "object": Map(AnyValue())}
    kinds = list(dict.fromkeys(kind_of(value) for value in values))
    members = tuple(wide.get(kind) or scalar(kind, "") for kind in kinds)
    return members[0] if len(members) == 1 else Union(members)


def _converted_values(shape: Shape, context: Context) -> tuple[Json, ...]:
    """The values converted to the schema's `type`: `type: string, enum: [1, 2]` is a common mistake in YAML."""
    values = shape.values or ()
    kind = shape.kind if shape.kinds is not None else ""
    if not kind or all(_matches(value, kind) for value in values):
        return values
    converted = tuple(_converted(value, kind) for value in values)
    context.diagnostics.warning(
        "enum-type",
        f"the enum has values that are not of type {kind}; the values are converted",
        shape.node,
        f"write the values as {kind}s, or change the `type`",
    )
    found: list[Json] = []
    for value in converted:
        if value not in found or isinstance(value, bool):
            found.append(value)
    return tuple(found)


def _matches(value: Json, kind: str) -> bool:
    found = kind_of(value)
    return found == kind or (kind == "number" and found == "integer") or (kind == "integer" and _is_whole(value))


def _is_whole(value: Json) -> bool:
    return isinstance(value, float) and value.is_integer()


def _converted(value: Json, kind: str) -> Json:
    if kind == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if kind == "string" and isinstance(value, (int, float)):
        return str(value)
    if kind in {"integer", "number"} and isinstance(value, str):
        for read in (int, float):
            try:
                return read(value)
            except ValueError:
                continue
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    return value
