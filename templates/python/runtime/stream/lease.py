"""Giving a stream's connection back: to the pool where its body ends soon, else closed.

A lease holds the connection. The stream and the generator that reads it share one, so that
whichever way the two are dropped, the last to go gives the connection back.
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
"""How much is read after the end mark of a stream for the sake of the connection."""
DRAIN_SECONDS = 0.25
"""How long that may take."""
MANY_STREAMS = 20
"""With more streams open than this, an ended one is closed: the pool keeps no more connections."""

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

    def drain(self, pieces: Iterator[bytes]) -> None:
        """Read what little should follow the end mark, then close: the connection is used again."""
        connection = _socket(self._response)
        if connection is not None and len(_open) <= MANY_STREAMS:
            key = _watchdog.arm(connection, self._response.transport, DRAIN_SECONDS)
            left = DRAIN_BYTES
            with suppress(httpx2.RequestError, OSError):
                for piece in pieces:
                    left -= len(piece)
                    if left < 0:
                        break
            _watchdog.disarm(key)
        self.close()

    def close(self) -> None:
        """Give the connection up, at once, whoever is reading from it. Idempotent."""
        if not self.closed:
            self.closed = True
            _open.discard(id(self))
            if not self._response.transport.is_closed:
                connection = _socket(self._response)
                if connection is not None:
                    shut_down(connection)  # for another thread that is waiting for the next event
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

    async def drain(self, pieces: AsyncIterator[bytes]) -> None:
        """Read what little should follow the end mark, then close: the connection is used again."""
        from asyncio import timeout

        if _alone(self._response) and len(_open) <= MANY_STREAMS:
            left = DRAIN_BYTES
            with suppress(httpx2.RequestError, OSError, TimeoutError):
                async with timeout(DRAIN_SECONDS):
                    async for piece in pieces:
                        left -= len(piece)
                        if left < 0:
                            break
        await self.aclose()

    async def aclose(self) -> None:
        """Give the connection up at once. Idempotent."""
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


_closing: set[Task[None]] = set()  # an event loop itself holds its tasks only weakly


def _close_later(loop: AbstractEventLoop, response: AsyncOpenResponse) -> None:
    """Close on the event loop of a stream that was dropped, from whichever thread it was."""
    if loop.is_closed():
        return

    def close() -> None:
        task = loop.create_task(response.aclose())
        _closing.add(task)
        task.add_done_callback(_closing.discard)

    loop.call_soon_threadsafe(close)


def _alone(response: OpenResponse | AsyncOpenResponse) -> bool:
    """Whether the answer has its connection to itself. In HTTP/2 leaving early costs nothing."""
    return response.transport.http_version.startswith("HTTP/1")


def _socket(response: OpenResponse) -> socket.socket | None:
    """The socket that carries this answer and nothing else, where there is one."""
    if response.network_stream is None or not _alone(response):
        return None
    found: socket.socket | None = response.network_stream.get_extra_info("socket")
    return found
