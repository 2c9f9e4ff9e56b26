"""The interface between the logic of a call and the network.

The logic is written once, as coroutines over a `Transport` (`call/call.py`, `call/retry_loop.py`).
The sync transport never suspends, so a coroutine over it ends in a single step
(`SyncTransport.run`); the async transport awaits the event loop. Both are in `httpx2_transport.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import httpx2

    from ..call.timeouts import Limits
    from ..request.content import Content
    from ..request.headers import HeaderMap


class Transport(Protocol):
    """The operations of a call that depend on the network, the clock or the event loop."""

    def build(
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

    async def send(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; return when the head of the response is there. Follows no redirects."""
        ...

    async def read(self, response: httpx2.Response, deadline: float | None) -> bytes:
        """Read the decompressed body. Raises a read timeout after `deadline` (monotonic clock)."""
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
