"""A loopback server that answers every request with one given response, and keeps the bytes of what it received."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass
class Received:
    """One request, as it was on the wire."""

    line: str
    headers: dict[str, list[str]]
    """By lower-case name, in order."""
    body: bytes
    raw: bytes = b""


@dataclass
class Wire:
    """Serves `response` (status line, headers and body as bytes) to every request until it is closed."""

    response: bytes
    received: list[Received] = field(default_factory=list[Received])

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a connection
        self._listener.close()
        self._thread.join(timeout=5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    self.received.append(_read(connection))
                    connection.sendall(self.response)
                except (OSError, ValueError):  # the client gave up in the middle of its request
                    continue


def _read(connection: socket.socket) -> Received:
    stream = connection.makefile("rb")
    line = stream.readline()
    head, headers = [line], {}
    while (text := stream.readline()) not in (b"\r\n", b""):
        head.append(text)
        name, _, value = text.decode("latin-1").partition(":")
        headers.setdefault(name.strip().lower(), []).append(value.strip())
    if "content-length" in headers:
        body = stream.read(int(headers["content-length"][0]))
    elif headers.get("transfer-encoding") == ["chunked"]:
        body = b""
        while size := int(stream.readline(), 16):
            body += stream.read(size)
            stream.readline()
        stream.readline()
    else:
        body = b""
    return Received(line.decode("latin-1").rsplit(" ", 1)[0], headers, body, b"".join(head))


def response(status: int, headers: dict[str, str], body: bytes) -> bytes:
    """The bytes of a response whose connection is closed after it."""
    lines = [f"HTTP/1.1 {status} Reason", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
