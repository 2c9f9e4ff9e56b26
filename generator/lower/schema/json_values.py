"""JSON values compared as JSON does: `1` is neither `true` nor `"1"`."""

from __future__ import annotations

import json
from collections.abc import Iterable

from generator.ir.types import Json


def key_of(value: Json) -> str:
    """A text that is the same for the same JSON value, and for no other."""
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
