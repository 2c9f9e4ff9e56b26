"""The property of a response that says whether work has ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.ir.text import folded
from generator.ir.types import Constant, Definition, Enumeration, Field, Object, Scalar, Type, Union, Waiting
from generator.ir.walk import object_of, plain
from generator.lower.longwork.vocabulary import CONTAINERS, ERRORS, NAMES, QUALIFIERS, is_of_work, state_of

Definitions = Mapping[str, Definition]


@dataclass(frozen=True, slots=True)
class Finding:
    """How a response shows the end of work, and whether that is certain."""

    waiting: Waiting
    certain: bool


def find_status(type: Type, definitions: Definitions) -> Finding | None:
    """The first certain finding in a response, else the first doubtful one."""
    doubtful: Finding | None = None
    for path, shape in _objects(type, definitions):
        found = _flag(path, shape, definitions) or _status(path, shape, definitions)
        if found is not None and found.certain:
            return found
        doubtful = doubtful or found
    return doubtful


def status_at(path: tuple[str, ...], type: Type, definitions: Definitions) -> tuple[Field | None, tuple[str, ...]]:
    """The property at a path of wire names, and the path of what went wrong beside it."""
    shape = object_of(type, definitions)
    for step in path[:-1]:
        field = _named(shape, step)
        shape = object_of(field.type, definitions) if field is not None else None
    return _named(shape, path[-1]), _error(path[:-1], shape) if shape is not None else ()


def values_of(type: Type, definitions: Definitions) -> tuple[str, ...]:
    """The strings that a type lists; none for a type that lists others too."""
    inner = plain(type, definitions)
    listed: tuple[object, ...] = ()
    if isinstance(inner, Enumeration):
        listed = inner.values
    elif isinstance(inner, Union):
        members = [plain(member, definitions) for member in inner.members]
        for member in members:
            listed += (
                (member.value,)
                if isinstance(member, Constant)
                else member.values
                if isinstance(member, Enumeration)
                else ()
            )
    texts = tuple(value for value in listed if isinstance(value, str))
    return texts if len(texts) == len(listed) else ()


def _named(shape: Object | None, wire: str) -> Field | None:
    return next((field for field in shape.fields if field.wire == wire), None) if shape is not None else None


def _objects(type: Type, definitions: Definitions) -> Iterator[tuple[tuple[str, ...], Object]]:
    """The object that a response is, and those that only wrap it."""
    shape = object_of(type, definitions)
    if shape is None:
        return
    yield (), shape
    for field in shape.fields:
        inner = object_of(field.type, definitions)
        wraps = len(shape.fields) == 1 or CONTAINERS.issuperset(folded(field.wire))
        if inner is not None and inner is not shape and wraps:
            yield (field.wire,), inner


def _status(above: tuple[str, ...], shape: Object, definitions: Definitions) -> Finding | None:
    doubtful: Finding | None = None
    for field in shape.fields:
        words = folded(field.wire)
        if not words or words[-1] not in NAMES or not QUALIFIERS.issuperset(words[:-1]):
            continue
        values = values_of(field.type, definitions)
        states = [state_of(value) for value in values]
        done = tuple(v for v, state in zip(values, states, strict=True) if state in {"done", "stopped"})
        failed = tuple(v for v, state in zip(values, states, strict=True) if state == "failed")
        works = any(map(is_of_work, values))
        if "running" not in states or not ("done" in states or (failed and works)):
            continue
        path = (*above, field.wire)
        why = f"the property `{'.'.join(path)}` has statuses of work: {', '.join(values[:4])}"
        waiting = Waiting("status", why, path, done, failed, _error(above, shape))
        certain = "done" in states and (bool(failed) or (works and "" not in states))
        if certain:
            return Finding(waiting, certain=True)
        if works or "" not in states:
            doubtful = doubtful or Finding(waiting, certain=False)
    return doubtful


def _flag(above: tuple[str, ...], shape: Object, definitions: Definitions) -> Finding | None:
    """The property `done` of an operation as Google's APIs have it (google.longrunning.Operation)."""
    done = _named(shape, "done")
    kind = plain(done.type, definitions) if done is not None else None
    if not isinstance(kind, Scalar) or kind.kind != "boolean":
        return None
    has = {field.wire for field in shape.fields}
    if "error" not in has or has.isdisjoint({"response", "result", "metadata"}):
        return None
    why = "the response has the properties `done` and `error` of an operation"
    return Finding(Waiting("flag", why, (*above, "done"), error=(*above, "error")), certain=True)


def _error(above: tuple[str, ...], shape: Object) -> tuple[str, ...]:
    """The path of the property that says what went wrong, or empty."""
    by_words = {folded(field.wire): field.wire for field in reversed(shape.fields)}
    found = next((by_words[words] for words in ERRORS if words in by_words), "")
    return (*above, found) if found else ()
