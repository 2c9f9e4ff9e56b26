"""The header `Link` of a response (RFC 8288)."""

from __future__ import annotations

import re

_NAME = r"[\w!#$%&'*+.^`|~-]+"
_VALUE = r'"(?:\\.|[^"\\])*"|[^\s;,"]*'
_PARAMETER = re.compile(rf"\s*;\s*({_NAME})(?:\s*=\s*({_VALUE}))?")
_LINK = re.compile(rf"<([^<>]*)>((?:\s*;\s*{_NAME}(?:\s*=\s*(?:{_VALUE}))?)*)")


def linked(header: str, relation: str) -> str | None:
    """The URL of the first link with a relation, or None.

    A link with `results="false"` leads to a page without items, and one with an `anchor` is not a
    link of the response.
    """
    for url, text in _LINK.findall(header):
        parameters: dict[str, str] = {}
        for name, value in _PARAMETER.findall(text):
            parameters.setdefault(name.lower(), _unquoted(value))
        relations = parameters.get("rel", "").lower().split()
        if relation in relations and "anchor" not in parameters:
            return (url.strip() or None) if parameters.get("results") != "false" else None
    return None


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
