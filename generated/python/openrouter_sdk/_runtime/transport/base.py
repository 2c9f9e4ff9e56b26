"""The interface between the logic of a call and the network.

The logic is written once, as coroutines over a `Transport` (`call/call.py`, `call/retry_loop.py`).
The sync transport never suspends, so a coroutine over it ends in a single step
(`SyncTransport.run`); the async transport awaits the event loop. `sync_transport.py` and
`async_transport.py` contain them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import socket

    import httpx2

    from ..call.timeouts import Limits
    from ..request.content import Content
    from ..request.headers import HeaderMap


class Closable(Protocol):
    """A stream, which is closed with its client."""

    def close(self) -> None:
        """Release the connection."""
        ...


class AsyncClosable(Protocol):
    """`Closable` for an event loop."""

    async def aclose(self) -> None:
        """Release the connection."""
        ...


class Transport(Protocol):
    """The operations of a call that depend on the network, the clock or the event loop."""

    blocking: bool
    """Whether it blocks the thread, as that of the sync client does."""

    async def build(
        self,
        method: str,
        url: str,
        headers: HeaderMap,
        body: Content,
        limits: Limits,
    ) -> httpx2.Request:
        """Create the request of the HTTP client."""
        ...

    def limits(self) -> Limits:
        """The time limits that apply if neither the client nor the call sets any."""
        ...

    async def send(
        self, request: httpx2.Request, deadline: float | None, *, client_auth: bool
    ) -> httpx2.Response:
        """Send a request; return when the head of the response is there. Follows no redirects.

        Raises a read timeout after `deadline` (monotonic clock). `client_auth` applies the `auth`
        of the caller's HTTP client.
        """
        ...

    async def read(
        self, response: httpx2.Response, deadline: float | None, limit: int, *, cut: bool = False
    ) -> bytes:
        """Read the decompressed body. Raises a read timeout after `deadline` (monotonic clock).

        Of a body above `limit` bytes, returns the start if `cut`, else raises `TooLarge`.
        """
        ...

    async def close(self, response: httpx2.Response) -> None:
        """Release the connection of a response."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait. Raises `ClosedError` if the client is closed meanwhile."""
        ...

    async def resolve(self, value: Any) -> Any:
        """The result of a callback, awaited if it is awaitable."""
        ...


def socket_of(response: httpx2.Response) -> socket.socket | None:
    """The socket that only this response uses, as in HTTP/1; None if there is none."""
    stream = response.extensions.get("network_stream")
    if stream is None or not is_alone(response):
        return None
    found: socket.socket | None = stream.get_extra_info("socket")
    return found


def is_alone(response: httpx2.Response) -> bool:
    """Whether no other response uses the connection, as in HTTP/1."""
    return response.http_version.startswith("HTTP/1")
