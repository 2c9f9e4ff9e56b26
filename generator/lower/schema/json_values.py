"""JSON values: type guards, and comparison in which `1` equals neither `true` nor `"1"`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeGuard

from generator.ir.types import Json


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


def key_of(value: Json) -> str:
    """A string that identifies a JSON value."""
    return json.dumps(value, sort_keys=True, default=str)


def same(left: Json, right: Json) -> bool:
    """Whether two JSON values are the same."""
    return type(left) is type(right) and bool(left == right)


def one_of(values: Iterable[Json]) -> list[Json]:
    """The values without duplicates, in their order."""
    found: dict[str, Json] = {}
    for value in values:
        found.setdefault(key_of(value), value)
    return list(found.values())
