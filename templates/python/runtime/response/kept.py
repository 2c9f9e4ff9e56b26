"""Read a response that a program has kept, with the leniency of a call."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..json_types import is_object
from .json_text import parse_json
from .lenient import repair

M = TypeVar("M", bound=BaseModel)


def read_kept(model: type[M], data: str | bytes | bytearray | dict[str, Any]) -> M:
    """Build a model from JSON text or parsed JSON; what does not fit is kept as parsed JSON.

    Raises `ValueError` if the text is not JSON, or the value is not an object.
    """
    name = f"{model.__name__}.from_response"
    if isinstance(data, str | bytes | bytearray):
        text = data if isinstance(data, str) else bytes(data)
        try:
            return model.model_validate_json(text)
        except ValidationError:
            pass
        try:
            value = parse_json(text)
        except ValueError as error:
            raise ValueError(f"{name}: the text is not JSON: {error}") from None
    else:
        value = data
    if not is_object(value):
        raise ValueError(f"{name}: expected a JSON object, received {_kind(value)}")
    read: M = repair(model, value, [])
    return read


def _kind(value: object) -> str:
    if value is None:
        return "null"
    return "an array" if isinstance(value, list) else f"a {type(value).__name__}"
