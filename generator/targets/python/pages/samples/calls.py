"""Sample arguments of calls, which satisfy what the document says of the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.ir.index import Index
from generator.ir.types import (
    ABSENT,
    Constant,
    Content,
    Docs,
    Field,
    Json,
    Map,
    Nullable,
    Object,
    Operation,
    Parameter,
    Ref,
    Scalar,
    Type,
)
from generator.targets.python.code.signatures import path_parameters
from generator.targets.python.names.names import Names, OperationNames
from generator.targets.python.pages.program_layout import Argument
from generator.targets.python.pages.samples.check import ExampleCheck
from generator.targets.python.pages.samples.values import SampleValues
from generator.targets.python.types.json_values import is_array, is_object

_MAX_OPTIONAL: Final = 2
"""Maximum number of optional parameters, and of optional body fields in a brief call."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call in the order of the signature, and the names of those without a valid sample value."""

    given: tuple[Argument, ...]
    unmet: tuple[str, ...] = ()

    @property
    def comments(self) -> list[str]:
        """A line of comment for each argument without a valid sample value."""
        return [f"# Replace the value of {name}: no sample was found that the API allows." for name in self.unmet]


@dataclass(frozen=True, slots=True)
class CallSamples:
    """Makes the arguments of calls of one SDK, once for each operation."""

    index: Index
    names: Names
    _known: dict[tuple[str, bool], Arguments] = field(default_factory=dict[tuple[str, bool], Arguments])

    def arguments(self, operation: Operation, body: Json = ABSENT, *, brief: bool = False) -> Arguments:
        """The arguments of a call with this example of the body, or with the document's first one.

        An example is used as far as it is valid. A brief call has no optional parameters and only the first optional
        fields of the body.
        """
        if body is not ABSENT:
            return self._made(operation, body, brief)
        key = (operation.key, brief)
        if key not in self._known:
            self._known[key] = self._made(operation, ABSENT, brief)
        return self._known[key]

    def _made(self, operation: Operation, body: Json, brief: bool) -> Arguments:
        own = self.names.operation(operation)
        call = _Call(operation, own, SampleValues(self.index, ExampleCheck(self.index)), brief)
        given = (*call.path(), *call.body(body), *call.parameters())
        return Arguments(given, tuple(call.values.unmet))


@dataclass(frozen=True, slots=True)
class _Call:
    operation: Operation
    own: OperationNames
    values: SampleValues
    brief: bool

    def path(self) -> list[Argument]:
        return [("", self.values.of_parameter(parameter)) for parameter in path_parameters(self.operation)]

    def parameters(self) -> list[Argument]:
        others = [parameter for parameter in self.operation.parameters if parameter.location != "path"]
        required = [item for item in others if item.required and not isinstance(item.type, Constant)]
        optional = [item for item in others if item not in required and item.docs.examples and not item.docs.deprecated]
        optional = [item for item in optional if self._has_valid_example(item)][: 0 if self.brief else _MAX_OPTIONAL]
        return [
            (self.own.keywords[item.location, item.wire], self.values.of_parameter(item))
            for item in (*required, *optional)
        ]

    def _has_valid_example(self, item: Parameter) -> bool:
        return any(self.values.check.fits(example.value, item.type, item.constraints) for example in item.docs.examples)

    def body(self, example: Json) -> list[Argument]:
        index, operation = self.values.index, self.operation
        content, spread = index.sent(operation), index.spread(operation)
        if operation.body is None or content is None:
            return []
        if example is ABSENT:
            known = [each.value for each in content.examples]
            fits = (each for each in known if self.values.check.fits(each, content.type, content.constraints))
            example = next(fits, known[0] if known else ABSENT)
        if spread is None:
            return [(self.own.keywords["body", "body"], self._whole(content, example))]
        return self._fields(content, spread, example, is_required=operation.body.required)

    def _whole(self, content: Content, example: Json) -> Json:
        """A body that is one argument."""
        if content.kind in {"binary", "events"}:
            return b"Hello"
        if content.kind == "lines" and not is_array(example):
            example = ABSENT
        if content.kind == "text":
            return example if isinstance(example, str) else "Hello"
        by_name = content.kind == "multipart" and isinstance(resolved(content.type, self.values.index), Map)
        if by_name and not is_object(example):
            return {"file": b"Hello"}
        if example is not ABSENT:
            found = self.values.repaired(example, content.type, content.constraints, "body")
        else:
            found = self.values.sample(content.type, content.constraints, Docs(), "body")
        return {} if found is ABSENT else found

    def _fields(self, content: Content, spread: Object, example: Json, *, is_required: bool) -> list[Argument]:
        """The properties of a body that are keywords."""
        index = self.values.index
        above = (content.type.id,) if isinstance(content.type, Ref) else ()
        given = self.values.valid_properties(example, spread, above) if is_object(example) else {}
        switch = self.operation.stream.switch if self.operation.stream else ""
        fields = {field.wire: field for field in spread.fields if field.wire != switch and not field.read_only}
        given = {wire: value for wire, value in given.items() if wire in fields}
        if self.brief:
            first = list(given)[:_MAX_OPTIONAL]
            given = {wire: value for wire, value in given.items() if fields[wire].required or wire in first}
        if is_required or given or switch:  # the switch alone makes a body
            given = self._completed(spread, above, given, fields)
        return [
            (keyword, b"Hello" if _is_binary(fields[wire], index) else value)
            for wire, value in given.items()
            if wire in fields and (keyword := self.own.keywords.get(("body", wire))) is not None
        ]

    def _completed(
        self, spread: Object, above: tuple[str, ...], given: Mapping[str, Json], fields: Mapping[str, Field]
    ) -> dict[str, Json]:
        """The properties of a valid body; constants that are not given are set by the client."""
        found = self.values.object(spread, above, given)
        return {
            wire: value
            for wire, value in found.items()
            if wire in given or (wire in fields and not isinstance(fields[wire].type, Constant))
        }


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


def example_of(item: Parameter | Field, index: Index) -> Json:
    """The document's example of a parameter or field, or of its type; `ABSENT` if there is none."""
    type = item.type.type if isinstance(item.type, Nullable) else item.type
    named = index.definition(type.id).docs.examples if isinstance(type, Ref) else ()
    return next((example.value for example in (*item.docs.examples, *named)), ABSENT)
