"""The committed SDK against the mock server of its document."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sdkwright.mock import MockServer

ROOT = Path(__file__).parents[2]
MESSAGES: Any = [{"role": "user", "content": "hi"}]


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    sys.path.insert(0, str(ROOT / "generated" / "python"))
    spec = next((ROOT / "spec").glob("*.yaml"))
    with MockServer(spec) as running:
        yield running


def test_sync(server: MockServer) -> None:
    from openrouter_sdk import OpenRouter

    with OpenRouter(api_key="k", base_url=server.url, strict_responses=True) as client:
        reply = client.chat.send(model="a/b", messages=MESSAGES)
        assert reply.choices[0].message.content
        with client.chat.send(model="a/b", messages=MESSAGES, stream=True) as stream:
            chunks = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == "Hello, world."
    assert [chunk.choices[0].finish_reason for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)


def test_async(server: MockServer) -> None:
    from openrouter_sdk import AsyncOpenRouter

    async def main() -> None:
        async with AsyncOpenRouter(api_key="k", base_url=server.url, strict_responses=True) as client:
            reply = await client.chat.send(model="a/b", messages=MESSAGES)
            assert reply.choices[0].message.content
            stream = await client.chat.send(model="a/b", messages=MESSAGES, stream=True)
            async with stream:
                texts = [chunk.choices[0].delta.content or "" async for chunk in stream]
            assert "".join(texts) == "Hello, world."

    asyncio.run(main())


def test_a_refused_request_is_an_error_of_the_sdk(server: MockServer) -> None:
    from openrouter_sdk import OpenRouter, errors

    wrong: Any = {"body": {"temperature": "hot"}}
    with OpenRouter(api_key="k", base_url=server.url) as client, pytest.raises(errors.UnprocessableEntityResponseError):
        client.chat.send(model="a/b", messages=MESSAGES, options=wrong)
    assert server.requests[-1].json()["temperature"] == "hot"
