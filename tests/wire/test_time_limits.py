"""Time limits that hold while bytes arrive, and the silence of a stream."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from conftest import Driver
from openrouter_sdk import OpenRouter
from openrouter_sdk.errors import APITimeoutError, ConfigurationError, StreamTimeoutError
from server import Reply, Server, json_reply, raw

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
    "a body that falls silent": raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", 0.5, b"{", "hang"),
    "an error that drips": raw(b"HTTP/1.1 400 Bad\r\n\r\n", *drip(b"x" * 200)),
}


@pytest.fixture(params=["the SDK's HTTP client", "the caller's"])
def client(request: pytest.FixtureRequest, sdk: Driver) -> Iterator[Any]:
    """A client without retries."""
    if request.param == "the SDK's HTTP client":
        yield sdk.client(max_retries=0)
        return
    own = httpx2.AsyncClient() if sdk.is_async else httpx2.Client()
    yield sdk.client(max_retries=0, http_client=own)
    sdk.close(own)


@pytest.mark.parametrize("slow", SLOW)
@pytest.mark.parametrize(("stream", "reused"), [(False, True), (True, False)])
def test_total_holds_while_bytes_arrive(slow: str, stream: bool, reused: bool, client: Any, sdk: Driver) -> None:
    if reused:
        sdk.send(client, options={"timeout": {"total": 30}})
    sdk.server.answer_with(SLOW[slow])
    began = time.monotonic()
    with pytest.raises(Exception) as caught:
        sdk.send(client, stream=stream, options={"timeout": {"total": 0.6}})
    assert time.monotonic() - began < 4
    expected = "BadRequestResponseError" if "error" in slow else "APITimeoutError"
    assert type(caught.value).__name__ == expected
    assert sdk.server.wait_for_open(0), "the connection is not used again"


@pytest.mark.parametrize("slow", ["a head that drips", "102 without end"])
@pytest.mark.parametrize(("stream", "reused"), [(False, True), (True, False)])
def test_read_limits_the_head_as_one(slow: str, stream: bool, reused: bool, client: Any, sdk: Driver) -> None:
    if reused:
        sdk.send(client)
    sdk.server.answer_with(SLOW[slow])
    began = time.monotonic()
    with pytest.raises(APITimeoutError):
        sdk.send(client, stream=stream, options={"timeout": {"read": 0.5}})
    assert time.monotonic() - began < 4
    assert sdk.server.wait_for_open(0), "the connection is not used again"


class Wrapped(httpx2.BaseTransport):
    """A transport of the caller around one of httpx2, as those that cache or record are."""

    def __init__(self) -> None:
        self._inner = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._inner.handle_request(request)


@pytest.mark.parametrize("limit", ["read", "total"])
def test_a_wrapped_transport_of_the_caller_keeps_the_limits(limit: str, server: Server) -> None:
    server.answer_with(SLOW["a head that drips"])
    with httpx2.Client(transport=Wrapped()) as own:
        client = OpenRouter(api_key="k", base_url=server.url, http_client=own, max_retries=0)
        began = time.monotonic()
        with pytest.raises(APITimeoutError):
            client.chat.send(messages=[{"role": "user", "content": "hi"}], options={"timeout": {limit: 0.5}})
        assert time.monotonic() - began < 4


def test_read_limits_each_chunk_of_a_body(client: Any, sdk: Driver, result: dict[str, Any]) -> None:
    body = json.dumps(result).encode()
    parts = [step for at in range(0, len(body), 80) for step in (body[at : at + 80], 0.2)]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    sdk.server.answer_with(raw(head, 0.2, *parts))
    assert sdk.send(client, options={"timeout": {"read": 0.6}}).id == "gen-1"
    sdk.send(client)
    assert sdk.server.connections == 1


def test_read_does_not_limit_a_hook_of_the_callers_http_client(sdk: Driver, result: dict[str, Any]) -> None:
    body = json.dumps(result).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    sdk.server.answer_with(raw(head, 0.4, body[:100], 0.4, body[100:200], 0.4, body[200:]))

    def read(response: httpx2.Response) -> None:
        response.read()

    async def aread(response: httpx2.Response) -> None:
        await response.aread()

    kind: Any = httpx2.AsyncClient if sdk.is_async else httpx2.Client
    own = kind(event_hooks={"response": [aread if sdk.is_async else read]})
    assert sdk.send(sdk.client(http_client=own), options={"timeout": {"read": 0.6}}).id == "gen-1"
    sdk.close(own)


def test_a_trace_extension_of_the_caller_is_called(sdk: Driver) -> None:
    names: list[str] = []

    def trace(name: str, info: dict[str, Any]) -> None:
        names.append(name)

    async def atrace(name: str, info: dict[str, Any]) -> None:
        names.append(name)

    def observe(request: httpx2.Request) -> None:
        request.extensions["trace"] = atrace if sdk.is_async else trace

    async def aobserve(request: httpx2.Request) -> None:
        observe(request)

    kind: Any = httpx2.AsyncClient if sdk.is_async else httpx2.Client
    own = kind(event_hooks={"request": [aobserve if sdk.is_async else observe]})
    sdk.send(sdk.client(http_client=own))
    sdk.close(own)
    assert "http11.receive_response_headers.complete" in names


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
