"""Redirects (RFC 9110, section 15.4): followed if method and body stay the same."""

from __future__ import annotations

import httpx2

from ..transport.urls import checked, same_origin

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
        "if-range",
        "range",
        "transfer-encoding",
        "user-agent",
    }
)


class RefusedRedirect(Exception):
    """A redirect that is not followed; the text is the reason."""


def is_redirect(response: httpx2.Response) -> bool:
    """Whether the response is a redirect with a location."""
    return response.status_code in _REDIRECTS and "location" in response.headers


def redirected(
    request: httpx2.Request, response: httpx2.Response, *, has_body: bool, unsafe: bool
) -> httpx2.Request:
    """The request to the location of a redirect, with the same method and body.

    A request to another origin (RFC 6454: scheme, host, port) keeps only the headers that describe
    the message; credentials are never sent there. Raises `RefusedRedirect` if following would
    change the method or leave HTTP, and, unless `unsafe` is true, if it would leave HTTPS or send a
    body to another origin.
    """
    location = response.headers["location"]
    if response.status_code not in _KEEP_METHOD and request.method not in ("GET", "HEAD"):
        raise RefusedRedirect(
            f"it would turn the {request.method} into a GET; check the base URL "
            f"(it points to {_shown(location)})"
        )
    try:
        url = httpx2.URL(request.url).join(location)
        checked(url)
    except (httpx2.InvalidURL, ValueError) as error:
        reason = f": {error}" if "@" not in location else ""
        raise RefusedRedirect(f"its location is not a valid URL{reason}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise RefusedRedirect("its location is not an HTTP URL")
    same = same_origin(url, request.url)
    if not unsafe:
        _check_safe(request.url, url, has_body and not same)
    headers = [(b"Host", url.netloc)]
    for name, value in request.headers.raw:
        lower = name.decode("latin-1").lower()
        if lower != "host" and (same or lower in _PLAIN_HEADERS):
            headers.append((name, value))
    return httpx2.Request(
        request.method,
        url.copy_with(username=None, password=None),
        headers=headers,
        stream=request.stream,
        extensions=request.extensions,
    )


def _check_safe(origin: httpx2.URL, url: httpx2.URL, sends_body: bool) -> None:
    how = "follow_unsafe_redirects=True of the client allows it"
    if (origin.scheme, url.scheme) == ("https", "http"):
        raise RefusedRedirect(f"it leaves HTTPS for http://{url.host}; {how}")
    to_https = origin.host == url.host and url.scheme == "https"
    if sends_body and not to_https:
        shown = url.netloc.decode("ascii", "replace")
        raise RefusedRedirect(
            f"it would send the body to another origin, {url.scheme}://{shown}; {how}"
        )


def _shown(location: str) -> str:
    """A location without user, password, query and fragment."""
    scheme, separator, rest = location.partition("?")[0].partition("#")[0].partition("//")
    authority, slash, path = rest.partition("/")
    host = authority.rpartition("@")[2]
    return f"{scheme}{separator}{host}{slash}{path}"[:200]
