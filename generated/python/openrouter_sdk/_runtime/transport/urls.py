"""URLs of requests: parsed, checked, and with masked secrets in log lines."""

from __future__ import annotations

import httpx2


class MaskedURL(httpx2.URL):
    """A URL whose text is without the secrets in its query; the request that is sent has them.

    The HTTP client and its users log the text of a URL.
    """

    def __init__(self, url: httpx2.URL, secrets: tuple[str, ...]) -> None:
        super().__init__(url)
        self._secrets = secrets

    def __str__(self) -> str:
        text = super().__str__()
        for secret in self._secrets:
            text = text.replace(f"={secret}", "=***")
        return text

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"


def mask(request: httpx2.Request, secrets: tuple[str, ...]) -> httpx2.Request:
    """The request, with secrets masked in the text of its URL."""
    if secrets:
        request.url = MaskedURL(request.url, secrets)
    return request


def parse_url(text: str) -> httpx2.URL:
    """Parse a URL. Raises `ValueError` with the reason if no request can be sent to it."""
    try:
        return checked(httpx2.URL(text))
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise ValueError(str(error) if "@" not in text else "it is malformed") from error


def checked(url: httpx2.URL) -> httpx2.URL:
    """Raise `ValueError` for a host or port that does not exist, as the HTTP client does not."""
    if url.port is not None and url.port > 65_535:
        raise ValueError(f"the port {url.port} is above 65535")
    host = url.raw_host.decode("ascii", "replace")
    if ":" not in host and not all(0 < len(label) < 64 for label in host.rstrip(".").split(".")):
        raise ValueError(f"{host[:100]!r} is not the name of a host")
    return url


def same_origin(one: httpx2.URL, other: httpx2.URL) -> bool:
    """Whether two URLs have the same scheme, host and port (RFC 6454)."""
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)
