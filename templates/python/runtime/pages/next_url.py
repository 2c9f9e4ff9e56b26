"""Requests to the URL that a page gives for the next one: within the origin of the page."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import httpx2

from ..call.options import RequestOptions
from ..response.response import Response
from ..transport.urls import parse_url, same_origin
from .pagination_error import PaginationError
from .position import Request


def request_of(request: Request, text: str, response: Response, options: RequestOptions) -> Request:
    """The request to a URL, which may be relative, with the headers, cookies and body of a page.

    Credentials are sent again, so a URL of another origin (RFC 6454) raises `PaginationError`. If a
    page was received over https, `http` in a URL of the same host is read as https.
    """
    operation = request.operation
    url = _same_origin(text, response.transport.request.url, operation.name)
    kept = tuple(one for one in operation.parameters if one.location in ("header", "cookie"))
    dropped = {one.keyword for one in operation.parameters} - {one.keyword for one in kept}
    own = operation.pagination.own
    pairs = [pair for pair in url.query.decode("ascii").split("&") if pair]
    query = "&".join(pair for pair in pairs if pair.partition("=")[0] not in own)
    origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
    options = cast(RequestOptions, dict(options))
    for key in ("query", "server", "server_variables"):
        options.pop(key, None)
    options["base_url"] = f"{origin}?{query}" if query else origin
    path = url.raw_path.partition(b"?")[0].decode("ascii").replace("{", "%7B")
    params = {keyword: request.params[keyword] for keyword in request.params if keyword not in dropped}
    return Request(replace(operation, path=path, parameters=kept), params, options)


def _same_origin(text: str, base: httpx2.URL, name: str) -> httpx2.URL:
    try:
        url = parse_url(str(httpx2.URL(base).join(text)))
    except (httpx2.InvalidURL, ValueError) as error:
        raise PaginationError(f"{name}: the URL of the next page is not valid") from error
    if base.scheme == "https" and url.scheme == "http" and url.host == base.host:
        if url.port in (None, 80, base.port):
            url = url.copy_with(scheme="https", port=base.port)
    url = url.copy_with(username=None, password=None, fragment=None)
    if not same_origin(url, base):
        shown = f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}"
        raise PaginationError(
            f"{name}: the next page is at another origin, {shown}; it is not requested, as the "
            f"request has the client's credentials"
        )
    return url
