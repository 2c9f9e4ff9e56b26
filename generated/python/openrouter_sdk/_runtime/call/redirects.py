"""Redirects (RFC 9110, section 15.4): followed if method and body stay the same."""

from __future__ import annotations

import httpx2

MAX_REDIRECTS = 10

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEEP_METHOD = frozenset({307, 308})

# Headers that describe the message, sent to another origin too. All others may be secrets.
_PLAIN_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "transfer-encoding",
        "user-agent",
    }
)


class RefusedRedirect(Exception):
    """A redirect that is not followed; the text is the reason."""


def is_redirect(response: httpx2.Response) -> bool:
    """Whether the response is a redirect with a location."""
    return response.status_code in _REDIRECTS and "location" in response.headers


def redirected(request: httpx2.Request, response: httpx2.Response) -> httpx2.Request:
    """The request to the location of a redirect, with the same method and body.

    A request to another origin (RFC 6454: scheme, host, port) keeps only the headers that describe
    the message; credentials are never sent there. Raises `RefusedRedirect` if following would
    change the method, drop the body or leave HTTP.
    """
    location = response.headers["location"]
    if response.status_code not in _KEEP_METHOD and request.method not in ("GET", "HEAD"):
        raise RefusedRedirect(
            f"it would turn the {request.method} into a GET; check the base URL "
            f"(it points to {_shown(location)})"
        )
    try:
        url = request.url.join(location)
    except httpx2.InvalidURL as error:
        raise RefusedRedirect(f"its location is not a valid URL: {error}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise RefusedRedirect("its location is not an HTTP URL")
    same = (url.scheme, url.host, url.port) == (
        request.url.scheme,
        request.url.host,
        request.url.port,
    )
    headers = [(b"Host", url.netloc)]
    for name, value in request.headers.raw:
        lower = name.decode("latin-1").lower()
        if lower != "host" and (same or lower in _PLAIN_HEADERS):
            headers.append((name, value))
    if not same:
        url = url.copy_with(username=None, password=None)
    return httpx2.Request(
        request.method, url, headers=headers, stream=request.stream, extensions=request.extensions
    )


def _shown(location: str) -> str:
    return location.partition("?")[0][:200]
