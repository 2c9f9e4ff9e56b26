"""Prepare a body by its type: constants, bytes, decimals and read-only fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..errors import RequestError
from ..json_types import is_array, is_object
from ..models import (
    BASE64,
    Model,
    UnknownVariant,
    encode_base64,
    hints_of,
    is_literal,
    resolved_alias,
)
from .json_body import is_mapping, is_sequence, sent_members

Prepare: TypeAlias = Callable[[Any], Any]

_MAX_EXPONENT = 300
_PLAIN = frozenset({str, int, float, bool, type(None)})


def by_type(load: Callable[[], Any], path: str = "") -> Prepare:
    """A function that prepares a body of the type that `load` returns. `path` begins the paths."""

    def prepare(value: Any) -> Any:
        spread = not path  # the constants of an object that is spread are filled in elsewhere
        if spread and is_object(value) and all(_is_plain(item) for item in value.values()):
            return value  # no need to load the models
        try:
            return _prepared(value, load(), path)
        except RecursionError:  # reported by the encoding, with the place
            return value

    return prepare


def decimals_by_type(load: Callable[[], Any], path: str = "") -> Prepare:
    """`by_type` for a body that needs no more than its decimals prepared.

    The models are loaded only if the body contains a `Decimal`.
    """
    prepare = by_type(load, path)

    def prepare_decimals(value: Any) -> Any:
        try:
            return prepare(value) if _has_decimal(value) else value
        except RecursionError:  # reported by the encoding, with the place
            return value

    return prepare_decimals


def _has_decimal(value: Any) -> bool:
    if type(value) in _PLAIN:
        return False
    if is_mapping(value):
        return any(map(_has_decimal, value.values()))
    if is_sequence(value) and not isinstance(value, str):
        return any(map(_has_decimal, value))
    return isinstance(value, Decimal)


def _is_plain(value: Any) -> bool:
    """Whether a value is a scalar of JSON or an empty container."""
    return type(value) in _PLAIN or (is_array(value) and not value)


@dataclass(slots=True)
class _Parts:
    """The parts of an annotation that a value may fit."""

    models: tuple[type[BaseModel], ...] = ()
    item: Any = None
    items: tuple[Any, ...] = ()
    value: Any = None
    base64: bool = False
    dates: bool = False
    numbers: bool = False
    decimals: bool = False


@dataclass(slots=True)
class _Shape:
    """What is known of a model, by wire names."""

    fields: dict[str, Any]
    literals: dict[str, tuple[Any, ...]]
    constants: dict[str, Any]
    required: frozenset[str]
    read_only: frozenset[str]
    extra: Any


def _prepared(value: Any, annotation: Any, path: str) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, BaseModel):
        return _sent_model(value) if _reads_only(type(value)) else value
    parts = _parts(annotation)
    if isinstance(value, datetime):
        if parts.dates:
            raise RequestError("expected a date, not a datetime", path=path)
    elif isinstance(value, Decimal):
        return _number(value, path) if parts.numbers and not parts.decimals else value
    elif isinstance(value, bytes | bytearray):
        return encode_base64(bytes(value)) if parts.base64 else value
    elif is_mapping(value):
        return _mapping(value, parts, path)
    elif is_sequence(value):
        if parts.items and len(parts.items) == len(value):
            pairs = zip(value, parts.items, strict=True)
            found = [_prepared(one, item, f"{path}[{at}]") for at, (one, item) in enumerate(pairs)]
            return _unless_same(value, found)
        if parts.item is not None:
            found = [_prepared(one, parts.item, f"{path}[{at}]") for at, one in enumerate(value)]
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
    """The prepared items, or the value itself if none has changed."""
    return value if all(new is old for new, old in zip(found, value, strict=True)) else found


def _mapping(value: Mapping[Any, Any], parts: _Parts, path: str) -> Any:
    model = _fitting(parts.models, value, path)
    if model is None and (parts.models or parts.value is None):
        return value
    shape = _shape(model) if model is not None else None
    found: dict[Any, Any] = {}
    changed = False
    for key, one in value.items():
        inner = parts.value if shape is None else shape.fields.get(key, shape.extra)
        found[key] = _prepared(one, inner, _below(path, key))
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
    fitting: list[tuple[int, type[BaseModel]]] = []
    for model in models:
        shape = _shape(model)
        tagged = [wire for wire in shape.literals if wire in value]
        if any(value[wire] not in shape.literals[wire] for wire in tagged):
            continue
        if shape.required - shape.constants.keys() <= value.keys():
            known = sum(key in shape.fields for key in value)
            fitting.append((len(tagged) * 1000 + known, model))
    best = [model for score, model in fitting if score == max(score for score, _ in fitting)]
    if len(best) == 1:
        return best[0]
    constants = [_shape(model).constants for model in best if model is not UnknownVariant]
    for wire in constants[0] if len(constants) > 1 else ():
        values = [one.get(wire) for one in constants]
        if wire not in value and all(values.count(one) == 1 and one is not None for one in values):
            listed = " or ".join(repr(one) for one in values)
            raise RequestError(f'the object fits several types: add "{wire}": {listed}', path=path)
    return None


def _sent_model(model: BaseModel) -> dict[str, Any]:
    """The members of a model that are sent, without those that are read-only, at any depth."""
    shape = _shape(type(model))
    return {
        wire: _prepared(value, shape.fields.get(wire, shape.extra), wire)
        for wire, value in sent_members(model)
        if wire not in shape.read_only
    }


@lru_cache(maxsize=1024)
def _reads_only(model: type[BaseModel]) -> bool:
    """Whether a model or one that it may contain has a read-only field."""
    seen: set[type[BaseModel]] = {model}
    waiting = [model]
    while waiting:
        shape = _shape(waiting.pop())
        if shape.read_only:
            return True
        inner = {one for item in (*shape.fields.values(), shape.extra) for one in _models(item)}
        waiting += inner - seen
        seen |= inner
    return False


def _models(annotation: Any) -> set[type[BaseModel]]:
    """The models inside an annotation."""
    found: set[type[BaseModel]] = set()
    seen: list[Any] = []
    waiting = [annotation]
    while waiting:
        parts = _parts(waiting.pop())
        if parts in seen:
            continue
        seen.append(parts)
        found.update(parts.models)
        waiting += [one for one in (parts.item, *parts.items, parts.value) if one is not None]
    return found


@lru_cache(maxsize=1024)
def _shape(model: type[BaseModel]) -> _Shape:
    hints = hints_of(model)
    names: dict[str, FieldInfo] = model.model_fields
    wires = {name: field.alias or name for name, field in names.items()}
    constants: frozenset[str] = model.__constants__ if issubclass(model, Model) else frozenset()
    read_only: frozenset[str] = model.__read_only__ if issubclass(model, Model) else frozenset()
    extra = hints.get("__pydantic_extra__")
    return _Shape(
        {wire: hints[name] for name, wire in wires.items()},
        {wire: get_args(hints[name]) for name, wire in wires.items() if is_literal(hints[name])},
        {wires[name]: names[name].default for name in names if name in constants},
        frozenset(wires[name] for name, field in names.items() if field.is_required()),
        frozenset(wires[name] for name in read_only),
        (*get_args(extra), Any, Any)[1] if get_origin(extra) is dict else Any,
    )


@lru_cache(maxsize=4096)
def _parts(annotation: Any) -> _Parts:
    parts = _Parts()
    models: list[type[BaseModel]] = []
    for member in _members(annotation):
        origin = get_origin(member) or member
        arguments = get_args(member)
        if member is BASE64:
            parts.base64 = True
        elif not isinstance(origin, type):
            continue
        elif issubclass(origin, BaseModel):
            models.append(origin)
        elif origin is tuple and arguments and arguments[-1] is not ...:
            parts.items = arguments
        elif issubclass(origin, Mapping) and len(arguments) == 2:
            parts.value = arguments[1]
        elif issubclass(origin, Sequence | set) and arguments:
            parts.item = arguments[0]
        elif origin is date:
            parts.dates = True
        elif origin is Decimal:
            parts.decimals = True
        elif origin in (int, float):
            parts.numbers = True
    parts.models = tuple(models)
    return parts


def _members(annotation: Any) -> list[Any]:
    """The members of a union, without aliases and metadata; `BASE64` for encoded bytes."""
    if get_origin(annotation) is Annotated:
        base, *metadata = get_args(annotation)
        return [BASE64] if BASE64 in metadata else _members(base)
    if hasattr(annotation, "__value__"):
        return _members(resolved_alias(annotation))
    if get_origin(annotation) in (Union, UnionType):
        return [one for member in get_args(annotation) for one in _members(member)]
    return [annotation]
