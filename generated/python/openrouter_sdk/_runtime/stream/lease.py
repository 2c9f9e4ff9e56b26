"""Release the connection of a stream: to the pool if its body ends soon, else by closing it.

A lease holds the connection. The stream and the generator that reads it share the lease, so that
the connection is released even if both are dropped.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx2

from .watchdog import Watchdog, shut_down

if TYPE_CHECKING:
    import socket
    from asyncio import AbstractEventLoop, Task

    from .open_response import AsyncOpenResponse, OpenResponse

DRAIN_BYTES = 64 * 1024
"""The bytes read after the end mark of a stream to make its connection reusable."""
DRAIN_SECONDS = 0.25
"""The seconds that this may take."""
MANY_STREAMS = 20
"""With more open streams than this, connections are closed: the pool keeps no more."""

_open: set[int] = (
    set()
)  # the leases that hold a connection, by identity; adding and discarding are atomic
_watchdog = Watchdog()


class Lease:
    """A hold on the connection of a stream."""

    __slots__ = ("_response", "closed")

    def __init__(self, response: OpenResponse) -> None:
        self._response = response
        self.closed = False
        _open.add(id(self))

    def drain(self, chunks: Iterator[bytes]) -> None:
        """Read what follows the end mark, so that the connection can be reused, and close."""
        connection = _socket(self._response)
        if connection is not None and len(_open) <= MANY_STREAMS:
            key = _watchdog.arm(connection, self._response.transport, DRAIN_SECONDS)
            left = DRAIN_BYTES
            with suppress(httpx2.RequestError, OSError):
                for chunk in chunks:
                    left -= len(chunk)
                    if left < 0:
                        break
            _watchdog.disarm(key)
        self.close()

    def close(self) -> None:
        """Release the connection at once, even while another thread is reading. Idempotent."""
        if not self.closed:
            self.closed = True
            _open.discard(id(self))
            if not self._response.transport.is_closed:
                connection = _socket(self._response)
                if connection is not None:
                    shut_down(connection)  # ends the read of another thread
            self._response.close()

    def __del__(self) -> None:
        with suppress(Exception):
            self.close()


class AsyncLease:
    """`Lease` for an event loop."""

    __slots__ = ("_loop", "_response", "closed")

    def __init__(self, response: AsyncOpenResponse) -> None:
        from asyncio import get_running_loop

        self._response = response
        self._loop = get_running_loop()
        self.closed = False
        _open.add(id(self))

    async def drain(self, chunks: AsyncIterator[bytes]) -> None:
        """Read what follows the end mark, so that the connection can be reused, and close."""
        from asyncio import timeout

        if _alone(self._response) and len(_open) <= MANY_STREAMS:
            left = DRAIN_BYTES
            with suppress(httpx2.RequestError, OSError, TimeoutError):
                async with timeout(DRAIN_SECONDS):
                    async for chunk in chunks:
                        left -= len(chunk)
                        if left < 0:
                            break
        await self.aclose()

    async def aclose(self) -> None:
        """Release the connection at once. Idempotent."""
        if not self.closed:
            self.closed = True
            _open.discard(id(self))
            await self._response.aclose()

    def __del__(self) -> None:
        if not self.closed:
            self.closed = True
            _open.discard(id(self))
            with suppress(Exception):
                _close_later(self._loop, self._response)


_closing: set[Task[None]] = set()  # an event loop holds its tasks only weakly


def _close_later(loop: AbstractEventLoop, response: AsyncOpenResponse) -> None:
    """Close a dropped stream on its event loop, from any thread."""
    if loop.is_closed():
        return

    def close() -> None:
        task = loop.create_task(response.aclose())
        _closing.add(task)
        task.add_done_callback(_closing.discard)

    loop.call_soon_threadsafe(close)


def _alone(response: OpenResponse | AsyncOpenResponse) -> bool:
    """Whether no other response uses the connection, as in HTTP/1."""
    return response.transport.http_version.startswith("HTTP/1")


def _socket(response: OpenResponse) -> socket.socket | None:
    """The socket that only this response uses, or None."""
    if response.network_stream is None or not _alone(response):
        return None
    found: socket.socket | None = response.network_stream.get_extra_info("socket")
    return found
