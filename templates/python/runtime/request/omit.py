"""The default of keywords, which `None` cannot be: an API may tell `null` from nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, Literal, TypeAlias


class _Default(Enum):
    OMIT = "omit"

    def __repr__(self) -> str:
        return "OMIT"


OMIT: Final = _Default.OMIT
"""Stands for a keyword that was not given."""

Omit: TypeAlias = Literal[_Default.OMIT]
"""The type of `OMIT`."""


def provided(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments without those that were not given."""
    return {keyword: value for keyword, value in arguments.items() if value is not OMIT}
