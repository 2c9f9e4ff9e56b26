"""What JSON Schema itself says of a value: the package `jsonschema` over the document, upgraded to OpenAPI 3.1.

Draft 2020-12, which OpenAPI 3.1 builds on. Formats are not asserted, as is the draft's default, unless given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import quote

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import UnknownType, ValidationError, best_match
from jsonschema.validators import extend
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from generator.document.node import Node
from generator.document.pointer import split
from generator.document.positions.source import Source
from generator.document.resolver import Document
from generator.ir.types import Place

Verdict = Literal["valid", "invalid", "unread"]
"""`unread`: the schema itself is broken (a type that is none, a pattern that is no regular expression, a lost $ref)."""

Reading: TypeAlias = Literal["letter", "typed", "any", "request", "response"]
"""How a schema is read.

- `letter`: as JSON Schema says.
- `typed`: a schema that has no `type` is of the type that its keywords speak of.
- `any`: `oneOf` is satisfied by two members as by one, which is what authors mean who did not think of it.
- `request`, `response`: that too, and what is read-only (write-only) need not be there, whatever `required` says
  (OpenAPI 3.0.3, "Schema Object").
"""

_BROKEN: Final = (Unresolvable, UnknownType, TypeError, ValueError, AttributeError, re.error, RecursionError)
_SPEAKS_OF: Final = {
    "properties": "object",
    "additionalProperties": "object",
    "required": "object",
    "items": "array",
    "prefixItems": "array",
}


class Referee:
    """Judges values by the schemas of one document, each named by its place."""

    def __init__(self, document: Document, formats: FormatChecker | None = None) -> None:
        self._formats = formats
        self._roots = {root.file: root for root in document.roots}
        self._registry: Registry[Any] = Registry().with_resources(
            (_address(root), DRAFT202012.create_resource(_plain(root.value, root.source))) for root in document.roots
        )
        self._schema = cache(self._found)

    def verdict(self, place: Place, value: Any, reading: Reading = "letter") -> Verdict:
        """Whether the value is valid by the schema of the place, or by that of the content or parameter there."""
        schema = self._schema(place)
        if schema is None:
            return "unread"
        validator = _READINGS[reading]({"$ref": schema}, registry=self._registry, format_checker=self._formats)
        try:
            return "valid" if validator.is_valid(value) else "invalid"
        except _BROKEN:
            return "unread"

    def reason(self, place: Place, value: Any) -> str:
        """Why a value is not valid as a request, in a line; empty if it is."""
        validator = _READINGS["request"](
            {"$ref": self._schema(place)}, registry=self._registry, format_checker=self._formats
        )
        error = best_match(validator.iter_errors(value))
        return f"{error.json_path}: {error.message}" if error is not None else ""

    def _found(self, place: Place) -> str | None:
        node: Node | None = self._roots[place.file]
        for key in split(self._roots[place.file].source.current(place.pointer)):
            node = _step(node, key) if node is not None else None
        if node is not None and node.is_mapping:
            node = _schema_of(node)
        return f"{_address(node)}#{quote(node.path)}" if node is not None else None


def _schema_of(node: Node) -> Node | None:
    """The schema of a parameter or content; any other node is one."""
    if "name" in node.value and node.value.get("in") in {"path", "query", "header", "cookie"}:
        content = node.get("content")
        first = next((entry for _, entry in content.items()), None) if content is not None else node
        return first.get("schema") if first is not None else None
    if node.parent is not None and node.parent.key == "content":
        return node.get("itemSchema") or node.get("schema")
    return node


def _step(node: Node, key: str) -> Node | None:
    if node.is_sequence:
        return node.child(int(key)) if key.isdigit() and int(key) < len(node.value) else None
    wrapped = node.get("anyOf")
    if node.get(key) is None and wrapped and node.source.original(f"{wrapped.path}/0") == node.pointer:
        return wrapped.child(0).get(key)  # the upgrade put the schema into an `anyOf` beside null
    return node.get(key)


def _address(node: Node) -> str:
    source = node.source
    return source.path.as_uri() if source.path is not None else source.url


def _plain(value: Any, source: Source) -> Any:
    """The value with references to places of Swagger 2.0 (`#/definitions/…`) led to where the upgrade put them."""
    if isinstance(value, list):
        return [_plain(item, source) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _plain(item, source) for key, item in value.items()}
    reference = value.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        found["$ref"] = f"#{source.current(reference[1:])}"
    return found


def _typing(keyword: str, kind: str) -> Any:
    usual = Draft202012Validator.VALIDATORS[keyword]

    def check(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if "type" not in schema and not validator.is_type(instance, kind):
            yield ValidationError(f"{keyword} speaks of an {kind}")
        yield from usual(validator, value, instance, schema) or ()

    return check


def _requiring(mark: str) -> Any:
    def check(validator: Any, names: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        properties = schema.get("properties") or {}
        wanted = [name for name in names if (properties.get(name) or {}).get(mark) is not True]
        yield from Draft202012Validator.VALIDATORS["required"](validator, wanted, instance, schema) or ()

    return check


_ANY: Final = {"oneOf": Draft202012Validator.VALIDATORS["anyOf"]}
_READINGS: Final[dict[Reading, Any]] = {
    "letter": Draft202012Validator,
    "typed": extend(Draft202012Validator, {keyword: _typing(keyword, kind) for keyword, kind in _SPEAKS_OF.items()}),
    "any": extend(Draft202012Validator, _ANY),
    "request": extend(Draft202012Validator, _ANY | {"required": _requiring("readOnly")}),
    "response": extend(Draft202012Validator, _ANY | {"required": _requiring("writeOnly")}),
}
