"""The loopback server, in a process of its own: a raw asyncio protocol that sends bytes made beforehand.

The first part of the path says what is sent: `/call`, `/stream`, `/short`, or `/paced`, which waits until
all streams have come and then gives each one event a tick. `/pages` sends the page of a cursor, `/response` and
`/repository` what a first call of a large API receives, and `/connections` counts the connections so far.
"""

from __future__ import annotations

import asyncio
import re
from typing import ClassVar

import payload

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n%b\r\n"
STREAM_HEAD = HEAD % (b"text/event-stream", b"Transfer-Encoding: chunked\r\n")
TICK = 0.03  # seconds; longer than the fastest contestant needs for one event of every stream
END = b"0\r\n\r\n"


def framed(event: bytes) -> bytes:
    """An HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(event), event)


def whole(content_type: bytes, body: bytes) -> bytes:
    """An answer with its length."""
    return HEAD % (content_type, b"Content-Length: %d\r\n" % len(body)) + body


ANSWERS = {
    b"call": whole(b"application/json", payload.RESULT),
    b"response": whole(b"application/json", payload.RESPONSE),
    b"repository": whole(b"application/json", payload.REPOSITORY),
    b"stream": STREAM_HEAD + b"".join(map(framed, payload.events(payload.EVENTS))) + END,
    b"short": STREAM_HEAD + b"".join(map(framed, payload.events(payload.SHORT))) + END,
}
PAGES = [whole(b"application/json", payload.page(number)) for number in range(payload.PAGES)]
PLACE = re.compile(rb"(?:cursor|position)=(\d+)")
PACED = [framed(event) for event in payload.events(payload.PACED_EVENTS)]


class Connection(asyncio.Protocol):
    """One connection, with one request at a time."""

    count = 0
    waiting: ClassVar[list[asyncio.Transport]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        Connection.count += 1
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, blank, rest = self.buffer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        size = int(length[1]) if length else 0
        if blank and len(rest) >= size:
            self.buffer = rest[size:]
            what = head.split(b"/", 2)[1].split(b" ")[0]
            if what == b"pages":
                place = PLACE.search(head.partition(b"\r\n")[0])
                self.transport.write(PAGES[int(place[1]) if place else 0])
            else:
                self.answer(what)

    def answer(self, what: bytes) -> None:
        if what == b"paced":
            self.waiting.append(self.transport)
            self.transport.write(STREAM_HEAD)
            if len(self.waiting) == payload.STREAMS:
                self.tick(self.waiting[:], 0)
                self.waiting.clear()
        elif what == b"connections":
            self.transport.write(whole(b"text/plain", b"%d" % Connection.count))
        else:
            self.transport.write(ANSWERS[what])

    def tick(self, transports: list[asyncio.Transport], index: int) -> None:
        end = END if index == len(PACED) - 1 else b""
        for transport in transports:
            transport.write(PACED[index] + end)
        if not end:
            asyncio.get_running_loop().call_later(TICK, self.tick, transports, index + 1)


async def main() -> None:
    """Serve, after saying at which port, until the standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, input_ends)


def input_ends() -> None:
    """Return when the process that started the server has ended."""
    import sys

    sys.stdin.read()


if __name__ == "__main__":
    asyncio.run(main())
