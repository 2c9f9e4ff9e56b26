"""The seam to the network: open answers, and the port that sends, reads, waits and closes.

The logic of a call is written once, as coroutines over a `Transport` (`exchange.py`, `attempts.py`).
The sync port never suspends, so a coroutine over it runs to its end in one step (`SyncTransport.run`);
the async port awaits the event loop. `ports.py` has both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import httpx2

    from ..call.timeouts import Limits
    from ..request.content import Content
    from ..request.headers import HeaderMap


class Transport(Protocol):
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
