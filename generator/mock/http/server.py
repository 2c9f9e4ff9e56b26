"""A server on 127.0.0.1 with a thread for each connection."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import suppress
from socketserver import ThreadingTCPServer
from types import TracebackType
from typing import Any, Final, Self

from generator.mock.http.connection import Connection, Respond

HOST: Final = "127.0.0.1"


class _Sockets(ThreadingTCPServer):
    request_queue_size = 128  # many connect at once
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, port: int, handler: type[Connection]) -> None:
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((HOST, port), handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close_all(self) -> None:
        """Close the connections that are still open."""
        with self._lock:
            for request in self._open:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing when a client has closed its connection early."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class LoopbackServer:
    """Listens from its creation, and responds between `start` and `stop`. Raises `OSError` if the port is taken."""

    def __init__(self, respond: Respond, port: int = 0) -> None:
        handler = type("Handler", (Connection,), {"respond": staticmethod(respond)})
        self._sockets = _Sockets(port, handler)
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port, chosen by the operating system where none was given."""
        return int(self._sockets.server_address[1])

    @property
    def origin(self) -> str:
        """The URL without a path."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread = threading.Thread(
            target=self._sockets.serve_forever, kwargs={"poll_interval": 0.02}, name="sdkwright-mock", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop serving, and close all connections."""
        if self._thread is not None:
            self._sockets.shutdown()
            self._thread.join()
            self._thread = None
        self._sockets.server_close()
        self._sockets.close_all()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
