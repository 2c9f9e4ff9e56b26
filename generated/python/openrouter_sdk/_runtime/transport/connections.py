"""The connections of HTTP clients: their time limits, and what another thread needs to end them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import httpx2

from .head_limit import BoundedStream
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
        _replace_backends(transports, lambda backend: _Backend(self, backend))

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


class _Connection(BoundedStream):
    """A network stream of httpcore2. It names its socket to the deadline of each request."""

    def __init__(self, connections: Connections, stream: Any) -> None:
        super().__init__(stream)
        self._connections = connections

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        watch = SENDING.watch
        if watch is not None:
            watch.connection = self.get_extra_info("socket")
        self.begin_head()
        data = self.joined(buffer)
        if data:
            self._stream.write(data, timeout)

    def start_tls(self, *args: Any, **kwargs: Any) -> _Connection:
        self._connections.closed(self)  # its socket becomes that of the TLS stream
        return self._connections.opened(self._stream.start_tls(*args, **kwargs))

    def close(self) -> None:
        self.end_head()
        self._connections.closed(self)
        self._stream.close()


class _AsyncBackend:
    """`_Backend` for an event loop, which closes the connections itself."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend
        self.sleep = backend.sleep

    async def connect_tcp(self, *args: Any, **kwargs: Any) -> _AsyncConnection:
        return _AsyncConnection(await self._backend.connect_tcp(*args, **kwargs))

    async def connect_unix_socket(self, *args: Any, **kwargs: Any) -> _AsyncConnection:
        return _AsyncConnection(await self._backend.connect_unix_socket(*args, **kwargs))


class _AsyncConnection(BoundedStream):
    """A network stream of httpcore2 for an event loop."""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.begin_head()
        data = self.joined(buffer)
        if data:
            await self._stream.write(data, timeout)

    async def start_tls(self, *args: Any, **kwargs: Any) -> _AsyncConnection:
        return _AsyncConnection(await self._stream.start_tls(*args, **kwargs))

    async def aclose(self) -> None:
        self.end_head()
        await self._stream.aclose()


def bound_heads(transports: Iterable[object]) -> None:
    """Limit the heads of the connections that async transports of httpx2 open from now on."""
    _replace_backends(transports, _AsyncBackend)


def _replace_backends(transports: Iterable[object], replacement: Callable[[Any], object]) -> None:
    """Replace the network backends of pools of httpcore2. Other transports are left alone."""
    for transport in transports:
        pool: object = getattr(transport, "_pool", None)
        backend: object = getattr(pool, "_network_backend", None)
        if backend is not None:
            vars(pool)["_network_backend"] = replacement(backend)


def find_socket(client: httpx2.Client, limits: object) -> socket.socket | None:
    """The socket of the request with these time limits, in the pools of a caller's HTTP client.

    `limits` is the `timeout` extension, an object that only this request has. Returns None if the
    request has no connection yet, if other requests use it too (HTTP/2), or if it is in no pool of
    httpcore2, as with a caller's own transport.
    """
    for transport in _transports(client):
        pool: object = getattr(transport, "_pool", None)
        for waiting in list(getattr(pool, "_requests", ())):
            if waiting.request.extensions.get("timeout") is limits:
                return _socket_below(waiting.connection)
    return None


def _transports(client: httpx2.Client) -> list[httpx2.BaseTransport]:
    """The transports of an HTTP client, and those that they wrap."""
    known = vars(client)
    found = [known.get("_transport"), *known.get("_mounts", {}).values()]
    transports = [one for one in found if isinstance(one, httpx2.BaseTransport)]
    for transport in transports:  # grows meanwhile
        for inner in getattr(transport, "__dict__", {}).values():
            if isinstance(inner, httpx2.BaseTransport) and inner not in transports:
                transports.append(inner)
    return transports


def _socket_below(connection: object) -> socket.socket | None:
    """The socket of a connection of httpcore2, which may be inside others, if it is HTTP/1."""
    while connection is not None:
        stream = getattr(connection, "_network_stream", None)
        if stream is not None:
            alone = hasattr(connection, "_h11_state")
            found: socket.socket | None = stream.get_extra_info("socket") if alone else None
            return found
        connection = getattr(connection, "_connection", None)
    return None
