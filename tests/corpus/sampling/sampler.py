"""A value for a schema, made without the lowering's help: from the upgraded document alone."""

from __future__ import annotations

from typing import Any, Final

from generator.document.node import Node
from generator.document.resolver import Document

_FORMATS: Final = {
    "date-time": "2024-05-06T07:08:09Z",
    "date": "2024-05-06",
    "time": "07:08:09",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "byte": "aGk=",
    "duration": "P1D",
    "uri": "https://example.com/x",
    "email": "a@example.com",
    "ipv4": "127.0.0.1",
    "decimal": "1.5",
}
_DEEPEST: Final = 5  # below that only what is required
_LONGEST: Final = 50
_NOTHING: Final = object()


class Sampler:
    """Makes values for the schemas of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def sample(self, schema: Node | None) -> Any:
        """A value of a schema; an empty object where any would do."""
        value = self._value(schema, 0, ())
        return {} if value is _NOTHING else value

    def each(self, schema: Node | None) -> list[Any]:
        """A value of each member of a union; of any other schema one."""
        node = self._document.resolve(schema) if schema is not None else None
        keyword = next(
            (key for key in ("oneOf", "anyOf") if node is not None and node.is_mapping and key in node.value), ""
        )
        sequence = node.sequence(keyword) if node is not None and keyword else None
        found = [value for member in (sequence.elements() if sequence else ()) for value in self.each(member)]
        return found or [self.sample(schema)]

    def _value(self, schema: Node | None, depth: int, above: tuple[int, ...]) -> Any:
        node = self._document.resolve(schema) if schema is not None else None
        if node is None or not node.is_mapping:
            return _NOTHING
        said = node.value
        if "const" in said:
            return said["const"]
        if said.get("enum"):
            return next((entry for entry in said["enum"] if entry is not None), None)
        if above.count(id(said)) > 1:
            return _empty(said)
        depth = _DEEPEST if id(said) in above else depth
        above = (*above, id(said))
        parts = [self._choice(node, keyword, depth, above) for keyword in ("oneOf", "anyOf")]
        merged = node.sequence("allOf")
        parts += [self._value(part, depth, above) for part in (merged.elements() if merged is not None else ())]
        parts.append(self._own(node, depth, above))
        found = [part for part in parts if part is not _NOTHING]
        objects = [part for part in found if isinstance(part, dict)]
        if objects:
            return {key: value for part in objects for key, value in part.items()}
        return found[0] if found else _NOTHING

    def _choice(self, node: Node, keyword: str, depth: int, above: tuple[int, ...]) -> Any:
        """A value of the first member that is not null, with the tag that a discriminator wants."""
        sequence = node.sequence(keyword)
        members = list(sequence.elements()) if sequence is not None else []
        first = next((member for member in members if member.value != {"type": "null"}), None)
        value = self._value(first, depth + 1, above)
        discriminator = node.value.get("discriminator")
        if first is None or not isinstance(value, dict) or not isinstance(discriminator, dict):
            return value
        name, reference = discriminator.get("propertyName"), first.value.get("$ref", "")
        mapping = discriminator.get("mapping") or {}
        tag = next((key for key, target in mapping.items() if target == reference), reference.rpartition("/")[2])
        return {**value, name: tag} if tag and (mapping or name not in value) else value

    def _own(self, node: Node, depth: int, above: tuple[int, ...]) -> Any:
        """What the schema's own keywords ask for."""
        said = node.value
        kind = said.get("type")
        if isinstance(kind, list):
            kind = next((entry for entry in kind if entry != "null"), "null")
        if kind == "object" or "properties" in said:
            return self._object(node, depth, above)
        if kind == "array" or "items" in said:
            return self._array(node, depth, above)
        plain = {"integer": _least(said), "number": 1.5, "boolean": True, "null": None}
        if kind == "string":
            return _FORMATS.get(said.get("format", ""), "x" * max(1, min(said.get("minLength") or 1, _LONGEST)))
        return plain.get(kind, _NOTHING) if isinstance(kind, str) else _NOTHING

    def _object(self, node: Node, depth: int, above: tuple[int, ...]) -> dict[str, Any]:
        required = node.value.get("required")
        required = required if isinstance(required, list) else []
        properties = node.get("properties")
        entries = properties.items() if properties is not None and properties.is_mapping else ()
        found = {
            name: self._value(child, depth + 1, above)
            for name, child in entries
            if depth < _DEEPEST or name in required
        }
        return {name: value for name, value in found.items() if value is not _NOTHING}

    def _array(self, node: Node, depth: int, above: tuple[int, ...]) -> list[Any]:
        first = node.sequence("prefixItems")
        if first is not None:
            return [self.sample(item) for item in first.elements()]
        item = self._value(node.get("items"), depth + 1, above)
        least = node.value.get("minItems")
        count = max(1, min(least, _LONGEST)) if isinstance(least, int) else 1
        return [] if item is _NOTHING or (depth > _DEEPEST and count == 1) else [item] * count


def _empty(said: dict[str, Any]) -> Any:
    if said.get("type") == "object" or "properties" in said:
        return {}
    return [] if said.get("type") == "array" else _NOTHING


def _least(said: dict[str, Any]) -> int:
    minimum = said.get("minimum")
    return int(minimum) + 1 if isinstance(minimum, (int, float)) else 1
