"""What `stream=` makes of the return type, for the type checkers to read: it is never run."""

from typing import assert_type

from openrouter_sdk import AsyncOpenRouter, AsyncStream, OpenRouter, Stream
from openrouter_sdk.models import ChatResult, ChatStreamChunk


def sync(client: OpenRouter, switch: bool) -> None:
    assert_type(client.chat.send(messages=[]), ChatResult)
    assert_type(client.chat.send(messages=[], stream=False), ChatResult)
    assert_type(client.chat.send(messages=[], stream=True), Stream[ChatStreamChunk])
    assert_type(client.chat.send(messages=[], stream=switch), ChatResult | Stream[ChatStreamChunk])
    for chunk in client.chat.send(messages=[], stream=True):
        assert_type(chunk, ChatStreamChunk)
        assert_type(chunk.choices[0].delta.content, str | None)
    with client.chat.send(messages=[], stream=True) as stream:
        for text in stream.text():
            assert_type(text, str)


async def asynchronous(client: AsyncOpenRouter, switch: bool) -> None:
    assert_type(await client.chat.send(messages=[]), ChatResult)
    assert_type(await client.chat.send(messages=[], stream=False), ChatResult)
    assert_type(await client.chat.send(messages=[], stream=True), AsyncStream[ChatStreamChunk])
    assert_type(await client.chat.send(messages=[], stream=switch), ChatResult | AsyncStream[ChatStreamChunk])
    async for chunk in await client.chat.send(messages=[], stream=True):
        assert_type(chunk, ChatStreamChunk)
    async with await client.chat.send(messages=[], stream=True) as stream:
        async for text in stream.text():
            assert_type(text, str)
