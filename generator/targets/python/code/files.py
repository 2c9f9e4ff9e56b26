"""Responses that are files: the keyword that asks for a stream of bytes, and its types."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.index import Index
from generator.ir.types import AnyValue, Array, Content, Map, Operation, Scalar, Type
from generator.targets.python.code import response_types
from generator.targets.python.code.pages import is_paged
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope

STREAM = ".._runtime.files.file_stream"
_TABLES = ".._runtime.files"


def media_types(operation: Operation, index: Index) -> tuple[str, ...]:
    """The media types of an operation's responses that are files; empty for a page of a list."""
    return () if is_paged(operation, index) else response_types.file_types(operation, index)


def has_files(index: Index) -> bool:
    """Whether an operation of the API returns a file."""
    return any(media_types(operation, index) for operation in index.api.operations)


def line(content: Content, index: Index) -> Type:
    """The type of an item of a body of JSON values by line."""
    found = index.plain(content.type) if content.type is not None else AnyValue()
    return found.item if isinstance(found, Array) else found


def sends_files(index: Index) -> bool:
    """Whether an operation of the API takes a file."""
    bodies = (operation.body for operation in index.api.operations if operation.body is not None)
    return any(content.kind in {"binary", "multipart"} for body in bodies for content in body.contents)


def is_upload(type: Type, index: Index) -> bool:
    """Whether a part of a form is a file, a list of files or a map of them."""
    plain = index.plain(type)
    if isinstance(plain, Array):
        plain = index.plain(plain.item)
    elif isinstance(plain, Map):
        plain = index.plain(plain.value)
    return plain == Scalar("string", "binary")


def table_class(operation: Operation, scope: Scope) -> str:
    """The class of the table of an operation that returns a file."""
    if operation.stream is None:
        return scope.need(f"{_TABLES}.file_operation", "FileOperation")
    return scope.need(f"{_TABLES}.file_switch_operation", "FileSwitchOperation")


def table_arguments(operation: Operation, index: Index) -> Iterator[str]:
    """The media types to ask for, if a call without `accept` asks for others too."""
    files = media_types(operation, index)
    if files and set(files) != set(response_types.accepted(operation, index)):
        yield f"file_accept={literals.string(', '.join(files))}"


def accept(operation: Operation, index: Index, scope: Scope) -> str:
    """The keyword that chooses the media type of the file, or nothing if there is no choice."""
    if not response_types.choices(operation, index):
        return ""
    known = ", ".join(literals.string(media_type) for media_type in media_types(operation, index))
    return f"accept: {scope.need('typing', 'Literal')}[{known}] | None = None"
