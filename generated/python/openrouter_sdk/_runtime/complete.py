"""Complete a body by its type: constants, bytes, decimals and read-only fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from .body_types import ANY, Declared, Parts, parts_of, shape_of
from .errors import RequestError
from .json_types import is_object
from .models import UnknownVariant, encode_base64
from .request.json_body import is_mapping, is_sequence, sent_members

_MAX_EXPONENT = 300
_PLAIN = frozenset({str, int, float, bool, type(None)})


def completion(annotation: Any, path: str) -> Callable[[Any], Any]:
    """A function that completes a value of a type. `path` begins the paths of messages."""
    declared = Declared(annotation)
    return lambda value: _completed(value, declared, path)


def _completed(value: object, declared: Declared, path: str) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is not dict and kind is not list and isinstance(value, BaseModel):
        return _sent_model(value) if _reads_only(type(value)) else value
    parts = declared.parts
    if is_object(value) or is_mapping(value):
        return _mapping(value, parts, path)
    if isinstance(value, datetime):
        if parts.dates:
            raise RequestError("expected a date, not a datetime", path=path)
    elif isinstance(value, Decimal):
        return _number(value, path) if parts.numbers and not parts.decimals else value
    elif isinstance(value, bytes | bytearray):
        return encode_base64(bytes(value)) if parts.base64 else value
    elif is_sequence(value):
        if parts.items and len(parts.items) == len(value):
            pairs = zip(value, parts.items, strict=True)
            found = [_completed(one, item, f"{path}[{at}]") for at, (one, item) in enumerate(pairs)]
            return _unless_same(value, found)
        if parts.item is not None:
            found = [_completed(one, parts.item, f"{path}[{at}]") for at, one in enumerate(value)]
            return _unless_same(value, found)
    return value


def _number(value: Decimal, path: str) -> int | float:
    """The JSON number of a decimal, if an int or a float is exactly that."""
    if not value.is_finite():
        raise RequestError(f"{value} cannot be sent as JSON", path=path)
    if abs(value.adjusted()) < _MAX_EXPONENT:
        if value == value.to_integral_value():
            return int(value)
        number = float(value)
        if Decimal(repr(number)) == value:
            return number
    raise RequestError(f"{value} is not exactly a float: convert it with float()", path=path)


def _unless_same(value: Collection[Any], found: list[Any]) -> Any:
    """The completed items, or the value itself if none has changed."""
    return value if all(new is old for new, old in zip(found, value, strict=True)) else found


def _mapping(value: Mapping[Any, Any], parts: Parts, path: str) -> Any:
    model = _fitting(parts.models, value, path)
    if model is None and (parts.models or parts.value is None):
        return value
    shape = shape_of(model) if model is not None else None
    found: dict[Any, Any] = {}
    changed = False
    for key, one in value.items():
        if type(one) in _PLAIN:
            found[key] = one
            continue
        inner = parts.value if shape is None else shape.fields.get(key, shape.extra)
        found[key] = _completed(one, inner or ANY, _below(path, key))
        changed = changed or found[key] is not one
    for wire, constant in shape.constants.items() if shape is not None else ():
        if wire not in found:
            found[wire] = constant
            changed = True
    return found if changed else value


def _below(path: str, key: Any) -> str:
    return f"{path}.{key}" if path else str(key)


def _fitting(
    models: tuple[type[BaseModel], ...], value: Mapping[Any, Any], path: str
) -> type[BaseModel] | None:
    """The model that a mapping is meant as; None if several fit, or none.

    Raises `RequestError` if only a constant that is left out tells the fitting models apart.
    """
    if len(models) == 1:
        return models[0]
    tag, tagged = _tagged(models)
    if tag in value and isinstance(value[tag], str):
        model = tagged.get(value[tag])
        if model is not None and _fits(model, value):
            return model
        models = tuple(model for model in models if model is UnknownVariant)
    fitting: list[tuple[int, type[BaseModel]]] = []
    for model in models:
        if _fits(model, value):
            shape = shape_of(model)
            tags = sum(wire in value for wire in shape.literals)
            known = sum(key in shape.fields for key in value)
            fitting.append((tags * 1000 + known, model))
    best = [model for score, model in fitting if score == max(score for score, _ in fitting)]
    if len(best) == 1:
        return best[0]
    constants = [shape_of(model).constants for model in best if model is not UnknownVariant]
    for wire in constants[0] if len(constants) > 1 else ():
        values = [one.get(wire) for one in constants]
        if wire not in value and all(values.count(one) == 1 and one is not None for one in values):
            listed = " or ".join(repr(one) for one in values)
            raise RequestError(f'the object fits several types: add "{wire}": {listed}', path=path)
    return None


def _fits(model: type[BaseModel], value: Mapping[Any, Any]) -> bool:
    """Whether a mapping has the constants of a model that it has, and all that are required."""
    shape = shape_of(model)
    for wire, values in shape.literals.items():
        if wire in value and value[wire] not in values:
            return False
    return value.keys() >= shape.needed


@lru_cache(maxsize=1024)
def _tagged(models: tuple[type[BaseModel], ...]) -> tuple[str, dict[Any, type[BaseModel]]]:
    """The property whose constant identifies each of several models, and the model by constant.

    The name is empty if there is none.
    """
    known = [model for model in models if model is not UnknownVariant]
    for wire in shape_of(known[0]).literals if known else ():
        literals = [(shape_of(model).literals.get(wire, (None,)), model) for model in known]
        pairs = [(value, model) for values, model in literals for value in values]
        by_value = dict(pairs)
        if None not in by_value and len(by_value) == len(pairs):
            return wire, by_value
    return "", {}


def _sent_model(model: BaseModel) -> dict[str, Any]:
    """The members of a model that are sent, without those that are read-only, at any depth."""
    shape = shape_of(type(model))
    return {
        wire: _completed(value, shape.fields.get(wire, shape.extra), wire)
        for wire, value in sent_members(model)
        if wire not in shape.read_only
    }


@lru_cache(maxsize=1024)
def _reads_only(model: type[BaseModel]) -> bool:
    """Whether a model or one that it may contain has a read-only field."""
    seen: set[type[BaseModel]] = {model}
    waiting = [model]
    while waiting:
        shape = shape_of(waiting.pop())
        if shape.read_only:
            return True
        fields = [item.annotation for item in (*shape.fields.values(), shape.extra)]
        inner = {one for annotation in fields for one in _models(annotation)}
        waiting += inner - seen
        seen |= inner
    return False


def _models(annotation: Any) -> set[type[BaseModel]]:
    """The models inside an annotation."""
    found: set[type[BaseModel]] = set()
    seen: list[Any] = []
    waiting = [annotation]
    while waiting:
        parts = parts_of(waiting.pop())
        if parts in seen:
            continue
        seen.append(parts)
        found.update(parts.models)
        inner = (parts.item, *parts.items, parts.value)
        waiting += [one.annotation for one in inner if one is not None]
    return found
