"""Sample strings and numbers: formats, patterns, lengths and bounds."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Any, Final

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from jsonschema import FormatChecker

NOTHING: Final = object()
"""In place of a value where none is found."""

_FORMATS: Final = {
    "date-time": "2024-05-06T07:08:09Z",
    "date": "2024-05-06",
    "time": "07:08:09Z",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "byte": "aGk=",
    "duration": "P1D",
    "uri": "https://example.com/x",
    "uri-reference": "/x",
    "url": "https://example.com/x",
    "email": "a@example.com",
    "hostname": "example.com",
    "ipv4": "127.0.0.1",
    "ipv6": "::1",
    "cidr": "10.0.0.0/8",
    "decimal": "1.5",
    "json-pointer": "/a",
    "regex": "a+",
}
_ASSERTED: Final = {
    "date-time": r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)",
    "date": r"\d{4}-\d\d-\d\d",
    "uuid": r"[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:\S+",
    "email": r"[^@\s]+@[^@\s]+",
    "ipv4": r"\d{1,3}(\.\d{1,3}){3}",
}
_GUESSES: Final = ("abc", "a", "1", "12", "A1", "a-b", *_FORMATS.values())
_LONGEST: Final = 300
_SETTINGS: Final = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=500,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def _checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, pattern in _ASSERTED.items():
        checker.checks(name)(partial(_has_format, re.compile(pattern)))
    return checker


def _has_format(pattern: re.Pattern[str], value: object) -> bool:
    return not isinstance(value, str) or pattern.fullmatch(value) is not None


FORMATS: Final = _checker()
"""The formats that validators often assert."""


def text(keywords: dict[str, Any]) -> Any:
    """A string by `format`, `pattern`, `minLength` and `maxLength`; `NOTHING` where none is found."""
    least, most = keywords.get("minLength") or 0, keywords.get("maxLength")
    pattern = keywords.get("pattern")
    own = _FORMATS.get(keywords.get("format", ""))
    for guess in (own,) if own else _GUESSES:
        if _fits(guess, pattern, least, most):
            return guess
    if pattern:
        return _matching(pattern, least, most)
    length = max(least, 1) if most is None else min(max(least, 1), most)
    return ("abcdefghij" * (min(length, _LONGEST) // 10 + 1))[: min(length, _LONGEST)]


def number(keywords: dict[str, Any], kind: str) -> int | float:
    """A number by `minimum`, `maximum`, the exclusive ones of both, and `multipleOf`."""
    least, most = keywords.get("minimum"), keywords.get("maximum")
    above, below = keywords.get("exclusiveMinimum"), keywords.get("exclusiveMaximum")
    step = keywords.get("multipleOf")
    value: float = step or (1 if kind == "integer" else 1.5)
    if isinstance(least, int | float) and value < least:
        value = least
    if isinstance(above, int | float) and not isinstance(above, bool) and value <= above:
        value = above + (step or 1)
    if isinstance(most, int | float) and value > most:
        value = most
    if isinstance(below, int | float) and not isinstance(below, bool) and value >= below:
        value = below - (step or 1)
    return int(value) if kind == "integer" else value


def _fits(value: str, pattern: str | None, least: int, most: int | None) -> bool:
    return len(value) >= least and (most is None or len(value) <= most) and (not pattern or _matches(pattern, value))


@cache
def _matching(pattern: str, least: int, most: int | None) -> Any:
    """A text of printable ASCII that matches a pattern and has one of the lengths; `NOTHING` where none is found."""
    alphabet = st.characters(min_codepoint=32, max_codepoint=126)
    try:
        strategy = st.from_regex(_python(pattern), alphabet=alphabet)
        return find(strategy, lambda value: _fits(value, pattern, least, most), settings=_SETTINGS)
    except Exception:  # the pattern is no regular expression of Python, or no text of that length matches it
        return NOTHING


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.search(_python(pattern), value, re.ASCII) is not None
    except re.error:
        return True


def _python(pattern: str) -> str:
    """A pattern of ECMA-262 for Python: `$` and the classes of characters in which the two differ."""
    pattern = re.sub(r"(?<!\\)\$$", r"\\Z", pattern)
    return pattern.replace(r"\p{L}", "[A-Za-z]").replace(r"\p{N}", "[0-9]").replace(r"\/", "/")
