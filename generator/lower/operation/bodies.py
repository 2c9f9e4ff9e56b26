"""Request bodies, and media types of bodies and responses ("Media Type Object")."""

from __future__ import annotations

from dataclasses import replace

from generator.document.node import Node
from generator.ir.types import AnyValue, Body, Content, Encoding, Map, Scalar, Type, Union, media_kind
from generator.lower.context import members
from generator.lower.docs import content_examples_of, docs_of
from generator.lower.schema.composition.shape import is_closed
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.lower_schema import Schemas


def lower_body(operation: Node, name_path: NamePath, schemas: Schemas) -> Body | None:
    """The request body of an operation, or None."""
    node = schemas.context.follow(operation.mapping("requestBody"))
    if node is None or not node.is_mapping:
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
        _by_name(content, media_type, schemas)
        for content, (_, media_type) in zip(lower_contents(entries, at, schemas), entries, strict=True)
    )
    return Body(node.flag("required"), contents, node.place, docs_of(node.value, examples=False))


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
    for media_type, node in entries:
        kind = media_kind(media_type)
        at = name_path.below(kind.capitalize()) if found else name_path
        found.append(
            Content(
                media_type,
                content_type(node, at, schemas),
                node.place,
                _encodings(node, schemas),
                content_examples_of(node, schemas.context.follow),
            )
        )
    return tuple(found)


def media_types(owner: Node, schemas: Schemas) -> list[tuple[str, Node]]:
    """The media types of a body or response, each with its object."""
    found: list[tuple[str, Node]] = []
    for media_type, entry in members(owner, "content"):
        node = schemas.context.follow(entry)
        if node is None:
            continue
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


def _encodings(node: Node, schemas: Schemas) -> tuple[Encoding, ...]:
    found: list[Encoding] = []
    for name, entry in members(node, "encoding"):
        if not entry.is_mapping:
            entry.wrong("an encoding")
            continue
        style = entry.text("style") or "form"
        explode = style == "form" if entry.get("explode") is None else entry.flag("explode")
        found.append(Encoding(name, entry.text("contentType"), style, explode))
    return tuple(found)
