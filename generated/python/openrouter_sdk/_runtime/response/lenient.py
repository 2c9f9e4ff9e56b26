"""Build typed values from JSON that does not match its type.

A server is often ahead of its document: a field is missing, an enum has a new value, a number has a
fraction. `repair` builds the value as far as it fits and keeps the rest as parsed JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from ..json_types import is_array, is_object
from ..models import UnknownVariant, hints_of, is_literal, resolved_alias

_DATES = (dt.datetime, dt.date)
"""What pydantic alone reads from numbers too."""


def validator(annotation: Any) -> Callable[[bytes | str], Any]:
    """The compiled JSON validator of an annotation.

    It takes JSON text, and raises `pydantic.ValidationError` if the text does not match.
    """
    if is_model(annotation):
        model: type[BaseModel] = annotation
        model.model_rebuild()
        return model.__pydantic_validator__.validate_json
    return TypeAdapter[Any](annotation).validator.validate_json


def repair(annotation: Any, value: Any, paths: list[str]) -> Any:
    """Build a value from parsed JSON as far as it fits an annotation.

    The places that do not fit are added to `paths` (`choices[0].delta.role`; an empty string is the
    value itself). A missing required field is None and not in `model_fields_set`.
    """
    try:
        return _repair(annotation, value, "", paths)
    except RecursionError:
        paths.append("")
        return value


def repaired_if_fits(annotation: Any, value: Any) -> Any:
    """A repaired value, or None if the value is of another kind than the annotation.

    An object is of the kind of a model if one of its properties fits a declared field.
    """
    paths: list[str] = []
    repaired = repair(annotation, value, paths)
    if not isinstance(repaired, BaseModel):
        return None if "" in paths else repaired
    wires = [wire for _, wire, _ in wire_fields(type(repaired))]
    fits = any(value.get(wire) is not None and wire not in paths for wire in wires)
    return repaired if fits or not wires else None


def unwrap(annotation: Any) -> Any:
    """An annotation without metadata and type aliases around it."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif hasattr(annotation, "__value__"):  # a TypeAliasType
            annotation = resolved_alias(annotation)
        else:
            return annotation


def is_model(annotation: Any) -> bool:
    """Whether an annotation is a model class."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def wire_fields(model: type[BaseModel]) -> Iterator[tuple[str, str, FieldInfo]]:
    """The fields of a model: name, wire name and field info."""
    model.model_rebuild()  # a deferred class has unresolved annotations
    for name, field in model.model_fields.items():
        yield name, field.alias or name, field


@lru_cache(maxsize=256)
def extra_type(model: type[BaseModel]) -> Any:
    """The annotation of the properties of a model that are not declared, or `Any`."""
    extra = hints_of(model).get("__pydantic_extra__")
    return (*get_args(extra), Any, Any)[1]


def annotation_of(field: FieldInfo) -> Any:
    """The annotation of a field, with its metadata."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def item_of(annotation: Any) -> Any:
    """The annotation of the items of a collection, or None."""
    origin = get_origin(annotation)
    if isinstance(origin, type) and issubclass(origin, Collection) and not maps(annotation):
        return (*get_args(annotation), Any)[0]
    return None


def union_members(annotation: Any) -> tuple[Any, ...]:
    """The members of a union; empty for any other annotation."""
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else ()


def member_of(members: tuple[Any, ...], value: Any) -> Any:
    """The member of a union that a value fits best: by JSON type, literals and validation."""
    return max(members, key=lambda member: _match_score(member, value))


def property_of(value: Any, wire: str) -> Any:
    """A property of a model or a JSON object by its wire name, or None."""
    if is_object(value):
        return value.get(wire)
    if isinstance(value, BaseModel):
        name = _by_wire(type(value)).get(wire)
        return getattr(value, name) if name else (value.model_extra or {}).get(wire)
    return None


@lru_cache(maxsize=256)
def _by_wire(model: type[BaseModel]) -> dict[str, str]:
    return {wire: name for name, wire, _ in wire_fields(model)}


def _repair(annotation: Any, value: Any, path: str, paths: list[str]) -> Any:
    plain = unwrap(annotation)
    if is_model(plain):
        return _model(plain, value, path, paths) if is_object(value) else _raw(value, path, paths)
    if members := union_members(plain):
        return _union(annotation, members, value, path, paths)
    if is_array(value) and get_origin(plain) is tuple:
        return _tuple(get_args(plain), value, path, paths)
    if is_array(value) and (item := item_of(plain)) is not None:
        return [_repair(item, each, f"{path}[{at}]", paths) for at, each in enumerate(value)]
    if is_object(value) and maps(plain):
        inner = (*get_args(plain), Any, Any)[1]
        return {key: _repair(inner, each, _join(path, key), paths) for key, each in value.items()}
    # Dates are RFC 3339 text alone, and bytes are base64 alone.
    for candidate in (annotation,) if plain in _DATES or plain is bytes else (annotation, plain):
        try:
            fitting = _adapter(candidate).validate_python(value)
        except ValidationError:
            continue
        if candidate is not annotation:
            paths.append(path)
        return fitting
    return _raw(value, path, paths)


def _raw(value: Any, path: str, paths: list[str]) -> Any:
    paths.append(path)
    return value


def _model(model: type[BaseModel], value: dict[str, Any], path: str, paths: list[str]) -> BaseModel:
    try:
        return model.model_validate(value)
    except ValidationError:
        pass
    extra = dict(value)
    fields: dict[str, Any] = {}
    fields_set: set[str] = set()
    for name, wire, field in wire_fields(model):
        if wire in extra:
            fields_set.add(name)
            fields[name] = _repair(annotation_of(field), extra.pop(wire), _join(path, wire), paths)
        elif field.is_required():
            fields[name] = _raw(None, _join(path, wire), paths)
    repaired = model.model_construct(fields_set, **fields)
    if repaired.model_extra is not None:
        further = extra_type(model)
        for wire, item in extra.items():
            repaired.model_extra[wire] = _repair(further, item, _join(path, wire), paths)
    return repaired


def _union(
    annotation: Any, members: tuple[Any, ...], value: Any, path: str, paths: list[str]
) -> Any:
    if value is None and NoneType in members:
        return None
    members = tuple(member for member in members if member is not NoneType)
    if len(members) > 1:
        try:
            return _adapter(annotation).validate_python(value)
        except ValidationError:
            pass
    return _repair(member_of(members, value), value, path, paths)


def _tuple(members: tuple[Any, ...], value: list[Any], path: str, paths: list[str]) -> Any:
    if members[1:] == (...,):
        members = members[:1] * len(value)
    if len(members) != len(value):
        return _raw(value, path, paths)
    pairs = enumerate(zip(members, value, strict=True))
    return tuple(_repair(member, each, f"{path}[{at}]", paths) for at, (member, each) in pairs)


def _match_score(annotation: Any, value: Any) -> tuple[int, int]:
    """How well a value fits a member of a union; larger is better, zero is not at all."""
    plain = unwrap(annotation)
    if is_model(plain):
        return _model_match_score(plain, value) if is_object(value) else (0, 0)
    item = item_of(plain)
    if item is not None:
        if not is_array(value):
            return (0, 0)
        return (2 if not value or _match_score(item, value[0]) > (0, 0) else 1, 0)
    if maps(plain):
        return (1, 0) if is_object(value) else (0, 0)
    try:
        _adapter(annotation).validate_python(value)
    except ValidationError:
        return (0, 0)
    return (2, 0)


def _model_match_score(model: type[BaseModel], value: dict[str, Any]) -> tuple[int, int]:
    if model is UnknownVariant:
        return (1, -1)
    literals = known = 0
    for _, wire, field in wire_fields(model):
        if wire in value:
            known += 1
            if is_literal(field.annotation):
                if value[wire] not in get_args(field.annotation):
                    return (0, 0)
                literals += 1
    return (2 if literals else 1, known)


def maps(annotation: Any) -> bool:
    """Whether an annotation is a mapping."""
    origin = get_origin(annotation) or annotation
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _adapter(annotation: Any) -> TypeAdapter[Any]:
    try:
        return _cached_adapter(annotation)
    except TypeError:  # metadata that has no hash
        return TypeAdapter(annotation)


@lru_cache(maxsize=1024)
def _cached_adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)
