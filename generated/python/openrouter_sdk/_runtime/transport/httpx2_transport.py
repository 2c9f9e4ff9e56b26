"""The transports over httpx2: one that blocks, one for an event loop."""

from __future__ import annotations

import inspect
import ssl
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from functools import lru_cache
from typing import Any, Generic, TypeVar

import httpx2

from ..call.timeouts import DEFAULTS, Limits
from ..errors import ClosedError, ConfigurationError
from ..request.content import Content
from ..request.headers import HeaderMap
from ..settings import ONCE, Settings
from .user_agent import user_agent

# A larger pool of idle connections costs more to search than it saves.
_KEEP_ALIVE = 20
_TRANSPORT_AGENT = f"python-httpx2/{httpx2.__version__}"
_TRANSPORT_TIMEOUT = httpx2.Timeout(5.0)

T = TypeVar("T")
C = TypeVar("C", httpx2.Client, httpx2.AsyncClient)


class _Building(Generic[C]):
    """The parts that both transports share: the HTTP client and its requests."""

    def __init__(self, settings: Settings, provided: C | None) -> None:
        self._service = settings.service
        self._provided: C | None = provided
        self._made: C | None = None
        self._closed = False
        self._defaults: list[tuple[bytes, bytes, bytes]] = []

    def _make(self) -> C:
        raise NotImplementedError

    def _client(self) -> C:
        """The HTTP client, created once for all threads."""
        if self._closed:
            raise ClosedError("the client is closed")
        if self._provided is not None:
            if self._provided.is_closed:
                raise ClosedError("the http_client is closed")
            return self._provided
        if self._made is None:
            with ONCE:
                if self._made is None:
                    made = self._make()
                    self._defaults = [
                        (name.lower(), name, value)
                        for name, value in made.headers.raw
                        if name.lower() == b"accept-encoding"
                    ]
                    self._made = made
        return self._made

    def limits(self) -> Limits:
        """The limits of the caller's HTTP client, else those of the SDK.

        A caller's client with the default timeout of httpx2, 5 s, counts as one without limits:
        language models take longer to respond.
        """
        if self._provided is None or self._provided.timeout == _TRANSPORT_TIMEOUT:
            return DEFAULTS
        return dict(self._provided.timeout.as_dict())

    def build(
        self,
        method: str,
        url: str,
        headers: HeaderMap,
        body: Content,
        limits: Limits,
    ) -> httpx2.Request:
        """Create the request; for a caller's client, with its `build_request`."""
        client = self._client()
        length = len(body) if isinstance(body, bytes) else body.length
        stream = httpx2.ByteStream(body) if isinstance(body, bytes) else body
        framing = _framing(method, length)
        target, host = _target(url)
        if self._provided is not None:
            request = client.build_request(method, target, extensions={"timeout": limits})
            request.headers = self._over(request.headers, headers, framing)
            request.stream = stream
            return request
        lines = [] if b"host" in headers else [(b"Host", host)]
        lines += [(name, value) for lower, name, value in self._defaults if lower not in headers]
        lines += headers.values()
        lines += framing
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


class SyncTransport(_Building[httpx2.Client]):
    """The transport of a sync client. It never suspends."""

    def __init__(self, settings: Settings) -> None:
        provided: object = settings.http_client
        if provided is not None and not isinstance(provided, httpx2.Client):
            raise ConfigurationError("http_client: expected an httpx2.Client")
        super().__init__(settings, provided)
        self._closing = threading.Event()

    def _make(self) -> httpx2.Client:
        return httpx2.Client(verify=_tls_context(), limits=_limits(), timeout=None)

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine over this transport to its end."""
        try:
            coroutine.send(None)
        except StopIteration as finished:
            value: T = finished.value
            return value
        coroutine.close()
        raise RuntimeError("a coroutine over the sync transport suspended")

    async def send(self, request: httpx2.Request) -> httpx2.Response:
        return self._client().send(request, stream=True, follow_redirects=False)

    async def read(self, response: httpx2.Response, deadline: float | None) -> bytes:
        if deadline is not None and isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Deadline(response.stream, deadline)
        return response.read()

    async def close(self, response: httpx2.Response) -> None:
        response.close()

    async def sleep(self, seconds: float) -> None:
        if self._closing.wait(seconds):
            raise ClosedError("the client is closed")

    async def resolve(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            if inspect.iscoroutine(value):
                value.close()
            raise ConfigurationError("an async callable requires the async client")
        return value

    def shut(self) -> None:
        """Close the SDK's own HTTP client and end waiting retries. Idempotent."""
        self._closed = True
        self._closing.set()
        if self._made is not None:
            self._made.close()


class AsyncTransport(_Building[httpx2.AsyncClient]):
    """The transport of an async client, over the event loop."""

    def __init__(self, settings: Settings) -> None:
        provided: object = settings.http_client
        if provided is not None and not isinstance(provided, httpx2.AsyncClient):
            raise ConfigurationError("http_client: expected an httpx2.AsyncClient")
        super().__init__(settings, provided)

    def _make(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(verify=_tls_context(), limits=_limits(), timeout=None)

    async def send(self, request: httpx2.Request) -> httpx2.Response:
        return await self._client().send(request, stream=True, follow_redirects=False)

    async def read(self, response: httpx2.Response, deadline: float | None) -> bytes:
        if deadline is not None and isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _AsyncDeadline(response.stream, deadline)
        return await response.aread()

    async def close(self, response: httpx2.Response) -> None:
        await response.aclose()

    async def sleep(self, seconds: float) -> None:
        from asyncio import sleep

        await sleep(seconds)
        if self._closed:
            raise ClosedError("the client is closed")

    async def resolve(self, value: Any) -> Any:
        return await value if inspect.isawaitable(value) else value

    async def shut(self) -> None:
        """Close the SDK's own HTTP client. Idempotent."""
        self._closed = True
        if self._made is not None:
            await self._made.aclose()


class _Deadline(httpx2.SyncByteStream):
    """A body whose reading ends at a deadline, even if bytes keep arriving."""

    def __init__(self, stream: httpx2.SyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            _check_deadline(self._deadline)
            yield chunk

    def close(self) -> None:
        self._stream.close()


class _AsyncDeadline(httpx2.AsyncByteStream):
    """`_Deadline` for an event loop."""

    def __init__(self, stream: httpx2.AsyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            _check_deadline(self._deadline)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


def _check_deadline(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise httpx2.ReadTimeout("the total timeout has passed")


def _limits() -> httpx2.Limits:
    return httpx2.Limits(max_connections=None, max_keepalive_connections=_KEEP_ALIVE)


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
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise ConfigurationError(f"not a valid URL: {error}") from error
    return parsed, parsed.netloc


_tls: list[ssl.SSLContext] = []


def _tls_context() -> ssl.SSLContext:
    """The TLS context of the process, created once, as that is slow."""
    with ONCE:
        if not _tls:
            _tls.append(httpx2.create_ssl_context())
        return _tls[0]
