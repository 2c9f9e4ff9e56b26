"""Request bodies, and media types of bodies and responses ("Media Type Object")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.diagnostics.suggest import did_you_mean
from generator.document.node import Node
from generator.ir.types import AnyValue, Array, Body, Content, Encoding, Json, Map, Scalar, Type, Union, media_kind
from generator.lower.docs import content_examples_of, docs_of
from generator.lower.operation.styles import lower_style
from generator.lower.schema.composition.shape import is_closed
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.json_values import is_mapping
from generator.lower.schema.lower_schema import Schemas
from generator.lower.schema.objects import inline_constraints


def any_content() -> Json:
    """A body or response of any value, for a reference that leads nowhere."""
    return {"content": {"application/json": {}}}


def lower_body(operation: Node, name_path: NamePath, schemas: Schemas) -> Body | None:
    """The request body of an operation, or None."""
    entry = operation.mapping("requestBody")
    if entry is None:
        return None
    node = schemas.context.target_or(entry, any_content())
    if not node.is_mapping:
        return None
    shared = node.parent is not None and node.parent.key == "requestBodies"
    at = schemas.definitions.located(node) if shared else name_path.below("Request")
    entries = media_types(node, schemas)
    if not entries:
        schemas.context.fallback(
            "empty-body", "the request body has no content; left out", node, "add `content` with a media type"
        )
        return None
    if not node.flag("required") and all(_holds_nothing(entry, schemas) for _, entry in entries):
        why = "the optional request body allows no properties; left out"
        schemas.context.diagnostics.note("empty-body", why, node)
        return None
    contents = tuple(
        _as_sent(_by_name(_of_items(content, media_type, at, schemas), media_type, schemas))
        for content, (_, media_type) in zip(lower_contents(entries, at, schemas), entries, strict=True)
    )
    contents = _by_header(contents, _header_types(operation, schemas))
    return Body(node.flag("required"), contents, node.place, docs_of(node.value, examples=False))


def _of_items(content: Content, media_type: Node, at: NamePath, schemas: Schemas) -> Content:
    """The content of a request; the type of a sequence of JSON values is an array of its items.

    `itemSchema` describes an item, and a `schema` of type array the sequence (OpenAPI 3.2, "Sequential Media Types").
    Any other `schema` is read as that of an item.
    """
    if content.kind != "lines":
        return content
    items = media_type.get("itemSchema")
    if items is not None and items.value is not None:
        return replace(content, type=Array(schemas.type(items, at.below("Item"))))
    schema = media_type.get("schema")
    if schema is None or content.type is None:
        return replace(content, type=Array(AnyValue()))
    is_array = schema.is_mapping and schemas.shapes.of(schema).kind == "array"
    return content if is_array else replace(content, type=Array(content.type), constraints=())


def _header_types(operation: Node, schemas: Schemas) -> tuple[str, ...]:
    """The media types that a parameter for the header `Content-Type` lists, the default first."""
    found: list[str] = []
    for owner in (operation, operation.parent):
        for entry in schemas.context.elements(owner, "parameters") if owner is not None and not found else ():
            node = schemas.context.follow(entry)
            if node is None or not node.is_mapping or node.value.get("in") != "header":
                continue
            schema = node.get("schema") if str(node.value.get("name")).lower() == "content-type" else None
            if schema is not None and schema.is_mapping:
                shape = schemas.shapes.of(schema)
                defaults = [part.node.value["default"] for part in shape.having("default")]
                found += [text for text in (*defaults, *(shape.values or ())) if isinstance(text, str) and "/" in text]
    return tuple(dict.fromkeys(found))


def _by_header(contents: tuple[Content, ...], listed: tuple[str, ...]) -> tuple[Content, ...]:
    """The contents in the order of the header `Content-Type`; one of text or bytes, in each type that it lists."""
    known = {content.media_type.lower(): content for content in contents}
    first = [known[text.lower()] for text in listed if text.lower() in known]
    if not first and listed and len(contents) == 1 and not contents[0].is_typed:
        return tuple(replace(contents[0], media_type=text, raw=contents[0].kind == "binary") for text in listed)
    return (*first, *(content for content in contents if content not in first))


def _by_name(content: Content, media_type: Node, schemas: Schemas) -> Content:
    """The content of a request; a form whose schema is not an object still takes any named values."""
    schema = media_type.get("schema")
    if content.kind not in {"form", "multipart"} or schema is None or not schema.is_mapping:
        return content
    shape = schemas.shapes.of(schema)
    if shape.kind in {"", "object"} and not shape.values:
        return content
    schemas.context.fallback(
        "form-without-names",
        f"the schema of a form is of type {shape.kind}, not an object; treated as any object",
        schema,
    )
    named = Map(AnyValue())
    return replace(content, type=Union((named, Scalar("string"))) if content.kind == "form" else named)


def _as_sent(content: Content) -> Content:
    """The content of a request; one of any media type is bytes where its schema says so, or where it has none."""
    any_type = content.media_type.partition(";")[0].strip() == "*/*"
    return replace(content, raw=True) if any_type and content.type in (None, Scalar("string", "binary")) else content


def _holds_nothing(media_type: Node, schemas: Schemas) -> bool:
    """Whether the only value that a media type's schema allows is an object without properties."""
    schema = media_type.get("schema")
    if schema is None or not schema.is_mapping:
        return False
    shape = schemas.shapes.of(schema)
    empty = not (shape.properties or shape.alternatives or shape.tags or shape.null)
    return shape.kind == "object" and empty and is_closed(shape) and not any(shape.having("patternProperties"))


def lower_contents(entries: list[tuple[str, Node]], name_path: NamePath, schemas: Schemas) -> tuple[Content, ...]:
    """The media types of a body or response. Further inline schemas are named by the kind of their media type."""
    found: list[Content] = []
    any_json = any(media_kind(media_type) == "json" for media_type, _ in entries)
    for media_type, node in entries:
        if media_type.partition(";")[0].strip() == "application/*" and not any_json and _is_json(node, schemas):
            media_type = "application/json"  # the media type of that range that fits an object or a list
        kind = media_kind(media_type)
        at = name_path.below(kind.capitalize()) if found else name_path
        found.append(
            Content(
                media_type,
                content_type(node, at, schemas),
                node.place,
                tuple(_encodings(node, media_type, schemas)),
                content_examples_of(node, schemas.context.follow),
                constraints=inline_constraints([schema], schemas) if (schema := node.get("schema")) is not None else (),
            )
        )
    return tuple(found)


def _is_json(media_type: Node, schemas: Schemas) -> bool:
    """Whether the schema of a media type is that of objects or arrays."""
    schema = media_type.get("schema")
    return schema is not None and schema.is_mapping and schemas.shapes.of(schema).kind in {"object", "array"}


def media_types(owner: Node, schemas: Schemas) -> list[tuple[str, Node]]:
    """The media types of a body or response, each with its object."""
    found: list[tuple[str, Node]] = []
    for media_type, entry in schemas.context.members(owner, "content"):
        node = schemas.context.target_or(entry, {})
        if not node.is_mapping:
            if node.value is not None:
                node.wrong("a media type")
            node = Node({}, node.source, node.diagnostics, node.parent, node.key)
        found.append((str(media_type), node))
    return found


def content_type(node: Node, name_path: NamePath, schemas: Schemas) -> Type | None:
    """The type of a media type's `schema`, or None."""
    schema = node.get("schema")
    return schemas.type(schema, name_path) if schema is not None and schema.value is not None else None


def _encodings(node: Node, media_type: str, schemas: Schemas) -> Iterator[Encoding]:
    """The encodings of a form's properties: those of `encoding`, and those of `contentMediaType`."""
    given = _media_types_of_parts(node, schemas) if media_kind(media_type) == "multipart" else {}
    properties, closed = _properties(node, schemas)
    for name, entry in schemas.context.members(node, "encoding"):
        if not entry.is_mapping:
            entry.wrong("an encoding")
            continue
        if closed and name not in properties:
            message = f'the encoding of "{name}": the schema has no such property'
            hint = did_you_mean(name, properties) or f"add the property `{name}`, or remove the encoding"
            schemas.context.diagnostics.warning("unknown-encoding", message, entry, hint)
        style, explode = "", True
        if any(entry.get(key) is not None for key in ("style", "explode", "allowReserved")):
            style, explode = lower_style(entry, "query", properties.get(name), schemas)
        content_type = entry.text("contentType") or given.get(name, "")
        given.pop(name, None)
        headers = tuple(_part_headers(entry, schemas))
        yield Encoding(name, content_type, style, explode, headers, entry.flag("allowReserved"))
    for name, content_type in given.items():
        yield Encoding(name, content_type)


def _properties(node: Node, schemas: Schemas) -> tuple[dict[str, Node], bool]:
    """The properties of a media type's schema, and whether there are no others."""
    schema = node.get("schema")
    if schema is None or not schema.is_mapping:
        return {}, False
    shape = schemas.shapes.of(schema)
    further = ("additionalProperties", "unevaluatedProperties", "patternProperties")
    is_open = shape.alternatives or not shape.properties or any(any(shape.having(key)) for key in further)
    return {name: parts[-1].node for name, parts in shape.properties.items()}, not is_open or is_closed(shape)


def _media_types_of_parts(node: Node, schemas: Schemas) -> dict[str, str]:
    """The `contentMediaType` of the properties that have one."""
    found: dict[str, str] = {}
    for name, schema in _properties(node, schemas)[0].items():
        media_type = schema.value.get("contentMediaType") if is_mapping(schema.value) else None
        if isinstance(media_type, str) and media_type != "application/octet-stream":
            found[name] = media_type
    return found


def _part_headers(encoding: Node, schemas: Schemas) -> Iterator[tuple[str, str]]:
    """The headers of a part that have one value. The others are given with the part."""
    headers = encoding.mapping("headers")
    for name, entry in headers.items() if headers is not None else ():
        header = schemas.context.follow(entry)
        schema = header.get("schema") if header is not None and header.is_mapping else None
        if schema is None or not schema.is_mapping or name.lower() == "content-type":
            continue
        shape = schemas.shapes.of(schema)
        values = shape.values if shape.values is not None and len(shape.values) == 1 else ()
        for value in values or [part.node.value["default"] for part in shape.having("default")][-1:]:
            if isinstance(value, str | int | float):
                yield name, str(value).lower() if isinstance(value, bool) else str(value)
