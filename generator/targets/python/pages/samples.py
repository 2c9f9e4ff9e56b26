"""Sample values for the arguments of calls: the document's examples, or a simple value of the type."""

from __future__ import annotations

from typing import Final

from generator.ir.index import Index
from generator.ir.types import (
    ABSENT,
    AnyValue,
    Array,
    Constant,
    Docs,
    Enumeration,
    Field,
    Json,
    Map,
    Nullable,
    Object,
    Operation,
    Parameter,
    Ref,
    Scalar,
    Tuple,
    Type,
    Union,
)
from generator.targets.python.code.signatures import path_parameters
from generator.targets.python.names.names import OperationNames
from generator.targets.python.pages.program_layout import Argument
from generator.targets.python.types.json_values import is_object

_FORMATS: Final = {
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "time": "12:00:00",
    "duration": "PT1M",
    "uuid": "5f8d0d55-7a5c-4b0c-9a4e-1c9d2f3b6a70",
    "email": "someone@example.com",
    "uri": "https://example.com",
    "url": "https://example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "decimal": "1.50",
    "byte": "SGVsbG8=",
}
_MAX_OPTIONAL: Final = 2
"""Maximum number of optional parameters, and of optional body fields in a brief call."""


def arguments(
    operation: Operation, index: Index, own: OperationNames, body: Json = ABSENT, *, brief: bool = False
) -> list[Argument]:
    """The arguments of a call, in the order of the signature, with this body or the document's first example.

    A brief call has no optional parameters and only the first optional fields of the body.
    """
    known = [("", _parameter(parameter, index)) for parameter in path_parameters(operation)]
    content = index.sent(operation)
    if body is ABSENT and content is not None:
        body = next((example.value for example in content.examples), ABSENT)
    fields = _body(operation, index, own, body, brief)
    return [*known, *fields, *_parameters(operation, index, own, 0 if brief else _MAX_OPTIONAL)]


def _parameters(operation: Operation, index: Index, own: OperationNames, limit: int) -> list[Argument]:
    others = [parameter for parameter in operation.parameters if parameter.location != "path"]
    required = [item for item in others if item.required and not isinstance(item.type, Constant)]
    optional = [item for item in others if item not in required and item.docs.examples and not item.docs.deprecated]
    return [
        (own.keywords[item.location, item.wire], _parameter(item, index)) for item in (*required, *optional[:limit])
    ]


def _parameter(parameter: Parameter, index: Index) -> Json:
    """A sample that is not empty: the parameter's name in place of `{}` or an empty string."""
    found = sample(parameter.type, parameter.docs, index, parameter.wire)
    return _plain(Scalar("string"), index, parameter.wire, ()) if found in ({}, "") else found


def _body(operation: Operation, index: Index, own: OperationNames, body: Json, brief: bool) -> list[Argument]:
    content, spread = index.sent(operation), index.spread(operation)
    if operation.body is None or content is None:
        return []
    if spread is None:
        keyword = own.keywords["body", "body"]
        if content.kind in {"binary", "events"}:
            return [(keyword, b"Hello")]
        if content.kind == "lines" and not isinstance(body, list):
            body = ABSENT
        if content.kind == "text":
            return [(keyword, body if isinstance(body, str) else "Hello")]
        by_name = content.kind == "multipart" and isinstance(resolved(content.type, index), Map)
        if by_name and not isinstance(body, dict):
            return [(keyword, {"file": b"Hello"})]
        return [(keyword, sample(content.type, Docs(), index, "body") if body is ABSENT else body)]
    if not is_object(body):
        body = _object(spread, index, ()) if operation.body.required else {}
    switch = operation.stream.switch if operation.stream else ""
    fields = {field.wire: field for field in spread.fields if field.wire != switch and not field.read_only}
    given = {wire: value for wire, value in body.items() if wire in fields}
    for wire, field in fields.items():
        if field.required and operation.body.required and wire not in given and not isinstance(field.type, Constant):
            given[wire] = _field(field, index, ())
    kept = [wire for wire in given if not brief or fields[wire].required or wire in list(given)[:_MAX_OPTIONAL]]
    return [(own.keywords["body", wire], b"Hello" if _is_binary(fields[wire], index) else given[wire]) for wire in kept]


def sample(type: Type | None, docs: Docs, index: Index, name: str, above: tuple[str, ...] = ()) -> Json:
    """The first example that fits the type, or a simple value of the type."""
    for example in docs.examples:
        if _is_kind(example.value, type, index):
            return example.value
    return _plain(type, index, name, above)


def _plain(type: Type | None, index: Index, name: str, above: tuple[str, ...]) -> Json:
    match type:
        case Constant(value):
            return value
        case Enumeration(values):
            return values[0]
        case Scalar("string", "binary" | "byte"):
            return b"Hello"
        case Scalar("string", format):
            return _FORMATS.get(format, name.strip("_$").lower() if name.isascii() and name.strip("_$") else "text")
        case Scalar(kind):
            return {"integer": 1, "number": 1.5, "boolean": True}.get(kind)
        case Array(item):
            inner = _plain(item, index, name, above)
            return [] if inner == {} and above else [inner]
        case Tuple(items):
            return [_plain(item, index, name, above) for item in items]
        case Map(value):
            return {"key": "value" if isinstance(value, AnyValue) else _plain(value, index, "value", above)}
        case Nullable(inner):
            return _plain(inner, index, name, above)
        case Union(members):
            return _plain(members[0], index, name, above)
        case Ref(id):
            return _defined(id, index, name, above)
        case _:
            return {}


def _defined(id: str, index: Index, name: str, above: tuple[str, ...]) -> Json:
    if id in above:
        return {}
    definition = index.definition(id)
    if definition.docs.examples and _is_kind(definition.docs.examples[0].value, Ref(id), index):
        return definition.docs.examples[0].value
    if isinstance(definition.shape, Object):
        return _object(definition.shape, index, (*above, id))
    return _plain(definition.shape.type, index, name, (*above, id))


def _object(shape: Object, index: Index, above: tuple[str, ...]) -> dict[str, Json]:
    return {field.wire: _field(field, index, above) for field in shape.fields if field.required and not field.read_only}


def _field(field: Field, index: Index, above: tuple[str, ...]) -> Json:
    if field.default is not ABSENT and field.default is not None and not field.docs.examples:
        return field.default
    return sample(field.type, field.docs, index, field.wire, above)


def _is_binary(field: Field, index: Index) -> bool:
    return resolved(field.type, index) in (Scalar("string", "binary"), Scalar("string", "byte"))


def resolved(type: Type | None, index: Index) -> Type | None:
    """Follow aliases and drop nullability. Any `Ref` left refers to an object."""
    match type:
        case Nullable(inner):
            return resolved(inner, index)
        case Ref(id):
            shape = index.definition(id).shape
            return type if isinstance(shape, Object) else resolved(shape.type, index)
        case _:
            return type


def _is_kind(value: Json, type: Type | None, index: Index) -> bool:
    """Whether an example has the JSON type of `type`: a cheap check, not a validation."""
    match resolved(type, index):
        case Scalar("string", format):
            return isinstance(value, str) and format not in {"binary", "byte"}
        case Scalar("integer"):
            return isinstance(value, int) and not isinstance(value, bool)
        case Scalar("number"):
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case Scalar("boolean"):
            return isinstance(value, bool)
        case Enumeration(values):
            return value in values
        case Constant(known):
            return bool(value == known)
        case Array() | Tuple():
            return isinstance(value, list)
        case Map() | Ref():
            return isinstance(value, dict)
        case _:
            return True


def example_of(item: Parameter | Field, index: Index) -> Json:
    """The document's example of a parameter or field, or of its type; `ABSENT` if there is none."""
    type = item.type.type if isinstance(item.type, Nullable) else item.type
    named = index.definition(type.id).docs.examples if isinstance(type, Ref) else ()
    return next((example.value for example in (*item.docs.examples, *named)), ABSENT)
