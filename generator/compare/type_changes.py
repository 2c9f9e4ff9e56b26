"""Compare types of two surfaces: whether one includes the other, and the difference as text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from generator.compare.surface import Model, Notation

_MAX_DEPTH: Final = 40
"""Maximum depth of nested types and aliases. Deeper types count as different."""

_KINDS: Final[Mapping[type, str]] = {bool: "boolean", int: "integer", float: "number", str: "string"}
_LISTED: Final = 6


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether every value of one type is a value of another. Each type has its own models.

    With `received`, the types are outputs: an open enum has any value of its JSON type, and an open union any object.
    Without it they are inputs, with only the listed values.
    """

    narrow_models: Mapping[str, Model]
    wide_models: Mapping[str, Model]
    received: bool

    def __call__(self, narrow: Notation, wide: Notation, depth: int = 0) -> bool:
        if narrow == wide or wide == "any":
            return True
        if narrow == "any" or depth > _MAX_DEPTH:
            return False
        candidates = list(self._members(wide, self.wide_models))
        open_union = self.received and is_dict(wide) and bool(wide.get("open")) and "any of" in wide
        return all(
            any(self._one(member, candidate, depth + 1) for candidate in candidates)
            or (open_union and is_dict(member) and "ref" in member)
            for member in self._members(narrow, self.narrow_models)
        )

    def _members(self, type: Notation, models: Mapping[str, Model], depth: int = 0) -> Iterator[Notation]:
        """The members of a union, with aliases resolved, or the type itself."""
        if is_dict(type) and "any of" in type:
            for member in type["any of"]:
                yield from self._members(member, models, depth)
        elif is_dict(type) and "ref" in type and depth < _MAX_DEPTH:
            model = models.get(type["ref"])
            yield type
            if model is not None and model.type is not None:
                yield from (m for m in self._members(model.type, models, depth + 1) if m != type)
        else:
            yield type
            if self.received and is_dict(type) and "enum" in type and type.get("open"):
                yield from sorted({_kind(value) for value in type["enum"]})

    def _one(self, narrow: Notation, wide: Notation, depth: int) -> bool:
        if narrow == wide or wide == "any":
            return True
        if isinstance(narrow, str):
            return self._scalar(narrow, wide)
        match narrow, wide:
            case {"const": value}, _:
                return _listed([value], wide)
            case {"enum": values}, _:
                return _listed(values, wide)
            case {"list": inner}, {"list": outer}:
                return self(inner, outer, depth)
            case {"map": inner}, {"map": outer}:
                return self(inner, outer, depth)
            case {"tuple": inner}, {"tuple": outer}:
                rests = self(narrow.get("rest", "never"), wide.get("rest", "never"), depth)
                return len(inner) == len(outer) and rests and all(map(lambda a, b: self(a, b, depth), inner, outer))
            case {"tuple": inner}, {"list": outer}:
                return all(self(item, outer, depth) for item in (*inner, narrow.get("rest", outer)))
            case {"ref": name}, _:
                model = self.narrow_models.get(name)
                return model is not None and model.type is not None and self(model.type, wide, depth)
            case _:
                return False

    def _scalar(self, narrow: str, wide: Notation) -> bool:
        if narrow == "never" or (narrow, wide) == ("integer", "number"):
            return True
        # An input of a type such as `datetime` may also be passed as a plain string.
        given = not self.received and isinstance(wide, str) and wide != "string binary"
        return given and narrow == "string" and str(wide).startswith("string ")


def _listed(values: list[object], wide: Notation) -> bool:
    match wide:
        case str():
            return all(_kind(value) == wide or (_kind(value), wide) == ("integer", "number") for value in values)
        case {"enum": others}:
            return all(any(_same(value, other) for other in others) for value in values)
        case {"const": other}:
            return all(_same(value, other) for value in values)
        case _:
            return False


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _kind(value: object) -> str:
    return "null" if value is None else _KINDS.get(type(value), "any")


# --- text ---


def spelled(type: Notation) -> str:
    """A type as text: `list of string | null`."""
    match type:
        case None:
            return "nothing"
        case str():
            return f"{type.removeprefix('string ')} string" if type.startswith("string ") else type
        case {"const": value}:
            return _value(value)
        case {"enum": values}:
            return _listing(values) + (" | …" if type.get("open") else "")
        case {"list": inner}:
            return f"list of {_grouped(inner)}"
        case {"map": inner}:
            return f"map of {_grouped(inner)}"
        case {"tuple": items}:
            return f"tuple of {', '.join(map(_grouped, items))}{', …' if 'rest' in type else ''}"
        case {"ref": name}:
            return str(name)
        case {"any of": members}:
            shown = [spelled(member) for member in members]
            more = f" | {len(shown) - _LISTED} more" if len(shown) > _LISTED else ""
            return " | ".join(shown[:_LISTED]) + more
        case _:
            return "any"


def difference(old: Notation, new: Notation) -> str:
    """The difference of two types as text: in their values, in null, or both types."""
    before, after = _values(old), _values(new)
    if before is not None and after is not None and _nullable(old) == _nullable(new):
        removed = [value for value in before if not any(_same(value, other) for other in after)]
        added = [value for value in after if not any(_same(value, other) for other in before)]
        parts = [f"{word} {_listing(values)}" for word, values in (("removed", removed), ("added", added)) if values]
        return f"values {', '.join(parts)}" if parts else "order of values changed"
    if _with_null(old) == new:
        return "may now be null"
    if _with_null(new) == old:
        return "may no longer be null"
    return f"type changed from {spelled(old)} to {spelled(new)}"


def _values(type: Notation) -> list[object] | None:
    """The values of an enum or constant, which may be nullable; None for any other type."""
    match [member for member in _flat(type) if member != "null"]:
        case [{"enum": values}]:
            return list(values)
        case [{"const": value}]:
            return [value]
        case _:
            return None


def _nullable(type: Notation) -> bool:
    return "null" in _flat(type)


def _flat(type: Notation) -> list[Notation]:
    return list(type["any of"]) if is_dict(type) and "any of" in type else [type]


def _with_null(type: Notation) -> Notation:
    if is_dict(type) and "any of" in type:
        return {**type, "any of": [*type["any of"], "null"]}
    return {"any of": [type, "null"]}


def _grouped(type: Notation) -> str:
    text = spelled(type)
    return f"({text})" if " | " in text else text


def _listing(values: list[object]) -> str:
    more = f" | {len(values) - _LISTED} more" if len(values) > _LISTED else ""
    return " | ".join(map(_value, values[:_LISTED])) + more


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def is_dict(type: Notation) -> TypeGuard[dict[str, Any]]:
    """Whether a type is not a plain name."""
    return isinstance(type, dict)
