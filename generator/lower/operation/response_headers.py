"""Headers of responses (OpenAPI 3.1, "Header Object")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.document.node import Node
from generator.ir.types import Array, ResponseHeader, Scalar, Type
from generator.lower.docs import docs_of
from generator.lower.schema.lower_schema import Schemas

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_KINDS = {"integer": Scalar("integer"), "number": Scalar("number"), "boolean": Scalar("boolean")}
_TEXT = Scalar("string")


def lower_headers(status: str, response: Node, schemas: Schemas) -> Iterator[ResponseHeader]:
    """The headers of a response. One named `Content-Type` is ignored, as the specification says."""
    for name, entry in schemas.context.members(response, "headers"):
        node = schemas.context.target_or(entry, {})
        if not node.is_mapping:
            node.wrong("a header")
        elif _TOKEN.fullmatch(name) is None:
            schemas.context.fallback("header-name", f"`{name}` is not the name of a header; it is ignored", entry)
        elif name.lower() != "content-type":
            schema = node.get("schema")
            type = _type(schema, schemas) if schema is not None and schema.is_mapping else _TEXT
            yield ResponseHeader(name, status, type, entry.place, docs_of(node.value, examples=False))


def _type(schema: Node, schemas: Schemas, *, item: bool = False) -> Type:
    """The type of a header: a scalar or a list of scalars; a string for all else."""
    shape = schemas.shapes.of(schema)
    if shape.kind in _KINDS:
        return _KINDS[shape.kind]
    if shape.kind == "string" and shape.format in {"date-time", "date"}:
        return Scalar("string", shape.format)
    if shape.kind == "array" and not item:
        items = next((part.node.get("items") for part in shape.having("items")), None)
        return Array(_type(items, schemas, item=True) if items is not None and items.is_mapping else _TEXT)
    return _TEXT
