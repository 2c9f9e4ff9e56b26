"""Replace references all over an API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.ir.types import (
    Alias,
    Api,
    Array,
    Body,
    Definition,
    Field,
    Map,
    Nullable,
    Operation,
    Ref,
    Response,
    Stream,
    Tuple,
    Type,
    Union,
)
from generator.ir.walk import inside


class Rewriting:
    """Replaces references to definitions by references to others, given as a mapping of ids."""

    def __init__(self, instead: Mapping[str, str]) -> None:
        self._instead = instead

    def api(self, api: Api) -> Api:
        """The API without the definitions that are replaced."""
        return replace(
            api,
            globals=tuple(replace(one, type=self.type(one.type)) for one in api.globals),
            operations=tuple(self._operation(operation) for operation in api.operations),
            definitions=tuple(self.definition(one) for one in api.definitions if one.id not in self._instead),
            webhooks=tuple(replace(one, type=self.type(one.type)) for one in api.webhooks),
            callbacks=tuple(replace(one, type=self.type(one.type)) for one in api.callbacks),
            receiving=api.receiving and replace(api.receiving, event=self.type(api.receiving.event)),
        )

    def definition(self, definition: Definition) -> Definition:
        """The definition, or the same object where it has nothing to replace."""
        shape = definition.shape
        if isinstance(shape, Alias):
            found = self.type(shape.type)
            return definition if found is shape.type else replace(definition, shape=replace(shape, type=found))
        fields = tuple(self._field(field) for field in shape.fields)
        extra = shape.extra and self.type(shape.extra)
        if extra is shape.extra and all(new is old for new, old in zip(fields, shape.fields, strict=True)):
            return definition
        return replace(definition, shape=replace(shape, fields=fields, extra=extra))

    def type(self, type: Type) -> Type:
        """The type, or the same object where it has nothing to replace."""
        if not any(isinstance(found, Ref) and found.id in self._instead for found in inside(type)):
            return type
        match type:
            case Ref(id):
                return Ref(self._instead[id])
            case Array(item):
                return replace(type, item=self.type(item))
            case Map(value):
                return replace(type, value=self.type(value))
            case Nullable(inner):
                return Nullable(self.type(inner))
            case Tuple(items, rest):
                return Tuple(tuple(self.type(item) for item in items), rest and self.type(rest))
            case Union(members, tag):
                found = [self.type(member) for member in members]
                if tag is None:  # what was two members can be one now; constants may have no hash
                    found = [member for index, member in enumerate(found) if member not in found[:index]]
                return replace(type, members=tuple(found)) if len(found) > 1 else found[0]
            case _:
                return type

    def _field(self, field: Field) -> Field:
        found = self.type(field.type)
        return field if found is field.type else replace(field, type=found)

    def _operation(self, operation: Operation) -> Operation:
        paged = operation.pagination
        return replace(
            operation,
            parameters=tuple(replace(one, type=self.type(one.type)) for one in operation.parameters),
            body=operation.body and self._body(operation.body),
            responses=self._responses(operation.responses),
            errors=self._responses(operation.errors),
            stream=operation.stream and self._stream(operation.stream),
            pagination=paged and replace(paged, item=self.type(paged.item)),
        )

    def _body(self, body: Body) -> Body:
        contents = (replace(one, type=one.type and self.type(one.type)) for one in body.contents)
        return replace(body, contents=tuple(contents))

    def _responses(self, responses: Iterable[Response]) -> tuple[Response, ...]:
        return tuple(
            replace(
                response,
                contents=tuple(replace(one, type=one.type and self.type(one.type)) for one in response.contents),
            )
            for response in responses
        )

    def _stream(self, stream: Stream) -> Stream:
        total = stream.accumulator
        return replace(
            stream,
            item=self.type(stream.item),
            accumulator=total and replace(total, response=self.type(total.response)),
        )
