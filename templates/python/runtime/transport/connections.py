"""The connections of the SDK's own sync HTTP client, so that another thread can end them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .watchdog import shut_down

if TYPE_CHECKING:
    import socket

    from .watchdog import Watch


class _Sending(threading.local):
    """The deadline of the request that this thread sends."""

    watch: Watch | None = None


SENDING = _Sending()


class Connections:
    """The open connections of an HTTP client. Threads may share it."""

    def __init__(self) -> None:
        self._open: dict[_Connection, None] = {}  # changes of one entry are atomic

    def watch(self, transports: Iterable[object]) -> None:
        """Register the connections that transports of httpx2 open from now on.

        Transports without a pool of httpcore2 are left alone.
        """
        for transport in transports:
            pool: object = getattr(transport, "_pool", None)
            backend: object = getattr(pool, "_network_backend", None)
            if backend is not None:
                vars(pool)["_network_backend"] = _Backend(self, backend)

    def opened(self, stream: Any) -> _Connection:
        """Register a network stream."""
        connection = _Connection(self, stream)
        self._open[connection] = None
        return connection

    def closed(self, connection: _Connection) -> None:
        """Remove a network stream."""
        self._open.pop(connection, None)

    def end(self) -> None:
        """Shut all connections down, which ends the reads of other threads."""
        for connection in list(self._open):
            raw: socket.socket | None = connection.get_extra_info("socket")
            if raw is not None:
                shut_down(raw)

    def abandon(self) -> None:
        """Close the copies that a forked process has; the connections stay open."""
        for connection in list(self._open):
            connection.close()


class _Backend:
    """A network backend of httpcore2 that registers its connections."""

    def __init__(self, connections: Connections, backend: Any) -> None:
        self._connections = connections
        self._backend = backend
        self.sleep = backend.sleep

    def connect_tcp(self, *args: Any, **kwargs: Any) -> _Connection:
        return self._connections.opened(self._backend.connect_tcp(*args, **kwargs))

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> _Connection:
        return self._connections.opened(self._backend.connect_unix_socket(*args, **kwargs))


class _Connection:
    """A network stream of httpcore2. It names its socket to the deadline of each request."""

    def __init__(self, connections: Connections, stream: Any) -> None:
        self._connections = connections
        self._stream = stream
        self.read = stream.read
        self.get_extra_info = stream.get_extra_info

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        watch = SENDING.watch
        if watch is not None:
            watch.connection = self.get_extra_info("socket")
        self._stream.write(buffer, timeout)

    def start_tls(self, *args: Any, **kwargs: Any) -> _Connection:
        self._connections.closed(self)  # its socket becomes that of the TLS stream
        return self._connections.opened(self._stream.start_tls(*args, **kwargs))

    def close(self) -> None:
        self._connections.closed(self)
        self._stream.close()
