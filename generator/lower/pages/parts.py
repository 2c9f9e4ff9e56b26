"""The parts of an operation that pagination can use: parameters, body properties, properties of the response."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.ir.text import folded
from generator.ir.types import (
    ABSENT,
    Absent,
    Array,
    Definition,
    Enumeration,
    Field,
    Json,
    Nullable,
    Object,
    Operation,
    Parameter,
    Scalar,
    Type,
)
from generator.ir.walk import object_of, plain

Definitions = Mapping[str, Definition]

_DEEPEST = 3
_CONTAINERS = frozenset({
    "data", "result", "results", "response", "payload", "embedded", "list", "page", "pages", "paging", "pagination",
    "paginator", "pager", "meta", "metadata", "info", "links", "link", "cursor", "cursors", "next", "extra",
})  # fmt: skip
"""Words in the names of objects that have the items, or what is known of the pages. The only property is one too."""


@dataclass(frozen=True, slots=True)
class Input:
    """A parameter outside the path, or a property of the body. `words` are those of its name, in lower case."""

    location: str
    wire: str
    words: tuple[str, ...]
    kind: str
    """`string`, `integer`, `number`, `boolean`, or empty for any other type."""
    required: bool
    default: Json | Absent = ABSENT
    minimum: Json | Absent = ABSENT

    @property
    def key(self) -> tuple[str, str]:
        return self.location, self.wire


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the response, at a path of wire names."""

    path: tuple[str, ...]
    words: tuple[str, ...]
    kind: str
    """`array`, `object`, or as in `Input`."""
    type: Type
    format: str = ""
    examples: tuple[Json, ...] = ()

    @property
    def above(self) -> tuple[str, ...]:
        """The words of the properties that contain it."""
        return tuple(word for name in self.path[:-1] for word in folded(name))

    @property
    def shown(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Parts:
    """What an operation takes and returns."""

    inputs: tuple[Input, ...]
    response: Type
    array: Type | None
    """The type of an item, if the response itself is an array."""
    properties: tuple[Property, ...]

    def named(self, path: tuple[str, ...]) -> Property | None:
        return next((item for item in self.properties if item.path == path), None)

    def input(self, wire: str, location: str = "") -> Input | None:
        found = (item for item in self.inputs if item.wire == wire and location in ("", item.location))
        return next(found, None)


def parts_of(operation: Operation, definitions: Definitions) -> Parts | None:
    """The parts of an operation, or None if its response has not one JSON type."""
    if operation.stream is not None or operation.method not in {"GET", "POST", "QUERY"}:
        return None
    if not operation.responses or any(not response.contents for response in operation.responses):
        return None
    contents = [content for response in operation.responses for content in response.contents]
    types = {content.type for content in contents if content.kind == "json"}
    if len(types) != 1 or any(content.type not in types for content in contents):
        return None
    (response,) = types
    if response is None or isinstance(response, Nullable):
        return None
    inner = plain(response, definitions)
    array = inner.item if isinstance(inner, Array) else None
    shape = object_of(inner, definitions)
    if array is None and shape is None:
        return None
    properties = tuple(_properties(shape, (), definitions)) if shape is not None else ()
    return Parts(tuple(_inputs(operation, definitions)), response, array, properties)


def _inputs(operation: Operation, definitions: Definitions) -> Iterator[Input]:
    for parameter in operation.parameters:
        if parameter.location != "path":
            yield _input(parameter.location, parameter, definitions)
    contents = operation.body.contents if operation.body is not None else ()
    content = next((content for content in contents if content.kind == "json"), None)
    spread = content is not None and not isinstance(content.type, Nullable)
    shape = object_of(content.type, definitions) if content is not None and spread else None
    for field in shape.fields if shape is not None else ():
        if not field.read_only:
            yield _input("body", field, definitions)


def _input(location: str, item: Parameter | Field, definitions: Definitions) -> Input:
    minimum = next((limit.value for limit in item.constraints if limit.keyword == "minimum"), ABSENT)
    kind = kind_of(item.type, definitions)
    return Input(location, item.wire, folded(item.wire), kind, item.required, item.default, minimum)


def _properties(shape: Object, above: tuple[str, ...], definitions: Definitions) -> Iterator[Property]:
    for field in shape.fields:
        path = (*above, field.wire)
        inner = plain(field.type, definitions)
        format = inner.format if isinstance(inner, Scalar) else ""
        examples = tuple(example.value for example in field.docs.examples)
        yield Property(path, folded(field.wire), kind_of(inner, definitions), field.type, format, examples)
        nested = object_of(inner, definitions)
        contains = not _CONTAINERS.isdisjoint(folded(field.wire)) or (not above and len(shape.fields) == 1)
        within = len(path) < _DEEPEST and contains
        if nested is not None and nested is not shape and within:
            yield from _properties(nested, path, definitions)


def kind_of(type: Type | None, definitions: Definitions) -> str:
    """The JSON type of a type without null, or an empty string."""
    inner = plain(type, definitions) if type is not None else None
    if isinstance(inner, Scalar):
        return inner.kind
    if isinstance(inner, Array):
        return "array"
    if isinstance(inner, Enumeration):
        return ""
    return "object" if object_of(inner, definitions) is not None else ""


def item_of(type: Type | None, definitions: Definitions) -> Type | None:
    """The type of an array's items, through null and aliases; None for any other type."""
    inner = plain(type, definitions) if type is not None else None
    return inner.item if isinstance(inner, Array) else None
