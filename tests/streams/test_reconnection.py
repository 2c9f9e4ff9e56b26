"""Streams of server-sent events that reconnect, over a real socket: sync, on asyncio and on trio."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.files.conftest import QUICK, Driver
from tests.streams.server import Asked, EventServer, Part

# On trio, the HTTP library leaves an async generator to the garbage collector when a body is not read to its end.
pytestmark = pytest.mark.filterwarnings(
    r"ignore:Exception ignored in. <async_generator object PoolByteStream:pytest.PytestUnraisableExceptionWarning"
)
ON: dict[str, Any] = {"reconnect": True}
GONE = Part(status=204)


def events(*numbers: int) -> str:
    return "".join(f'id: {n}\ndata: {{"n": {n}}}\n\n' for n in numbers)


def after(asked: Asked) -> Part:
    """What follows the id that the client has sent, two events at a time; then the end."""
    start = int(asked.last_event_id or 0)
    return Part(events(start + 1, start + 2)) if start < 6 else GONE


def read(
    driver: Driver, origin: str, call: Callable[[Any], Any], use: Callable[[Any], Any] | None = None, **settings: Any
) -> Any:
    """The numbers of a stream's items, or what a function of the stream returns."""

    def sync(client: Any) -> Any:
        with call(client) as stream:
            return use(stream) if use else [item.n for item in stream]

    async def awaited(client: Any) -> Any:
        async with await call(client) as stream:
            return await use(stream) if use else [item.n async for item in stream]

    return driver.call(origin, awaited if driver.is_async else sync, **settings)


def prices(**options: Any) -> Callable[[Any], Any]:
    return lambda client: client.prices.list(options={**ON, **options})


def test_a_stream_continues_after_the_last_event(driver: Driver) -> None:
    with EventServer(after) as server:
        assert read(driver, server.origin, prices()) == [1, 2, 3, 4, 5, 6]
        assert server.ids == [None, "2", "4", "6"]
        assert all(one.headers["authorization"] == "Bearer secret" for one in server.asked)


def test_a_stream_is_not_continued_unless_asked_for(driver: Driver) -> None:
    with EventServer(after) as server:
        with pytest.raises(driver.sdk.errors.StreamInterruptedError):
            read(driver, server.origin, lambda client: client.prices.list())
        with pytest.raises(driver.sdk.errors.StreamInterruptedError):
            read(driver, server.origin, prices(reconnect=False))
        assert len(server.asked) == 2


def test_a_document_with_id_and_retry_asks_for_it(driver: Driver) -> None:
    def use(stream: Any) -> Any:
        async def awaited() -> list[int]:
            return [event.data.n async for event in stream]

        return awaited() if driver.is_async else [event.data.n for event in stream]

    with EventServer(after) as server:
        assert read(driver, server.origin, lambda client: client.events.list(), use) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("cut", range(0, len(events(3)), 3))
def test_an_incomplete_event_is_neither_lost_nor_repeated(driver: Driver, cut: int) -> None:
    with EventServer(Part(events(1, 2) + events(3)[:cut]), after) as server:
        assert read(driver, server.origin, prices()) == [1, 2, 3, 4, 5, 6]
        assert server.ids[1] == "2"


def test_an_id_without_data_counts(driver: Driver) -> None:
    with EventServer(Part(events(1) + "id: 2\n\n: comment\n\n"), after) as server:
        assert read(driver, server.origin, prices()) == [1, 3, 4, 5, 6]
        assert server.ids[1] == "2"


def test_an_empty_id_resets_it(driver: Driver) -> None:
    with EventServer(Part(events(1) + 'id\ndata: {"n": 9}\n\n'), GONE) as server:
        assert read(driver, server.origin, prices()) == [1, 9]
        assert server.ids == [None, None]


def test_events_without_ids_may_be_repeated(driver: Driver) -> None:
    part = Part('data: {"n": 1}\n\n')
    with EventServer(part, part, GONE) as server:
        assert read(driver, server.origin, prices()) == [1, 1]
        assert server.ids == [None, None, None]


def test_an_id_of_the_caller_begins_the_stream(driver: Driver) -> None:
    with EventServer(Part(""), after) as server:
        assert read(driver, server.origin, prices(headers={"Last-Event-ID": "4"})) == [5, 6]
        assert server.ids == ["4", "4", "6"]


def test_a_body_that_ends_is_continued_until_204(driver: Driver) -> None:
    with EventServer(Part(events(1), "end"), Part(events(2), "end"), GONE) as server:
        assert read(driver, server.origin, prices()) == [1, 2]
        assert server.ids == [None, "1", "2"]


def test_responses_without_events_end_the_stream(driver: Driver) -> None:
    with EventServer(Part(events(1), "end"), Part("", "end")) as server:
        assert read(driver, server.origin, prices()) == [1]
        assert len(server.asked) == 4


def test_connections_that_only_break_are_an_error(driver: Driver) -> None:
    with EventServer(Part(events(1)), Part(": nothing\n\n")) as server:
        with pytest.raises(driver.sdk.errors.StreamInterruptedError) as caught:
            read(driver, server.origin, prices())
        assert len(server.asked) == 4
        assert caught.value.events == 1


def test_no_retries_means_no_reconnection(driver: Driver) -> None:
    with EventServer(after) as server:
        with pytest.raises(driver.sdk.errors.StreamInterruptedError):
            read(driver, server.origin, prices(max_retries=0))
        assert len(server.asked) == 1


def test_attempts_are_counted_from_the_last_event(driver: Driver) -> None:
    """Four attempts in all would not be enough for this stream."""

    def slowly(asked: Asked) -> Part:
        start = int(asked.last_event_id or 0)
        if len(server.asked) % 3:
            return Part("")
        return Part(events(start + 1)) if start < 5 else GONE

    with EventServer(slowly) as server:
        assert read(driver, server.origin, prices()) == [1, 2, 3, 4, 5]
        assert len(server.asked) == 18


def test_busy_servers_are_asked_again_and_other_errors_are_raised(driver: Driver) -> None:
    with EventServer(Part(events(1)), Part(status=503), after) as server:
        assert read(driver, server.origin, prices()) == [1, 2, 3, 4, 5, 6, 7]
    with EventServer(Part(events(1)), Part(status=404)) as server:
        with pytest.raises(driver.sdk.errors.APIError) as caught:
            read(driver, server.origin, prices())
        assert caught.value.status_code == 404
        assert len(server.asked) == 2
    with EventServer(Part(events(1)), Part("<html>", "end", media_type="text/html")) as server:
        with pytest.raises(driver.sdk.errors.ResponseError):
            read(driver, server.origin, prices())
        assert len(server.asked) == 2


def test_an_error_inside_the_stream_is_raised(driver: Driver) -> None:
    with EventServer(Part(events(1)), Part('data: {"n": 0, "error": {"message": "no"}}\n\n')) as server:
        with pytest.raises(driver.sdk.errors.APIError, match="no"):
            read(driver, server.origin, prices())
        assert len(server.asked) == 2


def test_the_servers_retry_is_the_delay(driver: Driver) -> None:
    delays: list[float] = []

    class Hooks(driver.sdk.AsyncHooks if driver.is_async else driver.sdk.Hooks):  # type: ignore[misc]
        """Records the delays."""

    async def on_retry(self: Any, error: Any, delay: float, call: Any) -> None:
        delays.append(delay)

    Hooks.on_retry = on_retry if driver.is_async else lambda self, error, delay, call: delays.append(delay)
    policy = driver.sdk.RetryPolicy(**{**QUICK, "max_delay": 1.0})
    with EventServer(Part("retry: 7\n\n" + events(1)), Part(""), Part(events(2) + "retry: 3\n\n"), GONE) as server:
        assert read(driver, server.origin, prices(), hooks=Hooks(), retries=policy) == [1, 2]
    assert delays == [0.007, 0.007, 0.003]
    with EventServer(Part("retry: 60000\n\n" + events(1))) as server:
        with pytest.raises(driver.sdk.errors.StreamInterruptedError):
            read(driver, server.origin, prices(), retries=policy)
        assert len(server.asked) == 1


@pytest.mark.parametrize("then", ["silent", "comments"])
def test_silence_is_a_lost_connection(driver: Driver, then: Any) -> None:
    """Comments keep a connection alive, and `event` bounds them."""
    with EventServer(Part(events(1), then), after) as server:
        assert read(driver, server.origin, prices(timeout={"event": 0.1})) == [1, 2, 3, 4, 5, 6, 7]
        assert server.ids[1] == "1"


def test_comments_keep_a_connection(driver: Driver) -> None:
    """The time between bytes is below the limit, and no event arrives for longer than that."""

    def use(stream: Any) -> Any:
        async def awaited() -> int:
            async for item in stream:
                if item.n == 1:
                    threading.Timer(0.3, server.closing.set).start()
            return len(server.asked)

        def sync() -> int:
            for item in stream:
                if item.n == 1:
                    threading.Timer(0.3, server.closing.set).start()
            return len(server.asked)

        return awaited() if driver.is_async else sync()

    with EventServer(Part(events(1), "comments"), GONE) as server:
        assert read(driver, server.origin, prices(timeout={"read": 0.15}), use) == 2


@pytest.mark.parametrize("id", ["a\x01b", "x" * 5000])
def test_an_id_that_no_header_can_contain_is_an_error(driver: Driver, id: str) -> None:
    with EventServer(Part(f'id: {id}\ndata: {{"n": 1}}\n\n')) as server:
        with pytest.raises(driver.sdk.errors.StreamError, match="its last event id is not a valid header"):
            read(driver, server.origin, prices())
        assert len(server.asked) == 1


def test_an_id_may_have_any_letters(driver: Driver) -> None:
    with EventServer(Part('id: ünï\ndata: {"n": 1}\n\n'), GONE) as server:
        assert read(driver, server.origin, prices()) == [1]
        assert server.ids[1] is not None
        assert server.ids[1].encode("latin-1").decode() == "ünï"


def test_a_post_is_sent_again_only_when_the_server_can_recognise_it(driver: Driver) -> None:
    def call(client: Any) -> Any:
        return client.prices.create(n=7, options=ON)

    with EventServer(after) as server:
        assert read(driver, server.origin, call) == [1, 2, 3, 4, 5, 6]
        assert [one.body for one in server.asked] == [b'{"n":7}'] * 4
    with EventServer(Part('data: {"n": 1}\n\n')) as server:
        with pytest.raises(driver.sdk.errors.StreamInterruptedError):
            read(driver, server.origin, call)
        assert len(server.asked) == 1
    with EventServer(Part(events(1), "end")) as server:
        assert read(driver, server.origin, call) == [1]
        assert len(server.asked) == 1


def test_json_lines_are_refused(driver: Driver) -> None:
    with EventServer(after) as server:
        with pytest.raises(driver.sdk.errors.ConfigurationError, match="only server-sent events"):
            read(driver, server.origin, lambda client: client.lines.get(options=ON))
        assert server.asked == []


def chunk(id: int, text: str) -> str:
    data = f'{{"id": "c", "object": "chunk", "choices": [{{"index": 0, "delta": {{"content": "{text}"}}}}]}}'
    return f"id: {id}\ndata: {data}\n\n"


def test_the_final_value_is_that_of_all_connections(driver: Driver) -> None:
    parts = (Part(chunk(1, "Hel") + chunk(2, "l")), Part(chunk(3, "o") + "data: [DONE]\n\n", "end"))
    with EventServer(*parts) as server:
        call = lambda client: client.ask.create(text="hi", stream=True, options=ON)  # noqa: E731
        final = read(driver, server.origin, call, lambda stream: stream.final())
        assert final.choices[0].message.content == "Hello"
        assert server.ids == [None, "2"]


def test_the_response_is_that_of_the_current_connection(driver: Driver) -> None:
    def seen(stream: Any) -> tuple[int, str, str]:
        return stream.response.status_code, stream.response.headers["x-part"], stream.last_event_id

    def use(stream: Any) -> Any:
        async def awaited() -> list[Any]:
            return [seen(stream) async for _ in stream]

        return awaited() if driver.is_async else [seen(stream) for _ in stream]

    parts = (Part(events(1), headers={"X-Part": "a"}), Part(events(2), headers={"X-Part": "b"}), GONE)
    with EventServer(*parts) as server:
        assert read(driver, server.origin, prices(), use) == [(200, "a", "1"), (200, "b", "2")]


def test_a_closed_stream_does_not_reconnect(driver: Driver) -> None:
    def use(stream: Any) -> Any:
        async def awaited() -> None:
            await anext(stream)
            await stream.aclose()
            with pytest.raises(driver.sdk.errors.ClosedError):
                await anext(stream)

        def sync() -> None:
            next(stream)
            stream.close()
            with pytest.raises(driver.sdk.errors.ClosedError):
                next(stream)

        return awaited() if driver.is_async else sync()

    with EventServer(Part(events(1, 2), "silent")) as server:
        read(driver, server.origin, prices(), use)
        assert len(server.asked) == 1


def test_closing_from_another_thread_ends_a_read_and_a_wait(sdk: ModuleType) -> None:
    for part in (Part(events(1), "silent"), Part("retry: 30000\n\n" + events(1))):
        with EventServer(part) as server:
            client = sdk.Ticker(api_key="k", base_url=server.origin)
            stream = client.prices.list(options=ON)
            assert next(stream).n == 1
            threading.Timer(0.1, client.close).start()
            began = time.monotonic()
            with pytest.raises(sdk.errors.ClosedError):
                next(stream)
            assert time.monotonic() - began < 20


def test_cancelling_a_task_ends_a_wait(sdk: ModuleType) -> None:
    async def main(origin: str) -> None:
        async with sdk.AsyncTicker(api_key="k", base_url=origin) as client:
            stream = await client.prices.list(options=ON)
            assert (await anext(stream)).n == 1
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await anext(stream)

    with EventServer(Part("retry: 30000\n\n" + events(1))) as server:
        asyncio.run(main(server.origin))
        assert len(server.asked) == 1
