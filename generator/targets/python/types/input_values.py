"""Whether a JSON value of a document, such as an example, is of an input type, as a type checker sees it."""

from __future__ import annotations

from generator.ir.index import Index
from generator.ir.types import (
    AnyValue,
    Array,
    Constant,
    Enumeration,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Tuple,
    Type,
    Union,
)
from generator.targets.python.types.json_values import is_array, is_object

_KINDS = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


def is_input(value: Json, type: Type | None, index: Index) -> bool:
    """Whether a call takes the value for a type. An object has no keys but those of its typed dict."""
    match type:
        case None | AnyValue() | Never():
            return True
        case Constant(known):
            return bool(value == known) and isinstance(value, bool) is isinstance(known, bool)
        case Enumeration(values, is_open):
            known = any(value == one and isinstance(value, bool) is isinstance(one, bool) for one in values)
            return known or (is_open and any(isinstance(value, one.__class__) for one in values))
        case Scalar("string", "binary" | "byte"):
            return isinstance(value, bytes)
        case Scalar("null"):
            return value is None
        case Scalar(kind):
            return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))
        case Array(item):
            return is_array(value) and all(is_input(each, item, index) for each in value)
        case Tuple(items, rest):
            every = (*items, *([rest] if rest is not None else []))
            return is_array(value) and all(any(is_input(each, item, index) for item in every) for each in value)
        case Map(inner):
            return is_object(value) and all(is_input(each, inner, index) for each in value.values())
        case Nullable(inner):
            return value is None or is_input(value, inner, index)
        case Union(members):
            return any(is_input(value, member, index) for member in members)
        case Ref(id):
            shape = index.definition(id).shape
            return _has_keys(value, shape, index) if isinstance(shape, Object) else is_input(value, shape.type, index)


def _has_keys(value: Json, shape: Object, index: Index) -> bool:
    """Whether an object has the keys that a typed dict requires, and no others than it has."""
    if not is_object(value):
        return False
    fields = {field.wire: field for field in shape.fields if not field.read_only}
    if any(
        field.required and not isinstance(field.type, Constant) and wire not in value for wire, field in fields.items()
    ):
        return False
    return all(wire in fields and is_input(each, fields[wire].type, index) for wire, each in value.items())
