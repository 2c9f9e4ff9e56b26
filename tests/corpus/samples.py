"""The examples that the IR of a document holds, each with the generated type that it is an example of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from generator.ir.index import Index
from generator.ir.types import Api, Content, Definition, Docs, Example, Json, Object, Operation, Parameter, Place, Type
from generator.targets.python.names.names import Names
from generator.targets.python.types.annotations import Scope, annotate
from generator.targets.python.types.imports import arrange

Kind = Literal["definition", "field", "request", "response", "stream", "parameter"]


@dataclass(frozen=True)
class Sample:
    """One example.

    `place` is that of the schema, or of the content or parameter around it. `expression` is the type in Python; where
    `wire` is set, the type is that of the field of this wire name, as the class itself has it.
    """

    kind: Kind
    place: Place
    expression: str
    wire: str
    value: Json


class Samples:
    """Finds the examples of an API, and gathers what the expressions of their types import."""

    def __init__(self, index: Index, names: Names) -> None:
        self._api: Api = index.api
        self._scope = Scope(index, names)

    def all(self) -> list[Sample]:
        """Every example once: an object that several operations share is not counted for each of them."""
        found = [*self._definitions(), *self._parameters(self._api.globals)]
        found += [sample for operation in self._api.operations for sample in self._operation(operation)]
        known: dict[tuple[object, ...], Sample] = {}
        for sample in found:
            known.setdefault((sample.place, sample.expression, sample.wire, repr(sample.value)), sample)
        return list(known.values())

    @property
    def imports(self) -> str:
        """The import lines that the expressions so far need, for a module that stands where those of resources do."""
        lines = (line for group in arrange(self._scope.imports).groups for line in group)
        return "".join(
            f"from {line.module} import {', '.join(line.names)}\n" if line.module else f"import {line.names[0]}\n"
            for line in lines
        )

    def _definitions(self) -> Iterator[Sample]:
        for definition in self._api.definitions:
            name = self._scope.model(definition.id)
            yield from _each("definition", definition.place, name, _meant(definition))
            for field in definition.shape.fields if isinstance(definition.shape, Object) else ():
                yield from _each("field", field.place, name, field.docs, field.wire)

    def _parameters(self, parameters: Iterable[Parameter]) -> Iterator[Sample]:
        for parameter in parameters:
            yield from self._typed("parameter", parameter.place, parameter.type, parameter.docs.examples)

    def _operation(self, operation: Operation) -> Iterator[Sample]:
        yield from self._parameters(operation.parameters)
        for kind, content in _contents(operation):
            if content.type is not None:
                yield from self._typed(kind, content.place, content.type, content.examples)
        if operation.stream is not None:
            stream = operation.stream
            yield from self._typed("stream", stream.place, stream.item, stream.examples)

    def _typed(self, kind: Kind, place: Place, type: Type, examples: Iterable[Example]) -> Iterator[Sample]:
        examples = tuple(examples)
        if examples:
            yield from _each(kind, place, annotate(type, self._scope), Docs(examples=examples))


def _meant(definition: Definition) -> Docs:
    """What is said of a definition, without the example `null` where null is left to those who refer to it."""
    if definition.component and not isinstance(definition.shape, Object):
        return definition.docs
    examples = tuple(example for example in definition.docs.examples if example.value is not None)
    return Docs(examples=examples)


def _each(kind: Kind, place: Place, expression: str, docs: Docs, wire: str = "") -> Iterator[Sample]:
    for example in docs.examples:
        yield Sample(kind, place, expression, wire, example.value)


def _contents(operation: Operation) -> Iterator[tuple[Kind, Content]]:
    for content in operation.body.contents if operation.body is not None else ():
        yield "request", content
    for response in (*operation.responses, *operation.errors):
        for content in response.contents:
            yield "response", content
