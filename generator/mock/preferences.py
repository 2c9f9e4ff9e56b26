"""What a client asks of the mock server itself: `Prefer` (RFC 7240) with the preferences that Prism has too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from generator.mock.http.messages import Request

_PREFERENCE: Final = re.compile(r'\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^;,"]*))\s*(?:[;,]|$)')
PAGE: Final = "__page"
"""The parameter of the query in the URLs of pages."""
IN_QUERY: Final = frozenset({"__code", "__example", "__dynamic", PAGE})
"""Parameters of the query that are those of the mock server, the preferences as Prism names them."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The response that is asked for: its status, the name of an example, and whether it is made up anew."""

    status: str = ""
    example: str = ""
    dynamic: bool = False


def preferences(request: Request) -> Preferences:
    """The preferences of a request."""
    header = request.headers.get("prefer", "")
    if not header and "__" not in request.query:
        return Preferences()
    found = {f"__{name.lower()}": quoted or plain.strip() for name, quoted, plain in _PREFERENCE.findall(header)}
    found |= {name: unquote(value) for name, value in request.pairs if name in IN_QUERY}
    return Preferences(
        found.get("__code", ""), found.get("__example", ""), found.get("__dynamic", "").lower() == "true"
    )
