"""Optional references: places where a dangling reference costs a type or an example, not an operation."""

from __future__ import annotations

from typing import Final

from generator.document.node import Node

_SCHEMA_MAPS: Final = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"})
_SCHEMA_LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SCHEMAS: Final = frozenset({
    "items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
})  # fmt: skip
"""Keywords whose value is a schema (JSON Schema 2020-12, sections 10 and 11)."""
_COMPONENTS: Final = frozenset({"components", "definitions", "$defs"})


def lost(node: Node) -> str:
    """What a dangling reference at a node costs, if the document can be used without it; otherwise empty.

    Published documents have dangling references inside schemas, in the mappings of discriminators, in optional
    parameters and in response headers.
    """
    if is_example(node):
        return "the example is left out"
    while node.parent is not None:
        above = node.parent
        container = above.parent.key if above.parent is not None else None
        if above.key == "mapping" and container == "discriminator":
            return "the entry is ignored"
        if _is_schema(node, above) or _is_optional_parameter(node, above):
            return "read as any value"
        if above.key == "headers" and node.is_mapping:
            return "the header is left out"
        node = above
    return ""


def _is_schema(node: Node, above: Node) -> bool:
    """Whether a node is a schema inside another schema; `above` is its parent."""
    container = above.parent.key if above.parent is not None else None
    if above.key in _SCHEMA_MAPS and above.parent is not None and above.parent.is_mapping:
        return container is not None and node.is_mapping
    if above.key in _SCHEMA_LISTS:
        return isinstance(node.key, int)
    return node.key in _SCHEMAS and above.is_mapping and container not in _COMPONENTS


def _is_optional_parameter(node: Node, above: Node) -> bool:
    if node.key not in {"schema", "content"} or not (above.get("in") and above.get("name")):
        return False
    required = above.get("required")
    return required is None or required.value is not True


def is_example(node: Node) -> bool:
    """Whether a node, or the `$ref` in it, is a member of an `examples` object: documentation only."""
    entry = node.parent if node.key == "$ref" and node.parent is not None else node
    above = entry.parent
    if above is None or above.key != "examples" or above.parent is None:
        return False
    return above.parent.key not in {"properties", "patternProperties", "schemas", "$defs", "definitions"}
