"""Files of the network, read only where the user has allowed it."""

from __future__ import annotations

from urllib.request import Request, build_opener

from generator.document.limits import MAX_BYTES

_SECONDS = 30.0


def fetch(url: str) -> bytes:
    """The bytes of an http or https address, redirects followed. Raises OSError, and ValueError for a bad URL."""
    if not url.lower().startswith(("http://", "https://")):
        raise OSError("only http and https addresses are read")
    request = Request(url, headers={"Accept": "application/yaml, application/json, */*;q=0.5"})
    with build_opener().open(request, timeout=_SECONDS) as response:
        data: bytes = response.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError(f"it has more than {MAX_BYTES:,} bytes")
    return data
