"""The default of keyword arguments that are not passed, as None may be a value."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, Literal, TypeAlias


class _Default(Enum):
    OMIT = "omit"

    def __repr__(self) -> str:
        return "OMIT"


OMIT: Final = _Default.OMIT
"""The value of a keyword argument that was not passed."""

Omit: TypeAlias = Literal[_Default.OMIT]
"""The type of `OMIT`."""


def provided(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments without those that were not passed."""
    return {keyword: value for keyword, value in arguments.items() if value is not OMIT}
