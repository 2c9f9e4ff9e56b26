"""Sanitize untrusted text for a terminal and for logs."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls (escape sequences), format characters (bidi overrides, zero-width), lone surrogates, line separators."""

_CREDENTIALS = re.compile(r"""(https?:/{1,2})([^\s/?#'"`]+)(?=@)""", re.IGNORECASE)


def sanitize(text: str) -> str:
    """The text on one line, with each character that could control a terminal or hide text replaced by another one."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def without_passwords(text: str) -> str:
    """The text with an asterisk for each character of the credentials in a URL (RFC 3986, section 3.2.1)."""
    if "@" not in text:
        return text
    return _CREDENTIALS.sub(lambda found: found[1] + "*" * len(found[2]), text)


def columns(text: str) -> int:
    """The width of the text in terminal columns: two for wide East Asian characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _shown(character: str) -> str:
    if character in "\t\n\r":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in _UNSAFE else character


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
