"""Time limits that hold while bytes arrive, and the silence of a stream."""

from __future__ import annotations

import contextlib
import time
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from conftest import Driver
from openrouter_sdk.errors import APITimeoutError, ConfigurationError, StreamTimeoutError
from server import Reply, json_reply, raw

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNK = '{"id":"g","object":"chat.completion.chunk","created":1,"model":"m","choices":[]}'


def drip(data: bytes, seconds: float = 0.1) -> list[Any]:
    return [step for byte in data for step in (bytes([byte]), seconds)]


def part(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


SLOW: dict[str, Reply] = {
    "a head that drips": raw(*drip(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 200)),
    "102 without end": raw(*[b"HTTP/1.1 102 Processing\r\n\r\n", 0.1] * 200),
    "a body that drips": raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", *drip(b"{" + b" " * 200)),
    "a body that falls silent": raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", 0.9, b"{", "hang"),
    "an error that drips": raw(b"HTTP/1.1 400 Bad\r\n\r\n", *drip(b"x" * 200)),
}


@pytest.mark.parametrize("slow", SLOW)
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("reused", [False, True])
def test_total_holds_while_bytes_arrive(slow: str, stream: bool, reused: bool, sdk: Driver) -> None:
    client = sdk.client(max_retries=0)
    if reused:
        sdk.send(client, options={"timeout": {"total": 30}})
    sdk.server.answer_with(SLOW[slow])
    began = time.monotonic()
    with pytest.raises(Exception) as caught:
        sdk.send(client, stream=stream, options={"timeout": {"total": 1.0}})
    assert time.monotonic() - began < 1.6
    expected = "BadRequestResponseError" if "error" in slow else "APITimeoutError"
    assert type(caught.value).__name__ == expected
    assert sdk.server.wait_for_open(0), "the connection is not used again"


def test_very_many_102_responses(sdk: Driver, result: dict[str, Any]) -> None:
    many = raw(b"HTTP/1.1 102 Processing\r\n\r\n" * 100_000, *json_reply(result).steps)
    sdk.server.answer_with(many)
    began = time.monotonic()
    with contextlib.suppress(APITimeoutError):
        sdk.send(sdk.client(max_retries=0), options={"timeout": {"total": 1.0}})
    assert time.monotonic() - began < 3


def test_total_is_not_confused_by_other_calls(sdk: Driver) -> None:
    client = sdk.client()
    for _ in range(20):
        sdk.send(client, options={"timeout": {"total": 0.5}})
    time.sleep(0.7)
    sdk.send(client)
    assert sdk.server.connections == 1


def comments(seconds: float, count: int) -> list[Any]:
    return [step for _ in range(count) for step in (part(b": still here\n\n"), seconds)]


@pytest.mark.parametrize("silence", [comments(0.1, 100), ["hang"], [part(b": one\n\n"), "hang"]])
def test_a_stream_without_events_has_a_bound(silence: list[Any], sdk: Driver) -> None:
    sdk.server.answer_with(raw(HEAD, part(f"data: {CHUNK}\n\n".encode()), *silence))
    stream = sdk.send(stream=True, options={"timeout": {"event": 0.5}})
    began = time.monotonic()
    with pytest.raises(StreamTimeoutError) as caught:
        sdk.run(stream.final())
    assert time.monotonic() - began < 3
    assert caught.value.events == 1


def test_events_and_a_slow_reader_keep_the_bound(sdk: Driver) -> None:
    one = part(f"data: {CHUNK}\n\n".encode())
    steps = [step for _ in range(4) for step in (one, 0.2, *comments(0.05, 2))]
    sdk.server.answer_with(raw(HEAD, *steps, part(b"data: [DONE]\n\n"), b"0\r\n\r\n"))
    stream = sdk.send(stream=True, options={"timeout": {"event": 0.7}})
    sdk.run(anext(stream) if sdk.is_async else next(stream))
    time.sleep(1)
    sdk.run(stream.final())


@pytest.mark.parametrize("timeout", [httpx2.Timeout(0.3), timedelta(seconds=0.3), {"read": timedelta(seconds=0.3)}])
def test_timeouts_of_other_types(timeout: Any, sdk: Driver) -> None:
    sdk.server.answer_with(raw("hang"))
    with pytest.raises(APITimeoutError):
        sdk.send(sdk.client(timeout=timeout, max_retries=0))


@pytest.mark.parametrize("timeout", [(3, 60), "30", True, {"read": "30"}])
def test_a_timeout_of_a_wrong_type_names_the_form(timeout: Any, sdk: Driver) -> None:
    with pytest.raises(ConfigurationError, match=r'a dict such as \{"connect": 5'):
        sdk.send(sdk.client(timeout=timeout))
    with pytest.raises(ConfigurationError, match="unknown 'raed'"):
        sdk.send(options={"timeout": {"raed": 1}})
