"""A server on 127.0.0.1 that sends server-sent events by a script, and ends its connections as the script says."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self


@dataclass(frozen=True)
class Asked:
    """A request: its method, and its headers and their names in lower case."""

    method: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def last_event_id(self) -> str | None:
        return self.headers.get("last-event-id")


@dataclass(frozen=True)
class Part:
    """A response: what is sent, and how it ends.

    - `cut`: the connection breaks; `end`: the body is complete; `silent`: the connection stays open without bytes;
      `comments`: it stays open with comments.
    """

    text: str = ""
    then: Literal["cut", "end", "silent", "comments"] = "cut"
    status: int = 200
    media_type: str = "text/event-stream"
    headers: Mapping[str, str] = field(default_factory=dict)


Script = Callable[[Asked], Part]


class EventServer:
    """Responds to each request with the next part, or with what a function of the request returns."""

    def __init__(self, *parts: Part | Script) -> None:
        self.parts = list(parts)
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._server = _Quiet(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def ids(self) -> list[str | None]:
        return [one.last_event_id for one in self.asked]

    def next(self, asked: Asked) -> Part:
        self.asked.append(asked)
        part = self.parts.pop(0) if len(self.parts) > 1 else self.parts[0]
        return part if isinstance(part, Part) else part(asked)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing when a client has closed its connection early."""


def _handler(server: EventServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            part = server.next(Asked(self.command, headers, body))
            self.send_response_only(part.status)
            for name, value in part.headers.items():
                self.send_header(name, value)
            if part.status == 204:
                self.end_headers()
                return
            self.send_header("Content-Type", part.media_type)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self._chunk(part.text)
            deadline = time.monotonic() + 10
            while part.then in {"silent", "comments"} and not server.closing.wait(0.02):
                if part.then == "comments":
                    self._chunk(": still here\n\n")
                if time.monotonic() > deadline:
                    return
            if part.then == "end":
                self.wfile.write(b"0\r\n\r\n")
                return
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

        do_POST = do_GET  # noqa: N815, a name of http.server

        def _chunk(self, text: str) -> None:
            data = text.encode()
            if data:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    return Handler
