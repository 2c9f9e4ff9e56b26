"""Type guards for the JSON values of a document."""

from __future__ import annotations

from typing import TypeGuard

from generator.ir.types import Json


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Json) -> TypeGuard[list[Json]]:
    """Whether a value is a JSON array."""
    return isinstance(value, list)


def member(value: Json, name: str, default: Json = None) -> Json:
    """The member of an object; the default if it has none or the value is not an object."""
    return value.get(name, default) if is_object(value) else default


def elements(value: Json) -> list[Json]:
    """The elements of an array; none for any other value."""
    return value if is_array(value) else []


def is_plain(value: Json) -> bool:
    """Whether a value consists of strings, lists and dicts, whose `repr` does not depend on how it was parsed."""
    if is_object(value):
        return all(map(is_plain, value.values()))
    return all(map(is_plain, value)) if is_array(value) else isinstance(value, str)
