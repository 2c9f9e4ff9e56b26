"""Values that every part of the IR has: places in the document, documentation, JSON values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum as PyEnum
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
"""A JSON value: None, bool, int, float, str, list or dict. Lists and dicts are never mutated once in the IR."""


class Absent(PyEnum):
    """The type of `ABSENT`, which distinguishes "no default" from "a default of null"."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source file: the path as displayed, and a JSON pointer (RFC 6901) without the leading `#`."""

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
    """The documentation of a value, in the author's words (CommonMark, untrusted)."""

    summary: str = ""
    description: str = ""
    deprecated: bool = False
    deprecation: str = ""
    """The reason and the replacement, if the document has them."""
    url: str = ""
    examples: tuple[Example, ...] = ()


NO_DOCS: Final = Docs()


@dataclass(frozen=True, slots=True)
class Fallback:
    """A place where a wider type, or nothing, replaces something that the IR cannot represent."""

    code: str
    place: Place
    why: str
