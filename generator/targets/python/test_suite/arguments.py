"""The arguments of a test's call: all of them, or the required ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.ir.index import Index
from generator.ir.types import (
    ABSENT,
    Constant,
    Content,
    Docs,
    Field,
    Json,
    Map,
    Object,
    Operation,
    Parameter,
    Ref,
    Scalar,
)
from generator.targets.python.code.signatures import path_parameters
from generator.targets.python.names.names import OperationNames
from generator.targets.python.pages.program_layout import Argument
from generator.targets.python.pages.samples.calls import Arguments, resolved
from generator.targets.python.pages.samples.check import ExampleCheck
from generator.targets.python.pages.samples.values import SampleValues
from generator.targets.python.types.input_values import is_input
from generator.targets.python.types.json_values import is_array, is_object

_BYTES = (Scalar("string", "binary"), Scalar("string", "byte"))


def complete_arguments(operation: Operation, index: Index, own: OperationNames, *, optional: bool) -> Arguments:
    """Every argument of a call that may be together, or without `optional` the required ones.

    They are in the order of the signature. Switches between kinds of results are left out.
    """
    values = SampleValues(index, ExampleCheck(index))
    return _Call(operation, own, values, optional).arguments()


def parameter_value(parameter: Parameter, index: Index) -> Json:
    """A sample of a parameter."""
    return SampleValues(index, ExampleCheck(index)).of_parameter(parameter)


@dataclass(frozen=True, slots=True)
class _Call:
    operation: Operation
    own: OperationNames
    values: SampleValues
    optional: bool

    def arguments(self) -> Arguments:
        given = (*self._path(), *self._body(), *self._parameters())
        return Arguments(given, tuple(self.values.unmet))

    def _path(self) -> Iterator[Argument]:
        for parameter in path_parameters(self.operation):
            yield "", self.values.of_parameter(parameter)

    def _parameters(self) -> Iterator[Argument]:
        for item in self.operation.parameters:
            is_required = item.required and not isinstance(item.type, Constant)
            if item.location != "path" and (is_required or self.optional):
                value = self._parameter(item)
                if is_required or is_input(value, item.type, self.values.index):
                    yield self.own.keywords[item.location, item.wire], value

    def _parameter(self, item: Parameter) -> Json:
        """A sample; for an object that may be empty, one with its first property."""
        index = self.values.index
        base = resolved(item.type, index)
        shape = index.object(base)
        if shape is None or not isinstance(base, Ref):
            return self.values.of_parameter(item)
        found = self.values.sample(item.type, item.constraints, item.docs, item.wire)
        first = (field.wire for field in shape.fields if not field.read_only)
        return self._object(shape, (base.id,), {}, [*first][:1]) if found in ({}, ABSENT) else found

    def _body(self) -> list[Argument]:
        index, operation = self.values.index, self.operation
        content, spread = index.sent(operation), index.spread(operation)
        if operation.body is None or content is None:
            return []
        if not (operation.body.required or self.optional or (operation.stream and operation.stream.switch)):
            return []
        examples = [each.value for each in content.examples]
        valid = (each for each in examples if self.values.check.fits(each, content.type, content.constraints))
        example: Json = next(valid, examples[0] if examples else ABSENT)
        if spread is None:
            return [(self.own.keywords["body", "body"], self._whole(content, example))]
        return self._fields(content, spread, example)

    def _whole(self, content: Content, example: Json) -> Json:
        """A body that is one argument."""
        if content.kind in {"binary", "events"}:
            return b"Hello"
        if content.kind == "text":
            return example if isinstance(example, str) else "Hello"
        if content.kind == "multipart" and isinstance(resolved(content.type, self.values.index), Map):
            return example if is_object(example) else {"file": b"Hello"}
        known = example is not ABSENT and (content.kind != "lines" or is_array(example))
        if known and is_input(example, content.type, self.values.index):
            found = self.values.repaired(example, content.type, content.constraints, "body")
        else:
            found = self.values.sample(content.type, content.constraints, Docs(), "body")
        return {} if found is ABSENT else found

    def _fields(self, content: Content, spread: Object, example: Json) -> list[Argument]:
        """The properties of a body that are keywords; constants are set by the client."""
        index = self.values.index
        above = (content.type.id,) if isinstance(content.type, Ref) else ()
        switch = self.operation.stream.switch if self.operation.stream else ""
        fields = {field.wire: field for field in spread.fields if field.wire != switch and not field.read_only}
        known = self.values.valid_properties(example, spread, above) if is_object(example) else {}
        known = {wire: value for wire, value in known.items() if wire in fields}
        known = {wire: value for wire, value in known.items() if is_input(value, fields[wire].type, index)}
        found = self._object(spread, above, known, list(fields) if self.optional else [])
        return [
            (self.own.keywords["body", wire], b"Hello" if resolved(field.type, index) in _BYTES else found[wire])
            for wire, field in fields.items()
            if wire in found and (self.optional or not isinstance(field.type, Constant))
        ]

    def _object(
        self, shape: Object, above: tuple[str, ...], known: dict[str, Json], wanted: list[str]
    ) -> dict[str, Json]:
        """A valid object with as many of the wanted properties as may be together, with the known values."""
        fields = {field.wire: field for field in shape.fields}
        found: dict[str, Json] = {}
        for name in self.values.names(shape, wanted):
            value = known[name] if name in known else self._property(name, fields.get(name), shape, above)
            if value is not ABSENT:
                found[name] = value
        return found

    def _property(self, name: str, field: Field | None, shape: Object, above: tuple[str, ...]) -> Json:
        if field is None:
            return self.values.plain(shape.extra, (), name, above)
        value = self.values.of_field(field, above)
        if value is ABSENT or is_input(value, field.type, self.values.index):
            return value
        return self.values.plain(field.type, field.constraints, name, above)
