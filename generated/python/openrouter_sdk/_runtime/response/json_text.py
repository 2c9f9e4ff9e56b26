"""Parse JSON that the fast parser does not take."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from pydantic_core import from_json

_LONGEST_INT = 4300  # digits; Python itself converts no longer ones
_SURROGATE = "[\\ud800-\\udfff]"


def parse_json(text: bytes | str) -> Any:
    """Parse JSON as `json.loads` does: with lone surrogates, long integers and deep nesting.

    An integer of more than 4300 digits is a `Decimal`. Raises `ValueError` if the text is not JSON,
    or its nesting exceeds the recursion limit.
    """
    try:
        return from_json(text)
    except ValueError:
        if isinstance(text, bytes):
            text = text.decode()
        try:
            return json.loads(text, parse_int=_integer)
        except RecursionError as error:
            raise ValueError("the JSON is nested too deeply") from error


def _integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _LONGEST_INT else Decimal(digits)


def with_pairs(text: str) -> str:
    """A text whose surrogates, if they follow each other as a pair, are one character."""
    if re.search(_SURROGATE, text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
