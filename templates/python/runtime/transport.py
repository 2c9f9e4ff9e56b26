"""The seam to the network: open answers, and the two ports that send, read, wait and close.

The logic of a call is written once, as coroutines over a `Port` (see `exchange.py`). `SyncPort` never suspends, so a
coroutine over it runs to its end in one step (`run`); `AsyncPort` awaits the event loop.
"""

from __future__ import annotations

import inspect
import ssl
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

import httpx2

from .content import Content
from .errors import ClosedError, ConfigurationError
from .headers import HeaderMap
from .settings import ONCE, Settings
from .timeouts import DEFAULTS, Limits
from .version import user_agent

T = TypeVar("T")

# Idle connections kept: walking a larger pool costs more than the connections it saves.
_KEEP_ALIVE = 20
_TRANSPORT_AGENT = f"python-httpx2/{httpx2.__version__}"
_TRANSPORT_TIMEOUT = httpx2.Timeout(5.0)


class OpenResponse:
    """An answer whose head has arrived and whose body is still on the wire.

    Whoever holds it must read it to its end or close it; both give the connection back.
    """

    __slots__ = ("headers", "status_code", "transport")

    def __init__(self, transport: httpx2.Response) -> None:
        self.transport = transport
        self.status_code = transport.status_code
        self.headers = transport.headers

    @property
    def network_stream(self) -> Any:
        """The connection's public network stream (httpx2's response extension), or None where there is none."""
        return self.transport.extensions.get("network_stream")

    def iter_bytes(self) -> Iterator[bytes]:
        """The body as it arrives: one item a network chunk, decompressed where the server compressed it.

        Raises the transport's own errors: `ReadError`, `ReadTimeout`, `RemoteProtocolError`, `DecodingError`.
        """
        if "content-encoding" in self.headers:
            return self.transport.iter_bytes()
        return self.transport.iter_raw()

    def close(self) -> None:
        """Gives the connection up: to the pool where the body was read, else it is closed. Idempotent."""
        self.transport.close()


class AsyncOpenResponse:
    """`OpenResponse` for an event loop."""

    __slots__ = ("headers", "status_code", "transport")

    def __init__(self, transport: httpx2.Response) -> None:
        self.transport = transport
        self.status_code = transport.status_code
        self.headers = transport.headers

    @property
    def network_stream(self) -> Any:
        """The connection's public network stream (httpx2's response extension), or None where there is none."""
        return self.transport.extensions.get("network_stream")

    def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body as it arrives; an async generator. Errors as in `OpenResponse.iter_bytes`."""
        if "content-encoding" in self.headers:
            return self.transport.aiter_bytes()
        return self.transport.aiter_raw()

    async def aclose(self) -> None:
        """Gives the connection up: to the pool where the body was read, else it is closed. Idempotent."""
        await self.transport.aclose()


class Port(Protocol):
    """What the logic of a call asks of the network, the clock and the caller's functions."""

    def build(
        self,
        method: str,
        url: str,
        headers: HeaderMap,
        body: Content,
        limits: Limits,
    ) -> httpx2.Request:
        """The transport's request."""
        ...

    def limits(self) -> Limits:
        """The time limits that hold where neither the client nor the call names any."""
        ...

    def opened(self, response: httpx2.Response) -> Any:
        """The answer as a stream takes it: `OpenResponse` or `AsyncOpenResponse`."""
        ...

    async def send(self, request: httpx2.Request) -> httpx2.Response:
        """Sends, and returns when the answer's head is there. Redirects are not followed."""
        ...

    async def read(self, response: httpx2.Response, deadline: float | None) -> bytes:
        """The whole body, decompressed; a read timeout after `deadline` (of the monotonic clock)."""
        ...

    async def close(self, response: httpx2.Response) -> None:
        """Gives the answer's connection up."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Waits; ends with `ClosedError` when the client is closed meanwhile."""
        ...

    async def resolve(self, value: Any) -> Any:
        """What a function of the caller's returned, awaited where it has to be."""
        ...


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine over a `SyncPort`, which never suspends, to its end."""
    try:
        coroutine.send(None)
    except StopIteration as finished:
        value: T = finished.value
        return value
    coroutine.close()
    raise RuntimeError("a coroutine over the sync port has suspended")


C = TypeVar("C", httpx2.Client, httpx2.AsyncClient)


class _Building(Generic[C]):
    """What both ports share: the HTTP client, the caller's or one made at the first request, and its requests."""

    def __init__(self, settings: Settings) -> None:
        self._service = settings.service
        self._given: C | None = settings.http_client
        self._made: C | None = None
        self._closed = False
        self._defaults: list[tuple[bytes, bytes, bytes]] = []

    def _make(self) -> C:
        raise NotImplementedError

    def _client(self) -> C:
        """The HTTP client, made once: one lock for all threads, taken only the first time."""
        if self._closed:
            raise ClosedError("the client has been closed")
        if self._given is not None:
            if self._given.is_closed:
                raise ClosedError("the http_client has been closed")
            return self._given
        if self._made is None:
            with ONCE:
                if self._made is None:
                    made = self._make()
                    self._defaults = [
                        (name.lower(), name, value)
                        for name, value in made.headers.raw
                        if name.lower() in (b"accept-encoding", b"connection")
                    ]
                    self._made = made
        return self._made

    def limits(self) -> Limits:
        """The limits of the caller's HTTP client, else the SDK's.

        A caller's client that has the transport's own default of 5 s counts as one without: no answer of a language model comes in
        that time.
        """
        if self._given is None or self._given.timeout == _TRANSPORT_TIMEOUT:
            return DEFAULTS
        return dict(self._given.timeout.as_dict())

    def build(
        self,
        method: str,
        url: str,
        headers: HeaderMap,
        body: Content,
        limits: Limits,
    ) -> httpx2.Request:
        """The request: built directly for our own HTTP client, through `build_request` for the caller's."""
        client = self._client()
        length = len(body) if isinstance(body, bytes) else body.length
        stream = httpx2.ByteStream(body) if isinstance(body, bytes) else body
        if self._given is not None:
            own = self._own_agent(client.headers.get("user-agent"), headers)
            lines = [line for lower, line in headers.items() if lower != b"user-agent" or not own]
            request = client.build_request(
                method, url, headers=lines, extensions={"timeout": limits}
            )
            request.headers.pop("content-length", None)
            request.headers = httpx2.Headers(request.headers.raw + _framing(method, length))
            request.stream = stream
            return request
        target, host = _target(url)
        lines = [] if b"host" in headers else [(b"Host", host)]
        lines += [(name, value) for lower, name, value in self._defaults if lower not in headers]
        lines += headers.values()
        lines += _framing(method, length)
        return httpx2.Request(
            method, target, headers=lines, stream=stream, extensions={"timeout": limits}
        )

    def _own_agent(self, given: str | None, headers: HeaderMap) -> bool:
        """Whether the caller's HTTP client names itself, and the call does not."""
        default = user_agent(self._service).encode()
        sent = headers.get(b"user-agent")
        return given not in (None, _TRANSPORT_AGENT) and sent is not None and sent[1] == default


class SyncPort(_Building[httpx2.Client]):
    """The port of a sync client. Nothing here suspends."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        if self._given is not None and not isinstance(self._given, httpx2.Client):
            raise ConfigurationError("http_client: a sync client takes an httpx2.Client")
        self._closing = threading.Event()

    def _make(self) -> httpx2.Client:
        return httpx2.Client(verify=_tls_context(), limits=_limits(), timeout=None)

    def opened(self, response: httpx2.Response) -> OpenResponse:
        return OpenResponse(response)

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
            raise ClosedError("the client has been closed")

    async def resolve(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            if inspect.iscoroutine(value):
                value.close()
            raise ConfigurationError("an async function needs the async client")
        return value

    def shut(self) -> None:
        """Closes the HTTP client, if it is ours, and wakes whoever waits. Idempotent."""
        self._closed = True
        self._closing.set()
        if self._made is not None:
            self._made.close()


class AsyncPort(_Building[httpx2.AsyncClient]):
    """The port of an async client, over the event loop."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        if self._given is not None and not isinstance(self._given, httpx2.AsyncClient):
            raise ConfigurationError("http_client: an async client takes an httpx2.AsyncClient")

    def _make(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(verify=_tls_context(), limits=_limits(), timeout=None)

    def opened(self, response: httpx2.Response) -> AsyncOpenResponse:
        return AsyncOpenResponse(response)

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
            raise ClosedError("the client has been closed")

    async def resolve(self, value: Any) -> Any:
        return await value if inspect.isawaitable(value) else value

    async def shut(self) -> None:
        """Closes the HTTP client, if it is ours. Idempotent."""
        self._closed = True
        if self._made is not None:
            await self._made.aclose()


class _Deadline(httpx2.SyncByteStream):
    """A body that is given up when its time is over, however steadily it drips."""

    def __init__(self, stream: httpx2.SyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            _in_time(self._deadline)
            yield piece

    def close(self) -> None:
        self._stream.close()


class _AsyncDeadline(httpx2.AsyncByteStream):
    """`_Deadline` for an event loop."""

    def __init__(self, stream: httpx2.AsyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            _in_time(self._deadline)
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


def _in_time(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise httpx2.ReadTimeout("the total timeout is over")


def _limits() -> httpx2.Limits:
    return httpx2.Limits(max_connections=None, max_keepalive_connections=_KEEP_ALIVE)


def _framing(method: str, length: int | None) -> list[tuple[bytes, bytes]]:
    """The header that tells where the body ends (RFC 9112, section 6)."""
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
        raise ConfigurationError(f"the URL is not valid: {error}") from error
    return parsed, parsed.netloc


_tls: list[ssl.SSLContext] = []


def _tls_context() -> ssl.SSLContext:
    """The one TLS context of the process, which costs too much to make for each client."""
    with ONCE:
        if not _tls:
            _tls.append(httpx2.create_ssl_context())
        return _tls[0]
