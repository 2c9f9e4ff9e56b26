"""Look-ups over an `Api`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

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
    Requirement,
    Response,
    ResponseHeader,
    Type,
)
from generator.ir.walk import plain, references, uses


class Index:
    """An `Api` with its definitions by id."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._definitions = {definition.id: definition for definition in api.definitions}
        self._uses: dict[str, tuple[str, ...]] = {}
        self._groups = {group.path: group.docs for group in api.groups}

    def definition(self, id: str) -> Definition:
        """The definition of that id, which must exist."""
        return self._definitions[id]

    def uses(self, id: str) -> tuple[str, ...]:
        """The ids of the definitions that a definition refers to directly, each once, in order."""
        found = self._uses.get(id)
        if found is None:
            found = self._uses[id] = tuple(uses(self._definitions[id]))
        return found

    def group_docs(self, path: tuple[str, ...]) -> Docs:
        """What the document says about a group of operations."""
        return self._groups.get(path, Docs())

    def reached(self, types: Iterable[Type]) -> dict[str, None]:
        """The ids of all definitions that types refer to, directly or through others."""
        return closure(references(types), self.uses)

    @cached_property
    def security(self) -> tuple[tuple[Requirement, ...], ...]:
        """The security of a call that says nothing else: that of the document, else that of most operations."""
        counts = Counter(operation.security for operation in self.api.operations)
        found, count = next(iter(counts.most_common(1)), ((), 0))
        return self.api.security or (found if 2 * count > len(self.api.operations) else ())

    def object(self, type: Type | None) -> Object | None:
        """The object that a type refers to, or None for any other type."""
        if not isinstance(type, Ref):
            return None
        shape = self.definition(type.id).shape
        return shape if isinstance(shape, Object) else self.object(shape.type)

    def plain(self, type: Type) -> Type:
        """A type behind the names that stand for it, without null; an object keeps its name."""
        return plain(type, self._definitions)

    def spread(self, operation: Operation, content: Content | None = None) -> Object | None:
        """The body whose properties become keywords: a JSON, form or multipart object that declares properties.

        It is that of `content`, or of the content that is sent by default.
        """
        content = content or self.sent(operation)
        if content is None or not content.is_typed:
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

    def choices(self, operation: Operation) -> tuple[Content, ...]:
        """The contents that a caller can choose from, the default first; those of one kind and type are one choice."""
        default = self.sent(operation)
        found = [default] if default is not None else []
        for content in operation.body.contents if operation.body else ():
            same_kind = (known for known in found if known.kind == content.kind)
            if all(content.is_typed and known.type != content.type for known in same_kind):
                found.append(content)
        return tuple(found)

    def sendable(self, operation: Operation) -> tuple[Content, ...]:
        """The contents of `choices`, and after each one of text or bytes those of the same kind."""
        return tuple(each for content in self.choices(operation) for each in self.same(operation, content))

    @staticmethod
    def same(operation: Operation, content: Content) -> tuple[Content, ...]:
        """The contents that are one choice with `content`: text or bytes of any of these media types."""
        contents = operation.body.contents if operation.body and not content.is_typed else ()
        others = (each for each in contents if each.kind == content.kind and "*" not in each.media_type)
        return (content, *(each for each in others if each is not content))

    def json_response(self, operation: Operation) -> Type | None:
        """The type of the first response that is JSON."""
        contents = (content for response in operation.responses for content in response.contents)
        return next((content.type for content in contents if content.kind == "json"), None)

    def page(self, operation: Operation) -> str:
        """The id of the object that is a page of a list; empty for an array, or if the operation has no pages."""
        type = self.json_response(operation) if operation.pagination is not None else None
        found = self.plain(type) if type is not None else None
        return found.id if isinstance(found, Ref) else ""

    @cached_property
    def pages(self) -> Mapping[str, Operation]:
        """The first operation of each object that is a page of a list, by its id."""
        paged = {self.page(operation): operation for operation in reversed(self.api.operations)}
        return {id: operation for id, operation in paged.items() if id}

    @cached_property
    def headers(self) -> Mapping[str, tuple[ResponseHeader, ...]]:
        """The response headers of all operations by name, in lower case; those of one type and description once."""
        found: dict[str, dict[tuple[Type, str], ResponseHeader]] = {}
        for operation in self.api.operations:
            for header in operation.headers:
                found.setdefault(header.wire.lower(), {}).setdefault((header.type, header.docs.description), header)
        return {name: tuple(headers.values()) for name, headers in found.items()}

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
