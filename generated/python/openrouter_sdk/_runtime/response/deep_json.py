"""Dump models that are nested more deeply than the serializer of pydantic writes, which is 255."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_hex
from typing import Any

from pydantic import BaseModel
from pydantic_core import SchemaSerializer
from pydantic_core.core_schema import CoreConfig, any_schema

from ..json_types import is_array, is_object

_SERIALIZER = SchemaSerializer(any_schema(), CoreConfig(ser_json_inf_nan="constants"))
_LEVELS = 100


def dump(
    model: BaseModel, write: Callable[[Any], dict[str, Any]], **options: Any
) -> dict[str, Any]:
    """The value of a model as JSON has it, written in parts of 100 levels.

    `write` dumps the model without what is deeper; `options` apply to the values below.
    """
    mark = token_hex(16)
    held: list[Any] = []
    result = write(_cut(model, 0, mark, held))
    waiting: list[Any] = [result]
    while waiting:
        tree = waiting.pop()
        for container, key in _marked(tree, mark):
            value = held[int(container[key][len(mark) :])]
            below = [_SERIALIZER.to_python(_cut(value, 0, mark, held), mode="json", **options)]
            waiting.append(below)
            container[key] = below[0]
    return result


def _cut(value: Any, level: int, mark: str, held: list[Any]) -> Any:
    """A copy of a value with marks in place of what is deeper, which is added to `held`."""
    if isinstance(value, BaseModel):
        copy = value.model_copy()
        for members in (vars(copy), copy.__pydantic_extra__ or {}):
            members.update(
                {name: _cut(item, level + 1, mark, held) for name, item in members.items()}
            )
        return copy
    if not is_object(value) and not is_array(value):
        return value
    if level > _LEVELS:
        held.append(value)
        return f"{mark}{len(held) - 1}"
    if is_object(value):
        return {key: _cut(item, level + 1, mark, held) for key, item in value.items()}
    return [_cut(item, level + 1, mark, held) for item in value]


def _marked(tree: Any, mark: str) -> list[tuple[Any, Any]]:
    """The places of marks: containers, and their keys or indexes."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        container = waiting.pop()
        pairs: Any = container.items() if is_object(container) else enumerate(container)
        for key, item in pairs:
            if isinstance(item, str):
                if item.startswith(mark):
                    found.append((container, key))
            elif is_object(item) or is_array(item):
                waiting.append(item)
    return found
