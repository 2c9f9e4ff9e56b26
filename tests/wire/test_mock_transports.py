"""Programs that are tested with `httpx2.MockTransport`, hooks that read bodies, and `create_autospec`."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any
from unittest.mock import create_autospec

import httpx2
import pytest
from conftest import MESSAGES, RESULT
from openrouter_sdk import AsyncOpenRouter, OpenRouter, models
from openrouter_sdk.errors import ConfigurationError

CHUNK = {
    "id": "g",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "finish_reason": None, "delta": {"content": "Hello"}}],
}
EVENTS = f"data: {json.dumps(CHUNK)}\n\ndata: [DONE]\n\n"
JSON = {"content-type": "application/json"}
SSE = {"content-type": "text/event-stream"}
RESPONSES: dict[str, dict[str, Any]] = {
    "content": {"content": json.dumps(RESULT).encode(), "headers": JSON},
    "text": {"text": json.dumps(RESULT), "headers": JSON},
    "json": {"json": RESULT},
}
STREAMS: dict[str, dict[str, Any]] = {
    "content": {"content": EVENTS.encode(), "headers": SSE},
    "text": {"text": EVENTS, "headers": SSE},
}
hooks = pytest.mark.parametrize("reads", [False, True], ids=["no hook", "a hook that reads"])


def text(kind: str, response: dict[str, Any], reads: bool, stream: bool) -> str:
    """The text of a call over a mock transport, whose hook reads the body or not."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, **response))

    async def read(value: httpx2.Response) -> None:
        await value.aread()

    async def call() -> str:
        hooks = {"response": [read]} if reads else {}
        async with httpx2.AsyncClient(transport=transport, event_hooks=hooks) as http_client:
            client = AsyncOpenRouter(api_key="k", http_client=http_client)
            if not stream:
                return str((await client.chat.send(messages=MESSAGES)).choices[0].message.content)
            events = await client.chat.send(messages=MESSAGES, stream=True)
            return "".join([str(chunk.choices[0].delta.content) async for chunk in events])

    if kind == "async":
        return asyncio.run(call())
    hooks = {"response": [lambda value: value.read()]} if reads else {}
    with httpx2.Client(transport=transport, event_hooks=hooks) as http_client:
        client = OpenRouter(api_key="k", http_client=http_client)
        if not stream:
            return str(client.chat.send(messages=MESSAGES).choices[0].message.content)
        events = client.chat.send(messages=MESSAGES, stream=True)
        return "".join(str(chunk.choices[0].delta.content) for chunk in events)


@hooks
@pytest.mark.parametrize("body", RESPONSES)
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_call_over_a_mock_transport(kind: str, body: str, reads: bool) -> None:
    assert text(kind, RESPONSES[body], reads, stream=False) == "Hello"


@hooks
@pytest.mark.parametrize("body", STREAMS)
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_stream_over_a_mock_transport(kind: str, body: str, reads: bool) -> None:
    assert text(kind, STREAMS[body], reads, stream=True) == "Hello"


def test_autospec_of_a_client_sees_into_its_resources() -> None:
    client = create_autospec(OpenRouter(api_key="k"))
    client.chat.send.return_value = models.ChatResult.from_response(RESULT)
    assert client.chat.send(messages=MESSAGES).choices[0].message.content == "Hello"
    client.chat.send.assert_called_once_with(messages=MESSAGES)
    with pytest.raises(AttributeError):
        client.chat.sent(messages=MESSAGES)
    with pytest.raises(TypeError):
        client.chat.send(MESSAGES)


@pytest.mark.parametrize("call", [False, True], ids=["client", "call"])
def test_timeouts_of_httpx2_and_timedeltas_are_taken_and_tuples_refused(call: bool) -> None:
    found: list[Any] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        found.append(request.extensions["timeout"]["read"])
        return httpx2.Response(200, json=RESULT)

    def send(timeout: Any) -> None:
        with httpx2.Client(transport=httpx2.MockTransport(respond)) as http_client:
            client = OpenRouter(api_key="k", http_client=http_client, **({} if call else {"timeout": timeout}))
            client.chat.send(messages=MESSAGES, **({"options": {"timeout": timeout}} if call else {}))

    send(httpx2.Timeout(7, connect=1))
    send(timedelta(seconds=3))
    assert found == [7, 3]
    with pytest.raises(ConfigurationError, match=r'expected seconds or a dict such as {"connect": 5'):
        send((1, 2))
