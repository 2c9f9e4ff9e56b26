"""JSON bodies: one compiled serialiser, and a walk that names the place of what cannot be sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import isfinite
from typing import Any, TypeGuard

from pydantic import BaseModel
from pydantic_core import SchemaSerializer
from pydantic_core.core_schema import CoreConfig, any_schema

from ..errors import RequestError

# Constants rather than null for NaN and the infinities, so that they can be found and refused.
_SERIALIZER = SchemaSerializer(any_schema(), CoreConfig(ser_json_inf_nan="constants"))
_DEEPEST = 200


def to_json(value: Any, path: str = "") -> bytes:
    """The JSON text (RFC 8259, UTF-8) of plain values, models and mixes of both.

    Fields of models that were never set are left out, None is null, names are the wire's. `path`
    is where the value stands, for messages. Raises `RequestError` with the path of the first value
    that has no JSON: NaN, infinities, lone surrogates, cycles, unknown objects.
    """
    try:
        text = _SERIALIZER.to_json(value, exclude_unset=True, by_alias=True, warnings=False)
    except (ValueError, TypeError, RecursionError) as error:
        plain = _walk(value, path, ())
        try:
            return _SERIALIZER.to_json(plain, exclude_unset=True, by_alias=True, warnings=False)
        except (ValueError, TypeError, RecursionError):
            raise RequestError(f"the value cannot be sent as JSON: {error}", path=path) from error
    if b"NaN" in text or b"Infinity" in text:
        _walk(value, path, ())
    return text


def _walk(value: Any, path: str, parents: tuple[int, ...]) -> Any:
    """The value in plain containers; raises `RequestError` at the first one that has no JSON."""
    if isinstance(value, str):
        return check_text(value, path)
    if isinstance(value, float) and not isfinite(value):
        raise RequestError(f"{value} has no JSON", path=path)
    if value is None or isinstance(value, bool | int | float):
        return value
    if id(value) in parents:
        raise RequestError("the value contains itself", path=path)
    if len(parents) > _DEEPEST:
        raise RequestError(f"the value is nested deeper than {_DEEPEST} levels", path=path)
    inner = (*parents, id(value))
    if isinstance(value, BaseModel):
        return {name: _walk(item, _member(path, name), inner) for name, item in _sent(value)}
    if _is_mapping(value):
        return {
            _key(key, path): _walk(item, _member(path, key), inner) for key, item in value.items()
        }
    if _is_collection(value):
        return [_walk(item, f"{path}[{index}]", inner) for index, item in enumerate(value)]
    try:
        return _SERIALIZER.to_python(value, mode="json")
    except (ValueError, TypeError) as error:
        raise RequestError(f"a {type(value).__name__} cannot be sent as JSON", path=path) from error


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _is_collection(value: object) -> TypeGuard[Collection[Any]]:
    """Whether a value goes out as an array."""
    listed = isinstance(value, Sequence | set | frozenset)
    return listed and not isinstance(value, bytes | bytearray | memoryview)


def _sent(model: BaseModel) -> list[tuple[str, Any]]:
    """The members of a model that go out, by wire name: those set, and the extra ones."""
    fields = type(model).model_fields
    members = [
        (fields[name].serialization_alias or fields[name].alias or name, getattr(model, name))
        for name in fields
        if name in model.model_fields_set
    ]
    return members + list((model.model_extra or {}).items())


def _key(key: Any, path: str) -> Any:
    return check_text(key, path) if isinstance(key, str) else key


def check_text(text: str, path: str) -> str:
    """The text, if it has a form in UTF-8; raises `RequestError` for a lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise RequestError("a lone surrogate has no form in UTF-8", path=path) from None
    return text


def _member(path: str, key: Any) -> str:
    if not isinstance(key, str) or not key.isidentifier():
        return f"{path}[{key!r}]"
    return f"{path}.{key}" if path else key
