"""Kept responses: parse their JSON, and dump those that pydantic refuses, above 255 levels."""

from __future__ import annotations

import json
from secrets import token_hex
from typing import Any

import httpx2
from pydantic import BaseModel
from pydantic_core import SchemaSerializer
from pydantic_core.core_schema import CoreConfig, any_schema

from ..errors import RequestError, ResponseError
from ..json_types import is_array, is_object
from .json_text import parse_json
from .response import Response

_SERIALIZER = SchemaSerializer(any_schema(), CoreConfig(ser_json_inf_nan="constants"))
_LEVELS = 100


def parsed(cls: type[BaseModel], data: Any) -> Any:
    """JSON text as its value, a mapping as a dict, anything else as it is."""
    if not isinstance(data, str | bytes | bytearray):
        return dict(data) if hasattr(data, "keys") else data
    try:
        return parse_json(bytes(data) if isinstance(data, bytearray) else data)
    except ValueError as error:
        raise unread(cls, f"the text is not JSON: {error}", data) from error


def unread(cls: type[BaseModel], problem: str, data: object) -> ResponseError:
    """The exception for data that is not a response."""
    body = data.encode(errors="replace") if isinstance(data, str) else data
    content = bytes(body) if isinstance(body, bytes | bytearray) else b""
    response = Response(httpx2.Response(200), content)
    return ResponseError(f"{cls.__name__}.from_response: {problem}", response=response)


def to_text(value: Any, indent: int | None) -> str:
    """JSON text with surrogates as escapes. Raises `RequestError` if it is nested too deeply."""
    try:
        return json.dumps(value, indent=indent, separators=None if indent else (",", ":"))
    except RecursionError as error:
        raise _too_deep() from error


def dump(model: BaseModel, options: dict[str, Any]) -> dict[str, Any]:
    """The value of a model as JSON has it, written in parts of 100 levels.

    `options` are those of `model_dump`. Raises `RequestError` above the recursion limit.
    """
    inherited = ("by_alias", "exclude_", "warnings")
    below = {name: value for name, value in options.items() if name.startswith(inherited)}
    try:
        return _dump(model, options, below)
    except RecursionError as error:
        raise _too_deep() from error


def _too_deep() -> RequestError:
    return RequestError("the value is nested too deeply to be written as JSON")


def _dump(model: BaseModel, options: dict[str, Any], below: dict[str, Any]) -> dict[str, Any]:
    mark = token_hex(16)
    held: list[Any] = []
    result = BaseModel.model_dump(_cut(model, 0, mark, held), mode="json", **options)
    waiting: list[Any] = [result]
    while waiting:
        tree = waiting.pop()
        for container, key in _marked(tree, mark):
            value = held[int(container[key][len(mark) :])]
            part = [_SERIALIZER.to_python(_cut(value, 0, mark, held), mode="json", **below)]
            waiting.append(part)
            container[key] = part[0]
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
