"""Upgrade the schemas of OpenAPI 3.0 and Swagger 2.0 to JSON Schema 2020-12.

One pass over a whole file, wherever its schemas are: a keyword is touched only where its value has the type that only
the old meaning allows (`nullable: true`, `exclusiveMinimum: true`, `discriminator: "kind"`). Examples, defaults, enums
and extensions are data, and stay. What does not change is shared with the original, which is never mutated.
"""

from __future__ import annotations

from generator.document.json_types import Json, JsonArray, JsonObject
from generator.document.pointer import join
from generator.document.upgrade.pointer_map import PointerMap, before

_DATA = frozenset({"example", "examples", "default", "enum", "const"})
_NAMES = frozenset(
    {
        *("properties", "patternProperties", "dependentSchemas", "definitions", "$defs", "schemas"),
        *("paths", "webhooks", "parameters", "responses", "requestBodies", "headers", "callbacks", "links"),
        *("content", "encoding", "securitySchemes", "securityDefinitions", "pathItems", "variables"),
    }
)
"""Keywords whose members are named by the author, so that `example` or `nullable` is not a keyword there."""

_ANNOTATIONS = frozenset(
    {
        *("title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"),
        *("externalDocs", "xml"),
    }
)
_NULL: JsonObject = {"type": "null"}
KEYWORDS = ("nullable", "exclusiveM", "discriminator")
"""A file with none of these has nothing to upgrade."""


def upgrade_schemas(value: Json) -> tuple[Json, PointerMap]:
    """The value with its schemas upgraded, and the pointer map."""
    upgrade = _Upgrade()
    return upgrade.value(value), upgrade.pointer_map


class _Upgrade:
    def __init__(self) -> None:
        self.pointer_map: dict[str, str] = {}
        self._keys: list[str | int] = []

    def value(self, value: Json) -> Json:
        if isinstance(value, dict):
            return self._object(value, names=False)
        return self._array(value) if isinstance(value, list) else value

    def _object(self, value: JsonObject, names: bool) -> JsonObject:
        if not names:
            value = self._schema(value)
        result = value
        keys = self._keys
        for key, child in value.items():
            if (type(child) is not dict and type(child) is not list) or (
                not names and (key in _DATA or key.startswith("x-"))
            ):
                continue
            keys.append(key)
            new = self._object(child, not names and key in _NAMES) if isinstance(child, dict) else self._array(child)
            keys.pop()
            if new is not child:
                if result is value:
                    result = dict(value)
                result[key] = new
        return result

    def _array(self, value: JsonArray) -> JsonArray:
        result = value
        for index, child in enumerate(value):
            if type(child) is not dict and type(child) is not list:
                continue
            self._keys.append(index)
            new = self._object(child, names=False) if isinstance(child, dict) else self._array(child)
            self._keys.pop()
            if new is not child:
                if result is value:
                    result = list(value)
                result[index] = new
        return result

    # --- one schema, its inner ones not yet looked at ---

    def _schema(self, schema: JsonObject) -> JsonObject:
        if schema.get("exclusiveMinimum") in (True, False) and type(schema["exclusiveMinimum"]) is bool:
            schema = self._bound(schema, "exclusiveMinimum", "minimum")
        if schema.get("exclusiveMaximum") in (True, False) and type(schema["exclusiveMaximum"]) is bool:
            schema = self._bound(schema, "exclusiveMaximum", "maximum")
        if type(schema.get("discriminator")) is str:
            schema = {**schema, "discriminator": {"propertyName": schema["discriminator"]}}
            self._moved("/discriminator/propertyName", "/discriminator")
        for word in ("nullable", "x-nullable"):
            if type(schema.get(word)) is bool:
                schema = self._nullable(schema, word)
        return schema

    def _bound(self, schema: JsonObject, flag: str, bound: str) -> JsonObject:
        rest = {key: value for key, value in schema.items() if key != flag}
        if schema[flag] and bound in rest:
            rest[flag] = rest.pop(bound)
            self._moved("/" + flag, "/" + bound)
        return rest

    def _nullable(self, schema: JsonObject, word: str) -> JsonObject:
        rest = {key: value for key, value in schema.items() if key != word}
        if not schema[word]:
            return rest
        if "$ref" in rest or "allOf" in rest or "const" in rest or "not" in rest:
            # A `type: [T, "null"]` beside these would still have them forbid null.
            return self._beside_null(rest, word)
        in_union = len(self._keys) > 1 and isinstance(self._keys[-1], int) and self._keys[-2] in ("oneOf", "anyOf")
        if in_union and all(key in _ANNOTATIONS or key.startswith("x-") for key in rest):
            self._moved("/type", "/" + word)
            return {**rest, **_NULL}  # it allows any value, but documents mean null
        kind = rest.get("type")
        if isinstance(kind, str):
            kind = [kind]
        if isinstance(kind, list) and "null" not in kind:
            rest["type"] = [*kind, "null"]
        values = rest.get("enum")
        if isinstance(values, list) and None not in values:
            rest["enum"] = [*values, None]
        for union in ("oneOf", "anyOf"):
            members = rest.get(union)
            if isinstance(members, list) and members and not any(map(_admits_null, members)):
                rest[union] = [*members, _NULL]
                self._moved(f"/{union}/{len(members)}", "/" + word)
        return rest

    def _beside_null(self, rest: JsonObject, word: str) -> JsonObject:
        outer = {key: value for key, value in rest.items() if key in _ANNOTATIONS or key.startswith("x-")}
        inner = {key: value for key, value in rest.items() if key not in outer}
        self._moved("/anyOf/0", "")
        self._moved("/anyOf/1", "/" + word)
        return {**outer, "anyOf": [inner, _NULL]}

    def _moved(self, new: str, old: str) -> None:
        here = join(self._keys)
        self.pointer_map[here + new] = before(here, self.pointer_map) + old


def _admits_null(member: Json) -> bool:
    """Whether a member of a union says by itself that it may be null."""
    if not isinstance(member, dict):
        return False
    kind, values = member.get("type"), member.get("enum")
    return (
        member.get("nullable") is True
        or kind == "null"
        or (isinstance(kind, list) and "null" in kind)
        or (kind is None and isinstance(values, list) and None in values)
    )
