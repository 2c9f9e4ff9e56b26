"""The arguments of a test's call: all of them, or the required ones."""

from __future__ import annotations

from generator.ir.index import Index
from generator.ir.types import ABSENT, Constant, Docs, Field, Json, Object, Operation, Parameter, Scalar, Type
from generator.targets.python.code.signatures import path_parameters
from generator.targets.python.names.names import OperationNames
from generator.targets.python.pages.program_layout import Argument
from generator.targets.python.pages.samples import arguments, resolved, sample
from generator.targets.python.types.input_values import is_input
from generator.targets.python.types.json_values import is_object


def complete_arguments(operation: Operation, index: Index, own: OperationNames, *, optional: bool) -> list[Argument]:
    """Every argument of a call, or without `optional` the required ones, in the order of the signature.

    Switches between kinds of results are left out.
    """
    path = [("", parameter_value(item, index)) for item in path_parameters(operation)]
    others = [
        (own.keywords[item.location, item.wire], parameter_value(item, index))
        for item in operation.parameters
        if item.location != "path" and (optional or (item.required and not isinstance(item.type, Constant)))
    ]
    return [*path, *_body(operation, index, own, optional=optional), *others]


def parameter_value(parameter: Parameter, index: Index) -> Json:
    """A sample of a parameter that a type checker accepts."""
    found = sample(parameter.type, parameter.docs, index, parameter.wire)
    if found == "":
        return parameter.wire
    is_fit = found != {} and is_input(found, parameter.type, index)
    return found if is_fit else _accepted(parameter.type, index, parameter.wire)


def _body(operation: Operation, index: Index, own: OperationNames, *, optional: bool) -> list[Argument]:
    """The body, or its fields if they are keywords, with the values of the document's first example if it has them."""
    content, spread = index.sent(operation), index.spread(operation)
    if operation.body is None or content is None or not (operation.body.required or optional):
        return []
    example: Json = next((example.value for example in content.examples), ABSENT)
    if spread is None:
        keyword = own.keywords["body", "body"]
        return [each for each in arguments(operation, index, own) if each[0] == keyword]
    switch = operation.stream.switch if operation.stream else ""
    found: list[Argument] = []
    for field in spread.fields:
        is_required = field.required and not isinstance(field.type, Constant)
        if field.wire == switch or field.read_only or not (is_required or optional):
            continue
        value = example.get(field.wire, ABSENT) if is_object(example) else ABSENT
        if resolved(field.type, index) in (Scalar("string", "binary"), Scalar("string", "byte")):
            value = b"Hello"
        elif value is ABSENT or not is_input(value, field.type, index):
            value = _field(field, index)
        found.append((own.keywords["body", field.wire], value))
    return found


def _field(field: Field, index: Index) -> Json:
    if field.default is not ABSENT and field.default is not None and not field.docs.examples:
        return field.default
    value = sample(field.type, field.docs, index, field.wire)
    return value if is_input(value, field.type, index) else _accepted(field.type, index, field.wire)


def _accepted(type: Type | None, index: Index, name: str) -> Json:
    """A simple value of the type; for an object without required properties, one with its first property."""
    base = resolved(type, index)
    shape = index.object(base) or Object(())
    found = sample(base, Docs(), index, name)
    fields = [field for field in shape.fields if not field.read_only]
    return found or {field.wire: sample(field.type, field.docs, index, field.wire) for field in fields[:1]}
