"""Make values that satisfy a schema of the document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any, Final

from generator.document.node import Node, NodeId
from generator.ir.types import ABSENT, Absent, Json
from generator.lower.context import Context
from generator.lower.schema.discriminators import Discriminators
from generator.lower.schema.json_values import is_list, is_mapping
from generator.mock.response.sample_parts import (
    ANY,
    has_members,
    is_id,
    is_map,
    is_reference,
    is_structure,
    kind_of,
    merged,
    tag_of,
    tagged,
    texts,
)
from generator.mock.schemas.bundle import Direction, is_marked, step
from generator.mock.schemas.validators import Validator, Validators
from generator.samples import array, number, text

_DEEPEST: Final = 4
"""Levels of objects and arrays that have optional properties; below, they have only those that are required."""
_MOST_VALUES: Final = 2_000
"""Values of a sample after which it has no further optional properties."""
_MOST_MEMBERS: Final = 20
"""Members of a union that are tried."""


class Sampler:
    """Makes samples: equal arguments give equal values, and different indexes different ones where there are any.

    The examples and the default of a schema come first, if they are valid.
    """

    def __init__(self, validators: Validators) -> None:
        self._validators = validators

    @property
    def context(self) -> Context:
        """The document that the schemas are of."""
        return self._validators.context

    def validator(self, schema: Node) -> Validator:
        """The validator of a schema."""
        return self._validators.of(schema)

    @property
    def direction(self) -> Direction:
        """Whether the samples are for requests or responses."""
        return self._validators.direction

    def tags(self, schema: Node) -> dict[str, tuple[str, ...]]:
        """The values that properties of a schema have by the discriminators of the document's unions."""
        return self._discriminators.tags(schema)

    @cached_property
    def _discriminators(self) -> Discriminators:
        return Discriminators(self._validators.context)

    def sample(self, schema: Node | None, index: int = 0, *, examples: bool = True) -> Json | Absent:
        """A value of a schema; one that is not valid where none is found, and `ABSENT` where there is none at all."""
        if schema is None:
            return ABSENT
        first: Json | Absent = ABSENT
        for optional in (True, False):
            making = _Making(self, index, optional=optional, examples=examples)
            value = making.value(schema, "", 0, ())
            if value is not ABSENT and self._validators.of(schema).is_valid(value):
                return value
            first = value if first is ABSENT else first
        return first

    def members(self, schema: Node) -> list[Json]:
        """A value of each member of a union; of any other schema one."""
        making = _Making(self, 0, optional=True, examples=True)
        found = [value for value in making.each(schema, "", 0, ()) if value is not ABSENT]
        valid = [value for value in found if self._validators.of(schema).is_valid(value)]
        if valid or found:
            return valid or found
        value = self.sample(schema)
        return [] if value is ABSENT else [value]


class _Making:
    """The making of one sample."""

    def __init__(self, sampler: Sampler, index: int, *, optional: bool, examples: bool) -> None:
        self._sampler = sampler
        self._context = sampler.context
        self._index = index
        self._optional = optional
        self._examples = examples
        self._made = 0
        self._left_out = "readOnly" if sampler.direction == "request" else "writeOnly"

    def value(self, node: Node, hint: str, depth: int, above: tuple[NodeId, ...]) -> Json | Absent:
        """A value of a schema below the schemas `above`. `hint` is the name of the property."""
        if not node.is_mapping:
            return ABSENT if node.value is False else ANY
        known = above.count(node.identity)
        self._made += 1
        if known > 1 or (known and depth > _DEEPEST):
            return ABSENT
        above = (*above, node.identity)
        for example in self._example_values(node, hint):
            if self._sampler.validator(node).is_valid(example):
                return example
        if "const" in node.value:
            return node.value["const"]
        if is_list(node.value.get("enum")) and node.value["enum"]:
            values = [value for value in node.value["enum"] if value is not None]
            return values[self._index % len(values)] if values else None
        return self._composed(node, hint, depth, above)

    def each(self, node: Node, hint: str, depth: int, above: tuple[NodeId, ...]) -> Iterator[Json | Absent]:
        """A value for each way through the unions of a schema, outermost first."""
        if not node.is_mapping or node.identity in above:
            return
        target = step(node, self._context) if is_reference(node) else None
        if target is not None:
            yield from self.each(target, hint, depth, (*above, node.identity))
            return
        keyword = next((key for key in ("oneOf", "anyOf") if has_members(node, key)), "")
        if not keyword:
            yield self.value(node, hint, depth, above)
            return
        base = self._fixed(node, hint, depth, (*above, node.identity))
        for member in node.child(keyword).elements():
            for value in self.each(member, hint, depth, (*above, node.identity)):
                if value is not ABSENT and value is not None:
                    yield merged([*base, tagged(value, member, node)])

    def _example_values(self, node: Node, hint: str) -> Iterator[Json]:
        if not self._examples:
            return
        keywords = node.value
        several: list[Any] = keywords["examples"] if is_list(keywords.get("examples")) else []
        listed = [*([keywords["example"]] if "example" in keywords else []), *several]
        if self._index:
            is_plain = not is_structure(keywords) and not is_id(hint)
            listed = listed[self._index % len(listed) :] if listed and (len(listed) > 1 or is_plain) else []
            listed = [value for value in listed if not isinstance(value, dict | list)]
        yield from (value for value in listed if value is not None)
        if keywords.get("default") not in (None, "", []) and not is_structure(keywords) and not self._index:
            yield keywords["default"]

    def _composed(self, node: Node, hint: str, depth: int, above: tuple[NodeId, ...]) -> Json | Absent:
        """A value of the parts of a schema: its own keywords, its reference, `allOf`, and a member of each union."""
        base = self._fixed(node, hint, depth, above)
        unions = [key for key in ("oneOf", "anyOf") if has_members(node, key)]
        if not unions:
            return self._own_tag(node, merged(base))
        first: Json | Absent = ABSENT
        for chosen in self._choices(node, unions, hint, depth, above):
            value = merged([*base, *chosen])
            first = value if first is ABSENT else first
            if self._sampler.validator(node).is_valid(value):
                return value
        return first if first is not ABSENT else merged(base)

    def _choices(
        self, node: Node, unions: list[str], hint: str, depth: int, above: tuple[NodeId, ...]
    ) -> Iterator[list[Json]]:
        """Values of the members of a union, one choice after the other; of a second union the first value."""
        first, *others = unions
        more = [self._first_member(node, key, hint, depth, above) for key in others]
        rest = [value for value in more if value is not ABSENT]
        members = list(islice(node.child(first).elements(), _MOST_MEMBERS))
        start = self._index % len(members) if members and not self._examples else 0
        for member in (*members[start:], *members[:start]):
            value = self.value(member, hint, depth, above)
            if value is not ABSENT and value is not None:
                yield [*rest, tagged(value, member, node)]
        if any(member.is_mapping and member.value.get("type") == "null" for member in members):
            yield [*rest, None]

    def _first_member(
        self, node: Node, keyword: str, hint: str, depth: int, above: tuple[NodeId, ...]
    ) -> Json | Absent:
        values = (self.value(member, hint, depth, above) for member in node.child(keyword).elements())
        return next((value for value in values if value is not ABSENT and value is not None), ABSENT)

    def _fixed(self, node: Node, hint: str, depth: int, above: tuple[NodeId, ...]) -> list[Json]:
        """The values of the parts that a value always has to satisfy."""
        parts: list[Json | Absent] = []
        if is_reference(node):
            target = step(node, self._context)
            if target is not None:
                parts.append(self.value(target, hint, depth, above))
        if has_members(node, "allOf"):
            parts += (self.value(member, hint, depth, above) for member in node.child("allOf").elements())
        parts.append(self._own(node, hint, depth, above))
        return [part for part in parts if part is not ABSENT]

    def _own(self, node: Node, hint: str, depth: int, above: tuple[NodeId, ...]) -> Json | Absent:
        """What the schema's own keywords ask for."""
        keywords: dict[str, Any] = node.value
        match kind_of(keywords):
            case "object":
                return self._object(node, depth + 1, above)
            case "array":
                return self._array(node, hint, depth + 1, above)
            case "string":
                made = text(keywords, self._index, hint)
                return ABSENT if made is None else made
            case "integer" | "number" as kind:
                value = number({**keywords, "type": kind}, self._index)
                return ABSENT if value is None else value
            case "boolean":
                return True
            case "null":
                return None
            case _:
                speaks = is_reference(node) or any(key in keywords for key in ("oneOf", "anyOf", "allOf", "required"))
                return ABSENT if speaks else ANY

    def _object(self, node: Node, depth: int, above: tuple[NodeId, ...]) -> Json | Absent:
        required = set(texts(node.value.get("required")))
        properties = self._context.follow(node.get("properties"))
        tags = self._sampler.tags(node)
        found: dict[str, Json] = {}
        for name, child in properties.items() if properties is not None else ():
            if self._is_left_out(child):
                required.discard(name)
                continue
            optional = self._optional and depth <= _DEEPEST and self._made < _MOST_VALUES
            if name in required or optional:
                value = self.value(child, name, depth, above)
                if name in tags and value not in tags[name] and self._sampler.validator(child).is_valid(tags[name][0]):
                    value = tags[name][0]
                if value is not ABSENT:
                    found[name] = value
        for name in sorted(required - found.keys()):
            found[name] = self._further(node, name, depth, above)
        least = node.value.get("minProperties")
        wanted = least if isinstance(least, int) else int(self._optional and not found and is_map(node))
        for count in range(1, min(wanted, 100) + 1):
            if len(found) >= wanted:
                break
            found[f"key{count}"] = self._further(node, f"key{count}", depth, above)
        return {name: value for name, value in found.items() if value is not ABSENT}

    def _further(self, node: Node, name: str, depth: int, above: tuple[NodeId, ...]) -> Json | Absent:
        """The value of a property that is not declared."""
        further = node.get("additionalProperties")
        if further is None:
            return ANY
        return self.value(further, name, depth, above)

    def _is_left_out(self, child: Node) -> bool:
        return is_marked(child, self._left_out, self._context)

    def _array(self, node: Node, hint: str, depth: int, above: tuple[NodeId, ...]) -> Json | Absent:
        first = node.get("prefixItems")
        prefix = [self.value(item, hint, depth, above) for item in first.elements()] if first is not None else []
        if prefix:
            return [item for item in prefix if item is not ABSENT]
        items = node.get("items")
        own = self._index

        def item(index: int) -> Json | Absent:
            self._index = own + index
            return self.value(items, hint, depth, above) if items is not None else ANY

        try:
            made = array(node.value, item, 0, at_least=2 if depth == 1 else 1 if self._optional or depth < 3 else 0)
        finally:
            self._index = own
        return ABSENT if made is None else made

    def _own_tag(self, node: Node, value: Json | Absent) -> Json | Absent:
        """The value with the tag that the discriminator of a base schema has for a schema of `components`."""
        if not is_mapping(value) or not has_members(node, "allOf"):
            return value
        for member in node.child("allOf").elements():
            base = step(member, self._context) if is_reference(member) else member
            tag = tag_of(base, f"#{node.path}", str(node.key)) if base is not None else None
            if tag is not None and base is not None and not is_list(value.get(tag[0])):
                return {**value, tag[0]: tag[1]}
        return value
