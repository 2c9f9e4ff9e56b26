"""Deadlines for blocking reads: the HTTP client applies its timeout to each read anew."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

_TICK = 0.05
_QUIET_TICKS = 20


class Watch:
    """A deadline (monotonic clock), and the connection that is shut down when it passes.

    `find` looks the connection up if it is not known by then.
    """

    __slots__ = ("connection", "deadline", "find")

    def __init__(self, deadline: float, connection: socket.socket | None) -> None:
        self.deadline = deadline
        self.connection = connection
        self.find: Callable[[], socket.socket | None] | None = None

    def found(self) -> socket.socket | None:
        """The connection, or None if it is not known yet."""
        if self.connection is None and self.find is not None:
            with suppress(Exception):  # the pool may change meanwhile
                return self.find()
        return self.connection


class Watchdog:
    """A thread that watches all reads. It ticks while there are any, else it sleeps.

    Arming it costs an entry in a dict, and seldom wakes the thread.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget all deadlines and the thread, which do not exist in a forked process."""
        self._armed: dict[Watch, None] = {}
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self.asleep = False
        self._wake = threading.Event()

    def arm(self, connection: socket.socket | None, deadline: float) -> Watch:
        """Shut the connection down at `deadline` unless it is disarmed before.

        The connection may be set later, as long as it is not known.
        """
        watch = Watch(deadline, connection)
        self._armed[watch] = None
        if self._thread is None or not self._thread.is_alive():
            self._start()
        elif self.asleep:
            self._wake.set()
        return watch

    def disarm(self, watch: Watch) -> bool:
        """Cancel a deadline. Returns whether it has passed, and its connection is shut down."""
        try:
            del self._armed[watch]
        except KeyError:
            return True
        return False

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self.asleep = False
                self._thread = threading.Thread(
                    target=self._run, name="deadline-watchdog", daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        quiet = 0
        while True:
            time.sleep(_TICK)
            quiet = 0 if self._armed else quiet + 1
            if quiet > _QUIET_TICKS:
                # Set before `_armed` is checked again, so that an `arm` in between sets the event.
                self._wake.clear()
                self.asleep = True
                if not self._armed:
                    self._wake.wait()
                self.asleep = False
                quiet = 0
            now = time.monotonic()
            for watch in list(self._armed):
                connection = watch.found() if now > watch.deadline else None
                if connection is not None and not self.disarm(watch):
                    shut_down(connection)


WATCHDOG = Watchdog()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WATCHDOG.reset)


def shut_down(connection: socket.socket) -> None:
    """Shut a connection down below its TLS layer, which is not thread-safe."""
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
