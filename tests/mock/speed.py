"""Requests per second and start-up of a mock server, in a process of its own."""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from urllib.parse import urlsplit

from tests.mock.planned import Planned
from tests.referee.prism import Prism


class MockProcess:
    """`sdkwright mock` serving a document, inside a `with` block."""

    def __init__(self, document: Path) -> None:
        self._document = document
        self.origin = ""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "generator", "mock", str(self._document), "--quiet", "--port"]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._process = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL)
        self.origin = f"http://127.0.0.1:{port}"
        while self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return self
            time.sleep(0.02)
        raise RuntimeError(f"the mock server does not serve {self._document}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()


@dataclass(frozen=True)
class Speed:
    """The seconds until a server accepts connections, and the requests per second of each kind."""

    start: float
    rates: tuple[float, ...]


def measure(
    serve: Callable[[Path], AbstractContextManager[MockProcess | Prism]],
    document: Path,
    requests: list[Planned],
    *,
    repeats: int = 3,
    seconds: float = 1.5,
) -> Speed:
    """The medians of several runs."""
    starts: list[float] = []
    rates: list[list[float]] = [[] for _ in requests]
    for _ in range(repeats):
        begin = time.perf_counter()
        with serve(document) as server:
            starts.append(time.perf_counter() - begin)
            for index, planned in enumerate(requests):
                rates[index].append(_rate(server.origin, planned, seconds))
    return Speed(statistics.median(starts), tuple(statistics.median(found) for found in rates))


def _rate(origin: str, planned: Planned, seconds: float) -> float:
    """Requests per second on one connection that is kept."""
    url = urlsplit(origin)
    headers = {"Host": url.netloc, "Accept": "*/*", "Content-Length": str(len(planned.body)), **planned.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    data = f"{planned.method} {planned.target} HTTP/1.1\r\n{head}\r\n".encode() + planned.body
    with socket.create_connection((url.hostname or "", url.port or 0), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = connection.makefile("rb")
        for _ in range(50):  # caches and compilers warm up
            _exchange(connection, stream, data)
        count, begin = 0, time.perf_counter()
        while time.perf_counter() - begin < seconds:
            _exchange(connection, stream, data)
            count += 1
        return count / (time.perf_counter() - begin)


def _exchange(connection: socket.socket, stream: BinaryIO, data: bytes) -> None:
    connection.sendall(data)
    length = 0
    while (line := stream.readline()) != b"\r\n":
        if not line:
            raise EOFError
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    stream.read(length)
