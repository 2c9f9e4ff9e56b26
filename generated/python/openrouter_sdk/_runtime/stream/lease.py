"""Release the connection of a stream: to the pool if its body ends soon, else by closing it.

A lease holds the connection. The stream and the generator that reads it share the lease, so that
the connection is released even if both are dropped.
"""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx2
from anyio import move_on_after

from ..errors import ClosedError
from ..transport.base import is_alone, socket_of
from ..transport.event_loop import run_later, running_loop
from ..transport.watchdog import WATCHDOG, shut_down

if TYPE_CHECKING:
    from .open_response import AsyncOpenResponse, OpenResponse

DRAIN_BYTES = 64 * 1024
"""The bytes read after the end mark of a stream to make its connection reusable."""
DRAIN_SECONDS = 0.25
"""The seconds that this may take."""
MANY_STREAMS = 20
"""With more open streams than this, connections are closed: the pool keeps no more."""

_open: set[int] = set()  # the leases by identity; adding and discarding are atomic

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_open.clear)


class Lease:
    """A hold on the connection of a stream."""

    __slots__ = ("__weakref__", "_process", "closed", "response")

    def __init__(self, response: OpenResponse) -> None:
        self.response = response
        self._process = os.getpid()
        self.closed = False
        _open.add(id(self))
        if response.streams is not None:
            response.streams.add(self)

    def check_process(self) -> None:
        """Raise `ClosedError` in a forked process, where reading would take from the parent."""
        _check_process(self._process)

    def drain(self, chunks: Iterator[bytes]) -> None:
        """Read what follows the end mark, so that the connection can be reused, and close."""
        connection = socket_of(self.response.transport)
        if connection is not None and len(_open) <= MANY_STREAMS:
            watch = WATCHDOG.arm(connection, time.monotonic() + DRAIN_SECONDS)
            left = DRAIN_BYTES
            with suppress(httpx2.RequestError, OSError):
                for chunk in chunks:
                    left -= len(chunk)
                    if left < 0:
                        break
            WATCHDOG.disarm(watch)
        self.close()

    def close(self) -> None:
        """Release the connection at once, even while another thread is reading. Idempotent.

        In a forked process it stays open, as it belongs to the parent.
        """
        if not self.closed:
            self.closed = True
            _open.discard(id(self))
            if self._process != os.getpid():
                return
            if not self.response.transport.is_closed:
                connection = socket_of(self.response.transport)
                if connection is not None:
                    shut_down(connection)  # ends the read of another thread
            self.response.close()

    def __del__(self) -> None:
        with suppress(Exception):
            self.close()


class AsyncLease:
    """`Lease` for an event loop."""

    __slots__ = ("__weakref__", "_loop", "_process", "closed", "response")

    def __init__(self, response: AsyncOpenResponse) -> None:
        self.response = response
        self._loop = running_loop()
        self._process = os.getpid()
        self.closed = False
        _open.add(id(self))
        if response.streams is not None:
            response.streams.add(self)

    def check_process(self) -> None:
        """Raise `ClosedError` in a forked process, where reading would take from the parent."""
        _check_process(self._process)

    async def drain(self, chunks: AsyncIterator[bytes]) -> None:
        """Read what follows the end mark, so that the connection can be reused, and close."""
        if is_alone(self.response.transport) and len(_open) <= MANY_STREAMS:
            left = DRAIN_BYTES
            with suppress(httpx2.RequestError, OSError), move_on_after(DRAIN_SECONDS):
                async for chunk in chunks:
                    left -= len(chunk)
                    if left < 0:
                        break
        await self.aclose()

    async def aclose(self) -> None:
        """Release the connection at once. Idempotent.

        On another event loop it is released later; in a forked process it stays open.
        """
        if not self.closed:
            self.closed = True
            _open.discard(id(self))
            if self._process != os.getpid():
                return
            if self._loop is running_loop():
                await self.response.aclose()
            else:
                run_later(self._loop, self.response.aclose)

    def __del__(self) -> None:
        if not self.closed:
            self.closed = True
            _open.discard(id(self))
            if self._process == os.getpid():
                with suppress(Exception):
                    run_later(self._loop, self.response.aclose)


def _check_process(process: int) -> None:
    if process != os.getpid():
        raise ClosedError("the stream belongs to the process that opened it")
