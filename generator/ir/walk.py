"""Walks over the IR: the types in a type, a definition, a request or a response."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, assert_never

from generator.ir.types import (
    Alias,
    AnyValue,
    Array,
    Constant,
    Definition,
    Enumeration,
    Map,
    Never,
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

_LEAVES: Final = frozenset({Scalar, AnyValue, Never, Constant, Enumeration, Ref})
"""The classes of most types, which consist of no other type."""


def children(type: Type) -> tuple[Type, ...]:
    """The types that a type is made of, one level down."""
    match type:
        case Array(item=inner) | Map(value=inner) | Nullable(type=inner):
            return (inner,)
        case Tuple(items=items, rest=rest):
            return items if rest is None else (*items, rest)
        case Union(members=members):
            return members
        case Scalar() | AnyValue() | Never() | Constant() | Enumeration() | Ref():
            return ()
        case _:
            assert_never(type)


def inside(type: Type) -> Iterator[Type]:
    """The type and all that it is made of; a `Ref` is not followed."""
    stack = [type]
    while stack:
        found = stack.pop()
        yield found
        if found.__class__ not in _LEAVES:
            stack.extend(reversed(children(found)))


def plain(type: Type, definitions: Mapping[str, Definition]) -> Type:
    """A type behind the names that stand for it, without null; an object keeps its name."""
    seen: set[str] = set()
    while True:
        if isinstance(type, Nullable):
            type = type.type
        elif isinstance(type, Ref) and type.id not in seen:
            seen.add(type.id)
            shape = definitions[type.id].shape
            if isinstance(shape, Object):
                return type
            type = shape.type
        else:
            return type


def object_of(type: Type | None, definitions: Mapping[str, Definition]) -> Object | None:
    """The object that a type is, through null and the names that stand for it; None for any other type."""
    found = plain(type, definitions) if type is not None else None
    shape = definitions[found.id].shape if isinstance(found, Ref) else None
    return shape if isinstance(shape, Object) else None


def types_of(shape: Object | Alias) -> Iterator[Type]:
    """The types that a definition is made of, in order."""
    match shape:
        case Alias(type=type):
            yield type
        case Object(fields=fields, extra=extra):
            yield from (entry.type for entry in fields)
            if extra is not None:
                yield extra
        case _:
            assert_never(shape)


def references(types: Iterable[Type]) -> dict[str, None]:
    """The ids of the definitions that types refer to directly, each once, in order."""
    ids: dict[str, None] = {}
    for type in types:
        if isinstance(type, Ref):
            ids[type.id] = None
        elif type.__class__ not in _LEAVES:
            ids.update((found.id, None) for found in inside(type) if isinstance(found, Ref))
    return ids


def uses(definition: Definition) -> dict[str, None]:
    """The ids of the definitions that a definition refers to directly, each once, in order."""
    return references(types_of(definition.shape))


def request_types(operation: Operation) -> Iterator[Type]:
    """The types of a request's parameters and body."""
    for parameter in operation.parameters:
        yield parameter.type
    for content in operation.body.contents if operation.body is not None else ():
        if content.type is not None:
            yield content.type


def response_types(operation: Operation) -> Iterator[Type]:
    """The types of what a call can return: the content of its responses and the items of its stream."""
    yield from content_types(operation.responses)
    if operation.stream is not None:
        yield operation.stream.item


def content_types(responses: Iterable[Response]) -> Iterator[Type]:
    """The types of the content of responses."""
    for response in responses:
        for content in response.contents:
            if content.type is not None:
                yield content.type
