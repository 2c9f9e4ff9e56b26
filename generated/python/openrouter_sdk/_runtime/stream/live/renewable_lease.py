"""A hold on the connection of a stream that may continue on another connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import ClosedError
from ..lease import AsyncLease, Lease
from ..open_response import AsyncOpenResponse, OpenResponse

if TYPE_CHECKING:
    from collections.abc import MutableSet

    import httpx2

    from ...transport.base import AsyncClosable, Closable


class RenewableLease:
    """The lease of the current connection: `closed` if the stream was, not if it was lost."""

    __slots__ = ("_closed", "_lost", "_streams", "current")

    def __init__(self, response: httpx2.Response, streams: MutableSet[Closable]) -> None:
        self._closed = self._lost = False
        self._streams = streams
        self.current = Lease(OpenResponse(response, streams))

    @property
    def closed(self) -> bool:
        """Whether the stream or its client was closed."""
        return self._closed or (self.current.closed and not self._lost)

    def check_process(self) -> None:
        """Raise `ClosedError` in a forked process, where reading would take from the parent."""
        self.current.check_process()

    def lose(self) -> None:
        """Release the connection; the stream stays open."""
        self._lost = True
        self.current.close()

    def renew(self, response: httpx2.Response) -> None:
        """Continue with another response. Raises `ClosedError` if the stream was closed."""
        self.current = Lease(OpenResponse(response, self._streams))
        self._lost = False
        if self._closed:
            self.current.close()
            raise ClosedError("the stream is closed")

    def close(self) -> None:
        """Release the connection at once, even while another thread is reading. Idempotent."""
        self._closed = True
        self.current.close()


class AsyncRenewableLease:
    """`RenewableLease` for an event loop."""

    __slots__ = ("_closed", "_lost", "_streams", "current")

    def __init__(self, response: httpx2.Response, streams: MutableSet[AsyncClosable]) -> None:
        self._closed = self._lost = False
        self._streams = streams
        self.current = AsyncLease(AsyncOpenResponse(response, streams))

    @property
    def closed(self) -> bool:
        """Whether the stream or its client was closed."""
        return self._closed or (self.current.closed and not self._lost)

    def check_process(self) -> None:
        """Raise `ClosedError` in a forked process, where reading would take from the parent."""
        self.current.check_process()

    async def lose(self) -> None:
        """Release the connection; the stream stays open."""
        self._lost = True
        await self.current.aclose()

    async def renew(self, response: httpx2.Response) -> None:
        """Continue with another response. Raises `ClosedError` if the stream was closed."""
        self.current = AsyncLease(AsyncOpenResponse(response, self._streams))
        self._lost = False
        if self._closed:
            await self.current.aclose()
            raise ClosedError("the stream is closed")

    async def aclose(self) -> None:
        """Release the connection at once. Idempotent."""
        self._closed = True
        await self.current.aclose()
