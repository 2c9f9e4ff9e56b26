"""Values below a JSON value, by paths of names; `-1` is the last element of an array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.ir.types import ABSENT, LAST, Absent, Json
from generator.lower.schema.json_values import is_list, is_mapping


def value_at(value: Json | Absent, path: Sequence[str]) -> Json | Absent:
    """The value at a path, or `ABSENT`."""
    here: Any = value
    for key in path:
        if is_mapping(here) and key in here:
            here = here[key]
        elif is_list(here) and key == LAST and here:
            here = here[-1]
        else:
            return ABSENT
    return here


def with_value(value: Json, path: Sequence[str], new: Json | Absent) -> Json:
    """A copy of the value with another one at a path; with `ABSENT`, without it. Objects on the way are made."""
    if not path:
        return None if new is ABSENT else new
    key, rest = path[0], path[1:]
    if is_list(value):
        return [*value[:-1], with_value(value[-1], rest, new)] if key == LAST and value else value
    if not is_mapping(value):
        return value
    if not rest and new is ABSENT:
        return {name: item for name, item in value.items() if name != key}
    return {**value, key: with_value(value.get(key, {} if rest else None), rest, new)}
