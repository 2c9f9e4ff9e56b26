"""How a request reaches the socket: a short body in the packet of its head."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from openrouter_sdk import AsyncOpenRouter, OpenRouter

RESULT = json.dumps(
    {"id": "g", "model": "m", "object": "chat.completion", "created": 1, "system_fingerprint": None, "choices": []}
).encode()


@pytest.fixture
def received() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a server on one connection, and what each of its reads returns."""
    reads: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                data = b""
                while piece := connection.recv(1 << 20):
                    reads.append(piece)
                    data += piece
                    head, _, body = data.partition(b"\r\n\r\n")
                    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
                    if len(body) == length:
                        data = b""
                        connection.sendall(
                            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                            b"Content-Length: %d\r\n\r\n%b" % (len(RESULT), RESULT)
                        )

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", reads
    thread.join(5)


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_each_short_request_arrives_in_one_piece(kind: str, received: tuple[str, list[bytes]]) -> None:
    url, reads = received

    async def twice() -> None:
        async with AsyncOpenRouter(api_key="key", base_url=url) as client:
            for text in ("one", "two"):
                await client.chat.send(model="m", messages=[{"role": "user", "content": text}])

    if kind == "async":
        asyncio.run(twice())
    else:
        with OpenRouter(api_key="key", base_url=url) as client:
            for text in ("one", "two"):
                client.chat.send(model="m", messages=[{"role": "user", "content": text}])
    assert [(b"POST " in read, text in read) for read, text in zip(reads, (b"one", b"two"), strict=True)] == [
        (True, True),
        (True, True),
    ]


def test_a_long_body_arrives_complete(received: tuple[str, list[bytes]]) -> None:
    url, reads = received
    with OpenRouter(api_key="key", base_url=url) as client:
        client.chat.send(model="m", messages=[{"role": "user", "content": "x" * 300_000}])
    assert b"".join(reads).count(b"x") >= 300_000
