"""Pagination from a description: the keys of the config, or of an extension in the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.diagnostics.suggest import did_you_mean
from generator.ir.types import AnyValue, Array, Map, Operation, Pagination, PaginationKind, Type
from generator.ir.walk import object_of, plain
from generator.lower.pages.items import items_of
from generator.lower.pages.parts import Definitions, Input, Parts, item_of

KEYS: Final = ("items", "cursor", "offset", "page", "next", "more", "last", "total")
"""What a description can have."""

LINK: Final = "header:Link"
"""The value of `next` for the header `Link`."""

_STEP = re.compile(r'"([^"]*)"|([^."]+)')


@dataclass(frozen=True, slots=True)
class Mistake(Exception):
    """What is wrong with a description, and the remedy."""

    message: str
    hint: str = ""


def described(
    values: Mapping[str, str], parts: Parts, operation: Operation, definitions: Definitions, why: str
) -> Pagination:
    """The pagination that a description gives. Raises `Mistake` for one that the operation does not fit."""
    for key in values:
        if key not in KEYS:
            raise Mistake(f"unknown key `{key}`", did_you_mean(key, KEYS) or f"the keys are {', '.join(KEYS)}")
    selecting = [key for key in ("cursor", "offset", "page") if key in values]
    if len(selecting) > 1:
        raise Mistake(f"`{selecting[0]}` and `{selecting[1]}` exclude each other", "keep the one that selects a page")
    items, item = _items(values, parts, operation, definitions)
    given = _given(values[selecting[0]], parts) if selecting else None
    following = values.get("next", "")
    if selecting == ["cursor"] and not following:
        raise Mistake("`cursor` needs `next`", 'add the property with the next cursor: `next = "next_cursor"`')
    kind: PaginationKind = "url" if following and not selecting else "single"
    if given is not None:
        kind = "cursor" if "cursor" in values else "offset" if "offset" in values else "page"
    return Pagination(
        kind,
        items,
        item,
        why,
        given.key if given is not None else None,
        () if following == LINK or kind in {"offset", "page"} else _property(following, parts, definitions),
        _property(values.get("more", ""), parts, definitions),
        _property(values.get("last", ""), parts, definitions),
        _property(values.get("total", ""), parts, definitions),
        first_of(given, kind) if given is not None else 0,
    )


def _items(
    values: Mapping[str, str], parts: Parts, operation: Operation, definitions: Definitions
) -> tuple[tuple[str, ...], Type]:
    text = values.get("items")
    if parts.array is not None and not text:
        return (), parts.array
    if text:
        path = _property(text, parts, definitions)
        item = item_of(_type_at(path, parts, definitions), definitions)
        if item is None:
            raise Mistake(f"`items`: the property `{text}` is not an array", _known_arrays(parts))
        return path, item
    found = items_of(parts, operation)
    item = item_of(found.type, definitions) if found is not None else None
    if found is None or item is None:
        raise Mistake("it is not clear which array has the items", f'set `items = "…"`; {_known_arrays(parts)}')
    return found.path, item


def _known_arrays(parts: Parts) -> str:
    arrays = [one.shown for one in parts.properties if one.kind == "array"]
    return f"the arrays are {', '.join(arrays)}" if arrays else "the response has no array"


def _given(wire: str, parts: Parts) -> Input:
    """The parameter or body property of a name."""
    location, _, name = wire.rpartition(":")
    found = parts.input(name, location) or parts.input(wire)
    if found is None:
        known = [one.wire for one in parts.inputs]
        hint = did_you_mean(wire, known) or (f"it has {', '.join(known)}" if known else "it has none outside the path")
        raise Mistake(f"the operation has no parameter `{wire}`", hint)
    return found


def _property(text: str, parts: Parts, definitions: Definitions) -> tuple[str, ...]:
    """The path that a text writes: names separated by dots, a name with a dot in quotes, `-1` for a last element."""
    path = tuple(quoted or plain for quoted, plain in _STEP.findall(text))
    if path:
        _type_at(path, parts, definitions)
    return path


def path_text(path: tuple[str, ...]) -> str:
    """The text of a path: the inverse of `_property`."""
    return ".".join(step_text(step) for step in path)


def step_text(name: str) -> str:
    """A step of a path; one with a dot is in quotes."""
    return f'"{name}"' if "." in name else name


def _type_at(path: tuple[str, ...], parts: Parts, definitions: Definitions) -> Type:
    """The type at a path. Raises `Mistake` if the response has no such property."""
    type = parts.response
    for step in path:
        inner, shape = plain(type, definitions), object_of(type, definitions)
        if isinstance(inner, Array) and step.lstrip("-").isdigit():
            type = inner.item
        elif isinstance(inner, AnyValue | Map):
            return AnyValue()
        elif shape is not None and (field := next((one for one in shape.fields if one.wire == step), None)) is not None:
            type = field.type
        else:
            known = [one.wire for one in shape.fields] if shape is not None else []
            hint = did_you_mean(step, known) or (f"there are {', '.join(known)}" if known else "")
            raise Mistake(f"the response has no property `{'.'.join(path)}`", hint)
    return type


def first_of(given: Input, kind: str) -> int:
    """The number that a parameter has on the first page: its default, its minimum if that is 0 or 1, or the usual."""
    if isinstance(given.default, int) and not isinstance(given.default, bool):
        return given.default
    if isinstance(given.minimum, int) and not isinstance(given.minimum, bool) and given.minimum in (0, 1):
        return given.minimum
    return 1 if kind == "page" or "index" in given.words else 0
