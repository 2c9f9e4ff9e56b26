"""The part that the sync and the async transport share: their requests and time limits."""

from __future__ import annotations

from functools import lru_cache
from typing import Generic, TypeVar

import httpx2

from ..call.timeouts import DEFAULTS, Limits
from ..errors import ClosedError, ConfigurationError, RequestError
from ..request.content import Content
from ..request.headers import HeaderMap
from ..settings import Settings
from .http_client import tls_context
from .urls import parse_url
from .user_agent import user_agent

_TRANSPORT_AGENT = f"python-httpx2/{httpx2.__version__}"
_TRANSPORT_TIMEOUT = httpx2.Timeout(5.0)
CLOSED = "the client is closed"

C = TypeVar("C", httpx2.Client, httpx2.AsyncClient)


class HttpTransport(Generic[C]):
    """Creates requests, for the SDK's own HTTP client or for the caller's."""

    blocking: bool

    def __init__(self, settings: Settings, provided: C | None) -> None:
        self._service = settings.service
        self._provided: C | None = provided
        self._closed = False
        self._defaults: list[tuple[bytes, bytes, bytes]] = []

    async def _client(self) -> C:
        """The HTTP client of the caller, or the SDK's own, created on first use."""
        raise NotImplementedError

    def _use(self, made: httpx2.Client | httpx2.AsyncClient) -> None:
        """Send the `Accept-Encoding` of an HTTP client that the SDK has created."""
        self._defaults = [
            (name.lower(), name, value)
            for name, value in made.headers.raw
            if name.lower() == b"accept-encoding"
        ]

    def _check_open(self) -> None:
        if self._closed:
            raise ClosedError(CLOSED)
        if self._provided is not None and self._provided.is_closed:
            raise ClosedError("the http_client is closed")

    def abandon(self) -> None:
        """Drop the connections in a forked process, as they belong to the parent.

        Raises `ConfigurationError` for those of the caller's HTTP client.
        """
        if self._provided is not None:
            raise ConfigurationError(
                "http_client: it was used before this process was forked, so both processes would "
                "share its connections; create the client after the fork"
            )

    def _check_closed(self, error: Exception) -> None:
        """Raise `ClosedError` for an error of the HTTP client that closing it has caused."""
        if self._closed:
            raise ClosedError(CLOSED) from error

    def limits(self) -> Limits:
        """The limits of the caller's HTTP client, else those of the SDK.

        A caller's client with the default timeout of httpx2, 5 s, counts as one without limits:
        language models take longer to respond.
        """
        if self._provided is None or self._provided.timeout == _TRANSPORT_TIMEOUT:
            return DEFAULTS
        return dict(self._provided.timeout.as_dict())

    async def build(
        self,
        method: str,
        url: str,
        headers: HeaderMap,
        body: Content,
        limits: Limits,
    ) -> httpx2.Request:
        """Create the request; for a caller's client, with its `build_request`."""
        if self.blocking and not isinstance(body, bytes) and body.needs_event_loop:
            raise RequestError("an async iterator requires the async client", path="body")
        client = await self._client()
        length = len(body) if isinstance(body, bytes) else body.length
        framing = _framing(method, length)
        target, host = _target(url)
        if self._provided is not None:
            content = body if isinstance(body, bytes) else None
            request = client.build_request(
                method, target, content=content, extensions={"timeout": limits}
            )
            request.headers = self._over(request.headers, headers, framing)
            if not isinstance(body, bytes):
                request.stream = body
            return request
        if target.scheme == "https":
            tls_context()  # its errors are clearer here than from inside the HTTP client
        lines = [] if b"host" in headers else [(b"Host", host)]
        lines += [(name, value) for lower, name, value in self._defaults if lower not in headers]
        lines += headers.values()
        lines += framing
        stream = httpx2.ByteStream(body) if isinstance(body, bytes) else body
        return httpx2.Request(
            method, target, headers=lines, stream=stream, extensions={"timeout": limits}
        )

    def _over(
        self, provided: httpx2.Headers, headers: HeaderMap, framing: list[tuple[bytes, bytes]]
    ) -> httpx2.Headers:
        """The headers of the caller's HTTP client, with those of the call over them."""
        sent: HeaderMap = dict(headers)
        if self._own_agent(provided.get("user-agent"), headers):
            del sent[b"user-agent"]
        replaced = {*sent, b"content-length"}
        lines = [line for line in provided.raw if line[0].lower() not in replaced]
        lines += sent.values()
        lines += framing
        return httpx2.Headers(lines)

    def _own_agent(self, provided: str | None, headers: HeaderMap) -> bool:
        """Whether the caller's HTTP client sets its own `User-Agent`, and the call does not."""
        default = user_agent(self._service).encode()
        sent = headers.get(b"user-agent")
        return provided not in (None, _TRANSPORT_AGENT) and sent is not None and sent[1] == default


def _framing(method: str, length: int | None) -> list[tuple[bytes, bytes]]:
    """The header that determines the length of the body (RFC 9112, section 6)."""
    if length is None:
        return [(b"Transfer-Encoding", b"chunked")]
    if length or method in ("POST", "PUT", "PATCH"):
        return [(b"Content-Length", b"%d" % length)]
    return []


@lru_cache(maxsize=256)
def _target(url: str) -> tuple[httpx2.URL, bytes]:
    """The parsed URL and its `Host`."""
    try:
        parsed = parse_url(url)
    except ValueError as error:
        raise ConfigurationError(f"not a valid URL: {error}") from error
    return parsed, parsed.netloc
