"""A raw server on a loopback socket: it sends exactly the bytes a test says, and records exactly what came."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import struct
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias

Action: TypeAlias = Literal["close", "reset", "hang", "half-close"]
Step: TypeAlias = "bytes | float | Action"
"""Bytes are sent, a number is seconds to wait (or less, if the server closes), and an action ends the connection."""


@dataclass
class Request:
    """A request as it came. `headers` keep their order, their case and their repetitions."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def __getitem__(self, name: str) -> str:
        """The one value of a header; fails where there are none or several."""
        (value,) = self.all(name)
        return value

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """What to send. A reply that does not end the connection leaves it open for the next request."""

    steps: list[Step] = field(default_factory=list)


def reply(
    body: bytes = b"",
    *,
    status: int = 200,
    reason: str = "",
    content_type: str | None = "application/json",
    headers: Iterable[tuple[str, str]] = (),
    compress: bool = False,
) -> Reply:
    """A whole answer with its length."""
    if compress:
        body = gzip.compress(body)
    lines = [f"HTTP/1.1 {status} {reason}".rstrip()]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    if compress:
        lines.append("Content-Encoding: gzip")
    if status not in (204, 304):
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in headers]
    return Reply([("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body])


def json_reply(value: Any, **options: Any) -> Reply:
    """A whole answer with a JSON body."""
    return reply(json.dumps(value).encode(), **options)


def raw(*steps: Step) -> Reply:
    """The bytes, the waits and the end, as given."""
    return Reply(list(steps))


class Server:
    """Answers the n-th request with the n-th reply it was given, and the last one from then on."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.requests: list[Request] = []
        self.connections = 0
        self.open = 0
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """A base URL that has a path, as real ones do."""
        return f"{self.origin}/api/v1"

    @property
    def last(self) -> Request:
        return self.requests[-1]

    def answer_with(self, *replies: Reply) -> None:
        """The replies from now on."""
        with self._changed:
            self.replies = [*([Reply()] * len(self.requests)), *replies]

    def wait_for_open(self, count: int, seconds: float = 5.0) -> bool:
        """Whether, before the time is over, exactly `count` connections are open."""
        with self._changed:
            return self._changed.wait_for(lambda: self.open == count, seconds)

    def wait_for_requests(self, count: int, seconds: float = 5.0) -> bool:
        """Whether, before the time is over, `count` requests have come."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.requests) >= count, seconds)

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        # A blocked accept() does not wake when its socket is closed, so it gets a last caller.
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        with self._changed:
            sockets = list(self._sockets)
        for connection in sockets:
            _shut(connection)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def _start(self, target: Any, *args: Any) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            connection, _ = self._listener.accept()
            if self._stopping.is_set():
                connection.close()
                return
            with self._changed:
                self.connections += 1
                self.open += 1
                self._sockets.add(connection)
                number = self.connections
                self._changed.notify_all()
            self._start(self._serve, connection, number)

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            with connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for request in _requests(connection, number):
                    with self._changed:
                        index = len(self.requests)
                        self.requests.append(request)
                        answer = self.replies[min(index, len(self.replies) - 1)]
                        self._changed.notify_all()
                    if not self._play(connection, answer):
                        return
        except OSError:
            pass  # the client has gone, which is what many tests are about
        finally:
            with self._changed:
                self.open -= 1
                self._sockets.discard(connection)
                self._changed.notify_all()

    def _play(self, connection: socket.socket, answer: Reply) -> bool:
        """Sends a reply; whether the connection stays open."""
        for step in answer.steps:
            if isinstance(step, bytes):
                connection.sendall(step)
            elif isinstance(step, int | float):
                self._stopping.wait(step)
            elif step == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            elif step == "half-close":
                connection.shutdown(socket.SHUT_WR)
                connection.recv(1)
                return False
            elif step == "hang":
                # Until the client hangs up or the server stops.
                connection.recv(1)
                return False
            else:
                return False
        return True


def _requests(connection: socket.socket, number: int) -> Iterator[Request]:
    """The requests of one connection, until the client closes it."""
    buffer = b""
    while True:
        while b"\r\n\r\n" not in buffer:
            piece = connection.recv(65_536)
            if not piece:
                return
            buffer += piece
        head, _, buffer = buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = [(name, value.strip(" ")) for name, _, value in (line.partition(":") for line in lines)]
        known = {name.lower(): value for name, value in headers}
        if known.get("transfer-encoding") == "chunked":
            while not buffer.endswith(b"0\r\n\r\n"):
                buffer += connection.recv(65_536)
            body, buffer = _unchunked(buffer), b""
        else:
            length = int(known.get("content-length", "0"))
            while len(buffer) < length:
                piece = connection.recv(65_536)
                if not piece:
                    return
                buffer += piece
            body, buffer = buffer[:length], buffer[length:]
        yield Request(method, target, headers, body, number)


def _unchunked(data: bytes) -> bytes:
    body = b""
    while data:
        size, _, data = data.partition(b"\r\n")
        length = int(size, 16)
        body += data[:length]
        data = data[length + 2 :]
    return body


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
