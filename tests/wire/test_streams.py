"""Streams over a real socket that cuts, drips, resets and falls silent."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import threading
import zlib
from typing import Any

import httpx2
import openrouter_sdk
import pytest
from conftest import RESULT, Driver
from openrouter_sdk import errors, models
from server import Reply, Server, Step, json_reply, raw, reply

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nX-Request-Id: r-1\r\n%s\r\n"
)
DONE = b"data: [DONE]\n\n"


def chunk(content: str | None = None, **fields: Any) -> dict[str, Any]:
    """A chunk as the server sends it. `delta` may be given whole, `...` leaves a field out."""
    delta = fields.pop("delta", {"role": "assistant", "content": content})
    choice = {"index": 0, "delta": delta, "finish_reason": fields.pop("finish_reason", None)}
    value = {
        "id": "gen-1",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "openai/gpt-5",
        "choices": [choice],
        **fields,
    }
    return {name: field for name, field in value.items() if field is not ...}


def event(value: Any, end: bytes = b"\n") -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + end * 2


def http_chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def streamed(*pieces: Step, ended: bool = True, header: bytes = b"") -> Reply:
    """A stream, each piece of bytes one HTTP chunk; other steps as they are."""
    steps = [http_chunk(piece) if isinstance(piece, bytes) else piece for piece in pieces]
    return raw(HEAD % header, *steps, *([b"0\r\n\r\n"] if ended else []))


def byte_by_byte(data: bytes) -> list[bytes]:
    return [data[at : at + 1] for at in range(len(data))]


def collect(sdk: Driver, stream: Any, into: list[Any] | None = None) -> list[Any]:
    """Everything that is left of a stream, or of its text."""
    items: list[Any] = [] if into is None else into
    if not sdk.is_async:
        items.extend(stream)
        return items

    async def read() -> None:
        async for item in stream:
            items.append(item)  # noqa: PERF401  # what came before an error counts

    sdk.run(read())
    return items


def first(sdk: Driver, stream: Any) -> Any:
    """The next item."""

    async def read() -> Any:
        return await anext(stream)

    return sdk.run(read()) if sdk.is_async else next(stream)


def close(sdk: Driver, stream: Any) -> None:
    sdk.run(stream.aclose() if sdk.is_async else stream.close())


def opened(sdk: Driver, *replies: Reply, client: Any = None, **arguments: Any) -> Any:
    """A stream over the given replies."""
    sdk.server.answer_with(*replies)
    return sdk.send(client, stream=True, **arguments)


def contents(chunks: list[Any]) -> list[Any]:
    return [each.choices[0].delta.content for each in chunks]


def test_stream_argument_decides_the_return_type(sdk: Driver) -> None:
    stream = opened(sdk, streamed(event(chunk("a")), DONE), json_reply(RESULT))
    assert isinstance(stream, openrouter_sdk.AsyncStream if sdk.is_async else openrouter_sdk.Stream)
    (item,) = collect(sdk, stream)
    assert isinstance(item, models.ChatStreamChunk)
    assert sdk.server.last.json()["stream"] is True
    assert isinstance(sdk.send(stream=False), models.ChatResult)


def test_json_instead_of_a_stream_is_an_error(sdk: Driver) -> None:
    with pytest.raises(errors.ResponseError, match="expected a stream of text/event-stream, received application/json"):
        opened(sdk, json_reply(RESULT))


def test_error_body_instead_of_a_stream_is_raised(sdk: Driver) -> None:
    with pytest.raises(errors.BadGatewayResponseError, match="upstream"):
        opened(sdk, json_reply({"error": {"code": 502, "message": "upstream"}}))


def test_stream_instead_of_json_is_an_error(sdk: Driver) -> None:
    sdk.server.answer_with(streamed(event(chunk("a")), "hang", ended=False))
    with pytest.raises(errors.ResponseError, match="received text/event-stream"):
        sdk.send()


def test_nullable_delta_is_text_or_none(sdk: Driver) -> None:
    chunks = [chunk("a"), chunk(None), chunk(delta={"role": "assistant"})]
    items = collect(sdk, opened(sdk, streamed(*map(event, chunks), DONE)))
    assert contents(items) == ["a", None, None]
    assert ["content" in item.choices[0].delta.model_fields_set for item in items] == [True, True, False]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
def test_line_ends_may_be_cut_at_every_byte(sdk: Driver, end: bytes, mark: bytes) -> None:
    body = mark + event(chunk("zürich €"), end) + event(chunk("🦀"), end) + b"data: [DONE]" + end * 2
    assert contents(collect(sdk, opened(sdk, streamed(*byte_by_byte(body))))) == ["zürich €", "🦀"]


def test_mixed_line_ends(sdk: Driver) -> None:
    body = event(chunk("a"), b"\r\n") + event(chunk("b"), b"\r") + event(chunk("c")) + DONE
    for pieces in ([body], byte_by_byte(body)):
        assert contents(collect(sdk, opened(sdk, streamed(*pieces)))) == ["a", "b", "c"]


def test_comments_reset_the_idle_timeout(sdk: Driver) -> None:
    comments: list[Step] = [step for _ in range(6) for step in (b": OPENROUTER PROCESSING\n\n", 0.25)]
    stream = opened(sdk, streamed(*comments, event(chunk("a")), DONE), options={"timeout": 1.0})
    assert contents(collect(sdk, stream)) == ["a"]


def test_multi_line_data_and_event_fields_are_readable(sdk: Driver) -> None:
    text = json.dumps(chunk("a"), indent=1)
    lines = "".join(f"data: {line}\n" for line in text.splitlines())
    stream = opened(sdk, streamed(f"event: delta\nid: 7\nretry: 1500\n{lines}\n".encode(), event(chunk("b")), DONE))
    assert stream.last_event is None
    assert first(sdk, stream).choices[0].delta.content == "a"
    assert (stream.last_event.name, stream.last_event.id, stream.last_event.retry) == ("delta", "7", 1500)
    assert stream.last_event.text == text
    assert contents(collect(sdk, stream)) == ["b"]
    assert stream.last_event_id == "7"


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(b"data: [DONE]\n\n", id="plain"),
        pytest.param(b"data:   [DONE]  \n\n", id="spaces"),
        pytest.param(b"data:[DONE]\r\n\r\n", id="CRLF"),
        pytest.param(b"data: [DONE]\n", id="no blank line"),
        pytest.param(b"data: [DONE]", id="no line end"),
    ],
)
def test_sentinel_ends_the_stream_and_the_connection_is_reused(sdk: Driver, end: bytes) -> None:
    client = sdk.client()
    for _ in range(4):
        assert contents(collect(sdk, opened(sdk, streamed(event(chunk("a")), end), client=client))) == ["a"]
    assert sdk.server.connections == 1


def test_nothing_after_the_sentinel_is_delivered(sdk: Driver) -> None:
    client = sdk.client()
    for pieces in ([event(chunk("a")) + DONE + event(chunk("b"))], [event(chunk("a")), DONE, event(chunk("b"))]):
        assert contents(collect(sdk, opened(sdk, streamed(*pieces), client=client))) == ["a"]
    assert sdk.server.connections == 1


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(["hang"], id="silence"),
        pytest.param([step for _ in range(60) for step in (b": still here\n\n", 0.1)], id="drips"),
        pytest.param([b"x" * 1_000_000] * 20, id="a flood"),
    ],
)
def test_data_after_the_sentinel_is_read_up_to_a_limit(sdk: Driver, after: list[Step]) -> None:
    client = sdk.client()
    stream = opened(sdk, streamed(event(chunk("a")), DONE, *after, ended=False), client=client)
    assert contents(collect(sdk, stream)) == ["a"]
    assert sdk.server.wait_for_open(0)
    assert contents(collect(sdk, opened(sdk, streamed(event(chunk("b")), DONE), client=client))) == ["b"]


def test_events_without_data_are_skipped(sdk: Driver) -> None:
    nothing = b"data:\n\ndata\n\ndata:   \n\nevent: ping\n\nid: 3\n\ndata: null\n\n"
    stream = opened(sdk, streamed(nothing, event(chunk("a")), nothing, event(chunk("b")) + nothing + DONE))
    assert contents(collect(sdk, stream)) == ["a", "b"]


@pytest.mark.parametrize(
    "rest", [b"", b'data: {"id": "gen', b": the end\n\n"], ids=["between events", "inside one", "comment"]
)
def test_body_that_ends_without_the_sentinel_is_truncated(sdk: Driver, rest: bytes) -> None:
    seen: list[Any] = []
    with pytest.raises(errors.TruncatedStreamError, match="after 1 event") as caught:
        collect(sdk, opened(sdk, streamed(event(chunk("a")) + rest)), seen)
    assert contents(seen) == ["a"]
    assert caught.value.events == 1
    assert caught.value.request_id == "r-1"


FAILURES: list[tuple[str, list[Step], type[Exception], type[Exception] | None, str]] = [
    ("reset", ["reset"], errors.StreamInterruptedError, httpx2.ReadError, "gen-1"),
    ("early close", ["close"], errors.StreamInterruptedError, httpx2.RemoteProtocolError, "gen-1"),
    ("half of a chunk", [b"!", "half-close"], errors.StreamInterruptedError, httpx2.RemoteProtocolError, "gen-1"),
    ("silence", ["hang"], errors.StreamTimeoutError, httpx2.ReadTimeout, "gen-1"),
    ("not JSON", [b"data: {oops\n\n"], errors.StreamError, ValueError, "{oops"),
    ("invalid UTF-8", [b"data: \xff\xfe\n\n"], errors.StreamError, ValueError, "\ufffd"),
    ("no item", [b"data: [1]\n\n"], errors.StreamError, ValueError, "[1]"),
]


@pytest.mark.parametrize(
    ("steps", "kind", "cause", "received"), [each[1:] for each in FAILURES], ids=[each[0] for each in FAILURES]
)
def test_stream_error_reports_what_arrived_and_its_cause(
    sdk: Driver, steps: list[Step], kind: type[Exception], cause: type[Exception], received: str
) -> None:
    seen: list[Any] = []
    stream = opened(sdk, streamed(event(chunk("a")), 0.05, *steps, ended=False), options={"timeout": 0.5})
    with pytest.raises(kind, match="after 1 event") as caught:
        collect(sdk, stream, seen)
    assert contents(seen) == ["a"]
    assert isinstance(caught.value, errors.OpenRouterError)
    assert isinstance(caught.value.__cause__, cause)
    assert received in caught.value.received
    assert len(sdk.server.requests) == 1
    assert sdk.server.wait_for_open(0)


def test_invalid_utf_8_in_text_is_replaced(sdk: Driver) -> None:
    body = event(chunk("a?b")).replace(b"?", b"\xff")
    assert contents(collect(sdk, opened(sdk, streamed(body, DONE)))) == ["a\ufffdb"]


def test_invalid_compression_of_a_stream_is_an_sdk_error(sdk: Driver) -> None:
    stream = opened(sdk, streamed(b"this is no gzip", header=b"Content-Encoding: gzip\r\n"))
    with pytest.raises(errors.StreamInterruptedError) as caught:
        collect(sdk, stream)
    assert isinstance(caught.value.__cause__, httpx2.DecodingError)


ERROR = {"code": 429, "message": "Rate limit exceeded"}
ERRORS: list[tuple[str, bytes, type[Exception]]] = [
    ("in a chunk with choices", event(chunk("", error=ERROR)), errors.TooManyRequestsResponseError),
    ("alone", event({"error": ERROR}), errors.TooManyRequestsResponseError),
    ("digits for a code", event({"error": {**ERROR, "code": "502"}}), errors.BadGatewayResponseError),
    ("a word for a code", event({"error": {**ERROR, "code": "rate_limited"}}), errors.APIError),
    ("as a named event", b"event: error\n" + event({"error": ERROR}), errors.TooManyRequestsResponseError),
    ("as a named event, bare", b"event: error\n" + event(ERROR), errors.TooManyRequestsResponseError),
    ("as a named event with a chunk", b"event: error\n" + event(chunk("x", error=ERROR)), errors.APIError),
    ("as a named event of text", b"event: error\ndata: Rate limit exceeded\n\n", errors.APIError),
    ("as a bare line", b'{"error": {"code": 429, "message": "Rate limit exceeded"}}\n', errors.APIError),
    ("as a bare body", b'{"error": {"code": 429, "message": "Rate limit exceeded"}}', errors.APIError),
    ("as an unfinished event", event({"error": ERROR})[:-1], errors.TooManyRequestsResponseError),
    ("as a string", event({"error": "Rate limit exceeded"}), errors.APIError),
]


@pytest.mark.parametrize(("body", "kind"), [each[1:] for each in ERRORS], ids=[each[0] for each in ERRORS])
@pytest.mark.parametrize("before", [b"", event(chunk("a"))], ids=["at once", "after an item"])
def test_error_inside_a_stream_raises_the_class_of_its_code(
    sdk: Driver, body: bytes, kind: type[errors.APIError], before: bytes
) -> None:
    seen: list[Any] = []
    stream = opened(sdk, streamed(before + body))
    with pytest.raises(kind, match="Rate limit exceeded") as caught:
        collect(sdk, stream, seen)
    assert contents(seen) == (["a"] if before else [])
    assert "Rate limit exceeded" in caught.value.body
    assert caught.value.request_id == "r-1"


def test_error_inside_a_stream_closes_the_connection(sdk: Driver) -> None:
    stream = opened(sdk, streamed(event({"error": ERROR}), "hang", ended=False))
    with pytest.raises(errors.TooManyRequestsResponseError):
        collect(sdk, stream)
    assert sdk.server.wait_for_open(0)


def test_text_that_mentions_an_error_is_not_an_error(sdk: Driver) -> None:
    chunks = [chunk('{"error": {"code": 500}}'), chunk("error", error=None), chunk("", finish_reason="error")]
    assert len(collect(sdk, opened(sdk, streamed(*map(event, chunks), DONE)))) == 3


ODD: list[tuple[str, dict[str, Any]]] = [
    ("an empty role", chunk(delta={"role": "", "content": "a"})),
    ("no created", chunk("a", created=...)),
    ("another object", chunk("a", object="chat.completion")),
    ("a list for a string", chunk("a", id=["x"])),
    ("half a tool call", chunk(delta={"content": "a", "tool_calls": [{"index": "x", "function": 3}]})),
]


@pytest.mark.parametrize("odd", [each[1] for each in ODD], ids=[each[0] for each in ODD])
def test_chunk_that_differs_from_the_document_is_delivered(sdk: Driver, odd: dict[str, Any]) -> None:
    one, two = collect(sdk, opened(sdk, streamed(event(odd), event(chunk("b")), DONE)))
    assert isinstance(one, models.ChatStreamChunk)
    assert contents([one, two]) == ["a", "b"]
    assert json.loads(one.model_dump_json(exclude_unset=True, warnings=False)) == {"object": one.object, **odd}


def test_strict_mode_refuses_a_chunk_that_differs(sdk: Driver) -> None:
    stream = opened(sdk, streamed(event(chunk("a", created=1.5)), DONE), client=sdk.client(strict_responses=True))
    with pytest.raises(errors.ResponseError, match="created"):
        collect(sdk, stream)


def test_compressed_stream_arrives_event_by_event(sdk: Driver) -> None:
    squeeze = zlib.compressobj(wbits=31)
    one = squeeze.compress(event(chunk("a"))) + squeeze.flush(zlib.Z_SYNC_FLUSH)
    two = squeeze.compress(event(chunk("b")) + DONE) + squeeze.flush()
    header = b"Content-Encoding: gzip\r\n"
    stream = opened(sdk, streamed(one, "hang", ended=False, header=header), options={"timeout": 5.0})
    assert first(sdk, stream).choices[0].delta.content == "a"
    close(sdk, stream)
    assert contents(collect(sdk, opened(sdk, streamed(one, two, header=header)))) == ["a", "b"]
    whole = gzip.compress(event(chunk("a")) + DONE)
    assert contents(collect(sdk, opened(sdk, streamed(whole, header=header)))) == ["a"]


def test_large_event_is_read(sdk: Driver) -> None:
    (item,) = collect(sdk, opened(sdk, streamed(event(chunk("x" * 2_000_000)), DONE)))
    assert len(item.choices[0].delta.content) == 2_000_000


def test_event_over_the_size_limit_is_refused(sdk: Driver) -> None:
    stream = opened(sdk, streamed(event(chunk("a")), event(chunk("x" * 5_000)), DONE))
    stream.max_event_bytes = 4_000
    seen: list[Any] = []
    with pytest.raises(errors.EventTooLargeError, match="4000 bytes") as caught:
        collect(sdk, stream, seen)
    assert contents(seen) == ["a"]
    assert caught.value.events == 1


ENDLESS = [event(chunk("a")), event(chunk("b")), "hang"]


def test_leaving_a_stream_early_closes_the_connection(sdk: Driver) -> None:
    stream = opened(sdk, streamed(*ENDLESS, ended=False))

    def leave() -> None:
        with stream:
            for _ in stream:
                break

    async def aleave() -> None:
        async with stream:
            async for _ in stream:
                break

    sdk.run(aleave()) if sdk.is_async else leave()
    assert sdk.server.wait_for_open(0)


def test_stream_close_is_idempotent_and_reading_after_it_raises(sdk: Driver) -> None:
    stream = opened(sdk, streamed(*ENDLESS, ended=False))
    assert first(sdk, stream).choices[0].delta.content == "a"
    close(sdk, stream)
    close(sdk, stream)
    for read in (first, collect):
        with pytest.raises(errors.ClosedError):
            read(sdk, stream)
    with pytest.raises(errors.ClosedError):
        sdk.run(stream.final())
    assert sdk.server.wait_for_open(0)


def test_closing_a_stream_inside_its_loop_ends_the_loop(sdk: Driver) -> None:
    stream = opened(sdk, streamed(event(chunk("a")) + event(chunk("b")), "hang", ended=False))
    seen: list[Any] = []

    def read() -> None:
        for item in stream:
            seen.append(item)
            stream.close()

    async def aread() -> None:
        async for item in stream:
            seen.append(item)
            await stream.aclose()

    with pytest.raises(errors.ClosedError):
        sdk.run(aread()) if sdk.is_async else read()
    assert contents(seen) == ["a"]


def test_finished_stream_can_be_closed_and_iterated_again(sdk: Driver) -> None:
    stream = opened(sdk, streamed(event(chunk("a")), DONE))
    assert len(collect(sdk, stream)) == 1
    close(sdk, stream)
    assert collect(sdk, stream) == []
    assert sdk.run(stream.final()).choices[0].message.content == "a"


@pytest.mark.parametrize("read", [0, 1], ids=["unread", "begun"])
def test_dropped_stream_leaks_nothing(sdk: Driver, read: int) -> None:
    stream = opened(sdk, streamed(*ENDLESS, ended=False))
    for _ in range(read):
        first(sdk, stream)
    del stream
    gc.collect()
    if sdk.is_async:
        sdk.run(asyncio.sleep(0.05))
    assert sdk.server.wait_for_open(0)


def test_stream_referenced_only_by_its_loop_is_read_to_the_end(server: Server) -> None:
    server.answer_with(streamed(*[event(chunk("a"))] * 50, DONE))
    with openrouter_sdk.OpenRouter(api_key="k", base_url=server.url) as client:
        count = 0
        for _ in client.chat.send(messages=[], stream=True):
            gc.collect(0)
            count += 1
    assert count == 50


def test_closing_from_another_thread_ends_a_read(server: Server) -> None:
    server.answer_with(streamed(*ENDLESS, ended=False))
    with openrouter_sdk.OpenRouter(api_key="k", base_url=server.url) as client:
        stream = client.chat.send(messages=[], stream=True)
        next(stream)
        next(stream)
        timer = threading.Timer(0.1, stream.close)
        timer.start()
        with pytest.raises(errors.ClosedError):
            next(stream)
        timer.join()
    assert server.wait_for_open(0)


def test_closing_from_another_task_ends_a_read(server: Server) -> None:
    server.answer_with(streamed(*ENDLESS, ended=False))

    async def main() -> None:
        async with openrouter_sdk.AsyncOpenRouter(api_key="k", base_url=server.url) as client:
            stream = await client.chat.send(messages=[], stream=True)
            await anext(stream)
            await anext(stream)
            reader = asyncio.ensure_future(anext(stream))
            await asyncio.sleep(0.1)
            await stream.aclose()
            with pytest.raises(errors.ClosedError):
                await reader
        assert await asyncio.to_thread(server.wait_for_open, 0)

    asyncio.run(main())


def test_cancelling_a_read_closes_the_connection(server: Server) -> None:
    server.answer_with(streamed(*ENDLESS, ended=False))

    async def main() -> None:
        async with openrouter_sdk.AsyncOpenRouter(api_key="k", base_url=server.url) as client:
            reached = asyncio.Event()

            async def read() -> None:
                async for item in await client.chat.send(messages=[], stream=True):
                    if item.choices[0].delta.content == "b":
                        reached.set()

            task = asyncio.create_task(read())
            await asyncio.wait_for(reached.wait(), 5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(server.wait_for_open, 0)

    asyncio.run(main())


def test_cancelling_inside_the_loop_body_closes_the_connection(server: Server) -> None:
    server.answer_with(streamed(*ENDLESS, ended=False))

    async def main() -> None:
        async with openrouter_sdk.AsyncOpenRouter(api_key="k", base_url=server.url) as client:
            reached = asyncio.Event()

            async def read() -> None:
                async with await client.chat.send(messages=[], stream=True) as stream:
                    async for _ in stream:
                        reached.set()
                        await asyncio.sleep(60)

            task = asyncio.create_task(read())
            await asyncio.wait_for(reached.wait(), 5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(server.wait_for_open, 0)

    asyncio.run(main())


def test_stream_has_its_response(sdk: Driver) -> None:
    stream = opened(sdk, streamed(event(chunk("a")), DONE))
    assert stream.response.status_code == 200
    assert stream.response.headers["content-type"] == "text/event-stream"
    assert stream.response.request_id == "r-1"
    assert len(collect(sdk, stream)) == 1


CONVERSATION = [
    chunk(delta={"role": "assistant", "content": "", "reasoning": "Let me "}),
    chunk(delta={"reasoning": "look.", "reasoning_details": [{"type": "reasoning.text", "text": "x", "index": 0}]}),
    chunk("Look"),
    chunk("ing …", system_fingerprint="fp"),
    chunk(
        delta={
            "tool_calls": [
                {"index": 1, "id": "call_b", "type": "function", "function": {"name": "time", "arguments": ""}},
                {"index": 0, "id": "call_a", "type": "function", "function": {"name": "weather", "arguments": '{"ci'}},
            ]
        }
    ),
    chunk(delta={"tool_calls": [{"index": 0, "function": {"arguments": 'ty": "Bern"}'}}]}),
    chunk(delta={"tool_calls": [{"index": 1, "function": {"arguments": "{}"}}]}),
    chunk(delta={"content": None}, finish_reason="tool_calls"),
    chunk(choices=[], usage={"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8, "cost": 0.5}),
]


def conversation() -> Reply:
    return streamed(*map(event, CONVERSATION), DONE)


def test_stream_text_yields_the_text(sdk: Driver) -> None:
    assert collect(sdk, opened(sdk, conversation()).text()) == ["Look", "ing …"]


def test_stream_final_returns_the_accumulated_message(sdk: Driver) -> None:
    whole = sdk.run(opened(sdk, conversation()).final())
    assert isinstance(whole, models.ChatResult)
    (choice,) = whole.choices
    assert whole.object == "chat.completion"
    assert (whole.id, whole.model, whole.created, whole.system_fingerprint) == (
        "gen-1",
        "openai/gpt-5",
        1700000000,
        "fp",
    )
    assert whole.usage.total_tokens == 8
    assert choice.finish_reason == "tool_calls"
    assert isinstance(choice.message, models.ChatAssistantMessage)
    assert choice.message.content == "Looking …"
    assert choice.message.reasoning == "Let me look."
    assert choice.message.reasoning_details[0].text == "x"
    assert [(call.id, call.function.name, call.function.arguments) for call in choice.message.tool_calls] == [
        ("call_a", "weather", '{"city": "Bern"}'),
        ("call_b", "time", "{}"),
    ]


def test_stream_final_includes_events_already_read(sdk: Driver) -> None:
    stream = opened(sdk, conversation())
    first(sdk, stream)
    assert collect(sdk, stream.text()) == ["Look", "ing …"]
    assert sdk.run(stream.final()).choices[0].message.content == "Looking …"


def test_accumulated_message_can_be_sent_back(sdk: Driver) -> None:
    message = sdk.run(opened(sdk, conversation(), json_reply(RESULT)).final()).choices[0].message
    sdk.send(messages=[{"role": "user", "content": "hi"}, message])
    assert sdk.server.last.json()["messages"][1] == {
        "role": "assistant",
        "content": "Looking …",
        "reasoning": "Let me look.",
        "reasoning_details": [{"type": "reasoning.text", "text": "x", "index": 0}],
        "tool_calls": [
            {"id": "call_a", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Bern"}'}},
            {"id": "call_b", "type": "function", "function": {"name": "time", "arguments": "{}"}},
        ],
    }


def test_accumulated_fragments_are_joined_by_index(sdk: Driver) -> None:
    def details(*items: dict[str, Any]) -> bytes:
        return event(chunk(delta={"reasoning_details": list(items)}))

    text = {"type": "reasoning.text", "index": 0}
    stream = opened(
        sdk,
        streamed(
            details({**text, "text": "First, "}),
            details({**text, "text": "second."}),
            details({**text, "signature": "sig"}, {"type": "reasoning.encrypted", "data": "AA", "index": 1}),
            DONE,
        ),
    )
    found = sdk.run(stream.final()).choices[0].message.reasoning_details
    assert [type(detail) for detail in found] == [models.ReasoningDetailText, models.ReasoningDetailEncrypted]
    assert (found[0].text, found[0].signature, found[1].data) == ("First, second.", "sig", "AA")


def test_stream_final_raises_the_error_of_the_stream(sdk: Driver) -> None:
    stream = opened(sdk, streamed(event(chunk("a")), event({"error": ERROR})))
    with pytest.raises(errors.TooManyRequestsResponseError):
        sdk.run(stream.final())
    with pytest.raises(errors.ClosedError):
        sdk.run(stream.final())


def test_a_stream_of_an_error_status_raises_before_it_begins(sdk: Driver) -> None:
    with pytest.raises(errors.ForbiddenResponseError):
        opened(sdk, reply(b'{"error": {"code": 403, "message": "no"}}', status=403))


def test_more_streams_than_connections_are_kept_for(sdk: Driver) -> None:
    client = sdk.client()
    sdk.server.answer_with(streamed(event(chunk("a")), DONE))
    streams = [sdk.send(client, stream=True) for _ in range(25)]
    assert [contents(collect(sdk, stream)) for stream in streams] == [["a"]] * 25


def test_streams_of_one_client_in_many_threads(server: Server) -> None:
    server.answer_with(streamed(*[event(chunk("a"))] * 20, DONE))
    counts: list[int] = []
    with openrouter_sdk.OpenRouter(api_key="k", base_url=server.url) as client:

        def read() -> None:
            counts.extend(len(list(client.chat.send(messages=[], stream=True))) for _ in range(3))

        threads = [threading.Thread(target=read) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert counts == [20] * 96
    assert server.wait_for_open(0)


def test_streams_of_one_client_in_many_tasks(server: Server) -> None:
    server.answer_with(streamed(*[event(chunk("a"))] * 20, DONE))

    async def main() -> list[int]:
        async with openrouter_sdk.AsyncOpenRouter(api_key="k", base_url=server.url) as client:

            async def read() -> int:
                async with await client.chat.send(messages=[], stream=True) as stream:
                    return len([item async for item in stream])

            return await asyncio.gather(*(read() for _ in range(100)))

    assert asyncio.run(main()) == [20] * 100
    assert server.wait_for_open(0)
