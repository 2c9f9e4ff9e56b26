"""The types of a body, taken apart once: what values of each type may consist of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .models import BASE64, Model, hints_of, is_literal, resolved_alias


class Declared:
    """An annotation, whose parts are found once, when they are needed."""

    __slots__ = ("_parts", "annotation")

    def __init__(self, annotation: Any) -> None:
        self.annotation = annotation
        self._parts: Parts | None = None

    @property
    def parts(self) -> Parts:
        """What a value of this type may consist of."""
        if self._parts is None:
            self._parts = parts_of(self.annotation)
        return self._parts


ANY = Declared(Any)


@dataclass(slots=True)
class Parts:
    """The parts of an annotation that a value may fit."""

    models: tuple[type[BaseModel], ...] = ()
    item: Declared | None = None
    items: tuple[Declared, ...] = ()
    value: Declared | None = None
    base64: bool = False
    dates: bool = False
    numbers: bool = False
    decimals: bool = False


@dataclass(slots=True)
class Shape:
    """What is known of a model, by wire names."""

    fields: dict[str, Declared]
    literals: dict[str, tuple[Any, ...]]
    constants: dict[str, Any]
    needed: frozenset[str]
    read_only: frozenset[str]
    extra: Declared


@lru_cache(maxsize=1024)
def shape_of(model: type[BaseModel]) -> Shape:
    """The shape of a model, without building its validator."""
    hints = hints_of(model)
    names: dict[str, FieldInfo] = model.model_fields
    wires = {name: field.alias or name for name, field in names.items()}
    constants: frozenset[str] = model.__constants__ if issubclass(model, Model) else frozenset()
    read_only: frozenset[str] = model.__read_only__ if issubclass(model, Model) else frozenset()
    extra = hints.get("__pydantic_extra__")
    return Shape(
        {wire: Declared(hints[name]) for name, wire in wires.items()},
        {wire: get_args(hints[name]) for name, wire in wires.items() if is_literal(hints[name])},
        {wires[name]: names[name].default for name in names if name in constants},
        frozenset(
            wires[name]
            for name, field in names.items()
            if field.is_required() and name not in constants
        ),
        frozenset(wires[name] for name in read_only),
        Declared(get_args(extra)[1]) if get_origin(extra) is dict and get_args(extra) else ANY,
    )


@lru_cache(maxsize=4096)
def parts_of(annotation: Any) -> Parts:
    """The parts of an annotation."""
    parts = Parts()
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
            parts.items = tuple(map(Declared, arguments))
        elif issubclass(origin, Mapping) and len(arguments) == 2:
            parts.value = Declared(arguments[1])
        elif issubclass(origin, Sequence | set) and arguments:
            parts.item = Declared(arguments[0])
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
