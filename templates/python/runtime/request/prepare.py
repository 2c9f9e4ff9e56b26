"""Prepare a body by its type, without the models where it is plain JSON that needs nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from ..json_types import is_array, is_object
from .json_body import is_mapping, is_sequence

Prepare: TypeAlias = Callable[[Any], Any]

_PLAIN = frozenset({str, int, float, bool, type(None)})


class _Constants:
    """The constants of the objects at one place of a body, and of those below it."""

    __slots__ = ("below", "listed", "wires")

    def __init__(self) -> None:
        self.wires: frozenset[str] = frozenset()
        self.listed = True
        self.below: dict[Any, _Constants] = {}

    @classmethod
    def of(cls, listed: str) -> _Constants:
        """Read paths with their constants: `messages=role messages.content=type,kind`."""
        root = cls()
        for one in listed.split():
            place = root
            path, _, wires = one.partition("=")
            for key in filter(None, path.split(".")):
                place = place.below.setdefault(key, cls())
            if wires == "*":
                place.listed = False
            else:
                place.wires = frozenset(wires.split(","))
        return root


def by_type(load: Callable[[], Any], path: str = "", constants: str = "") -> Prepare:
    """A function that prepares a body of the type that `load` returns. `path` begins the paths.

    `constants` are the constants of its objects, by path; arrays are no part of a path. Plain JSON
    with all of them is sent as it is, without the models. `PATH=*` has constants that are not
    listed.
    """

    complete: list[Callable[[Any], Any]] = []
    expected: list[_Constants] = []

    def prepare(value: Any) -> Any:
        try:
            if not expected:
                expected.append(_Constants.of(constants))
            if _is_complete(value, expected[0]):
                return value
            if not complete:
                from ..complete import completion

                complete.append(completion(load(), path))
            return complete[0](value)
        except RecursionError:  # reported by the encoding, with the place
            return value

    return prepare


def _is_complete(value: object, constants: _Constants | None) -> bool:
    """Whether a value is plain JSON that has all constants; without any, whether it is plain."""
    kind = type(value)
    if kind in _PLAIN:
        return True
    if kind is list and is_array(value):
        return all(_is_complete(one, constants) for one in value)
    if kind is not dict or not is_object(value):
        return False
    if constants is None:
        return all(_is_complete(one, None) for one in value.values())
    return (
        constants.listed
        and value.keys() >= constants.wires
        and all(_is_complete(one, constants.below.get(key)) for key, one in value.items())
    )


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
