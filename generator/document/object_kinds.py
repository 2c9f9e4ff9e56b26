"""The kinds of objects that references stand for, and what a dangling reference of each kind costs.

OpenAPI decides by position what an object is: the member of `responses` is a Response Object, the value of `items` a
schema. The kind is found from the root of the file down, as a property can have the name of a keyword.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from generator.document.node import Node
from generator.ir.types import METHODS

Kind: TypeAlias = Literal[
    "document", "fragment", "components", "paths", "webhooks", "path item", "webhook", "operations", "operation",
    "parameters", "parameter", "headers", "header", "request bodies", "request body", "contents", "media type",
    "encodings", "encoding", "responses", "response", "links", "link", "examples", "example", "callbacks", "callback",
    "security schemes", "security scheme", "schemas", "schema", "properties", "discriminator", "mapping",
    "mapping entry", "data",
]  # fmt: skip
"""An object of OpenAPI, or a map or list of them. `fragment`: the root of a file that is not a complete document."""

_SECTIONS: Final[dict[str, Kind]] = {
    "schemas": "schemas", "responses": "responses", "parameters": "parameters", "examples": "examples",
    "requestBodies": "request bodies", "headers": "headers", "securitySchemes": "security schemes", "links": "links",
    "callbacks": "callbacks", "pathItems": "paths", "mediaTypes": "contents",
}  # fmt: skip
_VALUE: Final[dict[str, Kind]] = {"schema": "schema", "content": "contents", "examples": "examples"}

# Of a map or list, the kind of its members is at `*`.
_BELOW: Final[dict[Kind, dict[str, Kind]]] = {
    "document": {
        "paths": "paths", "webhooks": "webhooks", "components": "components", "x-speakeasy-globals": "operation",
    },
    "components": _SECTIONS,
    "paths": {"*": "path item"},
    "path item": {
        **dict.fromkeys(METHODS, "operation"), "additionalOperations": "operations", "parameters": "parameters",
    },
    "operations": {"*": "operation"},
    "operation": {
        "parameters": "parameters", "requestBody": "request body", "responses": "responses", "callbacks": "callbacks",
    },
    "webhooks": {"*": "webhook"},
    "webhook": {**dict.fromkeys(METHODS, "operation")},
    "callbacks": {"*": "callback"},
    "callback": {"*": "webhook"},
    "parameters": {"*": "parameter"},
    "parameter": _VALUE,
    "headers": {"*": "header"},
    "header": _VALUE,
    "request bodies": {"*": "request body"},
    "request body": {"content": "contents"},
    "contents": {"*": "media type"},
    "media type": {
        "schema": "schema", "itemSchema": "schema", "examples": "examples", "encoding": "encodings",
        "itemEncoding": "encoding", "prefixEncoding": "encodings",
    },
    "encodings": {"*": "encoding"},
    "encoding": {"headers": "headers"},
    "responses": {"*": "response"},
    "response": {"headers": "headers", "content": "contents", "links": "links"},
    "links": {"*": "link"},
    "examples": {"*": "example"},
    "security schemes": {"*": "security scheme"},
    "schemas": {"*": "schema"},
    "schema": {
        "properties": "properties",
        **dict.fromkeys(("patternProperties", "$defs", "definitions", "dependentSchemas"), "schemas"),
        **dict.fromkeys(("allOf", "oneOf", "anyOf", "prefixItems"), "schemas"),
        **dict.fromkeys(("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties"), "schema"),
        **dict.fromkeys(("contains", "contentSchema", "propertyNames", "not", "if", "then", "else"), "schema"),
        "discriminator": "discriminator",
    },
    "properties": {"*": "schema"},
    "discriminator": {"mapping": "mapping"},
    "mapping": {"*": "mapping entry"},
}  # fmt: skip

_LOSSES: Final[dict[Kind, str]] = {
    "schema": "read as any value",
    "properties": "read as any properties",
    "mapping entry": "the entry is left out",
    "media type": "read as any value",
    "request body": "any value can be sent",
    "response": "read as any value",
    "parameter": "the parameter is left out",
    "header": "the header is left out",
    "security scheme": "the client cannot send it",
    "example": "the example is left out",
    "examples": "the examples are left out",
    "link": "the link is left out",
    "links": "the links are left out",
    "callback": "the callback is left out",
    "callbacks": "the callbacks are left out",
    "webhook": "the webhook is left out",
    "webhooks": "the webhooks are left out",
}
DOCUMENTATION: Final[frozenset[Kind]] = frozenset({"example", "examples", "link", "links"})
"""Kinds that no operation and no type depends on."""


def kind_of(node: Node) -> Kind:
    """The kind of object at a node, be it there or in a `$ref`."""
    steps = list[Node]()
    while node.parent is not None:
        steps.append(node)
        node = node.parent
    kind: Kind = "document" if node.is_mapping and not {"openapi", "swagger"}.isdisjoint(node.value) else "fragment"
    for step in reversed(steps):
        key = str(step.key)
        kind = _in_fragment(key) if kind == "fragment" else kind_below(kind, key)
    return "schema" if kind == "fragment" else kind


def loss_of(kind: Kind) -> str:
    """What a dangling reference costs where the rest can still be generated; empty where an operation is lost."""
    return _LOSSES.get(kind, "")


def kind_below(kind: Kind, key: str) -> Kind:
    """The kind of a member of an object of a kind, or of an element of a list."""
    found = _BELOW.get(kind, {})
    return found.get(key) or found.get("*") or "data"


def is_map(kind: Kind) -> bool:
    """Whether the keys of an object of a kind are names, not keywords."""
    return "*" in _BELOW.get(kind, {}) or kind == "components"


def section_of(kind: Kind) -> str:
    """The section of `components` for objects of a kind."""
    return next((name for name, kinds in _SECTIONS.items() if kind_below(kinds, "") == kind), "schemas")


def _in_fragment(key: str) -> Kind:
    """The kind of a member of a file's root or of an object of an unknown kind, by its key."""
    if key.startswith("/"):
        return "path item"
    for kind in ("document", "operation", "response", "media type", "schema", "path item"):
        if (found := _BELOW[kind].get(key)) is not None:
            return found
    return _SECTIONS.get(key, "fragment")
