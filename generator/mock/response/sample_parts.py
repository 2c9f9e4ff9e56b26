"""Parts of samples: what keywords say, the values of several schemas as one, and the tags of discriminators."""

from __future__ import annotations

from typing import Any, Final

from generator.document.node import Node
from generator.ir.types import ABSENT, Absent, Json
from generator.lower.schema.json_values import is_list, is_mapping
from generator.mock.schemas.bundle import REFERENCES

ANY: Final = "any"
"""The value of a schema that allows any."""

_NAMES_AN_ID: Final = ("id", "uuid", "key", "cursor", "slug", "sha", "token")


def tagged(value: Json, member: Node, union: Node) -> Json:
    """The value of a member with the tag of the union's discriminator."""
    reference = member.value.get("$ref") if member.is_mapping else None
    if not is_mapping(value) or not isinstance(reference, str):
        return value
    tag = tag_of(union, reference, reference.rpartition("/")[2])
    if tag is None or (tag[0] in value and not _is_mapped(union)):
        return value
    return {**value, tag[0]: tag[1]}


def tag_of(node: Node, reference: str, name: str) -> tuple[str, str] | None:
    """The property and the value by which a discriminator names a schema."""
    discriminator = node.value.get("discriminator") if node.is_mapping else None
    if not is_mapping(discriminator) or not isinstance(discriminator.get("propertyName"), str):
        return None
    mapping = discriminator.get("mapping")
    pairs = mapping.items() if is_mapping(mapping) else ()
    return discriminator["propertyName"], next((key for key, to in pairs if to in (reference, name)), name)


def _is_mapped(union: Node) -> bool:
    return bool(union.value["discriminator"].get("mapping"))


def merged(values: list[Json]) -> Json | Absent:
    """The value of several parts: the properties of objects together, else the last that is not just any value."""
    objects = [value for value in values if is_mapping(value)]
    if objects:
        found: dict[str, Json] = {}
        for part in objects:
            found |= {name: value for name, value in part.items() if value != ANY or name not in found}
        return found
    return next((value for value in reversed(values) if value != ANY), values[0] if values else ABSENT)


def kind_of(keywords: dict[str, Any]) -> str:
    kind = keywords.get("type")
    if is_list(kind):
        kind = next((entry for entry in kind if entry != "null"), "null")
    if isinstance(kind, str):
        return kind
    if "properties" in keywords or "additionalProperties" in keywords or "minProperties" in keywords:
        return "object"
    return "array" if "items" in keywords or "prefixItems" in keywords else "string" if "pattern" in keywords else ""


def is_structure(keywords: dict[str, Any]) -> bool:
    return any(key in keywords for key in ("properties", "additionalProperties", "items", "allOf", "oneOf", "anyOf"))


def is_id(name: str) -> bool:
    folded = name.lower().rstrip("s")
    return folded.endswith(_NAMES_AN_ID)


def is_map(node: Node) -> bool:
    further = node.value.get("additionalProperties")
    return "properties" not in node.value and isinstance(further, dict | bool) and further is not False


def is_reference(node: Node) -> bool:
    return node.is_mapping and any(isinstance(node.value.get(key), str) for key in REFERENCES)


def has_members(node: Node, key: str) -> bool:
    return is_list(node.value.get(key)) and bool(node.value[key])


def texts(value: Any) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if is_list(value) else []
