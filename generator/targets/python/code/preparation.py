"""What completes a value before it is sent: constants, bytes, dates, decimals and read-only fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from generator.ir.graph import closure
from generator.ir.index import Index
from generator.ir.types import Array, Constant, Field, Map, Nullable, Object, Ref, Scalar, Tuple, Type, Union
from generator.ir.walk import inside, references, types_of
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate

_RUNTIME = ".._runtime.request.prepare"
_DEPTHS = (3, 2, 1)
_LENGTH = 600
_WORD = re.compile(r"[\w-]+", re.ASCII)
_KNOWN: Final[WeakKeyDictionary[Index, frozenset[str]]] = WeakKeyDictionary()
"""The definitions that reach constants. An API that is no longer used is freed."""


def preparation(type: Type, spread: Object | None, path: str, scope: Scope) -> str:
    """The function that completes a value of a type: `by_type(lambda: …)`. `path` begins the paths of messages."""
    constants = nested_constants(type, spread, scope.index)
    arguments = [
        f"lambda: {annotate(type, scope)}",
        literals.string(path) if path else "",
        f"constants={literals.words(constants)}" if constants else "",
    ]
    return f"{scope.need(_RUNTIME, 'by_type')}({', '.join(filter(None, arguments))})"


def decimals(type: Type, path: str, scope: Scope) -> str:
    """The function that completes a value of a type in which only decimals need it."""
    arguments = [f"lambda: {annotate(type, scope)}", literals.string(path) if path else ""]
    return f"{scope.need(_RUNTIME, 'decimals_by_type')}({', '.join(filter(None, arguments))})"


def is_prepared(type: Type | None, spread: Object | None, index: Index) -> bool:
    """Whether a body has bytes, dates, nested constants or read-only fields."""
    reached = [index.definition(id).shape for id in index.reached([type] if type is not None else [])]
    for shape in reached:
        for field in shape.fields if isinstance(shape, Object) else ():
            if field.read_only or (_is_constant(field) and shape is not spread):
                return True
    return reaches(type, _is_encoded, index)


def reaches(type: Type | None, wanted: Callable[[Type], bool], index: Index) -> bool:
    """Whether a type is, or contains at any depth, a type that `wanted` accepts."""
    reached = [index.definition(id).shape for id in index.reached([type] if type is not None else [])]
    types = [type, *(inner for shape in reached for inner in types_of(shape))]
    return any(wanted(found) for one in types if one is not None for found in inside(one))


def is_number(type: Type) -> bool:
    """Whether a type is a JSON number."""
    return isinstance(type, Scalar) and type.kind == "number"


def _is_encoded(type: Type) -> bool:
    return type in (Scalar("string", "byte"), Scalar("string", "date"))


def _is_constant(field: Field) -> bool:
    return field.required and isinstance(field.type, Constant) and literals.is_literal(field.type.value)


class _Position(NamedTuple):
    """A place in a body: its path, and the types of the values there."""

    path: str
    types: tuple[Type, ...]


def nested_constants(type: Type, spread: Object | None, index: Index) -> list[str]:
    """The paths of objects that have constants, with the constants: `messages=role`, `messages.content=type,kind`.

    Arrays are no part of a path. `PATH=*` stands for an object whose constants are not listed: it is too deep, its
    keys are not declared, or it has a name that a path cannot have. What would be long is listed less deep.
    """
    found: list[str] = []
    for depth in _DEPTHS:
        found = list(_listed(_Position("", (type,)), depth, spread, index))
        if len(" ".join(found)) <= _LENGTH:
            break
    return found


def _listed(position: _Position, depth: int, spread: Object | None, index: Index) -> Iterator[str]:
    """The constants of the objects at a position, then those of the positions below it."""
    shapes = tuple(_shapes(position.types, index))
    objects = [shape for shape in shapes if isinstance(shape, Object)]
    constants = dict.fromkeys(
        field.wire for shape in objects if shape is not spread for field in shape.fields if _is_constant(field)
    )
    further = [shape.value if isinstance(shape, Map) else shape.extra for shape in shapes]
    inner: dict[str, list[Type]] = {}
    for shape in objects:
        for field in shape.fields:
            if _has_constants((field.type,), index):
                inner.setdefault(field.wire, []).append(field.type)
    if (
        _has_constants((one for one in further if one is not None), index)
        or not all(map(_WORD.fullmatch, (*constants, *inner)))
        or (depth == 0 and (constants or inner))
    ):
        yield f"{position.path}=*"
        return
    if constants:
        yield f"{position.path}={','.join(constants)}"
    for wire, types in inner.items():
        path = f"{position.path}.{wire}" if position.path else wire
        yield from _listed(_Position(path, tuple(types)), depth - 1, None, index)


def _shapes(types: Iterable[Type], index: Index) -> Iterator[Object | Map]:
    """The objects and maps that values of types are, or that arrays of them contain."""
    stack, seen = list(types), set[str]()
    while stack:
        match stack.pop():
            case Array(item=inner) | Nullable(type=inner):
                stack.append(inner)
            case Tuple(items=items, rest=rest):
                stack += items if rest is None else (*items, rest)
            case Union(members=members):
                stack += members
            case Map() as map:
                yield map
            case Ref(id) if id not in seen:
                seen.add(id)
                shape = index.definition(id).shape
                if isinstance(shape, Object):
                    yield shape
                else:
                    stack.append(shape.type)
            case _:
                pass


def _has_constants(types: Iterable[Type], index: Index) -> bool:
    return not _with_constants(index).isdisjoint(references(types))


def _with_constants(index: Index) -> frozenset[str]:
    """The ids of the definitions that reach an object with constants."""
    found = _KNOWN.get(index)
    if found is None:
        found = _KNOWN[index] = _find_constants(index)
    return found


def _find_constants(index: Index) -> frozenset[str]:
    users: dict[str, list[str]] = {}
    own: list[str] = []
    for definition in index.api.definitions:
        for used in index.uses(definition.id):
            users.setdefault(used, []).append(definition.id)
        if isinstance(definition.shape, Object) and any(map(_is_constant, definition.shape.fields)):
            own.append(definition.id)
    return frozenset(closure(own, lambda id: users.get(id, ())))
