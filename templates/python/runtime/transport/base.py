"""The seam to the network: open answers, and the port that sends, reads, waits and closes.

The logic of a call is written once, as coroutines over a `Port` (`exchange.py`, `attempts.py`).
The sync port never suspends, so a coroutine over it runs to its end in one step (`SyncPort.run`);
the async port awaits the event loop. `ports.py` has both.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import httpx2

    from ..call.timeouts import Limits
    from ..request.content import Content
    from ..request.headers import HeaderMap


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
        """The connection's network stream (a response extension of httpx2), or None."""
        return self.transport.extensions.get("network_stream")

    def iter_bytes(self) -> Iterator[bytes]:
        """The body as it arrives, one item a network chunk, decompressed.

        Raises the transport's own errors: `ReadError`, `ReadTimeout`, `RemoteProtocolError`,
        `DecodingError`.
        """
        if "content-encoding" in self.headers:
            return self.transport.iter_bytes()
        return self.transport.iter_raw()

    def close(self) -> None:
        """Gives the connection up: to the pool where the body was read, else it is closed.
        Idempotent.
        """
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
        """The connection's network stream (a response extension of httpx2), or None."""
        return self.transport.extensions.get("network_stream")

    def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body as it arrives; an async generator. Errors as in `OpenResponse.iter_bytes`."""
        if "content-encoding" in self.headers:
            return self.transport.aiter_bytes()
        return self.transport.aiter_raw()

    async def aclose(self) -> None:
        """Gives the connection up: to the pool where the body was read, else it is closed.
        Idempotent.
        """
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
        """The whole body, decompressed; a read timeout after `deadline` (monotonic clock)."""
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
