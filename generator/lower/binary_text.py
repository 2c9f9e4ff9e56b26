"""Bytes inside JSON: `format: binary` is text wherever it is neither a part of a form nor a body of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.ir.types import (
    Alias,
    Array,
    Body,
    Content,
    Definition,
    Field,
    Map,
    Nullable,
    Object,
    Operation,
    Ref,
    Response,
    Scalar,
    Tuple,
    Type,
    Union,
)
from generator.ir.walk import inside

_BINARY = Scalar("string", "binary")
_TEXT = Scalar("string")


class BinaryText:
    """Replaces `format: binary` by plain text where the bytes cannot be sent or received as they are."""

    def __init__(self, operations: Iterable[Operation], definitions: Iterable[Definition]) -> None:
        self._shapes = {definition.id: definition.shape for definition in definitions}
        bodies = [operation.body for operation in operations if operation.body is not None]
        self._forms: set[str] = set()
        self._kept: set[str] = set()
        for content in (content for body in bodies for content in body.contents if content.kind == "multipart"):
            self._keep_form(content.type)

    def definitions(self, definitions: Iterable[Definition]) -> tuple[Definition, ...]:
        """The definitions; those of multipart forms keep their files."""
        return tuple(
            definition
            if definition.id in self._forms or definition.id in self._kept
            else replace(definition, shape=_shape(definition.shape))
            for definition in definitions
        )

    def operation(self, operation: Operation) -> Operation:
        """The operation: its parameters and the JSON of its body and responses hold no bytes."""
        return replace(
            operation,
            parameters=tuple(replace(one, type=_text(one.type)) for one in operation.parameters),
            body=operation.body and self._body(operation.body),
            responses=tuple(_response(response) for response in operation.responses),
        )

    def _body(self, body: Body) -> Body:
        return replace(body, contents=tuple(_content(content) for content in body.contents))

    def _keep_form(self, type: Type | None) -> None:
        """Keep the files of a multipart form: fields that are binary, lists or maps of binary."""
        for id in self._behind(type):
            shape = self._shapes.get(id)
            if isinstance(shape, Object) and id not in self._forms:
                self._forms.add(id)
                for field in shape.fields:
                    self._kept.update(one for one in self._behind(field.type) if isinstance(self._shapes[one], Alias))

    def _behind(self, type: Type | None) -> Iterator[str]:
        """The definitions that a type names, and those behind aliases."""
        seen: set[str] = set()
        waiting = [type] if type is not None else []
        while waiting:
            for found in inside(waiting.pop()):
                if isinstance(found, Ref) and found.id not in seen and found.id in self._shapes:
                    seen.add(found.id)
                    yield found.id
                    shape = self._shapes[found.id]
                    if isinstance(shape, Alias):
                        waiting.append(shape.type)


def _content(content: Content) -> Content:
    if content.kind not in {"json", "form"} or content.type is None:
        return content
    return replace(content, type=_text(content.type))


def _response(response: Response) -> Response:
    """A response whose JSON contains bytes; one that is bytes as a whole is left to the target."""
    contents = (one if one.type == _BINARY else _content(one) for one in response.contents)
    return replace(response, contents=tuple(contents))


def _shape(shape: Object | Alias) -> Object | Alias:
    if isinstance(shape, Alias):
        return shape if (found := _text(shape.type)) is shape.type else replace(shape, type=found)
    fields = tuple(_field(field) for field in shape.fields)
    extra = shape.extra if shape.extra is None else _text(shape.extra)
    if extra is shape.extra and all(new is old for new, old in zip(fields, shape.fields, strict=True)):
        return shape
    return replace(shape, fields=fields, extra=extra)


def _field(field: Field) -> Field:
    found = _text(field.type)
    return field if found is field.type else replace(field, type=found)


def _text(type: Type) -> Type:
    """The type with text for bytes; the same object where it has none."""
    if not any(isinstance(found, Scalar) and found == _BINARY for found in inside(type)):
        return type
    match type:
        case Array(item):
            return replace(type, item=_text(item))
        case Map(value):
            return replace(type, value=_text(value))
        case Nullable(inner):
            return Nullable(_text(inner))
        case Tuple(items, rest):
            return Tuple(tuple(_text(item) for item in items), rest and _text(rest))
        case Union(members):
            return _union(type, [_text(member) for member in members])
        case _:
            return _TEXT


def _union(union: Union, members: list[Type]) -> Type:
    """The union of the members, without duplicates; constants may have no hash."""
    found = [member for index, member in enumerate(members) if member not in members[:index]]
    return replace(union, members=tuple(found)) if len(found) > 1 else found[0]
