"""Values of a config file, by their types."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_table(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def inner(value: object) -> list[Any]:
    """The keys and values of a table, or the elements of an array."""
    if is_table(value):
        return [*value, *value.values()]
    return [*value] if isinstance(value, list) else []


def is_page_setting(value: object) -> bool:
    return isinstance(value, bool) or (is_table(value) and all_texts(list(value.values())))


def all_texts(items: list[Any]) -> bool:
    return all(isinstance(item, str) and item for item in items)
