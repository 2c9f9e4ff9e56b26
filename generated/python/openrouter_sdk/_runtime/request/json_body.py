"""JSON bodies: a compiled serializer, and a search for the value that cannot be sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any, TypeGuard

from pydantic import BaseModel, SecretBytes, SecretStr
from pydantic_core import SchemaSerializer
from pydantic_core.core_schema import CoreConfig, any_schema

from ..errors import RequestError
from ..json_types import is_array, is_object
from ..models import Model

# NaN and infinities as constants, not null, so that they can be found and rejected.
_SERIALIZER = SchemaSerializer(any_schema(), CoreConfig(ser_json_inf_nan="constants"))
_MAX_DEPTH = 200
_SCALARS = frozenset({str, int, float, bool, type(None)})
_NAIVE = re.compile(rb'T\d\d:\d\d:\d\d(?:\.\d+)?"')
"""The end of a date and time without an offset."""


def to_json(value: Any, path: str = "") -> bytes:
    """Serialize plain values, models and mixes of both as JSON (RFC 8259, UTF-8).

    Unset fields of the SDK's models are left out, None is null, and names are wire names. Other
    models are sent with their defaults, and secrets as their values. `path` is the place of the
    value, for messages. Raises `RequestError` with the path of the first value that JSON does not
    have: NaN, infinities, lone surrogates, cycles, unknown objects, keys that are not strings; and
    of a datetime without a timezone (RFC 3339 requires an offset).
    """
    try:
        if not _is_ordinary(value):
            value = _plain(value, path, ())
        text = _SERIALIZER.to_json(value, exclude_unset=True, by_alias=True, warnings=False)
    except (ValueError, TypeError, RecursionError) as error:
        plain = _plain(value, path, ())
        try:
            return _SERIALIZER.to_json(plain, exclude_unset=True, by_alias=True, warnings=False)
        except (ValueError, TypeError, RecursionError):
            raise RequestError(f"the value cannot be sent as JSON: {error}", path=path) from error
    if b"NaN" in text or b"Infinity" in text or _NAIVE.search(text):
        _plain(value, path, ())
    return text


def _is_ordinary(value: object) -> bool:
    """Whether a value consists of what the serializer alone sends correctly."""
    kind = type(value)
    if kind in _SCALARS:
        return True
    if kind is dict and is_object(value):
        return all(type(key) is str and _is_ordinary(each) for key, each in value.items())
    if kind is list and is_array(value):
        return all(map(_is_ordinary, value))
    return isinstance(value, Model)


def _plain(value: Any, path: str, parents: tuple[int, ...]) -> Any:
    """The value in plain containers. Raises `RequestError` at the first value that JSON lacks."""
    if isinstance(value, str):
        return check_text(value, path)
    if isinstance(value, float) and not isfinite(value):
        raise RequestError(f"{value} cannot be sent as JSON", path=path)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime) and value.tzinfo is None:
        raise RequestError(
            "the datetime has no timezone: set `tzinfo`, or use `.astimezone()` for local time",
            path=path,
        )
    if isinstance(value, SecretStr | SecretBytes):
        return _plain(value.get_secret_value(), path, parents)
    if id(value) in parents:
        raise RequestError("the value contains itself", path=path)
    if len(parents) > _MAX_DEPTH:
        raise RequestError(f"the value has more than {_MAX_DEPTH} levels of nesting", path=path)
    inner = (*parents, id(value))
    if isinstance(value, BaseModel):
        return {
            name: _plain(item, _member(path, name), inner) for name, item in sent_members(value)
        }
    if is_mapping(value):
        return {
            _key(key, path): _plain(item, _member(path, key), inner) for key, item in value.items()
        }
    if is_sequence(value):
        return [_plain(item, f"{path}[{index}]", inner) for index, item in enumerate(value)]
    try:
        return _SERIALIZER.to_python(value, mode="json")
    except (ValueError, TypeError) as error:
        raise RequestError(f"a {type(value).__name__} cannot be sent as JSON", path=path) from error


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether a value is sent as an object."""
    return isinstance(value, Mapping)


def is_sequence(value: object) -> TypeGuard[Collection[Any]]:
    """Whether a value is sent as an array."""
    listed = isinstance(value, Sequence | set | frozenset)
    return listed and not isinstance(value, bytes | bytearray | memoryview)


def sent_members(model: BaseModel) -> list[tuple[str, Any]]:
    """The members of a model that are sent, by wire name.

    Of the SDK's models these are the set fields and the additional ones, of others all.
    """
    if not isinstance(model, Model):
        return _dumped(model)
    fields = type(model).model_fields
    members = [
        (fields[name].serialization_alias or fields[name].alias or name, getattr(model, name))
        for name in fields
        if name in model.model_fields_set
    ]
    return members + list((model.model_extra or {}).items())


def _dumped(model: BaseModel) -> list[tuple[str, Any]]:
    """The members of a model that is not the SDK's; the SDK's models in it stay as they are."""
    members: dict[str, Any] = model.model_dump(by_alias=True)
    for name, field in type(model).model_fields.items():
        wire = field.serialization_alias or field.alias or name
        if wire in members and _holds_model(getattr(model, name)):
            members[wire] = getattr(model, name)
    return list(members.items())


def _holds_model(value: Any) -> bool:
    if is_mapping(value):
        return any(map(_holds_model, value.values()))
    if is_sequence(value) and not isinstance(value, str):
        return any(map(_holds_model, value))
    return isinstance(value, Model)


def _key(key: Any, path: str) -> str:
    if not isinstance(key, str):
        raise RequestError(f"the key {key!r} is not a string", path=path)
    return check_text(key, path)


def check_text(text: str, path: str) -> str:
    """Return the text; raise `RequestError` if it contains a lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise RequestError("a lone surrogate cannot be encoded as UTF-8", path=path) from None
    return text


def _member(path: str, key: Any) -> str:
    if not isinstance(key, str) or not key.isidentifier():
        return f"{path}[{key!r}]"
    return f"{path}.{key}" if path else key
