"""Request headers as bytes, one value a name whatever its case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from ..errors import RequestError

HeaderMap: TypeAlias = dict[bytes, tuple[bytes, bytes]]
"""The lower-case name to the name and value that go out."""

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = frozenset({b"content-length", b"transfer-encoding"})


def put(headers: HeaderMap, name: str, value: object) -> None:
    """Sets a header, in place of one whose name differs in case only.

    Raises `RequestError` for what would break the message apart (RFC 9110, section 5.5): a name
    that is no token, a control character in the value, the headers that frame the body.
    """
    if _TOKEN.fullmatch(name) is None:
        raise RequestError("this is not the name of a header", path=f"headers[{name!r}]")
    raw = name.encode("ascii")
    lower = raw.lower()
    if lower in _FRAMING:
        raise RequestError("the SDK sets this header from the body", path=f"headers[{name!r}]")
    if not isinstance(value, str):
        raise RequestError(
            f"a str is needed, not {type(value).__name__}", path=f"headers[{name!r}]"
        )
    if _CONTROL.search(value):
        raise RequestError("a header's value holds no control character", path=f"headers[{name!r}]")
    try:
        headers[lower] = (raw, value.strip(" \t").encode())
    except UnicodeEncodeError:
        raise RequestError(
            "a lone surrogate has no form in UTF-8", path=f"headers[{name!r}]"
        ) from None


def merge(headers: HeaderMap, more: Mapping[str, str | None] | None) -> None:
    """Sets each header of `more`; None takes one out."""
    for name, value in (more or {}).items():
        if value is None:
            headers.pop(name.lower().encode("ascii", "replace"), None)
        else:
            put(headers, name, value)
