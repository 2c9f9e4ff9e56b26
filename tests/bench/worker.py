"""Runs inside a contestant's environment: proves its adapter, then measures what the standard input asks for.

Usage: worker.py ADAPTER URL. Each line in is a row's name; each line out is JSON: `cpu` and `wall` in seconds
for one unit of the row, or its `value`.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import sys
import time
import tracemalloc
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import payload

adapter: Any = importlib.import_module(f"adapters.{sys.argv[1]}")
http: Any = importlib.import_module(getattr(adapter, "HTTP", "httpx2"))
URL = sys.argv[2]
CALLS, CONSTRUCTED, FIRSTS, SOON = 40, 10, 10, 4

Sample = dict[str, float]


def text(item: Any, part: str) -> str:
    """The text of a chunk (`delta`) or a whole answer (`message`)."""
    read: Callable[[Any, str], str] | None = getattr(adapter, "text", None)
    return read(item, part) if read else getattr(item.choices[0], part).content


class Clock:
    """Time since it was made: of this process on a CPU, and on the wall."""

    def __init__(self) -> None:
        gc.collect()
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def read(self, units: float) -> Sample:
        """Seconds a unit."""
        cpu, wall = time.process_time() - self._cpu, time.perf_counter() - self._wall
        return {"cpu": cpu / units, "wall": wall / units}


def local(parts: list[bytes]) -> Any:
    """An HTTP client without a network: every answer is this body, in these pieces."""

    class Body(http.SyncByteStream):  # type: ignore[misc, name-defined]
        def __iter__(self) -> Iterator[bytes]:
            return iter(parts)

    class Local(http.BaseTransport):  # type: ignore[misc, name-defined]
        def handle_request(self, request: Any) -> Any:
            request.read()
            return http.Response(200, headers={"content-type": "text/event-stream"}, stream=Body())

    return http.Client(transport=Local())


@contextmanager
def tracing() -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def connections() -> int:
    """How many connections the server has seen."""
    with closing(urllib.request.urlopen(f"{URL}/connections")) as answer:
        return int(answer.read())


def construct() -> Sample:
    clock = Clock()
    clients = [adapter.make(f"{URL}/call") for _ in range(CONSTRUCTED)]
    sample = clock.read(CONSTRUCTED)
    del clients
    return sample


def call() -> Sample:
    clock = Clock()
    for _ in range(CALLS):
        adapter.call(client["call"], payload.MESSAGES)
    return clock.read(CALLS)


def stream() -> Sample:
    clock = Clock()
    for _ in adapter.stream(client["stream"], payload.MESSAGES):
        pass
    return clock.read(payload.EVENTS)


def stream_in_process() -> Sample:
    clock = Clock()
    for _ in adapter.stream(client["local"], payload.MESSAGES):
        pass
    return clock.read(payload.EVENTS)


def events_in_process() -> Sample:
    """One event a chunk, in a stream that is so long that its opening does not count."""
    return many("events")


def named_events_in_process() -> Sample:
    return many("named")


def many(name: str) -> Sample:
    clock = Clock()
    for _ in adapter.stream(client[name], payload.MESSAGES):
        pass
    return clock.read(payload.MANY)


def first_event() -> Sample:
    """On a warm client; the rest of the stream is read outside the clock, and calls before it warm the path."""
    samples = []
    for _ in range(SOON + FIRSTS):
        clock = Clock()
        chunks = iter(adapter.stream(client["short"], payload.MESSAGES))
        next(chunks)
        samples.append(clock.read(1))
        for _ in chunks:
            pass
    return {kind: sorted(sample[kind] for sample in samples[SOON:])[FIRSTS // 2] for kind in ("cpu", "wall")}


def many_streams() -> Sample:
    async def one(shared: Any) -> None:
        async for _ in await adapter.astream(shared, payload.MESSAGES):
            pass

    async def run() -> Sample:
        limits = http.Limits(max_connections=None, max_keepalive_connections=20)
        own = http.AsyncClient(limits=limits, timeout=None) if adapter_needs_room() else None
        shared = adapter.amake(f"{URL}/paced", own)
        clock = Clock()
        await asyncio.gather(*(one(shared) for _ in range(payload.STREAMS)))
        sample = clock.read(payload.STREAMS * payload.PACED_EVENTS)
        await finish(shared)
        return sample

    return asyncio.run(run())


async def finish(client: Any) -> None:
    """Close an async client, where it has a way to be closed."""
    if close := getattr(client, "aclose", None) or getattr(client, "close", None):
        await close()


def adapter_needs_room() -> bool:
    """Whether its own HTTP client opens fewer connections than there are streams."""
    return getattr(adapter, "NEEDS_ROOM", False)


def live_chunks() -> Sample:
    """KiB of 1,000 chunks that are all alive."""
    with tracing():
        before = tracemalloc.get_traced_memory()[0]
        chunks = list(adapter.stream(client["thousand"], payload.MESSAGES))
        gc.collect()
        value = (tracemalloc.get_traced_memory()[0] - before) / 1024
    assert len(chunks) == 1000
    return {"value": value}


def reuse() -> Sample:
    """Connections of twenty streams, one after the other, each read to its end."""
    fresh = adapter.make(f"{URL}/short")
    before = connections()
    for _ in range(20):
        for _ in adapter.stream(fresh, payload.MESSAGES):
            pass
    return {"value": connections() - before - 1}


def large_event() -> Sample:
    clock = Clock()
    for _ in adapter.stream(client["large"], payload.MESSAGES):
        pass
    return clock.read(payload.LARGE / 1e6)


def pages() -> Sample:
    clock = Clock()
    adapter.items(client["pages"])
    return clock.read(payload.PAGES)


def prove() -> None:
    """Fail unless the adapter decodes what was sent, whole, streamed and in process; that of a list, every item."""
    if hasattr(adapter, "items"):
        assert adapter.items(client["pages"]) == payload.PAGES * payload.PAGE_ITEMS
        return
    assert text(adapter.call(client["call"], payload.MESSAGES), "message") == payload.streamed(payload.SHORT)
    counts = {"short": payload.SHORT, "stream": payload.EVENTS, "local": payload.EVENTS, "events": payload.MANY}
    for name, count in (counts | {"named": payload.MANY}).items():
        chunks = list(adapter.stream(client[name], payload.MESSAGES))
        assert "".join(text(chunk, "delta") for chunk in chunks) == payload.streamed(count), name
    (chunk,) = adapter.stream(client["large"], payload.MESSAGES)
    assert text(chunk, "delta") == "x" * payload.LARGE

    async def asynchronous() -> str:
        client = adapter.amake(f"{URL}/short")
        chunks = await adapter.astream(client, payload.MESSAGES)
        told = "".join([text(chunk, "delta") async for chunk in chunks])
        await finish(client)
        return told

    assert asyncio.run(asynchronous()) == payload.streamed(payload.SHORT)


client = {name: adapter.make(f"{URL}/{name}") for name in ("call", "stream", "short", "pages")}
client["local"] = adapter.make(URL, local(payload.pieces(b"".join(payload.events(payload.EVENTS)))))
client["events"] = adapter.make(URL, local(payload.events(payload.MANY)))
client["named"] = adapter.make(URL, local([b"event: chunk\n" + event for event in payload.events(payload.MANY)]))
client["thousand"] = adapter.make(URL, local(payload.pieces(b"".join(payload.events(1000)))))
client["large"] = adapter.make(URL, local(payload.pieces(b"".join(payload.large()))))

if __name__ == "__main__":
    prove()
    print(json.dumps({"proved": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(globals()[line.strip()]()), flush=True)
