"""Requests to the URL that a page gives for the next one: within the origin of the page."""

from __future__ import annotations

import httpx2

from ..response.response import Response
from ..transport.urls import parse_url, same_origin
from .pagination_error import PaginationError


def parts_of(
    text: str, response: Response, name: str, own: tuple[str, ...]
) -> tuple[str, str, str]:
    """The origin, path and query of a URL, which may be relative to that of the response.

    The request to it has the client's credentials, so a URL of another origin (RFC 6454) raises
    `PaginationError`. If the response came over https, `http` in a URL of the same host is read as
    https. The query is without the parameters `own`, which the client adds.
    """
    url = _same_origin(text, response.transport.request.url, name)
    pairs = [pair for pair in url.query.decode("ascii").split("&") if pair]
    query = "&".join(pair for pair in pairs if pair.partition("=")[0] not in own)
    origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
    path = url.raw_path.partition(b"?")[0].decode("ascii").replace("{", "%7B")
    return origin, path, query


def _same_origin(text: str, base: httpx2.URL, name: str) -> httpx2.URL:
    try:
        url = parse_url(str(httpx2.URL(base).join(text)))
    except (httpx2.InvalidURL, ValueError) as error:
        raise PaginationError(f"{name}: the URL of the next page is not valid") from error
    downgrades = base.scheme == "https" and url.scheme == "http" and url.host == base.host
    if downgrades and url.port in (None, 80, base.port):
        url = url.copy_with(scheme="https", port=base.port)
    url = url.copy_with(username=None, password=None, fragment=None)
    if not same_origin(url, base):
        shown = f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}"
        raise PaginationError(
            f"{name}: the next page is at another origin, {shown}; it is not requested, as the "
            f"request has the client's credentials"
        )
    return url
