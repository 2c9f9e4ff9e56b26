"""Whether an example of the document satisfies its schema, as far as the IR has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from generator.ir.index import Index
from generator.ir.types import (
    AnyValue,
    Array,
    Constant,
    Constraint,
    Enumeration,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Tuple,
    Type,
    Union,
)
from generator.samples import array_fits, names_fit, number_fits, text_fits
from generator.samples.arrays import same
from generator.targets.python.types.json_values import is_array, is_object

_MAX_DEPTH: Final = 40


def keywords_of(constraints: Iterable[Constraint], type: Type | None = None) -> dict[str, Json]:
    """Constraints as keywords of JSON Schema, with those that the type stands for."""
    found: dict[str, Json] = {constraint.keyword: constraint.value for constraint in constraints}
    match type:
        case Scalar(kind, format):
            found["type"] = kind
            if format:
                found["format"] = format
        case Array(_, unique):
            found["uniqueItems"] = unique
        case _:
            pass
    return found


@dataclass(frozen=True, slots=True)
class ExampleCheck:
    """Checks values that are sent, so properties that only the server sets may be missing."""

    index: Index

    def fits(self, value: Json, type: Type | None, constraints: tuple[Constraint, ...] = (), depth: int = 0) -> bool:
        """Whether a value has the type and satisfies the constraints."""
        if depth > _MAX_DEPTH:
            return True
        match type:
            case None | AnyValue():
                return True
            case Never():
                return False
            case Constant(known):
                return same(value, known)
            case Enumeration(values):
                return any(same(value, known) for known in values) or (type.widened and isinstance(value, str))
            case Nullable(inner):
                return value is None or self.fits(value, inner, constraints, depth)
            case Scalar():
                return _scalar_fits(value, type, constraints)
            case Array(item):
                return (
                    is_array(value)
                    and array_fits(keywords_of(constraints, type), value)
                    and all(self.fits(each, item, type.constraints, depth + 1) for each in value)
                )
            case Tuple(items, rest):
                pairs = zip(value, [*items, *[rest] * len(value)], strict=False) if is_array(value) else ()
                return is_array(value) and all(self.fits(each, item, (), depth + 1) for each, item in pairs)
            case Map(inner):
                return (
                    is_object(value)
                    and names_fit(keywords_of(constraints), value.keys())
                    and all(self.fits(each, inner, type.constraints, depth + 1) for each in value.values())
                )
            case Union(members):
                return any(self.fits(value, member, constraints, depth + 1) for member in members)
            case Ref(id):
                shape = self.index.definition(id).shape
                if isinstance(shape, Object):
                    return is_object(value) and self._object_fits(value, shape, depth + 1)
                return self.fits(value, shape.type, (*constraints, *shape.constraints), depth + 1)

    def _object_fits(self, value: Mapping[str, Json], shape: Object, depth: int) -> bool:
        declared = {field.wire: field for field in shape.fields}
        if any(field.required and not field.read_only and field.wire not in value for field in shape.fields):
            return False
        for key, inner in value.items():
            field = declared.get(key)
            if field is None and shape.extra is None:
                return False
            if field is None and not self.fits(inner, shape.extra, (), depth):
                return False
            if field is not None and not self.fits(inner, field.type, field.constraints, depth):
                return False
        return names_fit(keywords_of(shape.constraints), value.keys())


def _scalar_fits(value: Json, type: Scalar, constraints: tuple[Constraint, ...]) -> bool:
    match type.kind:
        case "string":
            if type.format in {"binary", "byte"}:
                return isinstance(value, (str, bytes))
            return isinstance(value, str) and text_fits(keywords_of(constraints, type), value, undecided=True)
        case "integer" | "number":
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            return is_number and number_fits(keywords_of(constraints, type), value)
        case "boolean":
            return isinstance(value, bool)
        case "null":
            return value is None
