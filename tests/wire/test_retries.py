"""Retries: how often, how long, and what is retried."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx2
import openrouter_sdk
import pytest
from conftest import MESSAGES, RESULT, Driver
from openrouter_sdk import RetryPolicy, errors
from server import Reply, Server, json_reply, raw, reply

GOOD = json_reply(RESULT)
BUSY = reply(status=503, headers=[("Retry-After", "0")])


class Waits(openrouter_sdk.Hooks):
    """Keeps the waits before retries."""

    def __init__(self) -> None:
        self.delays: list[float] = []

    def on_retry(self, error: Exception, delay: float, call: Any) -> None:
        self.delays.append(delay)


class AsyncWaits(openrouter_sdk.AsyncHooks):
    def __init__(self) -> None:
        self.delays: list[float] = []

    async def on_retry(self, error: Exception, delay: float, call: Any) -> None:
        self.delays.append(delay)


def waits(sdk: Driver) -> Any:
    return AsyncWaits() if sdk.is_async else Waits()


def quick(**more: Any) -> RetryPolicy:
    return RetryPolicy(**{"initial_delay": 0.001, "max_delay": 0.01, **more})


@pytest.mark.parametrize("stream", [False, True])
def test_default_number_of_attempts(sdk: Driver, stream: bool) -> None:
    sdk.server.answer_with(BUSY)
    with pytest.raises(errors.ServiceUnavailableResponseError):
        sdk.send(stream=stream)
    assert len(sdk.server.requests) == 3


def test_retries_are_limited_by_elapsed_time(sdk: Driver) -> None:
    sdk.server.answer_with(reply(status=503, headers=[("Retry-After", "30")]))
    with pytest.raises(errors.ServiceUnavailableResponseError):
        sdk.send(sdk.client(retries=RetryPolicy(max_attempts=100, max_elapsed=5.0)))
    assert len(sdk.server.requests) == 1


def test_retries_are_limited_by_the_total_timeout(sdk: Driver) -> None:
    sdk.server.answer_with(reply(status=503, headers=[("Retry-After", "30")]))
    with pytest.raises(errors.ServiceUnavailableResponseError):
        sdk.send(options={"timeout": {"total": 5.0}})
    assert len(sdk.server.requests) == 1


def test_retry_delays_are_exponential_with_full_jitter(sdk: Driver) -> None:
    sdk.server.answer_with(reply(status=503))
    hooks = waits(sdk)
    policy = RetryPolicy(max_attempts=5, initial_delay=0.01, exponent=2.0, max_delay=0.03)
    with pytest.raises(errors.ServiceUnavailableResponseError):
        sdk.send(sdk.client(hooks=hooks, retries=policy))
    bounds = [0.01, 0.02, 0.03, 0.03]
    assert len(hooks.delays) == len(bounds)
    assert all(0 <= delay <= bound for delay, bound in zip(hooks.delays, bounds, strict=True))
    assert len(set(hooks.delays)) == len(bounds)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 524, 529])
def test_statuses_that_are_retried(sdk: Driver, status: int) -> None:
    sdk.server.answer_with(reply(status=status), GOOD)
    assert sdk.send(sdk.client(retries=quick())).id == "gen-1"
    first, second = sdk.server.requests
    assert first.body == second.body


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 413, 422])
def test_statuses_that_are_not_retried(sdk: Driver, status: int) -> None:
    sdk.server.answer_with(reply(status=status), GOOD)
    with pytest.raises(errors.APIError):
        sdk.send()
    assert len(sdk.server.requests) == 1


def in_seconds(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ([("Retry-After", "2")], 2.0, 2.0),
        ([("retry-after", "1.5")], 1.5, 1.5),
        ([("Retry-After-Ms", "250"), ("Retry-After", "9")], 0.25, 0.25),
        ([("Retry-After", lambda: in_seconds(3))], 1.0, 3.0),
        ([("Retry-After", "0")], 0.0, 0.0),
    ],
)
def test_retry_after_is_honoured(
    sdk: Driver, headers: list[tuple[str, str | Callable[[], str]]], least: float, most: float
) -> None:
    lines = [(name, value() if callable(value) else value) for name, value in headers]
    assert least <= first_wait(sdk, lines) <= most


@pytest.mark.parametrize("value", ["3600", "9" * 400, lambda: in_seconds(1_000_000)])
@pytest.mark.parametrize("name", ["Retry-After", "Retry-After-Ms"])
def test_above_the_cap_the_error_is_raised_at_once(sdk: Driver, name: str, value: str | Callable[[], str]) -> None:
    if callable(value):
        name, value = "Retry-After", value()
    elif name == "Retry-After-Ms":
        value += "000"
    sdk.server.answer_with(reply(status=503, headers=[(name, value)]), GOOD)
    with pytest.raises(errors.ServiceUnavailableResponseError):
        sdk.send(sdk.client(retries=RetryPolicy(max_delay=4.0)))
    assert len(sdk.server.requests) == 1


def test_a_date_in_the_past_is_no_request_to_hurry(sdk: Driver) -> None:
    hooks = waits(sdk)
    sdk.server.answer_with(reply(status=503, headers=[("Retry-After", in_seconds(-100))]), GOOD)
    policy = RetryPolicy(initial_delay=0.05, exponent=1.0)
    sdk.send(sdk.client(retries=policy, hooks=hooks))
    assert 0 < hooks.delays[0] <= 0.05


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "-5", "1e999", "soon", "", "1_000", "0x10", "٣"])
@pytest.mark.parametrize("name", ["Retry-After", "Retry-After-Ms"])
def test_invalid_retry_after_is_ignored(sdk: Driver, name: str, value: str) -> None:
    encoded = value.encode().decode("latin-1")
    assert 0 <= first_wait(sdk, [(name, encoded)]) <= 0.001


class Stop(Exception):
    pass


def first_wait(sdk: Driver, headers: list[tuple[str, str]]) -> float:
    """The wait that an answer's headers lead to, without waiting it."""
    found: list[float] = []

    class Sync(openrouter_sdk.Hooks):
        def on_retry(self, error: Exception, delay: float, call: Any) -> None:
            found.append(delay)
            raise Stop

    class Async(openrouter_sdk.AsyncHooks):
        async def on_retry(self, error: Exception, delay: float, call: Any) -> None:
            found.append(delay)
            raise Stop

    sdk.server.answer_with(reply(status=429, headers=headers))
    policy = RetryPolicy(initial_delay=0.001, max_delay=4.0)
    with pytest.raises(Stop):
        sdk.send(sdk.client(hooks=Async() if sdk.is_async else Sync(), retries=policy))
    return found[0]


def test_read_timeout_is_not_retried(sdk: Driver) -> None:
    sdk.server.answer_with(raw("hang"), GOOD)
    with pytest.raises(errors.APITimeoutError):
        sdk.send(sdk.client(retries=quick()), options={"timeout": 0.1})
    assert len(sdk.server.requests) == 1


def test_read_timeout_is_retried_when_enabled(sdk: Driver) -> None:
    sdk.server.answer_with(raw("hang"), GOOD)
    client = sdk.client(retries=quick(read_timeouts=True))
    assert sdk.send(client, options={"timeout": 0.2}).id == "gen-1"
    assert len(sdk.server.requests) == 2


@pytest.mark.parametrize(
    "broken",
    [raw("close"), raw("reset"), raw(b"HTTP/1.1 200 O", "close"), raw(b"HTTP/1.1 200 OK\r\nContent-", "reset")],
    ids=["close", "reset", "half a line", "half a head"],
)
@pytest.mark.parametrize("stream", [False, True])
def test_connection_closed_before_the_response_is_retried(sdk: Driver, broken: Reply, stream: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: [DONE]\n\n"
    sdk.server.answer_with(broken, raw(head, "close") if stream else GOOD)
    answer = sdk.send(sdk.client(retries=quick()), stream=stream)
    assert len(sdk.server.requests) == 2
    if stream:
        sdk.run(answer.aclose()) if sdk.is_async else answer.close()
    else:
        assert answer.id == "gen-1"


def test_connection_error_is_retried_and_has_its_cause(sdk: Driver) -> None:
    with Server() as gone:
        url = gone.url
    hooks = waits(sdk)
    with pytest.raises(errors.APIConnectionError) as caught:
        sdk.send(sdk.client(base_url=url, hooks=hooks, retries=quick()))
    assert len(hooks.delays) == 2
    assert isinstance(caught.value.__cause__, httpx2.ConnectError)


def test_connection_errors_are_not_retried_when_disabled(sdk: Driver) -> None:
    sdk.server.answer_with(raw("close"), GOOD)
    with pytest.raises(errors.APIConnectionError):
        sdk.send(sdk.client(retries=quick(connection_errors=False)))
    assert len(sdk.server.requests) == 1


@pytest.mark.parametrize("stream", [False, True])
def test_responses_of_failed_attempts_are_closed(sdk: Driver, stream: bool) -> None:
    sdk.server.answer_with(reply(b'{"error": {}}', status=503))
    own: Any = (httpx2.AsyncClient if sdk.is_async else httpx2.Client)(
        limits=httpx2.Limits(max_connections=1), timeout=httpx2.Timeout(20, pool=0.5)
    )
    client = sdk.client(http_client=own, retries=quick(max_attempts=4))
    for _ in range(5):
        with pytest.raises(errors.ServiceUnavailableResponseError):
            sdk.send(client, stream=stream)
    assert len(sdk.server.requests) == 20
    assert sdk.server.connections == 1
    sdk.run(own.aclose()) if sdk.is_async else own.close()


def test_retries_can_be_set_and_disabled_per_call(sdk: Driver) -> None:
    sdk.server.answer_with(BUSY)
    client = sdk.client(max_retries=4)
    counts = []
    for options in (None, {"max_retries": 0}, {"max_retries": 1}, {"retries": RetryPolicy(max_attempts=2)}):
        before = len(sdk.server.requests)
        with pytest.raises(errors.ServiceUnavailableResponseError):
            sdk.send(client, options=options)
        counts.append(len(sdk.server.requests) - before)
    assert counts == [5, 1, 2, 2]


def test_last_error_is_raised(sdk: Driver) -> None:
    sdk.server.answer_with(reply(status=500), raw("close"), reply(status=429, headers=[("X-Request-Id", "last")]))
    with pytest.raises(errors.TooManyRequestsResponseError) as caught:
        sdk.send(sdk.client(retries=quick()))
    assert caught.value.request_id == "last"


def test_stream_that_has_begun_is_not_retried(sdk: Driver) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: begun\n\n"
    sdk.server.answer_with(raw(head, 0.05, "reset"))
    stream = sdk.send(sdk.client(retries=quick()), stream=True)
    with pytest.raises(errors.StreamError):
        sdk.run(_drain(stream)) if sdk.is_async else list(stream)
    assert len(sdk.server.requests) == 1


async def _drain(stream: Any) -> None:
    async for _ in stream:
        pass


def test_cancelling_ends_a_retry_delay(server: Server) -> None:
    server.answer_with(reply(status=503, headers=[("Retry-After", "50")]))

    async def main() -> None:
        async with openrouter_sdk.AsyncOpenRouter(api_key="k", base_url=server.url) as client:
            task = asyncio.create_task(client.chat.send(messages=MESSAGES))
            while not server.requests:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    began = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - began < 30  # not the 50 s that the server asked for
    assert len(server.requests) == 1


def test_idempotency_key_is_sent_with_every_attempt(sdk: Driver) -> None:
    sdk.server.answer_with(BUSY, GOOD)
    sdk.send(options={"idempotency_key": "once"})
    assert [request["Idempotency-Key"] for request in sdk.server.requests] == ["once", "once"]
    sdk.send()
    assert sdk.server.last.all("Idempotency-Key") == []


def test_one_client_from_32_threads(server: Server) -> None:
    found: list[str] = []
    gate = threading.Barrier(32)
    with openrouter_sdk.OpenRouter(api_key="k", base_url=server.url) as client:

        def call() -> None:
            gate.wait()
            found.extend(client.chat.send(messages=MESSAGES).id for _ in range(3))

        threads = [threading.Thread(target=call) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert found == ["gen-1"] * 96
    assert server.wait_for_open(0)


def test_one_client_from_500_tasks(server: Server) -> None:
    async def main() -> list[Any]:
        async with openrouter_sdk.AsyncOpenRouter(api_key="k", base_url=server.url) as client:
            return await asyncio.gather(*(client.chat.send(messages=MESSAGES) for _ in range(500)))

    assert [answer.id for answer in asyncio.run(main())] == ["gen-1"] * 500
