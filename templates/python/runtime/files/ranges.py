"""Range requests (RFC 9110, section 14): whether the rest of a file can be asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

_CONTENT_RANGE = re.compile(r"bytes +([0-9]{1,19})-([0-9]{1,19})/([0-9]{1,19}|\*)", re.IGNORECASE)
_UNSATISFIED = re.compile(r"bytes +\*/([0-9]{1,19})", re.IGNORECASE)
_STRONG_TAG = re.compile(r'"[!\x23-\x7e\x80-\xff]*"')
_SECOND = 1.0


def validator_of(headers: Mapping[str, str]) -> str:
    """The validator that `If-Range` may contain (RFC 9110, section 13.1.5), or an empty string.

    A strong entity tag, else a `Last-Modified` that is strong: at least a second before `Date`
    (section 8.8.2.2).
    """
    tag = headers.get("etag", "")
    if tag:
        return tag if _STRONG_TAG.fullmatch(tag) else ""
    modified = headers.get("last-modified", "")
    try:
        age = parsedate_to_datetime(headers.get("date", "")) - parsedate_to_datetime(modified)
    except (TypeError, ValueError, OverflowError):
        return ""
    return modified if age.total_seconds() >= _SECOND else ""


def is_same(validator: str, headers: Mapping[str, str]) -> bool:
    """Whether a response with these headers is of the representation with this validator."""
    return validator in (headers.get("etag"), headers.get("last-modified"))


def differs(validator: str, headers: Mapping[str, str]) -> bool:
    """Whether a partial response has another validator than the one that was asked for.

    It may leave out the `Last-Modified` (RFC 9110, section 15.3.7).
    """
    name = "etag" if validator.startswith('"') else "last-modified"
    return headers.get(name, validator) != validator


def body_length(headers: Mapping[str, str]) -> int | None:
    """The number of bytes of the decoded body, or None if the head does not say it."""
    length = headers.get("content-length", "")
    if is_encoded(headers) or not (length.isascii() and length.isdigit() and len(length) < 20):
        return None
    return int(length)


def is_encoded(headers: Mapping[str, str]) -> bool:
    """Whether the body has a content coding, so that positions in it are not those of the file."""
    return headers.get("content-encoding", "identity").strip().lower() not in ("", "identity")


def content_range(value: str) -> tuple[int, int | None] | None:
    """The first position and the complete length of a `Content-Range`; None if it is not valid.

    The length is None if the server does not know it.
    """
    found = _CONTENT_RANGE.fullmatch(value.strip())
    if found is None:
        return None
    first, last, length = found.groups()
    size = None if length == "*" else int(length)
    if int(last) < int(first) or (size is not None and int(last) >= size):
        return None
    return int(first), size


def complete_length(value: str) -> int | None:
    """The length in the `Content-Range` of a response 416 (RFC 9110, section 15.5.17)."""
    found = _UNSATISFIED.fullmatch(value.strip())
    return None if found is None else int(found[1])
