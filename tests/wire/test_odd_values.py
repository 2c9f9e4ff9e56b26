"""Values that JSON parsers and serializers differ on: what is sent, and what is read."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from conftest import RESULT, Driver
from openrouter_sdk import models
from openrouter_sdk.errors import RequestError
from pydantic import BaseModel, SecretStr
from server import reply


class Own(BaseModel):
    """A caller's own model."""

    role: str = "user"
    content: str
    name: str | None = None


class OwnUser(models.ChatUserMessage):
    """A caller's subclass of one of the SDK's models."""

    name: str = "ada"
    priority: int = 3


def body(sdk: Driver, **arguments: Any) -> Any:
    """The body that a call sends."""
    sdk.send(**arguments)
    return sdk.server.last.json()


def test_a_callers_own_model_is_sent_with_its_defaults(sdk: Driver) -> None:
    assert body(sdk, messages=[Own(content="hi")])["messages"] == [{"role": "user", "content": "hi", "name": None}]


def test_a_callers_subclass_is_sent_with_its_own_defaults(sdk: Driver) -> None:
    expected = {"role": "user", "content": "hi", "name": "ada", "priority": 3}
    assert body(sdk, messages=[OwnUser(content="hi")])["messages"] == [expected]


def test_models_of_the_sdk_inside_a_callers_own_model_leave_out_what_is_unset(sdk: Driver) -> None:
    class Wrapper(BaseModel):
        kind: str = "list"
        inner: list[models.ChatUserMessage]

    sent = body(sdk, messages=[Wrapper(inner=[models.ChatUserMessage(content="hi")])])["messages"]
    assert sent == [{"kind": "list", "inner": [{"role": "user", "content": "hi"}]}]


def test_a_secret_is_sent_as_its_value(sdk: Driver) -> None:
    assert body(sdk, user=SecretStr("ada"))["user"] == "ada"


@pytest.mark.parametrize("key", [None, 1, b"k", ("a",)])
def test_a_key_that_is_not_a_string_is_refused(sdk: Driver, key: Any) -> None:
    with pytest.raises(RequestError, match="is not a string"):
        sdk.send(messages=[{"role": "user", "content": "hi", "extra": {key: "x"}}])
    assert not sdk.server.requests


ODD = {
    "lone surrogate": (r'"\ud83d"', "\ud83d"),
    "long integer": ("1" * 4000, int("1" * 4000)),
    "longer integer": ("1" * 5000, Decimal("1" * 5000)),
    "deep": ("[" * 500 + "]" * 500, None),
}
odd = pytest.mark.parametrize("case", ODD)


@odd
def test_odd_json_in_an_unknown_field_of_a_response(sdk: Driver, case: str) -> None:
    text, value = ODD[case]
    sdk.server.answer_with(reply(json.dumps({**RESULT, "extra": "X"}).replace('"X"', text).encode()))
    result = sdk.send()
    assert isinstance(result, models.ChatResult)
    assert result.choices[0].message.content == "Hello"
    assert result.extra == value if value is not None else isinstance(result.extra, list)


@odd
def test_odd_json_in_an_unknown_field_of_a_stream(sdk: Driver, case: str) -> None:
    text, value = ODD[case]
    choice = {"index": 0, "finish_reason": None, "delta": {"content": "Hello"}}
    chunk = {"id": "g", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    data = json.dumps({**chunk, "extra": "X"}).replace('"X"', text)
    sdk.server.answer_with(reply(f"data: {data}\n\ndata: [DONE]\n\n".encode(), content_type="text/event-stream"))
    result = sdk.run(sdk.send(stream=True).final())
    assert result.choices[0].message.content == "Hello"
    assert result.extra == value if value is not None else isinstance(result.extra, list)


def test_an_emoji_that_is_cut_in_two_by_chunks_is_whole_in_the_end(sdk: Driver) -> None:
    def data(text: str) -> str:
        choice = f'{{"index":0,"finish_reason":null,"delta":{{"content":"{text}"}}}}'
        return f'data: {{"id":"g","object":"chat.completion.chunk","created":1,"model":"m","choices":[{choice}]}}\n\n'

    stream = data(r"a\ud83d") + data(r"\ude00") + "data: [DONE]\n\n"
    sdk.server.answer_with(reply(stream.encode(), content_type="text/event-stream"))
    assert sdk.run(sdk.send(stream=True).final()).choices[0].message.content == "a\U0001f600"


def test_nesting_above_the_recursion_limit_is_an_error_of_the_sdk(sdk: Driver) -> None:
    from openrouter_sdk.errors import ResponseError

    sdk.server.answer_with(reply(b"[" * 100_000 + b"]" * 100_000))
    with pytest.raises(ResponseError, match="not JSON"):
        sdk.send()
