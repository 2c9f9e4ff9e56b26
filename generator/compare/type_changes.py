"""Types of two surfaces against each other: which values of one the other takes, and how to say the difference."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.compare.surface import Model, Notation

_DEEPEST: Final = 40
"""Aliases of aliases, lists of lists: beyond this depth types count as different."""

_KINDS: Final[Mapping[type, str]] = {bool: "boolean", int: "integer", float: "number", str: "string"}
_LISTED: Final = 6


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether every value of one type is one of another; each side has its own models.

    `received` reads the types as a caller receives them, where an open enumeration is any value of its kind and an open
    union takes objects that it does not know. Given by a caller, they are what the document lists.
    """

    narrow_models: Mapping[str, Model]
    wide_models: Mapping[str, Model]
    received: bool

    def __call__(self, narrow: Notation, wide: Notation, depth: int = 0) -> bool:
        if narrow == wide or wide == "any":
            return True
        if narrow == "any" or depth > _DEEPEST:
            return False
        accepted = list(self._members(wide, self.wide_models))
        open_union = self.received and isinstance(wide, dict) and wide.get("open") and "any of" in wide
        return all(
            any(self._one(member, candidate, depth + 1) for candidate in accepted)
            or bool(open_union and isinstance(member, dict) and "ref" in member)
            for member in self._members(narrow, self.narrow_models)
        )

    def _members(self, type: Notation, models: Mapping[str, Model], depth: int = 0) -> Iterator[Notation]:
        """The members of a union, names of types followed, or the type itself."""
        if isinstance(type, dict) and "any of" in type:
            for member in type["any of"]:
                yield from self._members(member, models, depth)
        elif isinstance(type, dict) and "ref" in type and depth < _DEEPEST:
            model = models.get(type["ref"])
            yield type
            if model is not None and model.type is not None:
                yield from (m for m in self._members(model.type, models, depth + 1) if m != type)
        else:
            yield type
            if self.received and isinstance(type, dict) and "enum" in type and type.get("open"):
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
        return False

    def _scalar(self, narrow: str, wide: Notation) -> bool:
        if narrow == "never" or (narrow, wide) == ("integer", "number"):
            return True
        # What has a type of its own may be given as a plain string too.
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
    return False


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _kind(value: object) -> str:
    return "null" if value is None else _KINDS.get(type(value), "any")


# --- in words ---


def spelled(type: Notation) -> str:
    """A type for people: `list of string | null`."""
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
    return "any"


def difference(old: Notation, new: Notation) -> str:
    """What became of a type, in words: its values, null, or the whole of it."""
    before, after = values_of(old), values_of(new)
    if before is not None and after is not None and _plain(old) == _plain(new):
        gone = [value for value in before if not any(_same(value, other) for other in after)]
        come = [value for value in after if not any(_same(value, other) for other in before)]
        parts = [f"{word} {_listing(values)}" for word, values in (("removed", gone), ("added", come)) if values]
        return f"values {', '.join(parts)}" if parts else "values in another order"
    if _with_null(old) == new:
        return "may be null now"
    if _with_null(new) == old:
        return "is never null now"
    return f"type changed from {spelled(old)} to {spelled(new)}"


def values_of(type: Notation) -> list[object] | None:
    """The values of an enumeration, constant, or either of them or null; None for any other type."""
    found = [member for member in _flat(type) if member != "null"]
    if len(found) == 1 and isinstance(found[0], dict):
        if "enum" in found[0]:
            return list(found[0]["enum"])
        if "const" in found[0]:
            return [found[0]["const"]]
    return None


def _plain(type: Notation) -> bool:
    return "null" in _flat(type)


def _flat(type: Notation) -> list[Notation]:
    return list(type["any of"]) if isinstance(type, dict) and "any of" in type else [type]


def _with_null(type: Notation) -> Notation:
    if isinstance(type, dict) and "any of" in type:
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
