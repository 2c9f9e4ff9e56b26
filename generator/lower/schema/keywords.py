"""The keywords of JSON Schema 2020-12 and OpenAPI, by their effect on a type."""

from __future__ import annotations

from typing import Any, Final

from generator.diagnostics.suggest import did_you_mean
from generator.document.node import Node
from generator.lower.schema.json_values import is_list, is_mapping

REFERENCES: Final = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})

CONSTRAINTS: Final = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
    "pattern", "minItems", "maxItems", "minProperties", "maxProperties",
)  # fmt: skip
"""Keywords that restrict a value without changing its type."""

STRUCTURE: Final = frozenset({
    *REFERENCES, "type", "nullable", "enum", "const", "format", "contentEncoding", "contentMediaType",
    "properties", "required", "additionalProperties", "unevaluatedProperties", "patternProperties", "items",
    "prefixItems", "uniqueItems", "allOf", "oneOf", "anyOf",
})  # fmt: skip
"""Keywords that determine a type. A schema without them has only documentation and constraints."""

UNTYPED: Final = (
    "not", "if", "then", "else", "dependentSchemas", "dependentRequired", "contains", "propertyNames",
    "unevaluatedItems",
)  # fmt: skip
"""Keywords that the IR does not represent: they restrict a value in ways that a type cannot express."""

KINDS: Final = ("object", "array", "string", "integer", "number", "boolean", "null")

LOOSE_TYPES: Final[dict[str, tuple[str, str]]] = {
    "file": ("string", "binary"),
    "binary": ("string", "binary"),
    "date": ("string", "date"),
    "datetime": ("string", "date-time"),
    "date-time": ("string", "date-time"),
    "timestamp": ("string", ""),
    "uuid": ("string", "uuid"),
    "text": ("string", ""),
    "str": ("string", ""),
    "int": ("integer", ""),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "long": ("integer", "int64"),
    "float": ("number", "float"),
    "double": ("number", "double"),
    "decimal": ("number", ""),
    "bool": ("boolean", ""),
    "list": ("array", ""),
    "dict": ("object", ""),
    "map": ("object", ""),
}
"""Common values of `type` that are not JSON Schema types, with the type and format they mean."""

_IMPLIED: Final = {
    "object": (
        "properties", "additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames",
        "required", "minProperties", "maxProperties",
    ),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "string": ("pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}  # fmt: skip

_FORMATS: Final = {
    **dict.fromkeys(("int32", "int64", "uint32", "uint64", "int16", "int8"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys((
        "date", "date-time", "time", "duration", "uuid", "uri", "uri-reference", "url", "email", "idn-email",
        "hostname", "idn-hostname", "ipv4", "ipv6", "byte", "binary", "password", "regex", "json-pointer",
        "iri",
    ), "string"),
}  # fmt: skip


def structure(value: Any) -> frozenset[str]:
    """The keywords of a schema that determine its type, without those that have no effect (`properties: {}`)."""
    if not is_mapping(value):
        return frozenset()
    found = STRUCTURE.intersection(value)
    return frozenset(key for key in found if not _is_neutral(key, value[key])) if found else found


def _is_neutral(key: str, value: Any) -> bool:
    if key in {"additionalProperties", "unevaluatedProperties"}:
        return value is True or value == {}
    if key in {"properties", "required", "patternProperties", "allOf"}:
        return not value
    return key in {"nullable", "uniqueItems"} and value is not True


def implied_kind(value: dict[str, Any]) -> str:
    """The JSON type that the keywords of a schema without `type` imply, or an empty string."""
    for kind, keywords in _IMPLIED.items():
        if any(key in value and not is_item_list(key, value[key]) for key in keywords):
            return kind
    form = value.get("format")
    return _FORMATS.get(form, "") if isinstance(form, str) else ""


def is_item_list(key: str, value: Any) -> bool:
    """Whether `items` is a list, as in JSON Schema before 2020-12.

    With `type: array` it lists the positions of a tuple. Without, it does not imply an array: such documents mean one
    of the schemas in the list.
    """
    return key == "items" and is_list(value)


def declared_kinds(node: Node) -> tuple[tuple[str, ...] | None, str]:
    """The JSON types in `type`, including `null`, and the format that a loose type name implies.

    The types are None for any value: there is no `type`, or it is unknown (which is reported).
    """
    value = node.value.get("type")
    names = value if is_list(value) else [value]
    kinds: list[str] = []
    form = ""
    for name in names:
        kind = name
        if name is None and is_list(value):
            kind = "null"
        elif isinstance(name, str) and name not in KINDS:
            kind, form = LOOSE_TYPES.get(name.lower(), (name.lower(), ""))
            if kind == "any":
                return None, ""
            if kind in KINDS:
                message = f'unknown type "{name}"; treated as {kind}'
                hint = f"write `type: {kind}`" + (f" and `format: {form}`" if form else "")
                node.diagnostics.warning("loose-type", message, node.child("type"), hint)
        if kind is None:
            return None, ""
        if kind not in KINDS:
            message = f'unknown type "{name}"; treated as any value'
            hint = did_you_mean(str(name), KINDS) or f"the types are {', '.join(KINDS)}"
            node.diagnostics.fallback("unknown-type", message, node.child("type"), hint)
            return None, ""
        if kind not in kinds:
            kinds.append(kind)
    return tuple(kinds) or None, form


def kind_of(value: Any) -> str:
    """The JSON type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if is_list(value) else "object"
