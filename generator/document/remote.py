"""Files of the network, read only where the user has allowed it: https alone, bounded in size and time."""

from __future__ import annotations

from http.client import HTTPMessage
from time import monotonic
from typing import IO
from urllib.request import HTTPRedirectHandler, Request, build_opener

from generator.document.limits import MAX_BYTES

_SECONDS = 30.0
_PIECE = 65_536


class _OnlyHttps(HTTPRedirectHandler):
    """Follows redirects, but never away from https."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def check(url: str) -> None:
    """Raise OSError for an address that is not https: what comes over http anybody on the way may change."""
    if not url.lower().startswith("https://"):
        raise OSError("only https addresses are read")


def fetch(url: str) -> bytes:
    """The bytes of an https address, redirects followed. Raises OSError, and ValueError for a bad URL."""
    check(url)
    deadline = monotonic() + _SECONDS
    request = Request(url, headers={"Accept": "application/yaml, application/json, */*;q=0.5"})
    data = bytearray()
    with build_opener(_OnlyHttps).open(request, timeout=_SECONDS) as response:
        while piece := response.read(_PIECE):
            data += piece
            if len(data) > MAX_BYTES:
                raise OSError(f"it has more than {MAX_BYTES:,} bytes")
            if monotonic() > deadline:
                raise OSError(f"it takes longer than {_SECONDS:.0f} seconds")
    return bytes(data)
