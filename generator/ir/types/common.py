"""What every part of the IR has: its place in the document, its documentation, JSON values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum as PyEnum
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
"""A JSON value: None, bool, int, float, str, list or dict. Lists and dicts are never mutated once in the IR."""


class Absent(PyEnum):
    """The type of `ABSENT`, which tells "no default" from "a default of null"."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source file: its path as shown to people, and a JSON pointer (RFC 6901) without the leading `#`."""

    file: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Example:
    """An example of the document. `name` is its key under `examples`, or empty for a lone `example`."""

    name: str
    value: Json
    summary: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Docs:
    """What the document says about a thing, in the author's words (CommonMark, untrusted)."""

    summary: str = ""
    description: str = ""
    deprecated: bool = False
    deprecation: str = ""
    """Why, and what to use instead, where the document says."""
    url: str = ""
    examples: tuple[Example, ...] = ()


NO_DOCS: Final = Docs()


@dataclass(frozen=True, slots=True)
class Fallback:
    """A place where the widest honest type, or nothing, stands in for something that the IR cannot hold."""

    code: str
    place: Place
    why: str
