"""What streams hold on to: one connection for many, and next to nothing of what has been read."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from programs import LOCAL, run
from server import Server, raw

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNK = json.dumps(
    {
        "id": "gen-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": {"content": "word "}, "finish_reason": None}],
    }
).encode()

PEAK = """
import tracemalloc
from openrouter_sdk import OpenRouter

def peak(count):
    client = OpenRouter(api_key="k", http_client=http_client(count))
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    for _ in client.chat.send(messages=[], stream=True):
        pass
    return tracemalloc.get_traced_memory()[1] - before

tracemalloc.start()
peak(2_000)
print(json.dumps({"short": peak(2_000), "long": peak(20_000), "event": len(CHUNK)}))
"""


def framed(data: bytes) -> bytes:
    """An event as an HTTP chunk."""
    event = b"data: " + data + b"\n\n"
    return b"%x\r\n%b\r\n" % (len(event), event)


ANSWER = raw(HEAD + framed(CHUNK) * 3, framed(b"[DONE]"), b"0\r\n\r\n")


def test_twenty_streams_in_a_row_use_one_connection() -> None:
    from openrouter_sdk import OpenRouter

    with Server(ANSWER) as server, OpenRouter(api_key="k", base_url=server.url) as client:
        for _ in range(20):
            assert len(list(client.chat.send(messages=[], stream=True))) == 3
        assert (len(server.requests), server.connections) == (20, 1)


def test_twenty_async_streams_in_a_row_use_one_connection() -> None:
    from openrouter_sdk import AsyncOpenRouter

    async def read(url: str) -> list[int]:
        async with AsyncOpenRouter(api_key="k", base_url=url) as client:
            counts = []
            for _ in range(20):
                stream: Any = await client.chat.send(messages=[], stream=True)
                counts.append(len([chunk async for chunk in stream]))
            return counts

    with Server(ANSWER) as server:
        assert asyncio.run(read(server.url)) == [3] * 20
        assert server.connections == 1


def test_the_peak_of_a_long_stream_is_that_of_a_short_one_but_for_the_text_that_is_kept() -> None:
    told = run(LOCAL + PEAK)
    an_event = (told["long"] - told["short"]) / 18_000
    assert an_event < told["event"] / 8
