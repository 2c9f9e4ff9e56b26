"""Warnings of deprecated operations and keywords, each once in a process."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from inspect import currentframe
from typing import TYPE_CHECKING, Any

from .frames import is_own

if TYPE_CHECKING:
    from ..operation import Operation

_warned: set[tuple[str, str]] = set()


def warn_deprecated(operation: Operation[Any], keywords: Iterable[str]) -> None:
    """Warn if the operation, or one of the keywords that a call passes, is deprecated."""
    if operation.deprecated:
        _warn(operation.name, "", f"{operation.name}() is deprecated: {operation.deprecated}")
    for keyword in operation.deprecated_keywords.split():
        if keyword in keywords:
            _warn(operation.name, keyword, f"'{keyword}' of {operation.name}() is deprecated")


def _warn(name: str, keyword: str, message: str) -> None:
    if (name, keyword) not in _warned:
        _warned.add((name, keyword))
        warnings.warn(message, DeprecationWarning, stacklevel=_level())


def _level() -> int:
    """The stack level of the first caller outside the SDK."""
    level, frame = 0, currentframe()
    while frame is not None and is_own(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
        level += 1
    return max(level, 2)
