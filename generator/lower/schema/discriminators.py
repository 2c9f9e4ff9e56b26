"""Discriminators: subtypes and tag values, collected from all schemas before any is lowered.

A `discriminator` determines the values of a property in other schemas, and an `allOf` determines the subtypes of
another schema, so both must be known in advance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.document.json_types import JsonObject
from generator.document.node import Node, NodeId
from generator.ir.graph import closure
from generator.lower.context import Context
from generator.lower.schema.json_values import is_list, is_mapping
from generator.lower.schema.keywords import structure

_SCHEMA_MAPS = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_SCHEMA_LISTS = ("allOf", "oneOf", "anyOf", "prefixItems")
_SCHEMA_KEYS = ("items", "additionalProperties", "unevaluatedProperties")
_WALKED = frozenset({*_SCHEMA_MAPS, *_SCHEMA_LISTS, *_SCHEMA_KEYS, "$ref", "discriminator"})
"""The keywords of a schema that lead further."""
SCHEMAS_UNDER = frozenset({"schema", "itemSchema"})
PASSED = frozenset(
    {"example", "examples", "default", "enum", "const", "value", "links", "callbacks", "webhooks", "securitySchemes"}
)
_LONGEST_CHAIN = 50


def subschemas(node: Node) -> Iterator[Node]:
    """The schemas directly below a schema."""
    for key in _SCHEMA_MAPS:
        if key in node.value and (found := node.get(key)) is not None:
            yield from (child for _, child in found.items())
    for key in _SCHEMA_LISTS:
        if key in node.value and (found := node.get(key)) is not None:
            yield from found.elements()
    for key in _SCHEMA_KEYS:
        if key in node.value and (found := node.get(key)) is not None:
            yield found


def name_of(node: Node) -> str:
    """The implicit discriminator value of a schema: the name of its component or file."""
    return str(node.key) if node.parent is not None else PurePosixPath(node.file).stem


@dataclass(frozen=True, slots=True)
class _Tagging:
    """The values that one discriminator gives a schema, by `mapping` or by its name."""

    values: tuple[str, ...]
    mapped: bool


class Discriminators:
    """The discriminators of a document, and the subtypes of its schemas."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._schemas = context.section("schemas")
        self._seen: set[tuple[NodeId, bool]] = set()
        self._discriminators: list[Node] = []
        self._parents: list[tuple[Node, Node]] = []
        self._children: dict[NodeId, list[Node]] = {}
        self._nodes: dict[NodeId, Node] = {}
        self._child_ids: set[NodeId] = set()
        self._taggings: dict[NodeId, dict[str, list[_Tagging]]] = {}
        self._defaults: set[tuple[NodeId, str]] = set()
        self._subtypes: dict[NodeId, list[Node]] = {}
        self._inherited: dict[NodeId, Node] = {}
        """The discriminators of subtypes that have subtypes and no discriminator."""
        self._walk()
        self._settle()

    def tags(self, node: Node) -> dict[str, tuple[str, ...]]:
        """The values that discriminators map to a schema, by property, if they agree."""
        found: dict[str, tuple[str, ...]] = {}
        for name, taggings in self._taggings.get(node.identity, {}).items():
            mapped = [tagging for tagging in taggings if tagging.mapped]
            values = {tagging.values for tagging in mapped or taggings}
            if len(values) == 1:
                found[name] = values.pop()
        return found

    def subtypes(self, node: Node) -> list[Node]:
        """The subtypes of a base with a `discriminator`, own or inherited, and no union; otherwise an empty list."""
        return self._subtypes.get(node.identity, []) if node.is_mapping else []

    def of_base(self, base: Node) -> Node:
        """The discriminator of a base with subtypes."""
        return self._inherited.get(base.identity) or base.child("discriminator")

    def default(self, discriminator: Node) -> Node | None:
        """The schema of `defaultMapping` (OpenAPI 3.2): of values without the property, or with an unknown tag."""
        entry = discriminator.get("defaultMapping")
        return self._mapping_target(entry) if entry is not None and isinstance(entry.value, str) else None

    def is_default(self, node: Node, name: str) -> bool:
        """Whether values with any other tag in the property `name` have the schema, as a `defaultMapping` says."""
        return (node.identity, name) in self._defaults

    def inherits(self, node: Node) -> bool:
        """Whether a schema is a subtype of a base with a `discriminator`."""
        return node.is_mapping and node.identity in self._child_ids

    def canonical(self, node: Node) -> Node | None:
        """The schema behind `$ref` and behind an `allOf` that adds only documentation."""
        for _ in range(_LONGEST_CHAIN):
            if not node.is_mapping:
                return node
            own = structure(node.value) - {"type", "nullable"}
            if own == frozenset({"$ref"}):
                target = self._context.step(node)
                if target is None:
                    return None
                node = target
            elif own == frozenset({"allOf"}) and is_list(node.value["allOf"]):
                members = [member for member in node.child("allOf").elements() if structure(member.value)]
                if len(members) != 1 or node.identity in self._child_ids:
                    return node
                node = members[0]
            else:
                return node
        return None

    def mapped(self, discriminator: Node) -> list[tuple[str, Node]]:
        """The `mapping` of a discriminator: each value with its schema."""
        mapping = discriminator.get("mapping")
        found: list[tuple[str, Node]] = []
        for value, entry in mapping.items() if mapping is not None else ():
            if isinstance(entry.value, str) and (target := self._mapping_target(entry)) is not None:
                found.append((value, target))
        return found

    def _mapping_target(self, entry: Node) -> Node | None:
        text: str = entry.value
        schemas = self._schemas
        named = schemas.get(text) if schemas is not None else None
        target = named or self._context.named(text, entry)
        return self.canonical(target) if target is not None else None

    # --- the walk ---

    def _walk(self) -> None:
        stack: list[tuple[Node, bool]] = [(self._context.root, False)]
        while stack:
            node, is_schema = stack.pop()
            if is_schema and node.is_mapping and _WALKED.isdisjoint(node.value):
                continue
            if (node.identity, is_schema) in self._seen:
                continue
            self._seen.add((node.identity, is_schema))
            found = list(self._below_schema(node) if is_schema else self._below(node))
            stack.extend((child, inside) for child, inside in reversed(found) if isinstance(child.value, (dict, list)))

    def _below_schema(self, node: Node) -> Iterator[tuple[Node, bool]]:
        if not node.is_mapping:
            return
        if isinstance(node.value.get("$ref"), str) and (target := self._context.step(node)) is not None:
            yield target, True
        discriminator = node.value.get("discriminator")
        if is_mapping(discriminator) and isinstance(discriminator.get("propertyName"), str):
            self._discriminators.append(node)
        if "allOf" in node.value and _is_named(node, self._context.root):
            for member in node.child("allOf").elements():
                if member.is_mapping and isinstance(member.value.get("$ref"), str):
                    target = self._context.step(member)
                    if target is not None:
                        self._parents.append((node, target))
        for child in subschemas(node):
            yield child, True

    def _below(self, node: Node) -> Iterator[tuple[Node, bool]]:
        if node.is_mapping and isinstance(node.value.get("$ref"), str):
            target = self._context.step(node)
            if target is not None:
                yield target, False
        for child in node.elements():
            yield child, False
        if not node.is_mapping:
            return
        of_schemas = node.key == "schemas" and node.parent is not None and node.parent.key == "components"
        of_schemas |= self._schemas is not None and node.identity == self._schemas.identity
        members: JsonObject = node.value
        for key, value in members.items():
            if not isinstance(value, (dict, list)):
                continue
            if of_schemas or key in SCHEMAS_UNDER:
                yield node.child(key), True
            elif key not in PASSED and not str(key).startswith("x-"):
                yield node.child(key), False

    # --- subtypes and tags ---

    def _settle(self) -> None:
        for child, parent in self._parents:
            self._children.setdefault(parent.identity, []).append(child)
            self._nodes.setdefault(child.identity, child)
        bases = [node for node in self._discriminators if not _has_union(node)]
        for base in bases:
            self._child_ids.update(child.identity for child in self._descendants(base))
        for base in bases:
            self._settle_base(base)
        for union in self._discriminators:
            if _has_union(union):
                self._settle_union(union)

    def _descendants(self, base: Node) -> list[Node]:
        def children(id: NodeId) -> list[NodeId]:
            return [] if id == base.identity else [child.identity for child in self._children.get(id, ())]

        own = [child.identity for child in self._children.get(base.identity, ())]
        return [self._nodes[id] for id in closure(own, children) if id != base.identity]

    def _settle_base(self, base: Node) -> None:
        discriminator = base.child("discriminator")
        descendants = self._descendants(base)
        if not descendants:
            return
        mapped = self.mapped(discriminator)
        members = {child.identity: child for child in descendants if not _has_union(child)}
        for _, target in mapped:
            if target.is_mapping:
                members.setdefault(target.identity, target)
        if len(members) < 2 or base.identity in self._child_ids:
            members.setdefault(base.identity, base)
        self._subtypes[base.identity] = list(members.values())
        self._claim(discriminator, mapped, list(members.values()))
        for child in descendants:
            below = [each for each in self._descendants(child) if each.identity in members]
            if below and "discriminator" not in child.value and child.identity in members:
                self._subtypes.setdefault(child.identity, [child, *below])
                self._inherited.setdefault(child.identity, discriminator)

    def _settle_union(self, union: Node) -> None:
        members: list[Node] = []
        for keyword in ("oneOf", "anyOf"):
            sequence = union.get(keyword)
            for member in sequence.elements() if sequence is not None else ():
                target = self.canonical(member) if member.is_mapping and "$ref" in member.value else None
                if target is not None and target.is_mapping and not _has_union(target):
                    members.append(target)
        discriminator = union.child("discriminator")
        mapped = self.mapped(discriminator)
        self._check_mapping(union, discriminator, mapped, members)
        self._claim(discriminator, mapped, members)

    def _check_mapping(
        self, union: Node, discriminator: Node, mapped: list[tuple[str, Node]], members: list[Node]
    ) -> None:
        """Warn of mappings to schemas that are not members of the union ("Discriminator Object")."""
        listed = sum(len(union.value[key]) for key in ("oneOf", "anyOf") if is_list(union.value.get(key)))
        known = {member.identity for member in members}
        for value, target in mapped if len(members) == listed else ():
            if target.is_mapping and target.identity not in known:
                message = f'"{value}" is mapped to `{name_of(target)}`, which is not a member of the union; left out'
                hint = "add it to the union, or map the value to one of its members"
                self._context.diagnostics.warning(
                    "discriminator-mapping", message, discriminator.child("mapping").child(value), hint
                )

    def _claim(self, discriminator: Node, mapped: list[tuple[str, Node]], members: list[Node]) -> None:
        values: dict[NodeId, list[str]] = {}
        for value, target in mapped:
            if target.is_mapping:
                values.setdefault(target.identity, []).append(value)
        explicit = frozenset(values)
        default = self.default(discriminator)
        if default is not None:
            self._defaults.add((default.identity, discriminator.value["propertyName"]))
        for member in members:
            if default is None or member.identity != default.identity:
                values.setdefault(member.identity, [_implicit_tag(member)])
        name = discriminator.value["propertyName"]
        for key, found in values.items():
            tagging = _Tagging(tuple(found), key in explicit)
            self._taggings.setdefault(key, {}).setdefault(name, []).append(tagging)


def _implicit_tag(node: Node) -> str:
    """The discriminator value of a schema that `mapping` does not have: by extension, else its name."""
    for key in ("x-ms-discriminator-value", "x-discriminator-value"):
        value = node.value.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
    return name_of(node)


def _has_union(node: Node) -> bool:
    return bool(node.value.get("oneOf") or node.value.get("anyOf"))


def _is_named(node: Node, root: Node) -> bool:
    parent = node.parent
    if parent is None or parent.parent is None:
        return node.source is not root.source
    return parent.key in {"schemas", "definitions", "$defs"}
