"""The hook `after_stream`, over a real socket: sync, on asyncio and on trio. It runs once for each stream that ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.files.conftest import Driver
from tests.streams.server import EventServer, Part

from .test_reconnection import events, read

# On trio, the HTTP library leaves async generators to the garbage collector when a body is not read to its end.
pytestmark = pytest.mark.filterwarnings(
    r"ignore:Exception ignored in. <async_generator object (PoolByteStream|Response.aiter_raw):"
    "pytest.PytestUnraisableExceptionWarning"
)
COMPLETE = Part(events(1, 2), "end")
LINES = Part('{"n": 1}\n{"n": 2}\n', "end", media_type="application/x-ndjson")


def recorder(driver: Driver, log: list[str]) -> Any:
    """Hooks that record what runs; those of an async client are awaited."""

    def note(*words: object) -> None:
        log.append(" ".join(map(str, words)))

    class Sync(driver.sdk.Hooks):  # type: ignore[name-defined, misc]  # imported at run time
        def before_request(self, request: Any, call: Any) -> None:
            call.state["began"] = call.attempt

        def after_response(self, response: Any, call: Any) -> None:
            note("response", response.status_code, call.stream)

        def on_error(self, error: Exception, call: Any) -> None:
            note("error", type(error).__name__)

        def after_stream(self, error: Exception | None, call: Any) -> None:
            note("end", call.operation, call.method, call.path, call.state["began"], type(error).__name__)

    def awaited(name: str) -> Any:
        async def hook(self: Any, *args: Any) -> None:
            getattr(Sync(), name)(*args)

        return hook

    names = ("before_request", "after_response", "on_error", "after_stream")
    return (
        type("Async", (driver.sdk.AsyncHooks,), {name: awaited(name) for name in names})()
        if driver.is_async
        else Sync()
    )


def close_early(driver: Driver) -> Callable[[Any], Any]:
    """Reads an item, and closes the stream twice."""

    def sync(stream: Any) -> None:
        next(stream)
        stream.close()

    async def awaited(stream: Any) -> None:
        await anext(stream)
        await stream.aclose()

    return awaited if driver.is_async else sync


def close_unread(driver: Driver) -> Callable[[Any], Any]:
    def sync(stream: Any) -> None:
        stream.close()
        with pytest.raises(driver.sdk.errors.ClosedError):
            next(stream)

    async def awaited(stream: Any) -> None:
        await stream.aclose()
        with pytest.raises(driver.sdk.errors.ClosedError):
            await anext(stream)

    return awaited if driver.is_async else sync


@pytest.mark.parametrize(
    ("call", "part", "name"),
    [
        (lambda client: client.prices.list(), COMPLETE, "prices.list GET /prices"),
        (lambda client: client.lines.get(), LINES, "lines.get GET /lines"),
        (lambda client: client.prices.list(options={"reconnect": True}), Part(status=204), "prices.list GET /prices"),
    ],
    ids=["events", "lines", "reconnected"],
)
def test_a_stream_that_is_read_to_its_end(driver: Driver, call: Callable[[Any], Any], part: Part, name: str) -> None:
    log: list[str] = []
    first = Part(events(1, 2)) if part.status == 204 else part
    with EventServer(first, part) as server:
        assert read(driver, server.origin, call, hooks=recorder(driver, log)) == [1, 2]
    attempt = 2 if part.status == 204 else 1
    assert log == ["response 200 True", f"end {name} {attempt} NoneType"]


@pytest.mark.parametrize("use", [close_early, close_unread])
@pytest.mark.parametrize("reconnect", [False, True])
def test_a_stream_that_is_closed(driver: Driver, use: Callable[[Driver], Any], reconnect: bool) -> None:
    log: list[str] = []
    with EventServer(COMPLETE) as server:
        call = lambda client: client.prices.list(options={"reconnect": reconnect})  # noqa: E731, a call of one line
        read(driver, server.origin, call, use(driver), hooks=recorder(driver, log))
    assert log == ["response 200 True", "end prices.list GET /prices 1 NoneType"]


def test_a_stream_that_fails(driver: Driver) -> None:
    log: list[str] = []
    with EventServer(Part(events(1))) as server, pytest.raises(driver.sdk.errors.StreamInterruptedError):
        read(driver, server.origin, lambda client: client.prices.list(), hooks=recorder(driver, log))
    assert log == ["response 200 True", "end prices.list GET /prices 1 StreamInterruptedError"]


def test_an_error_in_a_stream(driver: Driver) -> None:
    log: list[str] = []
    part = Part('data: {"n": 1, "error": {"message": "no"}}\n\n', "end")
    with EventServer(part) as server, pytest.raises(driver.sdk.errors.APIError):
        read(driver, server.origin, lambda client: client.prices.list(), hooks=recorder(driver, log))
    assert log == ["response 200 True", "end prices.list GET /prices 1 APIError"]


def test_a_call_that_returns_no_stream_has_no_end(driver: Driver) -> None:
    log: list[str] = []
    with EventServer(Part(status=403)) as server, pytest.raises(driver.sdk.errors.APIError):
        read(driver, server.origin, lambda client: client.prices.list(), hooks=recorder(driver, log))
    assert [line.split()[0] for line in log] == ["response", "error"]
