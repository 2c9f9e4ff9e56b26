"""Bundle a schema of the document with all that it refers to, as JSON Schema 2020-12 without external references.

References are followed by the document's own rules, so that nothing is read that the document may not read. Keywords
whose value has the wrong type are left out: a validator would refuse the entire schema.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias

from generator.document.node import Node, NodeId
from generator.ir.types import Json
from generator.lower.context import Context
from generator.lower.schema.json_values import is_list, is_mapping

Direction: TypeAlias = Literal["request", "response"]

REFERENCES: Final = ("$ref", "$dynamicRef", "$recursiveRef")
_TYPES: Final = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})
_ONE: Final = frozenset({"not", "if", "then", "else", "propertyNames", "contains"})
_VALUES: Final = frozenset({"additionalProperties", "items", "unevaluatedProperties", "unevaluatedItems"})
_NAMED: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
_LISTED: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_NUMBERS: Final = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
_COUNTS: Final = frozenset(
    {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"}
)
_OPEN: Final = frozenset({"additionalProperties", "unevaluatedProperties", "patternProperties"})
_INTEGERS: Final = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


class Bundle:
    """A schema with its definitions. `nodes` has the node of each definition, by its index.

    For a request, properties that are read-only need not be there, whatever `required` says; for a response, those
    that are write-only (OpenAPI 3.0.3, "Schema Object"). With `closed`, an object has no properties but those that its
    schema declares, unless the schema says something of others. `is_pattern` says whether the validator can compile
    a pattern.
    """

    def __init__(
        self, context: Context, direction: Direction, is_pattern: Callable[[str], bool], *, closed: bool = False
    ) -> None:
        self._context = context
        self._hidden = "readOnly" if direction == "request" else "writeOnly"
        self._is_pattern = is_pattern
        self._closed = closed
        self._indices: dict[NodeId, int] = {}
        self.nodes: list[Node] = []
        self._open: dict[NodeId, bool] = {}

    def schema(self, node: Node) -> Json:
        """The schema of a node, self-contained."""
        root = self._value(node)
        definitions: dict[str, Json] = {}
        done = 0
        while done < len(self.nodes):
            definitions[str(done)] = self._converted(self.nodes[done])
            done += 1
        if not is_mapping(root):
            return root
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": definitions}

    def _value(self, node: Node) -> Json:
        """The schema of a value, as opposed to a part of another schema."""
        index = self._index(node) if node.is_mapping else None
        converted: Json = {"$ref": f"#/$defs/{index}"} if index is not None else self._converted(node)
        if self._closed and is_mapping(converted) and self._is_closed(node):
            converted["unevaluatedProperties"] = False
        return converted

    def _index(self, node: Node) -> int:
        index = self._indices.get(node.identity)
        if index is None:
            index = self._indices[node.identity] = len(self.nodes)
            self.nodes.append(node)
        return index

    def _converted(self, node: Node) -> Json:
        if not node.is_mapping:
            return node.value if isinstance(node.value, bool) else True
        found: dict[str, Json] = {}
        if any(isinstance(node.value.get(key), str) for key in REFERENCES):
            target = step(node, self._context)
            if target is not None:
                found["$ref"] = f"#/$defs/{self._index(target)}" if target.is_mapping else "#/$defs/any"
                if not target.is_mapping:
                    del found["$ref"]
        for key, child in node.items():
            if (converted := self._keyword(key, child, node)) is not None:
                found[key] = converted
        bounds = _INTEGERS.get(str(node.value.get("format")))
        if bounds is not None and "string" not in _types(node.value.get("type")):
            found.setdefault("minimum", bounds[0])
            found.setdefault("maximum", bounds[1])
        return found

    def _keyword(self, key: str, child: Node, node: Node) -> Json:
        """The keyword's value, or None where it is left out."""
        value: Any = child.value
        if key in _ONE or (key in {"unevaluatedProperties", "unevaluatedItems"} and isinstance(value, bool)):
            return self._converted(child) if isinstance(value, dict | bool) else None
        if key in _VALUES:
            return self._value(child) if isinstance(value, dict | bool) else None
        if key in _NAMED:
            return self._named(key, child)
        if key in _LISTED:
            convert = self._value if key == "prefixItems" else self._converted
            members = [convert(member) for member in child.elements() if isinstance(member.value, dict | bool)]
            return members or None
        if key == "required":
            return self._required(child, node)
        return value if self._is_plain(key, value) else None

    def _named(self, key: str, child: Node) -> Json:
        target = self._context.follow(child)  # some documents refer to a map of properties
        if target is None or not target.is_mapping:
            return None
        convert = self._converted if key == "dependentSchemas" else self._value
        return {
            name: convert(member)
            for name, member in target.items()
            if isinstance(member.value, dict | bool) and (key != "patternProperties" or self._is_pattern(name))
        }

    def _required(self, child: Node, node: Node) -> Json:
        if not child.is_sequence:
            return None
        properties = node.get("properties")
        declared: Mapping[str, Node] = dict(properties.items()) if properties is not None else {}
        names = dict.fromkeys(name for name in child.value if isinstance(name, str))
        return [name for name in names if not (name in declared and self.is_hidden(declared[name]))]

    def is_hidden(self, schema: Node) -> bool:
        """Whether a property is not part of this direction."""
        return is_marked(schema, self._hidden, self._context)

    def _is_plain(self, key: str, value: Any) -> bool:
        """Whether the value of a keyword without schemas can be used."""
        if key == "type":
            kinds = _types(value)
            return bool(kinds) and _TYPES.issuperset(kinds) and len(kinds) == len(set(kinds))
        if key in _NUMBERS:
            return _is_number(value)
        if key in _COUNTS:
            return _is_number(value) and value >= 0 and int(value) == value
        if key == "multipleOf":
            return _is_number(value) and value > 0
        if key == "pattern":
            return isinstance(value, str) and self._is_pattern(value)
        if key == "enum":
            return is_list(value) and bool(value)
        if key == "format":
            return isinstance(value, str)
        if key == "dependentRequired":
            return is_mapping(value) and all(_is_texts(names) for names in value.values())
        return key == "const" or (key == "uniqueItems" and isinstance(value, bool))

    def _is_closed(self, node: Node) -> bool:
        """Whether the schema of a value declares properties and says nothing of others."""
        if not node.is_mapping:
            return False
        known = self._open.get(node.identity)
        if known is None:
            parts = list(parts_of(node, self._context))
            declares = any("properties" in part.value for part in parts)
            known = self._open[node.identity] = declares and all(_OPEN.isdisjoint(part.value) for part in parts)
        return known


def is_marked(schema: Node, mark: str, context: Context) -> bool:
    """Whether a schema, or one that its reference leads to, is `readOnly` or `writeOnly`."""
    return any(part.value.get(mark) is True for part in chain(schema, context))


def step(node: Node, context: Context) -> Node | None:
    """The schema that a reference names; None where it leads nowhere."""
    return context.step(node)


def chain(node: Node, context: Context) -> Iterator[Node]:
    """A schema and those that its references lead to, one after the other."""
    seen: set[NodeId] = set()
    here: Node | None = node
    while here is not None and here.is_mapping and here.identity not in seen:
        seen.add(here.identity)
        yield here
        is_reference = any(isinstance(here.value.get(key), str) for key in REFERENCES)
        here = step(here, context) if is_reference else None


def parts_of(node: Node, context: Context) -> Iterator[Node]:
    """The schemas that a value may have to satisfy: the schema, its references and their unions and `allOf`."""
    seen: set[NodeId] = set()
    pending = [node]
    while pending:
        for part in chain(pending.pop(), context):
            if part.identity in seen:
                break
            seen.add(part.identity)
            yield part
            for key in ("allOf", "oneOf", "anyOf", "then", "else"):
                child = part.get(key)
                if child is not None:
                    pending += child.elements() if child.is_sequence else [child]


def _types(value: Any) -> list[str]:
    if is_list(value):
        return [kind for kind in value if isinstance(kind, str)]
    return [value] if isinstance(value, str) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_texts(value: Any) -> bool:
    return is_list(value) and all(isinstance(name, str) for name in value)
