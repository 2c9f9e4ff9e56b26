"""What a plain YAML scalar means: the core schema of YAML 1.2.2 (section 10.3.2), which is what OpenAPI asks for.

So `yes`, `on`, `1:30`, `1_000` and `2024-01-01` are strings, and `0o17` is a number.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from generator.document.limits import MAX_DIGITS

Scalar: TypeAlias = bool | int | float | str | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST = frozenset("-+.0123456789")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def plain(text: str) -> Scalar:
    """The value of a plain scalar. Raises ValueError for a number of too many digits, or beyond a double."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    for pattern, base in ((_INTEGER, 10), (_OCTAL, 8), (_HEXADECIMAL, 16)):
        if pattern.fullmatch(text):
            return integer(text, base)
    if _FLOAT.fullmatch(text):
        return real(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", "").lower())
    return text


def integer(text: str, base: int = 10) -> int:
    """The integer that is written. Raises ValueError for more digits than `MAX_DIGITS`."""
    if len(text) > MAX_DIGITS:
        raise ValueError(f"a number of {len(text)} digits is too long; the limit is {MAX_DIGITS}")
    return int(text, base)


def real(text: str) -> float:
    """The number that is written. Raises ValueError for one that is beyond the range of a double."""
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"the number {text[:40]} is too large: it does not fit a double (IEEE 754)")
    return value
