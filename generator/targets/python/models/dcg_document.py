"""Write the definitions of an API as a document for datamodel-code-generator.

The document has only structure: types, keys, required keys, values of enumerations. It has no descriptions, defaults,
patterns, bounds or extensions, no formats except those in `_FORMATS`, and no references except to its own schemas: some
of these would add classes or imports, or open files. The names of its schemas are the decided names of classes.

What the generated SDK adds to JSON Schema is a reference to a *stub*, a schema in place of a class of the SDK
(`UnknownVariant`, `FileContent`, in typed dicts the models). The definitions of stubs in the text are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import Any, TypeAlias

from generator.ir.types import (
    AnyValue,
    Array,
    Constant,
    Definition,
    Enumeration,
    Field,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Tag,
    Tuple,
    Type,
    Union,
)
from generator.targets.python.models.dcg_annotations import OpenTag
from generator.targets.python.models.stage import ModelsInput
from generator.targets.python.types.annotations import has_input_type

Schema: TypeAlias = dict[str, Any]

_FORMATS = frozenset({"date-time", "date", "uuid", "decimal", "binary"})
"""Formats with a Python type. With any other, a type is a string, an integer or a number."""


@dataclass(slots=True)
class Lowered:
    """A document for datamodel-code-generator, and what is needed to read its text.

    `aliases` are the names of fields by `Class.wire`; `tags` the open union of each stub.
    """

    schemas: dict[str, Schema] = field(default_factory=dict[str, Schema])
    aliases: dict[str, str] = field(default_factory=dict[str, str])
    tags: dict[str, OpenTag] = field(default_factory=dict[str, OpenTag])

    @property
    def document(self) -> Schema:
        return {
            "openapi": "3.1.0",
            "info": {"title": "models", "version": "0"},
            "paths": {},
            "components": {"schemas": self.schemas},
        }


def models_document(given: ModelsInput) -> Lowered:
    """The document of all models."""
    writer = _Models(given)
    for definition in given.index.api.definitions:
        writer.define(definition)
    return writer.finish()


def input_types_document(given: ModelsInput) -> Lowered:
    """The document of all typed dicts."""
    writer = _InputTypes(given)
    for id in given.modules.input_types:
        writer.define(given.index.definition(id))
    return writer.finish()


class _Models:
    """Writes schemas in the reading of models."""

    def __init__(self, given: ModelsInput) -> None:
        self.given = given
        self.lowered = Lowered()
        self.stubs: set[str] = set()
        self._marker = "UnknownTag"
        while any(name.startswith(self._marker) for name in given.names.types.values()):
            self._marker += "Z"

    def finish(self) -> Lowered:
        self.lowered.schemas.update({name: _stub(name) for name in sorted(self.stubs)})
        return self.lowered

    def name(self, id: str) -> str:
        return self.given.names.types[id]

    def define(self, definition: Definition) -> None:
        name, shape = self.name(definition.id), definition.shape
        if not isinstance(shape, Object):
            self.lowered.schemas[name] = self.schema(shape.type)
            return
        fields = self.fields(shape)
        self.lowered.aliases |= self.aliases(definition, fields)
        self.lowered.schemas[name] = {
            "type": "object",
            "properties": {f.wire: self.schema(f.type) for f in fields},
            "required": [f.wire for f in fields if self.required(definition, f)],
        }

    def fields(self, shape: Object) -> tuple[Field, ...]:
        return shape.fields

    def aliases(self, definition: Definition, fields: tuple[Field, ...]) -> dict[str, str]:
        """The names of all fields by `Class.wire`, also those that equal the wire name."""
        name, names = self.name(definition.id), self.given.names.fields
        return {f"{name}.{field.wire}": names[definition.id, field.wire] for field in fields}

    def required(self, definition: Definition, field: Field) -> bool:
        """A field that responses omit is not required in a model."""
        return field.required and not field.write_only

    def schema(self, type: Type) -> Schema:
        match type:
            case AnyValue() | Never():
                return {}
            case Scalar(kind, format):
                return self.scalar(kind, format)
            case Constant(value):
                return _constant(value)
            case Enumeration():
                return _enumeration(type)
            case Array(item):
                return {"type": "array", "items": self.schema(item)}
            case Tuple(items, rest):
                return self.prefixed(items, rest)
            case Map(value):
                return {"type": "object", "additionalProperties": self.schema(value)}
            case Nullable(inner):
                return _nullable(self.schema(inner))
            case Union(members, tag):
                return _any_of([*map(self.schema, members), *([self.unknown(tag, members)] if tag else [])])
            case Ref(id):
                return self.reference(id)

    def scalar(self, kind: str, format: str) -> Schema:
        if kind == "string" and format == "byte":
            return self.stub("Base64Bytes")
        return {"type": kind, "format": format} if kind == "string" and format in _FORMATS else {"type": kind}

    def prefixed(self, items: tuple[Type, ...], rest: Type | None) -> Schema:
        if rest is not None:
            return _array_of(map(self.schema, (*items, rest)))
        count = len(items)
        return {
            "type": "array",
            "prefixItems": [self.schema(item) for item in items],
            "items": False,
            "minItems": count,
            "maxItems": count,
        }

    def unknown(self, tag: Tag, members: Sequence[Type]) -> Schema:
        """The open end of a union: a stub for each tag, so that the text still identifies it."""
        classes = [self.given.names.types[member.id] for member in members if isinstance(member, Ref)]
        default = "" if tag.default is None else classes[tag.default]
        open_tag = OpenTag(tag.property, default, frozenset(classes))
        known = {value: name for name, value in self.lowered.tags.items()}
        name = known.get(open_tag) or f"{self._marker}{len(known)}X"
        self.lowered.tags[name] = open_tag
        return self.stub(name)

    def reference(self, id: str) -> Schema:
        return _ref(self.name(id))

    def stub(self, name: str) -> Schema:
        self.stubs.add(name)
        return _ref(name)


class _InputTypes(_Models):
    """Writes schemas in the reading of input types: an object is a dict or a model, a format also a string."""

    def name(self, id: str) -> str:
        return self.given.names.input_type(id)

    def fields(self, shape: Object) -> tuple[Field, ...]:
        return tuple(field for field in shape.fields if not field.read_only)

    def aliases(self, definition: Definition, fields: tuple[Field, ...]) -> dict[str, str]:
        """The wire names of keys in a class body, where `_id` would be renamed otherwise."""
        name, wires = self.name(definition.id), [field.wire for field in fields]
        in_class = all(wire.isidentifier() and not iskeyword(wire) for wire in wires)
        return {f"{name}.{wire}": wire for wire in wires} if in_class else {}

    def required(self, definition: Definition, field: Field) -> bool:
        """A constant is optional."""
        return field.required and not isinstance(field.type, Constant)

    def scalar(self, kind: str, format: str) -> Schema:
        if kind == "string" and format == "binary":
            return self.stub("FileContent")
        if kind == "string" and format == "byte":
            return self.stub("bytes")
        own = super().scalar(kind, format)
        return _any_of([own, {"type": "string"}]) if "format" in own else own

    def prefixed(self, items: tuple[Type, ...], rest: Type | None) -> Schema:
        return _array_of(map(self.schema, (*items, *([rest] if rest else []))))

    def unknown(self, tag: Tag, members: Sequence[Type]) -> Schema:
        if tag.default is not None:
            return self.schema(members[tag.default])
        return self.stub("UnknownVariant")

    def reference(self, id: str) -> Schema:
        model = self.given.names.types[id]
        if not has_input_type(self.given.index, id):
            return self.stub(model)
        input_type = _ref(self.name(id))
        is_object = isinstance(self.given.index.definition(id).shape, Object)
        return _any_of([self.stub(model), input_type]) if is_object else input_type


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _stub(name: str) -> Schema:
    return {"type": "object", "properties": {"stub": {"const": name}}}


def _array_of(items: Iterable[Schema]) -> Schema:
    return {"type": "array", "items": _any_of(list(items))}


def _any_of(members: list[Schema]) -> Schema:
    """A union of the schemas, flattened, each member once."""
    flat = [inner for member in members for inner in member.get("anyOf", [member])]
    distinct = [member for place, member in enumerate(flat) if member not in flat[:place]]
    return distinct[0] if len(distinct) == 1 else {"anyOf": distinct}


def _nullable(schema: Schema) -> Schema:
    """The schema or null: as a list of types if possible, for a `$ref` or a map as a union."""
    kind = schema.get("type")
    if isinstance(kind, str) and kind not in {"null", "object"} and not schema.keys() & {"enum", "const"}:
        return {**schema, "type": [kind, "null"]}
    return _any_of([schema, {"type": "null"}]) if schema else schema


def _constant(value: object) -> Schema:
    match value:
        case str() | bool() | int():
            return {"const": value}
        case float():
            return {"type": "number"}
        case list():
            return {"type": "array", "items": {}}
        case dict():
            return {"type": "object", "additionalProperties": {}}
        case _:
            return {"type": "null"}


def _enumeration(type: Enumeration) -> Schema:
    kinds = list(dict.fromkeys(_KINDS[value.__class__] for value in type.values))
    if any(isinstance(value, float) for value in type.values):
        return _any_of([{"type": kind} for kind in kinds])
    further = [{"type": kind} for kind in kinds if type.open and kind != "boolean"]
    return _any_of([{"enum": list(type.values)}, *further])


_KINDS = {str: "string", int: "integer", float: "number", bool: "boolean"}
