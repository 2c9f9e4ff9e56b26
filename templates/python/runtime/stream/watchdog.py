"""Deadlines for blocking reads: the HTTP client applies its timeout once per body."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

import httpx2

_TICK = 0.05
_QUIET_TICKS = 20


class Watchdog:
    """A thread that watches all reads. It ticks while there are any, else it sleeps.

    Arming it costs an entry in a dict, and seldom wakes the thread.
    """

    def __init__(self) -> None:
        self._armed: dict[object, tuple[float, socket.socket, httpx2.Response]] = {}
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self.asleep = False
        self._wake = threading.Event()

    def arm(self, connection: socket.socket, response: httpx2.Response, seconds: float) -> object:
        """Shut the connection down in `seconds` unless the response is closed or disarmed."""
        key = object()
        self._armed[key] = (time.monotonic() + seconds, connection, response)
        if self._thread is None or not self._thread.is_alive():  # not started, or lost in a fork
            self._start()
        elif self.asleep:
            self._wake.set()
        return key

    def disarm(self, key: object) -> None:
        """Cancel the deadline with the key that `arm` returned."""
        self._armed.pop(key, None)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self.asleep = False
                self._thread = threading.Thread(
                    target=self._run, name="stream-watchdog", daemon=True
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
            for key, (deadline, connection, response) in list(self._armed.items()):
                if now > deadline and not response.is_closed:
                    shut_down(connection)
                    self.disarm(key)


def shut_down(connection: socket.socket) -> None:
    """Shut a connection down below its TLS layer, which is not thread-safe."""
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
