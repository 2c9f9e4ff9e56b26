"""Streams: server-sent events and JSON lines.

WHATWG HTML, "Server-sent events"; OpenAPI 3.2, "Sequential Media Types".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from generator.document.node import Node
from generator.ir.text import folded
from generator.ir.types import (
    AnyValue,
    Definition,
    Example,
    Json,
    Nullable,
    Object,
    Operation,
    Ref,
    Response,
    Scalar,
    Stream,
    Type,
    Union,
    media_kind,
)
from generator.ir.walk import children, content_types, plain
from generator.lower.context import Context
from generator.lower.docs import named_examples_of
from generator.lower.operation.accumulator import derive_accumulator
from generator.lower.operation.sentinel import sentinel_of
from generator.lower.schema.composition.shape import Shape
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.json_values import is_mapping
from generator.lower.schema.lower_schema import Schemas

_EVENT_FIELDS = frozenset({"data", "event", "id", "retry"})
_SWITCH = "stream"


def lower_stream(operation: Node, found: tuple[str, str, Node], name_path: NamePath, schemas: Schemas) -> Stream:
    """The stream of an operation, to be completed by `with_types`."""
    status, media_type, node = found
    schema = node.get("itemSchema") or node.get("schema")
    framing = "events" if media_kind(media_type) == "events" else "lines"
    item = _Item(AnyValue())
    if schema is None or schema.value is None:
        schemas.context.fallback("untyped-stream", "the stream has no schema; an item can be any value", node)
    else:
        item = _item(schema, framing == "events", name_path.below("Event"), schemas)
    body = _body_schema(operation, schemas)
    return Stream(
        "events" if framing == "events" else "lines",
        media_type,
        item.type,
        node.place,
        status,
        item.envelope,
        item.sentinel or sentinel_of(operation, node, body, schemas) if framing == "events" else "",
        operation.text("x-speakeasy-stream-request-field") or _fern_condition(operation),
        examples=_items(named_examples_of(node, schemas.context.follow), item),
    )


def fern_stream(operation: Node, name_path: NamePath, schemas: Schemas) -> Stream | None:
    """The stream that `x-fern-streaming` declares, or None."""
    node = operation.get("x-fern-streaming")
    if node is None or not node.is_mapping:
        return None
    response = node.mapping("response-stream")
    if response is None:
        return None
    lines = node.text("format") == "json"
    item = _item(response, not lines, name_path.below("Event"), schemas)
    return Stream(
        "lines" if lines else "events",
        "application/x-ndjson" if lines else "text/event-stream",
        item.type,
        node.place,
        envelope=item.envelope,
        sentinel=item.sentinel or node.text("terminator"),
        switch=_fern_condition(operation),
    )


def undeclared_stream(operation: Node, responses: Sequence[Response], schemas: Schemas) -> Stream | None:
    """The stream of an operation whose body has the boolean property `stream`, if only JSON is declared.

    Its items have the type of the response, as nothing else is known.
    """
    body = _body_schema(operation, schemas)
    if body is None or not body.is_mapping:
        return None
    parts = schemas.shapes.of(body).properties.get(_SWITCH)
    item = next((content for response in responses for content in response.contents if content.kind == "json"), None)
    if not parts or item is None or item.type is None:
        return None
    switch = schemas.shapes.of(parts[-1].node) if parts[-1].node.is_mapping else None
    if switch is None or switch.kind != "boolean" or switch.values is not None:
        return None
    schemas.context.diagnostics.warning(
        "undeclared-stream",
        "the body has the property `stream`, but no stream is declared; its items are typed as the response",
        parts[-1].node,
        "declare the content text/event-stream of the response",
    )
    sentinel = sentinel_of(operation, operation, body, schemas)
    media_type = "text/event-stream"
    return Stream("events", media_type, item.type, operation.place, sentinel=sentinel, declared=False)


@dataclass(frozen=True, slots=True)
class _Item:
    """The type of an item, whether it is the event itself, and the data that ends the stream, if the schema has it.

    With `inside` the item is the value of the event's `data`, which can be JSON in a string.
    """

    type: Type
    envelope: bool = False
    sentinel: str = ""
    inside: bool = False


def _items(examples: tuple[Example, ...], item: _Item) -> tuple[Example, ...]:
    """Convert examples of events to examples of items."""
    if not item.inside:
        return examples
    return tuple(replace(example, value=_inside(example.value, item.type)) for example in examples)


def _inside(event: Json, type: Type) -> Json:
    data = event.get("data", event) if is_mapping(event) else event
    if is_mapping(event) and isinstance(data, str) and not isinstance(type, Scalar):
        with suppress(ValueError):
            return json.loads(data)
    return data


def _item(schema: Node, events: bool, name_path: NamePath, schemas: Schemas) -> _Item:
    if not events or not schema.is_mapping:
        return _Item(schemas.type(schema, name_path))
    shape = schemas.shapes.of(schema)
    if shape.alternatives:
        return _one_of(schema, [member.shape for member in schemas.flattener.of(shape).members], name_path, schemas)
    if not _is_event(shape):
        found = schemas.type(schema, name_path)
        return _Item(Scalar("string") if found == Scalar("string", "binary") else found)  # the data of an event is text
    if len(shape.properties) > 1:
        return _Item(schemas.type(schema, name_path), envelope=True)
    return _Item(_data(shape, name_path, schemas), inside=True)


def _one_of(schema: Node, members: list[Shape], name_path: NamePath, schemas: Schemas) -> _Item:
    """The item of a union of events; the event that ends the stream is not an item."""
    if not members or not all(_is_event(member) for member in members):
        return _Item(schemas.type(schema, name_path))
    ends = {member: end for member in members if (end := _end(member, schemas))}
    sentinel = next(iter(ends.values()), "")
    rest = [member for member in members if member not in ends]
    if rest and all(len(member.properties) == 1 for member in rest):
        found = [_data(member, schemas.definitions.name_path(member.node) or name_path, schemas) for member in rest]
        return _Item(schemas.union_of(found), sentinel=sentinel, inside=True)
    return _Item(schemas.type(schema, name_path), envelope=True, sentinel=sentinel)


def _is_event(shape: Shape) -> bool:
    return "data" in shape.properties and set(shape.properties) <= _EVENT_FIELDS


def _end(shape: Shape, schemas: Schemas) -> str:
    """The constant in brackets (`[DONE]`) that is the event's data, or an empty string."""
    values = schemas.shapes.of(shape.properties["data"][0].node).values or ()
    end = values[0] if len(values) == 1 else None
    return end if isinstance(end, str) and end.startswith("[") and end.endswith("]") else ""


def _data(shape: Shape, name_path: NamePath, schemas: Schemas) -> Type:
    """The type of an event's data; if it is JSON in a string, the type of that JSON."""
    part = shape.properties["data"][0]
    content = part.node.mapping("contentSchema") if part.node.is_mapping else None
    return schemas.type(content or part.node, (part.name_path or name_path).below("data"))


def _body_schema(operation: Node, schemas: Schemas) -> Node | None:
    body = schemas.context.follow(operation.mapping("requestBody"))
    content = body.mapping("content") if body is not None and body.is_mapping else None
    for media_type, entry in content.items() if content is not None else ():
        node = schemas.context.follow(entry)
        if node is not None and node.is_mapping and media_kind(str(media_type)) == "json":
            return node.get("schema")
    return None


def _fern_condition(operation: Node) -> str:
    fern = operation.get("x-fern-streaming")
    condition = fern.value.get("stream-condition") if fern is not None and fern.is_mapping else None
    return condition.rpartition(".")[2] if isinstance(condition, str) else ""


# --- completed from the types ---


def with_types(operation: Operation, definitions: Mapping[str, Definition], node: Node, context: Context) -> Operation:
    """The operation with its stream's switch, error property and accumulator.

    If an operation has both kinds of response and no switch, the stream is requested by `Accept` (RFC 9110, section
    12.5.1). If something else of the operation is named `stream`, the operation has no stream.
    """
    stream = operation.stream
    if stream is None:
        return operation
    response = next((type for type in content_types(operation.responses)), None)
    switch, in_body = stream.switch if response is not None else "", True
    if response is not None and not switch:
        bodies = operation.body.contents if operation.body is not None else ()
        in_body = any(_has_switch(content.type, definitions) for content in bodies)
        if not in_body and _is_taken(operation, definitions):
            why = "no parameter or property requests the stream; the operation returns the complete response"
            context.fallback("stream-without-switch", why, node)
            return replace(operation, stream=None)
        if not in_body:
            why = (
                "no parameter or property requests the stream; it is requested by its media type in the `Accept` header"
            )
            context.diagnostics.note("stream-by-accept", why, node)
        switch = _SWITCH
    wires = {field.wire for shape in objects_of(stream.item, definitions) for field in shape.fields}
    reconnects = stream.envelope and operation.method == "GET" and {"id", "retry"} <= wires
    accumulator = derive_accumulator(stream.item, response, definitions) if response is not None else None
    error = error_property(stream.item, definitions)
    return replace(
        operation,
        stream=replace(
            stream, switch=switch, in_body=in_body, error=error, accumulator=accumulator, reconnects=reconnects
        ),
    )


def _is_taken(operation: Operation, definitions: Mapping[str, Definition]) -> bool:
    """Whether a parameter or a property of the body has the name of the switch."""
    bodies = operation.body.contents if operation.body is not None else ()
    fields = [entry for content in bodies for shape in objects_of(content.type, definitions) for entry in shape.fields]
    wires = [*(parameter.wire for parameter in operation.parameters), *(entry.wire for entry in fields)]
    return any(folded(wire) == (_SWITCH,) for wire in wires)


def _has_switch(body: Type | None, definitions: Mapping[str, Definition]) -> bool:
    fields = [entry for shape in objects_of(body, definitions) for entry in shape.fields if entry.wire == _SWITCH]
    return any(plain(entry.type, definitions) == Scalar("boolean") for entry in fields)


def error_property(item: Type, definitions: Mapping[str, Definition]) -> str:
    """The property `error` of an item, or of a member of a union, where it is an object with a `message`."""
    for shape in objects_of(item, definitions):
        for field in shape.fields:
            if field.wire == "error":
                for inner in objects_of(field.type, definitions):
                    if any(entry.wire == "message" for entry in inner.fields):
                        return "error"
    return ""


def objects_of(type: Type | None, definitions: Mapping[str, Definition], depth: int = 0) -> Iterator[Object]:
    """The objects of a type, through references, null and unions."""
    shape = definitions[type.id].shape if isinstance(type, Ref) else None
    if isinstance(shape, Object):
        yield shape
    elif depth < 20:
        inner = (shape.type,) if shape is not None else children(type) if isinstance(type, Nullable | Union) else ()
        for each in inner:
            yield from objects_of(each, definitions, depth + 1)
