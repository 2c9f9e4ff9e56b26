"""A token request that is under way, and the calls that wait for it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import APITimeoutError, SDKError
from ..settings import ONCE

if TYPE_CHECKING:
    from ..transport.base import Transport


class Flight:
    """One request for all calls that need the token: threads, and tasks of any event loop.

    `token` or `error` is its outcome. Both are None if the call that sent the request gave up; then
    one of the others sends it.
    """

    def __init__(self) -> None:
        self.token: str | None = None
        self.error: SDKError | None = None
        self._process = os.getpid()
        self._ended = False
        self._waiting: list[Callable[[], None]] = []

    @property
    def is_here(self) -> bool:
        """Whether this process sends the request; after a fork, the parent does."""
        return self._process == os.getpid()

    def end(self, token: str | None = None, error: SDKError | None = None) -> None:
        """Set the outcome, and wake the calls that wait."""
        with ONCE:
            self.token, self.error, self._ended = token, error, True
            waiting, self._waiting = self._waiting, []
        for wake in waiting:
            wake()

    async def wait(self, transport: Transport, deadline: float | None) -> None:
        """Wait for the end. Raises `APITimeoutError` after `deadline` (monotonic clock)."""
        seconds = None if deadline is None else max(0.0, deadline - time.monotonic())
        if transport.blocking:
            ended = self._wait_blocking(seconds)
        else:
            ended = await self._wait_async(seconds)
        if not ended:
            raise APITimeoutError("the access token was not received within the total timeout")

    def _wait_blocking(self, seconds: float | None) -> bool:
        event = threading.Event()
        return self._register(event.set) or event.wait(seconds)

    async def _wait_async(self, seconds: float | None) -> bool:
        import anyio

        from ..transport.event_loop import run_later, running_loop

        event, loop = anyio.Event(), running_loop()

        async def wake() -> None:
            event.set()

        # The request may end on another event loop or thread, so the event is set on its own.
        if self._register(lambda: run_later(loop, wake)):
            return True
        with anyio.move_on_after(float("inf") if seconds is None else seconds):
            await event.wait()
        return event.is_set()

    def _register(self, wake: Callable[[], None]) -> bool:
        """Call `wake` at the end. Returns whether the request has ended already."""
        with ONCE:
            if not self._ended:
                self._waiting.append(wake)
            return self._ended
