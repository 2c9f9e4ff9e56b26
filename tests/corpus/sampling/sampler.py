"""Sample a schema: the document's examples, else a value that every keyword allows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from generator.document.node import Node
from generator.document.resolver import Document
from tests.corpus.referee import Reading, Referee
from tests.corpus.sampling.scalars import FORMATS, NOTHING, number, text

Direction: TypeAlias = Literal["request", "response"]

_ANY: Final = "any"
_DEEPEST: Final = 4  # below that only what is required
_SEVERAL: Final = 2
_UNTYPED: Final = frozenset({"oneOf", "anyOf", "allOf"})


class Sampler:
    """Makes values for the schemas of a document, as a request or a response has them."""

    def __init__(self, document: Document, direction: Direction = "response") -> None:
        self._document = document
        self._direction: Direction = direction
        self._left_out = "readOnly" if direction == "request" else "writeOnly"

    @cached_property
    def _referee(self) -> Referee:
        return Referee(self._document, FORMATS)

    def sample(self, schema: Node | None) -> Any:
        """A value of a schema; an empty object where none is found."""
        value = self.value(schema)
        return {} if value is NOTHING else value

    def each(self, schema: Node | None) -> list[Any]:
        """A value of each member of a union; of any other schema one."""
        node = self._document.resolve(schema) if schema is not None else None
        keyword = next(
            (key for key in ("oneOf", "anyOf") if node is not None and node.is_mapping and key in node.value), ""
        )
        found = [value for member in _listed(node, keyword) for value in self.each(member)] if node and keyword else []
        return found or [self.sample(schema)]

    def value(self, schema: Node | None, *, optional: bool = True) -> Any:
        """A value with its optional properties or without, or `NOTHING` where none is found."""
        return self._value(schema, optional, 0, (), frozenset())

    def is_valid(self, schema: Node, value: Any, reading: Reading | None = None) -> bool:
        """Whether JSON Schema accepts a value, read as the direction asks or in another way."""
        return self._referee.verdict(schema.place, value, reading or self._direction) == "valid"

    def _value(
        self, schema: Node | None, optional: bool, depth: int, above: tuple[int, ...], wanted: frozenset[str]
    ) -> Any:
        """A value below the schemas `above`; an object has the properties `wanted` beside those that it requires."""
        node = self._document.resolve(schema) if schema is not None else None
        if node is None or not node.is_mapping:
            return NOTHING if node is None or node.value is False else _ANY
        known = above.count(id(node.value))
        if known > 1 or (known and depth > _DEEPEST):
            return NOTHING
        for example in () if _is_object(node.value) else _examples(node.value):
            if self.is_valid(node, example):
                return example
        return self._made(node, optional, depth + 1, (*above, id(node.value)), wanted)

    def _made(self, node: Node, optional: bool, depth: int, above: tuple[int, ...], wanted: frozenset[str]) -> Any:
        keywords = node.value
        if "const" in keywords:
            return keywords["const"]
        if keywords.get("enum"):
            return next((entry for entry in keywords["enum"] if entry is not None), None)
        wanted = wanted.union(*(self._required(node, keyword) for keyword in ("oneOf", "anyOf")), _names(node))
        parts = [self._chosen(node, keyword, optional, depth, above) for keyword in ("oneOf", "anyOf")]
        parts += [self._value(part, optional, depth, above, wanted) for part in _listed(node, "allOf")]
        parts.append(self._own(node, optional, depth, above, wanted))
        found = [part for part in parts if part is not NOTHING]
        if objects := [part for part in found if isinstance(part, dict)]:
            return _merged(objects, _names(node))
        return next((part for part in reversed(found) if part != _ANY), found[0] if found else NOTHING)

    def _required(self, node: Node, keyword: str) -> frozenset[str]:
        """What the first alternative requires of the object that has the alternatives."""
        first = next(_listed(node, keyword), None)
        member = self._document.resolve(first) if first is not None else None
        return _names(member) if member is not None and member.is_mapping else frozenset()

    def _chosen(self, node: Node, keyword: str, optional: bool, depth: int, above: tuple[int, ...]) -> Any:
        """A value of the first member that has one which is not null, with the tag of the discriminator."""
        discriminator = node.value.get("discriminator")
        for member in _listed(node, keyword):
            value = self._value(member, optional, depth, above, frozenset())
            if value is NOTHING or value is None:
                continue
            if not isinstance(value, dict) or not isinstance(discriminator, dict) or not member.is_mapping:
                return value
            name, reference = discriminator.get("propertyName"), member.value.get("$ref", "")
            mapping = discriminator.get("mapping") or {}
            named = reference.rpartition("/")[2]
            tag = next((key for key, target in mapping.items() if target in {reference, named}), named)
            return {**value, name: tag} if tag and (mapping or name not in value) else value
        return NOTHING

    def _own(self, node: Node, optional: bool, depth: int, above: tuple[int, ...], wanted: frozenset[str]) -> Any:
        """What the schema's own keywords ask for."""
        keywords = node.value
        kind = keywords.get("type")
        if isinstance(kind, list):
            kind = next((entry for entry in kind if entry != "null"), "null")
        if kind == "object" or (kind is None and _is_object(keywords)):
            return self._object(node, optional, depth, above, wanted)
        if kind == "array" or (kind is None and "items" in keywords):
            return self._array(node, optional, depth, above)
        match kind:
            case "string":
                return text(keywords)
            case "integer" | "number":
                return number(keywords, kind)
            case "boolean":
                return True
            case "null":
                return None
        return NOTHING if _UNTYPED & keywords.keys() or "required" in keywords else _ANY

    def _object(self, node: Node, optional: bool, depth: int, above: tuple[int, ...], wanted: frozenset[str]) -> Any:
        required = _names(node)
        declared = node.mapping("properties")
        properties = self._document.resolve(declared) if declared is not None else None  # some documents refer to them
        found: dict[str, Any] = {}
        for name, child in properties.items() if properties is not None else ():
            target = self._document.resolve(child)
            if target is None or (target.is_mapping and target.value.get(self._left_out) is True):
                continue
            if name in required | wanted or (optional and depth <= _DEEPEST):
                found[name] = self._value(child, optional, depth, above, frozenset())
        if any(found.get(name) is NOTHING for name in required):
            return NOTHING
        found = {name: value for name, value in found.items() if value is not NOTHING}
        further = node.get("additionalProperties")
        more = node.value.get("minProperties") or optional
        if not found and further is not None and further.value is not False and more:
            value = self._value(further, optional, depth, above, frozenset()) if further.is_mapping else _ANY
            return {} if value is NOTHING else {"key": value}
        return found

    def _array(self, node: Node, optional: bool, depth: int, above: tuple[int, ...]) -> Any:
        least, most = node.value.get("minItems") or 0, node.value.get("maxItems")
        if most == 0:
            return []
        if first := list(_listed(node, "prefixItems")):
            return [self._value(item, optional, depth, above, frozenset()) for item in first]
        items = node.get("items")
        item = self._value(items, optional, depth, above, frozenset()) if items is not None else _ANY
        if item is NOTHING:
            return [] if not least else NOTHING
        count = max(_SEVERAL if optional else 1, least)
        count = min(count, most) if isinstance(most, int) else count
        return self._different(items, item, count) if node.value.get("uniqueItems") else [item] * count

    def _different(self, items: Node | None, item: Any, count: int) -> list[Any]:
        """Values that differ from one another; fewer where an enumeration has no more."""
        target = self._document.resolve(items) if items is not None else None
        listed = target.value.get("enum") if target is not None and target.is_mapping else None
        if listed:
            return list(listed[:count])
        found = [item]
        for position in range(1, count):
            other = f"{item}{position}" if isinstance(item, str) else item + position if type(item) is int else item
            if other not in found and (items is None or self.is_valid(items, other)):
                found.append(other)
        return found


def _is_object(keywords: dict[str, Any]) -> bool:
    return "properties" in keywords or "additionalProperties" in keywords


def _merged(objects: list[dict[str, Any]], required: frozenset[str]) -> dict[str, Any]:
    """The properties of the parts of an object, and any value for what is required and declared by none."""
    found: dict[str, Any] = {}
    for part in objects:
        found |= {name: value for name, value in part.items() if value != _ANY or name not in found}
    return found | dict.fromkeys(sorted(required - found.keys()), _ANY)


def _names(node: Node) -> frozenset[str]:
    required = node.value.get("required")
    return frozenset(name for name in required if isinstance(name, str)) if isinstance(required, list) else frozenset()


def _listed(node: Node | None, keyword: str) -> Iterator[Node]:
    found = node.sequence(keyword) if node is not None else None
    return iter(found.elements()) if found is not None else iter(())


def _examples(keywords: dict[str, Any]) -> Iterator[Any]:
    if "example" in keywords:
        yield keywords["example"]
    several = keywords.get("examples")
    yield from several if isinstance(several, list) else ()
    if keywords.get("default") not in (None, "", []):
        yield keywords["default"]
