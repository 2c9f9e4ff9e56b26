"""A file server on 127.0.0.1 whose connections break where a test says."""

from __future__ import annotations

import hashlib
import re
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

DATE = "Wed, 01 Jan 2025 00:00:10 GMT"
MODIFIED = "Wed, 01 Jan 2025 00:00:00 GMT"
_CHUNK = 65_536


@dataclass
class Received:
    """A request: its method, path and headers, the names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass
class FileServer:
    """Serves `content`.

    - `breaks`: the number of bytes after which the connection of each response in turn is closed; None for no break.
    - `validator`: the headers that identify the content; None for an `ETag` of its bytes.
    - `ranges`: whether it understands `Range` and `If-Range`.
    - `chunked`: whether the length is not in the head.
    - `override`: called with each request; a response of its own as status, headers and body, or None.
    """

    content: bytes = b""
    breaks: list[int | None] = field(default_factory=list)
    validator: dict[str, str] | None = None
    ranges: bool = True
    chunked: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    override: Callable[[Received], tuple[int, dict[str, str], bytes] | None] = lambda request: None
    requests: list[Received] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = _Quiet(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def identity(self) -> dict[str, str]:
        tag = hashlib.sha256(self.content).hexdigest()[:12]
        return {"ETag": f'"{tag}"'} if self.validator is None else self.validator

    def ranged(self, index: int) -> str | None:
        return self.requests[index].headers.get("range")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing when a client has closed its connection early."""


def _handler(server: FileServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            received = Received(self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
            server.requests.append(received)
            own = server.override(received)
            if own is not None:
                status, headers, body = own
                self._send(status, {"Content-Length": str(len(body)), **headers}, body, None)
                return
            content, identity = server.content, server.identity
            stop = server.breaks.pop(0) if server.breaks else None
            headers = {"Content-Type": "application/octet-stream", **identity, **server.headers}
            wanted = re.fullmatch(r"bytes=(\d+)-", received.headers.get("range", ""))
            same = received.headers.get("if-range", "") in ("", *identity.values())
            if wanted and server.ranges and same:
                start = int(wanted[1])
                if start >= len(content):
                    self._send(416, {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"}, b"", None)
                    return
                headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
                self._body(206, headers, content[start:], stop)
            else:
                self._body(200, headers, content, stop)

        do_POST = do_GET  # noqa: N815, a name of http.server

        def _body(self, status: int, headers: dict[str, str], body: bytes, stop: int | None) -> None:
            length = {"Transfer-Encoding": "chunked"} if server.chunked else {"Content-Length": str(len(body))}
            self._send(status, {**headers, **length}, body, stop)

        def _send(self, status: int, headers: dict[str, str], body: bytes, stop: int | None) -> None:
            self.send_response_only(status)
            self.send_header("Date", DATE)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            sent = body if stop is None else body[:stop]
            chunked = "Transfer-Encoding" in headers
            for start in range(0, len(sent), _CHUNK):
                part = sent[start : start + _CHUNK]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
            if stop is not None:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
            elif chunked:
                self.wfile.write(b"0\r\n\r\n")

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    return Handler


GIBIBYTE = 1024**3


class Gibibyte:
    """Serves a file of 1 GiB, made while it is sent."""

    def __init__(self) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response_only(200)
                self.send_header("Content-Length", str(GIBIBYTE))
                self.end_headers()
                block = bytes(1024 * 1024)
                for _ in range(GIBIBYTE // len(block)):
                    self.wfile.write(block)

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing."""

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
