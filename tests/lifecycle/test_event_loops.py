"""One async client in several event loops, on asyncio and on trio."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
import trio
from lifecycle_programs import HEAD, MESSAGES, event, events
from openrouter_sdk import AsyncOpenRouter
from openrouter_sdk.errors import APITimeoutError, ClosedError
from server import Reply, Server, json_reply, raw

Run = Callable[[Callable[[], Awaitable[Any]]], Any]
PACKAGE = Path(__file__).parents[2] / "generated" / "python"


def on_asyncio(program: Callable[[], Any]) -> Any:
    return asyncio.run(program())


def on_trio(program: Callable[[], Any]) -> Any:
    return trio.run(program)


both = pytest.mark.parametrize("run", [on_asyncio, on_trio])


def text_of(value: Any) -> str:
    return value.choices[0].message.content


async def call(client: Any, **arguments: Any) -> str:
    return text_of(await client.chat.send(messages=MESSAGES, **arguments))


async def texts(client: Any) -> list[str]:
    async with await client.chat.send(messages=MESSAGES, stream=True) as stream:
        return [chunk.choices[0].delta.content async for chunk in stream]


@both
def test_a_client_outlives_the_event_loop_of_its_first_call(run: Run, server: Server, settings: dict[str, Any]) -> None:
    client = AsyncOpenRouter(**settings)
    for _ in range(3):
        assert run(lambda: call(client)) == "Hello"
    server.answer_with(events("one", "two"))
    for _ in range(2):
        assert run(lambda: texts(client)) == ["one", "two"]
    assert server.wait_for_open(0), "the end of an event loop closes its connections"
    run(client.aclose)
    with pytest.raises(ClosedError):
        run(lambda: call(client))


@both
def test_an_event_loop_for_each_thread(run: Run, server: Server, settings: dict[str, Any]) -> None:
    client = AsyncOpenRouter(**settings)
    found: list[str] = []

    async def calls() -> None:
        found.extend([await call(client) for _ in range(5)])

    threads = [threading.Thread(target=run, args=(calls,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == ["Hello"] * 20
    assert server.connections == 4, "one for each event loop, reused in it"


@both
def test_connections_are_reused_in_one_event_loop(run: Run, server: Server, settings: dict[str, Any]) -> None:
    async def program() -> None:
        async with AsyncOpenRouter(**settings) as client:
            for _ in range(3):
                await call(client)
            server.answer_with(events("one"))
            for _ in range(3):
                await texts(client)

    run(program)
    assert server.connections == 1


@both
def test_retries_and_their_waits(run: Run, server: Server, settings: dict[str, Any]) -> None:
    server.answer_with(
        json_reply({}, status=503), json_reply({}, status=503, headers=[("Retry-After", "0.1")]), *server.replies
    )

    async def program() -> str:
        async with AsyncOpenRouter(**settings) as client:
            return await call(client)

    assert run(program) == "Hello"
    assert len(server.requests) == 3


@both
def test_timeouts(run: Run, server: Server, settings: dict[str, Any]) -> None:
    server.answer_with(raw("hang"))

    async def program() -> float:
        async with AsyncOpenRouter(**settings, max_retries=0) as client:
            began = time.monotonic()
            for timeout in (0.2, {"total": 0.2}):
                with pytest.raises(APITimeoutError):
                    await call(client, options={"timeout": timeout})
            return time.monotonic() - began

    assert run(program) < 5


def test_a_trio_nursery_and_its_cancellation(server: Server, settings: dict[str, Any]) -> None:
    found: list[Any] = []

    async def program() -> None:
        async with AsyncOpenRouter(**settings) as client:

            async def one() -> None:
                found.append(await call(client))

            async with trio.open_nursery() as nursery:
                for _ in range(10):
                    nursery.start_soon(one)
            server.answer_with(raw(HEAD, event("one"), "hang"))
            with trio.move_on_after(0.5) as scope:
                async with await client.chat.send(messages=MESSAGES, stream=True) as stream:
                    found.append((await anext(stream)).choices[0].delta.content)
                    await anext(stream)
            assert scope.cancelled_caught

    trio.run(program)
    assert found == ["Hello"] * 10 + ["one"]
    assert server.wait_for_open(0)


@both
def test_a_dropped_stream_frees_its_connection(run: Run, server: Server, settings: dict[str, Any]) -> None:
    server.answer_with(raw(HEAD, event("one"), "hang"))

    async def program() -> None:
        async with AsyncOpenRouter(**settings) as client:
            stream = await client.chat.send(messages=MESSAGES, stream=True)
            del stream
            gc.collect()
            for _ in range(100):
                if server.open == 0:
                    break
                await (trio.sleep(0.05) if run is on_trio else asyncio.sleep(0.05))
            assert server.open == 0

    run(program)


@both
@pytest.mark.parametrize("waiting", ["head", "retry", "stream", "body"])
def test_closing_ends_a_call_that_waits(run: Run, waiting: str, server: Server, settings: dict[str, Any]) -> None:
    server.answer_with(WAITS[waiting])
    outcome: list[BaseException] = []

    async def program() -> None:
        client = AsyncOpenRouter(**settings)

        async def wait() -> None:
            try:
                await (texts(client) if waiting == "stream" else call(client))
            except BaseException as error:
                outcome.append(error)

        if run is on_trio:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(wait)
                await trio.sleep(0.3)
                await client.aclose()
        else:
            task = asyncio.create_task(wait())
            await asyncio.sleep(0.3)
            await client.aclose()
            await asyncio.wait_for(task, 5)

    began = time.monotonic()
    run(program)
    assert time.monotonic() - began < 5
    assert isinstance(outcome[0], ClosedError), outcome


WAITS: dict[str, Reply] = {
    "head": raw("hang"),
    "retry": json_reply({}, status=503, headers=[("Retry-After", "30")]),
    "stream": raw(HEAD, event("one"), "hang"),
    "body": raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{", "hang"),
}

NOISE = """
import asyncio, sys, openrouter_sdk
client = openrouter_sdk.AsyncOpenRouter(api_key="k", base_url=sys.argv[1])
async def main(inner):
    stream = await client.chat.send(messages=[{"role": "user", "content": "hi"}], stream=True)
    async for chunk in stream:
        break
    if inner:
        await client.aclose()
        try:
            async for chunk in stream:
                print("read on")
        except openrouter_sdk.errors.ClosedError as error:
            print("closed:", error)
for inner in (False, False, True):
    asyncio.run(main(inner)) if sys.argv[2] == "asyncio" else __import__("trio").run(main, inner)
print("end")
"""


@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_an_early_end_makes_no_noise_at_exit(library: str, server: Server, settings: dict[str, Any]) -> None:
    server.answer_with(raw(HEAD, event("one"), event("two"), "hang"))
    # trio itself warns of every generator that is not exhausted; Python hides such warnings by default.
    warnings = "error" if library == "asyncio" else "default::DeprecationWarning"
    program = [sys.executable, "-W", warnings, "-c", NOISE, server.url, library]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, cwd=PACKAGE, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "end"
    assert "closed: " in done.stdout


def test_the_callers_http_client_on_trio(server: Server, settings: dict[str, Any]) -> None:
    async def program() -> str:
        async with httpx2.AsyncClient() as http_client:
            return await call(AsyncOpenRouter(**settings, http_client=http_client))

    assert trio.run(program) == "Hello"
