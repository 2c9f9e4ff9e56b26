"""What a user of the committed SDK writes, for the type checkers to read: it is never run."""

from collections.abc import Sequence
from typing import assert_type

from openrouter_sdk import (
    AsyncOpenRouter,
    AsyncStream,
    OpenRouter,
    Stream,
    async_with_response,
    errors,
    models,
    params,
    with_response,
)


def whole(client: OpenRouter) -> str | None:
    result = client.chat.send(
        model="openai/gpt-4o",
        messages=[{"role": "user", "content": "What is the capital of France?"}],
        x_open_router_metadata="enabled",
        temperature=0.7,
        tools=[{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}],
        provider={"order": ["openai"], "allow_fallbacks": False},
    )
    assert_type(result, models.ChatResult)
    content = result.choices[0].message.content
    return content if isinstance(content, str) else None


def streamed(client: OpenRouter) -> None:
    with client.chat.send(messages=[{"role": "user", "content": "Hello"}], stream=True) as stream:
        assert_type(stream, Stream[models.ChatStreamChunk])
        for chunk in stream:
            assert_type(chunk, models.ChatStreamChunk)
            print(chunk.choices[0].delta.content or "", end="")


def either(client: OpenRouter, stream: bool) -> None:
    answer = client.chat.send(messages=[], stream=stream)
    assert_type(answer, models.ChatResult | Stream[models.ChatStreamChunk])


def mixed(client: OpenRouter) -> None:
    system = models.ChatSystemMessage(content="Be brief.")
    first = client.chat.send(messages=[system, {"role": "user", "content": "Hello"}])
    client.chat.send(messages=[system, first.choices[0].message, models.ChatUserMessage(content="And now?")])


def prepared(client: OpenRouter, messages: Sequence[params.ChatMessagesParam]) -> models.ChatResult:
    return client.chat.send(messages=messages)


def failing(client: OpenRouter) -> None:
    try:
        client.chat.send(messages=[], options={"timeout": 30, "max_retries": 0, "headers": {"X-Trace": "1"}})
    except errors.ForbiddenResponseError as error:
        if error.data is not None:
            print(error.status_code, error.data.error.message, error.data.openrouter_metadata)
    except errors.APIError as error:
        print(error.status_code, error.headers, error.body)
    except errors.OpenRouterError as error:
        print(error)


def raw(client: OpenRouter) -> None:
    answer = with_response(client.chat.send)(messages=[])
    assert_type(answer.value, models.ChatResult)
    print(answer.response.status_code)


async def asynchronous(client: AsyncOpenRouter) -> None:
    result = await client.chat.send(messages=[{"role": "user", "content": "Hello"}])
    assert_type(result, models.ChatResult)
    async with await client.chat.send(messages=[], stream=True) as stream:
        assert_type(stream, AsyncStream[models.ChatStreamChunk])
        async for chunk in stream:
            assert_type(chunk, models.ChatStreamChunk)


def constructed() -> OpenRouter:
    return OpenRouter(
        api_key=lambda: "key", server="production", timeout=30, max_retries=1, http_referer="https://example.com"
    )


async def asynchronous_raw(client: AsyncOpenRouter) -> None:
    answer = await async_with_response(client.chat.send)(messages=[])
    assert_type(answer.value, models.ChatResult)
    print(answer.response.status_code)


def copied(client: OpenRouter) -> None:
    copy = client.with_options(timeout={"read": 5}, headers={"X-Trace": None}, max_retries=0)
    assert_type(copy, OpenRouter)
    assert_type(copy.get("/new", type=models.ChatResult), models.ChatResult)
    assert_type(copy.post("/new", body={"a": 1}, type=list[int]), list[int])
    print(copy.delete("/new", query={"a": 1}, options={"timeout": 3}))


async def copied_async(client: AsyncOpenRouter) -> None:
    copy = client.with_options(timeout=5)
    assert_type(copy, AsyncOpenRouter)
    assert_type(await copy.get("/new", type=models.ChatResult), models.ChatResult)
    print(await copy.put("/new", body=b"", content_type="text/plain"))


def by_class(client: OpenRouter) -> None:
    try:
        client.get("/new")
    except errors.RateLimitError as error:
        print(error.headers)
    except (errors.ClientError, errors.ServerError) as error:
        print(error.status_code)
