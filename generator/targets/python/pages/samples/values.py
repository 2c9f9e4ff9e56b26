"""Sample values of types: the document's examples where they satisfy their schema, or simple values that do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.ir.index import Index
from generator.ir.types import (
    ABSENT,
    Absent,
    AnyValue,
    Array,
    Constant,
    Constraint,
    Docs,
    Enumeration,
    Field,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Parameter,
    Ref,
    Scalar,
    Tuple,
    Type,
    Union,
)
from generator.samples import array, number, property_names, text
from generator.targets.python.pages.samples.check import ExampleCheck, keywords_of
from generator.targets.python.types.json_values import is_array, is_object

_MAX_TEXT: Final = 400
"""The length of the longest text that a page shows as a sample; a longer one would fill it."""


@dataclass(frozen=True, slots=True)
class SampleValues:
    """Makes the values of one call. `unmet` collects the names of those for which no valid value is found."""

    index: Index
    check: ExampleCheck
    unmet: dict[str, None] = field(default_factory=dict[str, None])

    def of_parameter(self, parameter: Parameter) -> Json:
        """A sample that is not empty: the parameter's name in place of `{}` or an empty string."""
        found = self.sample(parameter.type, parameter.constraints, parameter.docs, parameter.wire)
        if found is ABSENT or found in ({}, ""):
            return self._text(Scalar("string"), parameter.constraints, parameter.wire, 0)
        return found

    def of_field(self, field: Field, above: tuple[str, ...] = ()) -> Json | Absent:
        """The first valid example or the default, or a simple value; `ABSENT` where the type contains itself."""
        has_default = not field.docs.examples and field.default is not ABSENT and field.default is not None
        if has_default and self.check.fits(field.default, field.type, field.constraints):
            return field.default
        return self.sample(field.type, field.constraints, field.docs, field.wire, above)

    def sample(
        self,
        type: Type | None,
        constraints: tuple[Constraint, ...],
        docs: Docs,
        name: str,
        above: tuple[str, ...] = (),
    ) -> Json | Absent:
        """The first example that is valid, or a simple value."""
        if not self._is_bytes(type):
            for example in docs.examples:
                if self.check.fits(example.value, type, constraints):
                    return example.value
        return self.plain(type, constraints, name, above)

    def plain(
        self, type: Type | None, constraints: tuple[Constraint, ...], name: str, above: tuple[str, ...], index: int = 0
    ) -> Json | Absent:
        """A simple value; `ABSENT` where the type contains itself."""
        match type:
            case Constant(value):
                return value
            case Enumeration(values):
                return values[index % len(values)]
            case Scalar("string"):
                return self._text(type, constraints, name, index)
            case Scalar("integer" | "number" as kind):
                found = number(keywords_of(constraints, type), index)
                return self._missing(name, 1 if kind == "integer" else 1.5) if found is None else found
            case Scalar("boolean"):
                return index % 2 == 0
            case Scalar("null"):
                return None
            case Array(item):
                return self._array(type, item, constraints, name, above, index)
            case Tuple(items):
                each = [self.plain(item, (), name, above) for item in items]
                return ABSENT if ABSENT in each else each
            case Map(value):
                return self._map(type, value, constraints, above)
            case Nullable(inner):
                other = self.plain(inner, constraints, name, above, index)
                return None if other is ABSENT else other
            case Union():
                return self._union(type, constraints, name, above, index)
            case Ref(id):
                return self._defined(id, constraints, name, above, index)
            case Never():
                return ABSENT
            case _:
                return {}

    def _text(self, type: Scalar, constraints: tuple[Constraint, ...], name: str, index: int) -> Json:
        if self._is_bytes(type):
            return b"Hello"
        hint = name.strip("_$").lower() if name.isascii() and name.strip("_$") else "text"
        found = text(keywords_of(constraints, type), index, hint)
        return self._missing(name, hint) if found is None or len(found) > _MAX_TEXT else found

    def _array(
        self,
        type: Array,
        item: Type,
        constraints: tuple[Constraint, ...],
        name: str,
        above: tuple[str, ...],
        index: int,
    ) -> Json | Absent:
        def made(place: int) -> Json | Absent:
            found = self.plain(item, type.constraints, name, above, place)
            return ABSENT if found == {} and above and not required else found

        keywords = keywords_of(constraints, type)
        required = keywords.get("minItems")
        found = array(keywords, made, index)
        return self._missing(name, list[Json]()) if found is None else found

    def _map(self, type: Map, value: Type, constraints: tuple[Constraint, ...], above: tuple[str, ...]) -> Json:
        names = property_names(keywords_of(constraints), ["key"], ["key"], further=True) or ["key"]
        if isinstance(value, AnyValue):
            return dict.fromkeys(names, "value")
        found = {key: self.plain(value, type.constraints, "value", above, place) for place, key in enumerate(names)}
        return {key: each for key, each in found.items() if each is not ABSENT}

    def _union(
        self, type: Union, constraints: tuple[Constraint, ...], name: str, above: tuple[str, ...], index: int
    ) -> Json | Absent:
        for place, member in enumerate(type.members):
            found = self.plain(member, constraints, name, above, index)
            if found is ABSENT:
                continue
            values = type.tag.values[place] if type.tag is not None else ()
            if type.tag is not None and values and is_object(found) and type.tag.property not in found:
                return {type.tag.property: values[0], **found}
            return found
        return ABSENT

    def _defined(
        self, id: str, constraints: tuple[Constraint, ...], name: str, above: tuple[str, ...], index: int
    ) -> Json | Absent:
        if id in above:
            return ABSENT
        definition = self.index.definition(id)
        if index == 0:
            for example in definition.docs.examples:
                if self.check.fits(example.value, Ref(id), constraints):
                    return example.value
        shape = definition.shape
        if isinstance(shape, Object):
            return self.object(shape, (*above, id), {})
        return self.plain(shape.type, (*constraints, *shape.constraints), name, (*above, id), index)

    def object(self, shape: Object, above: tuple[str, ...], given: Mapping[str, Json]) -> dict[str, Json]:
        """The properties of `given`, and as few others as make a valid object."""
        fields = {field.wire: field for field in shape.fields if not field.read_only}
        names = self.names(shape, given)
        found: dict[str, Json] = {}
        for name in names:
            if name in given:
                found[name] = given[name]
                continue
            field = fields.get(name)
            value = self.of_field(field, above) if field is not None else self.plain(shape.extra, (), name, above)
            if value is not ABSENT:
                found[name] = value
            elif field is not None and field.required:
                found[name] = self._missing(name, dict[str, Json]())
        return found

    def names(self, shape: Object, wanted: Iterable[str]) -> list[str]:
        """The properties of a valid object with those that are wanted, or as many of them as may be together."""
        fields = [field for field in shape.fields if not field.read_only]
        required = [field.wire for field in fields if field.required]
        rule = {**keywords_of(shape.constraints), "required": required}
        wanted = list(wanted)
        found = property_names(rule, (field.wire for field in fields), wanted, further=shape.extra is not None)
        if found is None:
            self._missing(" or ".join(required[:1] or [field.wire for field in fields][:2]), None)
            found = [field.wire for field in fields if field.required or field.wire in wanted]
        return [*(name for name in wanted if name in found), *(name for name in found if name not in wanted)]

    def repaired(
        self,
        value: Json,
        type: Type | None,
        constraints: tuple[Constraint, ...],
        name: str,
        above: tuple[str, ...] = (),
    ) -> Json | Absent:
        """An example with as much of it as is valid: what is not is replaced by sample values."""
        if self.check.fits(value, type, constraints):
            return value
        match type:
            case Nullable(inner):
                return self.repaired(value, inner, constraints, name, above)
            case Array(item) if is_array(value):
                items = [self.repaired(each, item, type.constraints, name, above) for each in value]
                items = [each for each in items if each is not ABSENT]
                if self.check.fits(items, type, constraints):
                    return items
            case Ref(id) if id not in above:
                shape = self.index.definition(id).shape
                if not isinstance(shape, Object):
                    return self.repaired(value, shape.type, (*constraints, *shape.constraints), name, (*above, id))
                if is_object(value):
                    return self.object(shape, (*above, id), self.valid_properties(value, shape, (*above, id)))
            case _:
                pass
        return self.plain(type, constraints, name, above)

    def valid_properties(self, value: Mapping[str, Json], shape: Object, above: tuple[str, ...]) -> dict[str, Json]:
        """The properties of an example that an object may have, each repaired."""
        declared = {field.wire: field for field in shape.fields}
        found: dict[str, Json] = {}
        for name, inner in value.items():
            field = declared.get(name)
            if field is None:
                made = inner if shape.extra is not None and self.check.fits(inner, shape.extra) else ABSENT
            elif field.read_only:
                continue
            elif self.check.fits(inner, field.type, field.constraints):
                made = inner
            else:
                made = self.repaired(inner, field.type, field.constraints, name, above)
            if made is not ABSENT:
                found[name] = made
        return found

    def _missing(self, name: str, instead: Json) -> Json:
        self.unmet[name] = None
        return instead

    def _is_bytes(self, type: Type | None) -> bool:
        return type in (Scalar("string", "binary"), Scalar("string", "byte"))
