"""Tokens in time and between threads, tasks, event loops and processes: how often one is requested."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import trio

from tests.oauth.authorization_server import AuthorizationServer, TokenRequest, refuse
from tests.oauth.conftest import Driver
from tests.support.loopback_server import Response

CLIENT = {"client_id": "me", "client_secret": "s3cret"}
MANY = 50


def test_many_threads_need_a_token_at_once(sdk: Any, server: AuthorizationServer) -> None:
    server.wait = 0.2
    with sdk.Flows(base_url=server.url, **CLIENT) as client, ThreadPoolExecutor(MANY) as pool:
        start = threading.Barrier(MANY)

        def call(_: int) -> str:
            start.wait()
            return client.me.list().id

        assert set(pool.map(call, range(MANY))) == {"t1"}
    assert len(server.requests) == 1


def _many_tasks(sdk: Any, server: AuthorizationServer, library: str) -> list[str]:
    found: list[str] = []

    async def program() -> None:
        async with sdk.AsyncFlows(base_url=server.url, **CLIENT) as client:

            async def call() -> None:
                found.append((await client.me.list()).id)

            if library == "trio":
                async with trio.open_nursery() as nursery:
                    for _ in range(MANY):
                        nursery.start_soon(call)
            else:
                await asyncio.gather(*(call() for _ in range(MANY)))

    trio.run(program) if library == "trio" else asyncio.run(program())
    return found


@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_many_tasks_need_a_token_at_once(library: str, sdk: Any, server: AuthorizationServer) -> None:
    server.wait = 0.2
    assert _many_tasks(sdk, server, library) == ["t1"] * MANY
    assert len(server.requests) == 1


def test_tasks_of_several_event_loops_need_a_token_at_once(sdk: Any, server: AuthorizationServer) -> None:
    server.wait = 0.3
    client = sdk.AsyncFlows(base_url=server.url, **CLIENT)
    start = threading.Barrier(4)

    async def calls() -> list[str]:
        return [value.id for value in await asyncio.gather(*(client.me.list() for _ in range(5)))]

    def loop(number: int) -> list[str]:
        start.wait()
        return trio.run(in_trio) if number % 2 else asyncio.run(calls())

    async def in_trio() -> list[str]:
        return [(await client.me.list()).id]

    with ThreadPoolExecutor(4) as pool:
        assert {token for tokens in pool.map(loop, range(4)) for token in tokens} == {"t1"}
    assert len(server.requests) == 1
    asyncio.run(client.aclose())


def test_a_cancelled_request_is_taken_over(sdk: Any, server: AuthorizationServer) -> None:
    server.wait = 0.3

    async def program() -> str:
        async with sdk.AsyncFlows(base_url=server.url, **CLIENT) as client:
            first = asyncio.create_task(client.me.list())
            await asyncio.sleep(0.1)
            second = asyncio.create_task(client.me.list())
            await asyncio.sleep(0.05)
            first.cancel()
            value: str = (await second).id
            return value

    assert asyncio.run(program()) == "t2"


def test_one_refusal_serves_all_that_wait(sdk: Any, server: AuthorizationServer) -> None:
    server.wait = 0.2
    server.answer = refuse(401, error="invalid_client")
    errors: list[Exception] = []
    with sdk.Flows(base_url=server.url, **CLIENT) as client, ThreadPoolExecutor(10) as pool:
        start = threading.Barrier(10)

        def call(_: int) -> None:
            start.wait()
            with pytest.raises(sdk.errors.OAuthError) as caught:
                client.me.list()
            errors.append(caught.value)

        list(pool.map(call, range(10)))
    assert len(server.requests) == 1
    assert len({id(error) for error in errors}) == 10, "each has its own traceback"
    assert server.calls == []


@pytest.mark.parametrize(
    ("expires_in", "tokens"),
    [
        (3600, ["t1", "t1"]),
        ("3600", ["t1", "t1"]),
        (0, ["t1", "t2"]),
        (None, ["t1", "t1"]),
        (-5, ["t1", "t1"]),
        ("soon", ["t1", "t1"]),
        (True, ["t1", "t1"]),
        (1e308, ["t1", "t1"]),
        ([3600], ["t1", "t1"]),
    ],
)
def test_a_token_is_renewed_before_it_ends(
    expires_in: Any, tokens: list[str], driver: Driver, sdk: Any, server: AuthorizationServer
) -> None:
    server.members["expires_in"] = expires_in
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    assert [driver.run(client.me.list()).id for _ in range(2)] == tokens


@pytest.mark.parametrize(("lifetime", "left"), [(3600.0, 60.0), (100.0, 10.0)])
def test_the_skew_is_a_minute_or_a_tenth_of_the_lifetime(
    lifetime: float, left: float, driver: Driver, sdk: Any, server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    server.members["expires_in"] = lifetime
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    driver.run(client.me.list())
    clock = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: clock() + lifetime - left - 5)
    assert driver.run(client.me.list()).id == "t1"
    monkeypatch.setattr(time, "monotonic", lambda: clock() + lifetime - left + 1)
    assert driver.run(client.me.list()).id == "t2"


def test_a_401_gets_one_new_token(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    driver.run(client.me.list())
    server.valid.clear()
    assert driver.run(client.me.list()).id == "t2"
    assert [call.headers["authorization"] for call in server.calls] == ["Bearer t1", "Bearer t1", "Bearer t2"]


def test_a_second_401_is_the_error(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    server.answer = lambda request: Response(200, "application/json", b'{"access_token": "never-valid"}')
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    with pytest.raises(sdk.errors.APIError) as caught:
        driver.run(client.me.list())
    assert (caught.value.status_code, type(caught.value)) == (401, sdk.errors.AuthenticationError)
    assert len(server.requests) == len(server.calls) == 2


def test_a_401_for_a_callers_token_is_the_error(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, token=lambda: "mine")
    with pytest.raises(sdk.errors.APIError):
        driver.run(client.me.list())
    assert len(server.calls) == 1


def test_a_failure_of_the_token_endpoint_is_retried(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    broken = refuse(503)

    def answer(request: TokenRequest) -> Response:
        server.answer = None
        return broken(request)

    server.answer = answer
    retries = sdk.RetryPolicy(initial_delay=0.001)
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT, max_retries=1, retries=retries)
    assert driver.run(client.me.list()).id == "t2"


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
def test_a_fork_while_a_token_is_requested(sdk: Any, server: AuthorizationServer) -> None:
    server.wait = 0.5
    with sdk.Flows(base_url=server.url, **CLIENT) as client:
        thread = threading.Thread(target=client.me.list)
        thread.start()
        while not server.requests:
            thread.join(0.01)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(write, client.me.list().id.encode())
            finally:
                os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            assert pipe.read() == b"t2", "the child requests a token of its own"
        os.waitpid(child, 0)
        thread.join()
        assert client.me.list().id == "t1"


def test_the_total_timeout_covers_the_token(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    server.wait = 1.0
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT, timeout={"total": 0.2})
    with pytest.raises(sdk.errors.APITimeoutError):
        driver.run(client.me.list())
    assert server.calls == []


def test_clients_have_tokens_of_their_own(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    clients = [driver.client(sdk, "Flows", base_url=server.url, **CLIENT) for _ in range(2)]
    assert Counter(driver.run(client.me.list()).id for client in clients) == {"t1": 1, "t2": 1}


def test_copies_of_a_client_share_its_token(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    driver.run(client.with_options(max_retries=0).me.list())
    driver.run(client.me.list())
    driver.run(client.with_options(headers={"X-Trace": "1"}).me.list())
    assert len(server.requests) == 1
