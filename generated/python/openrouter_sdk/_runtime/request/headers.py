"""Request headers as bytes, one value for each case-insensitive name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from ..errors import RequestError

HeaderMap: TypeAlias = dict[bytes, tuple[bytes, bytes]]
"""The name and value that are sent, by lower-case name."""

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = frozenset({b"content-length", b"transfer-encoding"})


def put(headers: HeaderMap, name: str, value: object) -> None:
    """Set a header. It replaces one whose name differs only in case.

    Raises `RequestError` for a name that is not a token, a value with a control character (RFC
    9110, section 5.5), and the headers that frame the body.
    """
    if _TOKEN.fullmatch(name) is None:
        raise RequestError("not a valid header name", path=f"headers[{name!r}]")
    raw = name.encode("ascii")
    lower = raw.lower()
    if lower in _FRAMING:
        raise RequestError("the SDK derives this header from the body", path=f"headers[{name!r}]")
    if not isinstance(value, str):
        raise RequestError(f"expected a str, not {type(value).__name__}", path=f"headers[{name!r}]")
    if _CONTROL.search(value):
        raise RequestError("a header cannot contain a control character", path=f"headers[{name!r}]")
    try:
        headers[lower] = (raw, value.strip(" \t").encode())
    except UnicodeEncodeError:
        raise RequestError(
            "a lone surrogate cannot be encoded as UTF-8", path=f"headers[{name!r}]"
        ) from None


def merge(headers: HeaderMap, more: Mapping[str, str | None] | None) -> None:
    """Set each header of `more`; None removes one."""
    for name, value in (more or {}).items():
        if value is None:
            headers.pop(name.lower().encode("ascii", "replace"), None)
        else:
            put(headers, name, value)
