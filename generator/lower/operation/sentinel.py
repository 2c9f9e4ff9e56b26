"""The sentinel of a stream: the data that ends it, such as `[DONE]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.document.node import Node
from generator.ir.text import folded
from generator.ir.types import Json
from generator.lower.docs import examples_of, named_examples_of
from generator.lower.schema.lower_schema import Schemas

_SENTINEL = re.compile(r"data:? ?(\[[A-Z_]{2,20}\])(?=[\s`'\"]|$)")


def sentinel_of(operation: Node, node: Node, body: Node | None, schemas: Schemas) -> str:
    """The data that ends a stream, or an empty string: set by an extension, or found in a text about the stream."""
    sentinel = node.text("x-speakeasy-sse-sentinel") or operation.text("x-speakeasy-sse-sentinel")
    if sentinel:
        return sentinel
    fern = operation.get("x-fern-streaming")
    if fern is not None and fern.is_mapping and (terminator := fern.text("terminator")):
        return terminator
    for text in _texts(operation, node, body, schemas):
        if found := _SENTINEL.search(text):
            return found.group(1)
    return ""


def _texts(operation: Node, node: Node, body: Node | None, schemas: Schemas) -> Iterator[str]:
    """Texts about the stream: its examples, and the descriptions of the schema, response, operation and switch."""
    for example in named_examples_of(node, schemas.context.follow):
        yield from _strings(example.value)
    schema = node.get("schema")
    if schema is not None and schema.is_mapping:
        for part in schemas.shapes.of(schema).parts:
            for example in examples_of(part.node.value):
                yield from _strings(example.value)
            yield part.node.text("description")
    response = node.parent.parent if node.parent is not None else None
    for described in (response, operation):
        if described is not None and described.is_mapping:
            yield from _strings(described.value.get("description"))
    if body is not None and body.is_mapping:
        for name, parts in schemas.shapes.of(body).properties.items():
            if folded(name)[:1] == ("stream",):
                yield from _descriptions(parts[-1].node, schemas)


def _descriptions(node: Node, schemas: Schemas) -> Iterator[str]:
    """The descriptions of a property and, if it is an object, of its properties."""
    if node.is_mapping:
        yield from _strings(node.value.get("description"))
        for member in schemas.flattener.of(schemas.shapes.of(node)).members:
            for parts in member.shape.properties.values():
                if parts[-1].node.is_mapping:
                    yield from _strings(parts[-1].node.value.get("description"))


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
