"""A sync client and its streams in several threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from lifecycle_programs import DONE, HEAD, MESSAGES, event
from openrouter_sdk import OpenRouter
from openrouter_sdk.errors import ClosedError, StreamError
from server import Reply, Server, json_reply, raw

WAITS: dict[str, Reply] = {
    "head": raw("hang"),
    "retry": json_reply({}, status=503, headers=[("Retry-After", "30")]),
    "stream": raw(HEAD, event("one"), "hang"),
    "body": raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{", "hang"),
}


def read(client: OpenRouter) -> list[Any]:
    return list(client.chat.send(messages=MESSAGES, stream=True))


def in_thread(function: Callable[[], Any]) -> tuple[threading.Thread, list[BaseException]]:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            function()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, failures


@pytest.mark.parametrize("waiting", list(WAITS))
def test_closing_ends_a_call_that_waits_in_another_thread(
    waiting: str, server: Server, settings: dict[str, Any]
) -> None:
    server.answer_with(WAITS[waiting])
    client = OpenRouter(**settings)
    work = (lambda: read(client)) if waiting == "stream" else (lambda: client.chat.send(messages=MESSAGES))
    thread, failures = in_thread(work)
    server.wait_for_requests(1)
    time.sleep(0.3)
    client.close()
    thread.join(5)
    assert not thread.is_alive()
    assert isinstance(failures[0], ClosedError), failures


def test_a_stream_cannot_be_read_after_its_client_is_closed(server: Server, settings: dict[str, Any]) -> None:
    server.answer_with(raw(HEAD, event("one") + event("two"), DONE))
    with OpenRouter(**settings) as client:
        stream = client.chat.send(messages=MESSAGES, stream=True)
        next(stream)
    with pytest.raises(ClosedError):
        next(stream)
    with pytest.raises(ClosedError):
        list(stream)
    assert server.wait_for_open(0)


def test_a_stream_that_was_read_stays_at_its_end(server: Server, settings: dict[str, Any]) -> None:
    server.answer_with(raw(HEAD, event("one"), DONE))
    with OpenRouter(**settings) as client:
        stream = client.chat.send(messages=MESSAGES, stream=True)
        assert len(list(stream)) == 1
    assert list(stream) == []


def test_two_threads_cannot_read_one_stream(server: Server, settings: dict[str, Any]) -> None:
    server.answer_with(raw(HEAD, event("one"), 1.0, event("two"), DONE))
    with OpenRouter(**settings) as client, client.chat.send(messages=MESSAGES, stream=True) as stream:
        next(stream)
        found: list[str] = []
        thread, failures = in_thread(lambda: found.extend(chunk.choices[0].delta.content for chunk in stream))
        time.sleep(0.3)
        with pytest.raises(StreamError, match="another thread"):
            next(stream)
        with pytest.raises(StreamError, match="another thread"):
            list(stream)
        thread.join(10)
    assert failures == []
    assert found == ["two"]
