"""Look-ups over an `Api`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.ir.graph import closure
from generator.ir.types import (
    Alias,
    Api,
    Content,
    Definition,
    Docs,
    Enumeration,
    Nullable,
    Object,
    Operation,
    Ref,
    Response,
    Type,
)
from generator.ir.walk import references, uses


class Index:
    """An `Api` with its definitions by id."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._definitions = {definition.id: definition for definition in api.definitions}
        self._groups = {group.path: group.docs for group in api.groups}

    def definition(self, id: str) -> Definition:
        """The definition of that id, which must exist."""
        return self._definitions[id]

    def group_docs(self, path: tuple[str, ...]) -> Docs:
        """What the document says about a group of operations."""
        return self._groups.get(path, Docs())

    def reached(self, types: Iterable[Type]) -> dict[str, None]:
        """The ids of all definitions that types refer to, directly or through others."""
        return closure(references(types), lambda id: uses(self._definitions[id]))

    def object(self, type: Type | None) -> Object | None:
        """The object that a type refers to, or None for any other type."""
        if not isinstance(type, Ref):
            return None
        shape = self.definition(type.id).shape
        return shape if isinstance(shape, Object) else self.object(shape.type)

    def spread(self, operation: Operation) -> Object | None:
        """The body whose properties become keywords: a JSON, form or multipart object that declares properties."""
        content = self.sent(operation)
        if content is None or content.kind not in {"json", "form", "multipart"}:
            return None
        shape = self.object(content.type)
        return shape if shape is not None and shape.fields else None

    @staticmethod
    def sent(operation: Operation) -> Content | None:
        """The content type to send: JSON if the operation accepts it, otherwise multipart, form or the first one."""
        contents = operation.body.contents if operation.body else ()
        ranked = ("json", "multipart", "form")
        return min(
            contents, key=lambda content: ranked.index(content.kind) if content.kind in ranked else 9, default=None
        )

    def error_responses(self) -> Iterator[Response]:
        """The error responses of all operations, in document order."""
        for operation in self.api.operations:
            yield from operation.errors


def body_type(response: Response) -> Type | None:
    """The type of a response's JSON body, or None where it has none."""
    return next((content.type for content in response.contents if content.kind == "json" and content.type), None)


def enumeration_of(definition: Definition) -> Enumeration | None:
    """The enumeration that a definition names, or None."""
    type = definition.shape.type if isinstance(definition.shape, Alias) else None
    type = type.type if isinstance(type, Nullable) else type
    return type if isinstance(type, Enumeration) else None
