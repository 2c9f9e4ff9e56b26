"""Response headers as typed values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx2

T = TypeVar("T")

# Compiled on first use, as few calls read typed headers.
_NUMBER = r"[+-]?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?"
_INTEGER = r"[+-]?[0-9]{1,4000}"
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.]{5,18}([Zz+-]|$)"
_ITEM = r'\s*("(?:[^"\\]|\\.)*"|[^,]*)\s*(?:,|$)'


class Headers(httpx2.Headers):
    """The headers of a response: a mapping whose names are case-insensitive."""

    def _typed(self, name: str, parse: Callable[[str], T]) -> T | None:
        """The value of a header, or None if it is missing or not of its type."""
        value = self.get(name)
        if value is None:
            return None
        try:
            return parse(value.strip())
        except ValueError:
            return None

    def _typed_list(self, name: str, parse: Callable[[str], T]) -> list[T] | None:
        """The values of a header that is a list (style `simple`), separated by commas."""
        value = self.get(name)
        if value is None:
            return None
        items = [item.strip() for item in re.findall(_ITEM, value)]
        try:
            return [parse(item) for item in items if item]
        except ValueError:
            return None


def integer(text: str) -> int:
    """An integer. Raises `ValueError`."""
    if re.fullmatch(_INTEGER, text) is None:
        raise ValueError(text)
    return int(text)


def number(text: str) -> float:
    """A number. Raises `ValueError`."""
    if re.fullmatch(_NUMBER, text) is None:
        raise ValueError(text)
    return float(text)


def boolean(text: str) -> bool:
    """A boolean: `true`, `false`, `1` or `0`, or `?1` or `?0` (RFC 9651). Raises `ValueError`."""
    found = {"true": True, "false": False, "?1": True, "?0": False, "1": True, "0": False}
    try:
        return found[text.lower()]
    except KeyError as error:
        raise ValueError(text) from error


def date_time(text: str) -> dt.datetime:
    """A time as RFC 3339 or RFC 9110 (section 5.6.7) writes it. Raises `ValueError`."""
    return dt.datetime.fromisoformat(text) if re.match(_ISO, text) else parsedate_to_datetime(text)


def date(text: str) -> dt.date:
    """A date (RFC 3339, `full-date`). Raises `ValueError`."""
    if len(text) != 10:
        raise ValueError(text)
    return dt.date.fromisoformat(text)
