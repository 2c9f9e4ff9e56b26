"""A client in a forked process: gunicorn with preload, Celery, multiprocessing."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from typing import Any

import httpx2
import pytest
from lifecycle_programs import DONE, HEAD, MESSAGES, event, events, in_child
from openrouter_sdk import AsyncOpenRouter, OpenRouter
from openrouter_sdk.errors import ConfigurationError
from server import Server, raw

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")


def text_of(value: Any) -> str:
    return value.choices[0].message.content


def test_children_of_a_used_client_open_their_own_connections(server: Server, settings: dict[str, Any]) -> None:
    with OpenRouter(**settings) as client:
        assert text_of(client.chat.send(messages=MESSAGES)) == "Hello"

        def calls() -> list[str]:
            return [text_of(client.chat.send(messages=MESSAGES)) for _ in range(5)]

        children = [in_child(calls) for _ in range(4)]
        assert [wait() for wait in children] == [["Hello"] * 5] * 4
        assert text_of(client.chat.send(messages=MESSAGES)) == "Hello"
    connections = [request.connection for request in server.requests]
    assert connections[0] == connections[-1], "the parent keeps its connection"
    assert len(set(connections)) == 5, "one for each process"


def test_an_async_client_in_children(server: Server, settings: dict[str, Any]) -> None:
    client = AsyncOpenRouter(**settings)

    async def call() -> str:
        return text_of(await client.chat.send(messages=MESSAGES))

    async def calls() -> list[str]:
        return [await call() for _ in range(3)]

    async def parent() -> None:
        assert await call() == "Hello"
        children = [in_child(lambda: asyncio.run(calls())) for _ in range(3)]
        assert [await asyncio.to_thread(wait) for wait in children] == [["Hello"] * 3] * 3
        assert await call() == "Hello"
        await client.aclose()

    asyncio.run(parent())
    connections = [request.connection for request in server.requests]
    assert connections[0] == connections[-1]
    assert len(set(connections)) == 4


def test_a_child_that_drops_or_closes_its_copy_of_a_stream_leaves_the_parents(
    server: Server, settings: dict[str, Any]
) -> None:
    server.answer_with(raw(HEAD, event("one"), 1.5, event("two"), DONE))
    with OpenRouter(**settings) as client:
        streams = [client.chat.send(messages=MESSAGES, stream=True)]
        texts = [next(streams[0]).choices[0].delta.content]

        def drop() -> None:
            streams.pop()
            gc.collect()

        def close() -> None:
            streams[0].close()
            client.close()

        for work in (drop, close):
            in_child(work)()
        texts += [chunk.choices[0].delta.content for chunk in streams[0]]
    assert texts == ["one", "two"]


def test_a_child_that_drops_its_copy_of_an_async_stream(server: Server, settings: dict[str, Any]) -> None:
    server.answer_with(raw(HEAD, event("one"), 1.0, event("two"), DONE))

    async def program() -> list[str]:
        async with AsyncOpenRouter(**settings) as client:
            streams = [await client.chat.send(messages=MESSAGES, stream=True)]
            texts = [(await anext(streams[0])).choices[0].delta.content]

            def drop() -> None:
                streams.pop()
                gc.collect()

            in_child(drop)()
            return texts + [chunk.choices[0].delta.content async for chunk in streams[0]]

    assert asyncio.run(program()) == ["one", "two"]


def test_deadlines_work_in_a_child_and_those_of_the_parent_stay_there(server: Server, settings: dict[str, Any]) -> None:
    with OpenRouter(**settings) as client:
        client.chat.send(messages=MESSAGES, options={"timeout": {"total": 30}})
        server.answer_with(events("one"))

        def child() -> float:
            began = time.monotonic()
            with client.chat.send(messages=MESSAGES, stream=True) as stream:
                assert [chunk.choices[0].delta.content for chunk in stream] == ["one"]
            return time.monotonic() - began

        assert in_child(child)() < 10


def test_a_fork_while_another_thread_holds_a_lock_of_the_sdk(server: Server, settings: dict[str, Any]) -> None:
    from openrouter_sdk._runtime.settings import ONCE

    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with ONCE:
            held.set()
            done.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(20)
    client = OpenRouter(**settings)
    wait = in_child(lambda: text_of(client.chat.send(messages=MESSAGES)))
    done.set()
    thread.join()
    assert wait() == "Hello"


def test_the_callers_http_client_is_not_shared_silently(server: Server, settings: dict[str, Any]) -> None:
    with httpx2.Client() as http_client:
        client = OpenRouter(**settings, http_client=http_client)

        def call() -> str:
            try:
                return text_of(client.chat.send(messages=MESSAGES))
            except ConfigurationError as error:
                return str(error)

        assert in_child(call)() == "Hello", "an unused one has no connections"
        assert call() == "Hello"
        assert "before this process was forked" in in_child(call)()
        assert call() == "Hello"
