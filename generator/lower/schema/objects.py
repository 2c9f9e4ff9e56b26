"""Objects: declared properties, and the type of further properties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generator.document.node import Node
from generator.ir.types import (
    ABSENT,
    Absent,
    Alias,
    AnyValue,
    Constant,
    Constraint,
    Docs,
    Enumeration,
    Field,
    Json,
    Map,
    Object,
    Ref,
    TagValue,
    Type,
)
from generator.lower.docs import docs_of, filled
from generator.lower.schema.composition.presence import presence_rules
from generator.lower.schema.composition.shape import Part, Shape, is_closed
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.json_values import is_list, is_mapping
from generator.lower.schema.keywords import CONSTRAINTS
from generator.lower.schema.scalars import listed
from generator.lower.schema.schema_types import SchemaTypes
from generator.lower.schema.union_tags import property_values

NAME_KEYWORDS = ("x-speakeasy-name-override", "x-fern-property-name", "x-fern-parameter-name", "x-stainless-naming")
_CONSTRAINTS = frozenset(CONSTRAINTS)
_SIZES = ("minProperties", "maxProperties")
_NAMED = frozenset(NAME_KEYWORDS)
_IGNORED = frozenset({"x-speakeasy-ignore", "x-fern-ignore"})
_EXTRA = ("additionalProperties", "unevaluatedProperties")


def is_ignored(value: Json) -> bool:
    """Whether the document marks a value as ignored."""
    if not is_mapping(value) or _IGNORED.isdisjoint(value):
        return False
    return any(value.get(key) is True for key in _IGNORED)


def requested_name(value: Json) -> str:
    """The name that an extension sets, or an empty string."""
    if not is_mapping(value) or _NAMED.isdisjoint(value):
        return ""
    for key in NAME_KEYWORDS:
        name = value.get(key)
        if isinstance(name, str) and name:
            return name
    return ""


def declares(shape: Shape) -> bool:
    """Whether an object declares properties, or allows none."""
    if shape.properties or shape.tags:
        return True
    return is_closed(shape) and not any(True for _ in shape.having("patternProperties"))


def constraints_of(shape: Shape) -> tuple[Constraint, ...]:
    """The constraints of a schema, or of its one member beside null; the last one if `allOf` repeats a keyword."""
    found: dict[str, Json] = {}
    for part in shape.parts:
        for value in (_beside_null(part.node), part.node.value):
            if not _CONSTRAINTS.isdisjoint(value):
                found.update({key: value[key] for key in CONSTRAINTS if key in value})
    return tuple(Constraint(key, found[key]) for key in CONSTRAINTS if key in found)


def _beside_null(node: Node) -> dict[str, Json]:
    """The inline schema of an `anyOf` or `oneOf` that has one other member, which is null; else an empty one."""
    if "anyOf" not in node.value and "oneOf" not in node.value:
        return {}
    for key in ("anyOf", "oneOf"):
        union = node.get(key)
        members = list(union.elements()) if union is not None else []
        others = [member for member in members if member.value != {"type": "null"}]
        if len(members) == 2 and len(others) == 1:
            return others[0].value if others[0].is_mapping and "$ref" not in others[0].value else {}
    return {}


def own_constraints(value: Json) -> tuple[Constraint, ...]:
    """The constraints of a schema object itself, without `allOf`."""
    if _CONSTRAINTS.isdisjoint(value):
        return ()
    return tuple(Constraint(key, value[key]) for key in CONSTRAINTS if key in value)


def inline_constraints(nodes: Sequence[Node], schemas: SchemaTypes) -> tuple[Constraint, ...]:
    """The constraints of an inline schema, which is the first of the nodes; none where there are several."""
    node = nodes[0] if len(nodes) == 1 else None
    if node is None or not node.is_mapping:
        return ()
    if "allOf" not in node.value or schemas.references.plain(node) is not None:
        return own_constraints({**beside, **node.value} if (beside := _beside_null(node)) else node.value)
    return constraints_of(schemas.shapes.of(node))


def more_properties(shape: Shape, schemas: SchemaTypes, name_path: NamePath) -> Type | None:
    """The type of undeclared properties: `AnyValue` if not restricted, None if forbidden."""
    patterns: list[Part] = []
    for part in shape.having("patternProperties"):
        if (entries := part.node.mapping("patternProperties")) is not None:
            patterns.extend(Part(node, part.name_path) for _, node in entries.items())
    extra = [part for key in _EXTRA for part in _schemas_of(shape, key)]
    found: list[Type] = []
    if extra:
        found.append(schemas.merged(extra[:1], name_path.below("Value")))
    if patterns:
        found.extend(schemas.type(part.node, (part.name_path or name_path).below("Value")) for part in patterns)
        if not extra and not is_closed(shape) and shape.properties:
            return AnyValue()
    if not found:
        return None if is_closed(shape) else AnyValue()
    return schemas.union_of(found)


def map_of(shape: Shape, schemas: SchemaTypes, name_path: NamePath) -> Map:
    """The map of an object that declares no properties."""
    values = [part.node for key in _EXTRA for part in _schemas_of(shape, key)]
    limits = inline_constraints(values, schemas) if not any(shape.having("patternProperties")) else ()
    return Map(more_properties(shape, schemas, name_path) or AnyValue(), limits)


def _schemas_of(shape: Shape, key: str) -> list[Part]:
    parts = (Part(part.node.child(key), None) for part in shape.having(key))
    return [part for part in parts if is_mapping(part.node.value) and part.node.value]


class Objects:
    """Makes objects of shapes."""

    def __init__(self, schemas: SchemaTypes) -> None:
        self._schemas = schemas

    def object(self, shape: Shape, name_path: NamePath) -> Object:
        """The object with the properties of a shape, in document order."""
        fields = [
            Field(wire, self._tag_type(values, wire, shape, name_path), True, shape.node.place)
            for wire, values in shape.tags.items()
            if wire not in shape.properties
        ]
        for wire, parts in shape.properties.items():
            required = wire in shape.required
            if self._is_left_out(parts, required):
                continue
            fields.append(self._field(wire, parts, required, shape, name_path))
        extra = more_properties(shape, self._schemas, name_path)
        for wire in shape.required:
            if wire in shape.properties or wire in shape.tags:
                continue
            message = f'"{wire}" is required but not declared in `properties`'
            if extra is None:
                message += ", and `additionalProperties` forbids it; left out"
            else:
                fields.append(Field(wire, extra, True, shape.node.place))
            self._schemas.context.diagnostics.note("required-undeclared", message, shape.node)
        limits = tuple(one for one in constraints_of(shape) if one.keyword in _SIZES)
        return Object(tuple(fields), extra, (*limits, *presence_rules(shape)))

    def _field(self, wire: str, parts: Sequence[Part], required: bool, shape: Shape, name_path: NamePath) -> Field:
        own = _own_schemas(parts)
        targets = [found[0] for part in parts if (found := self._schemas.references.plain(part.node)) is not None]
        all_schemas = [*own, *(target.value for target in targets if target.is_mapping)]
        default: Json | Absent = ABSENT
        read_only = write_only = False
        for value in reversed(all_schemas):  # the first default counts
            default = value.get("default", default)
            read_only |= value.get("readOnly") is True
            write_only |= value.get("writeOnly") is True
        return Field(
            wire,
            self._type(wire, parts, shape, name_path),
            required,
            parts[-1].node.place,
            _fitting(_docs(wire, own, all_schemas), shape.tags.get(wire)),
            default,
            read_only=read_only,
            write_only=write_only,
            constraints=self._constraints(parts),
            name=next((name for value in own if (name := requested_name(value))), ""),
        )

    def _type(self, wire: str, parts: Sequence[Part], shape: Shape, name_path: NamePath) -> Type:
        if wire in shape.tags:
            known = shape.tags[wire]
            if property_values(shape, wire, self._schemas.shapes) == known:
                return self._tag_type(known, wire, shape, name_path)
        at = ((parts[0].name_path if len(parts) == 1 else None) or name_path).below(wire)
        if len(parts) == 1:
            found = self._schemas.type(parts[0].node, at)
        else:
            found = self._schemas.merged(
                [Part(part.node, part.name_path and part.name_path.below(wire)) for part in parts], at
            )
        return self._constant(found)

    def _tag_type(self, values: tuple[TagValue, ...], wire: str, shape: Shape, name_path: NamePath) -> Type:
        if len(values) == 1 and not self._schemas.discriminators.is_default(shape.node, wire):
            return Constant(values[0])
        node = shape.properties[wire][-1].node if wire in shape.properties else shape.node
        return self._schemas.definitions.add(name_path.below(wire), Alias(Enumeration(values)), node)

    def _constant(self, type: Type) -> Type:
        """The constant, if the type refers to a named schema that is only a constant."""
        node = self._schemas.definitions.node(type.id) if isinstance(type, Ref) else None
        if node is None or not node.is_mapping or not ("const" in node.value or "enum" in node.value):
            return type
        shape = self._schemas.shapes.of(node)
        if shape.null or shape.alternatives or len(shape.values or ()) != 1:
            return type
        found = listed(shape, self._schemas.context)
        return found if isinstance(found, Constant) else type

    # --- further keywords of a property ---

    def _is_left_out(self, parts: Sequence[Part], required: bool) -> bool:
        node = parts[-1].node
        ignored = is_ignored(node.value)
        if not ignored and (found := self._schemas.references.plain(node)) is not None:
            ignored = is_ignored(found[0].value)
        if ignored and required:
            self._schemas.context.diagnostics.note("ignored-required", "marked as ignored, but required; kept", node)
        elif ignored:
            self._schemas.context.diagnostics.note(
                "ignored-property", "the property is marked as ignored; left out", node
            )
        return ignored and not required

    def _constraints(self, parts: Sequence[Part]) -> tuple[Constraint, ...]:
        node = parts[-1].node
        if len(parts) > 1:
            return constraints_of(self._schemas.shapes.merged(node, parts))
        return inline_constraints([node], self._schemas)


def _own_schemas(parts: Sequence[Part]) -> list[Any]:
    """The schema objects of a property itself, the nearest first."""
    found: list[Any] = []
    for part in reversed(parts):
        value = part.node.value
        if is_mapping(value):
            found.append(value)
            members = value.get("allOf")
            found.extend(member for member in (members if is_list(members) else ()) if is_mapping(member))
    return found


def _fitting(docs: Docs, tags: tuple[TagValue, ...] | None) -> Docs:
    """The documentation of a property; for a tag, without the examples of other members."""
    if tags is None or not docs.examples:
        return docs
    return replace(docs, examples=tuple(example for example in docs.examples if example.value in tags))


def _docs(wire: str, own: Sequence[Any], all_schemas: Sequence[Any]) -> Docs:
    """The documentation of a property itself; of the schema it refers to, only the deprecation."""
    found = docs_of(own[0], wire) if own else Docs()
    for value in own[1:]:
        found = filled(found, docs_of(value, wire))
    for value in all_schemas:
        if not found.deprecated and value.get("deprecated") is True:
            docs = docs_of(value, wire, examples=False)
            found = replace(found, deprecated=True, deprecation=found.deprecation or docs.deprecation)
    return found
