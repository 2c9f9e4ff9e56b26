"""The property that says best what an object is, and the list in an object that holds one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from generator.ir.index import Index
from generator.ir.types import Array, Enumeration, Field, Nullable, Object, Scalar, Type
from generator.targets.python.pages.samples.calls import resolved

NAMING_FIELDS: Final = (
    *("name", "title", "display_name", "full_name", "subject", "label", "username", "login", "summary"),
    *("message", "text", "output", "slug", "email"),
)
"""Properties that name or describe an object, the best first."""
_SUMMARY_FIELDS: Final = (*NAMING_FIELDS, "status", "id", "key", "url", "type", "count")
_LISTS: Final = ("data", "items", "results", "values", "list", "entries")


@dataclass(frozen=True, slots=True)
class Summary:
    """What is printed of a value: of each item of a list, or of an object, the property with the name `wire`."""

    is_list: bool = False
    wire: str = ""


@dataclass(frozen=True, slots=True)
class Summaries:
    """Finds what to print of the values of one API."""

    index: Index

    def of(self, type: Type | None) -> Summary:
        """What is printed of a value."""
        base = resolved(type, self.index)
        if isinstance(base, Array):
            return Summary(True, self._wire(base.item))
        shape = self.index.object(base)
        listed = self.listed(shape) if shape is not None else None
        if listed is not None:
            return Summary(True, self._wire(resolved(listed.type, self.index), items=True))
        inner = self.wrapped(shape) if shape is not None and self.field(shape) is None else None
        return Summary(False, self._wire(base)) if inner is None else self.of(inner.type)

    def _wire(self, type: Type | None, *, items: bool = False) -> str:
        if items:
            type = type.item if isinstance(type, Array) else None
        shape = self.index.object(resolved(type, self.index))
        field = self.field(shape) if shape is not None else None
        return field.wire if field is not None else ""

    def field(self, shape: Object) -> Field | None:
        """The field that says best what an object is."""
        known = [(field, resolved(field.type, self.index)) for field in shape.fields if not field.write_only]
        plain = [field for field, type in known if is_text(type)]
        named = [field for wire in _SUMMARY_FIELDS for field in plain if field.wire == wire]
        numbers = [field for field, type in known if isinstance(type, Scalar) and type.kind != "null"]
        return next(iter([*[field for field in named if always(field)], *named, *plain, *numbers]), None)

    def listed(self, shape: Object) -> Field | None:
        """The list in an object that is the envelope of one."""
        arrays = [field for field in shape.fields if isinstance(resolved(field.type, self.index), Array)]
        return next((field for field in arrays if field.wire in _LISTS), None)

    def wrapped(self, shape: Object) -> Field | None:
        """The object in an object that has nothing else, if something can be printed of it: `{"user": {…}}`."""
        only = shape.fields[0] if len(shape.fields) == 1 else None
        nested = self.index.object(only.type) if only is not None and always(only) else None
        if nested is None or (self.field(nested) is None and self.listed(nested) is None):
            return None
        return only


def rank(wire: str) -> int:
    """The rank of a property as a summary of its object."""
    return _SUMMARY_FIELDS.index(wire) if wire in _SUMMARY_FIELDS else len(_SUMMARY_FIELDS)


def always(field: Field) -> bool:
    """Whether a received object has a value of a field."""
    return field.required and not isinstance(field.type, Nullable) and not field.write_only


def is_text(type: Type | None) -> bool:
    """Whether a value prints as its JSON text, without quotes."""
    if isinstance(type, Enumeration):
        return all(isinstance(value, str) for value in type.values)
    return type == Scalar("integer") or (
        isinstance(type, Scalar) and type.kind == "string" and type.format in {"", "uri", "email", "password"}
    )
