"""Responses that a program keeps: dumped without a warning, and read again as leniently as by a call."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import RESULT, Driver
from openrouter_sdk import models
from server import json_reply, reply

MISMATCH: dict[str, Any] = {
    "id": 5,
    "created": "soon",
    "choices": [{"index": 0, "finish_reason": "new", "message": {"role": "assistant", "content": ["x"], "new": {}}}],
    "usage": {"prompt_tokens": 1.5},
    "added": [1, None],
}
kept = pytest.mark.parametrize("body", [RESULT, MISMATCH], ids=["as documented", "mismatch"])


@pytest.fixture(autouse=True)
def _warnings_are_errors() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def received(sdk: Driver, body: Any) -> models.ChatResult:
    sdk.server.answer_with(json_reply(body))
    result: models.ChatResult = sdk.send()
    return result


@kept
def test_a_response_is_read_again_as_the_call_read_it(sdk: Driver, body: dict[str, Any]) -> None:
    result = received(sdk, body)
    text = result.model_dump_json(exclude_unset=True)
    for data in (text, text.encode(), json.loads(text), result.model_dump(exclude_unset=True), json.dumps(body)):
        assert models.ChatResult.from_response(data) == result


@kept
def test_a_dump_without_unset_fields_is_what_the_server_sent(sdk: Driver, body: dict[str, Any]) -> None:
    result = received(sdk, body)
    assert json.loads(result.model_dump_json(exclude_unset=True)) == body
    assert result.model_dump(mode="json", exclude_unset=True) == body


@kept
def test_a_dump_with_unset_fields_is_read_again(sdk: Driver, body: dict[str, Any]) -> None:
    result = received(sdk, body)
    again = models.ChatResult.from_response(result.model_dump_json())
    assert again.model_dump() == result.model_dump()
    assert again.choices[0].finish_reason == body["choices"][0]["finish_reason"]


def test_warnings_can_be_asked_for(sdk: Driver) -> None:
    with pytest.warns(UserWarning, match="serializer warnings"):
        received(sdk, MISMATCH).model_dump_json(warnings="warn")


def test_a_lone_surrogate_is_dumped_as_an_escape(sdk: Driver) -> None:
    sdk.server.answer_with(reply(json.dumps({**RESULT, "id": "\ud83d"}).encode()))
    result = sdk.send()
    text = result.model_dump_json(exclude_unset=True)
    assert r'"id":"\ud83d"' in text
    assert models.ChatResult.from_response(text) == result


@pytest.mark.parametrize(
    ("data", "problem"),
    [("", "not JSON"), (b"\xff", "not JSON"), ("[1]", "an array"), ([1], "an array"), ("null", "null")],
)
def test_data_that_is_no_object_is_refused(data: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=rf"ChatResult\.from_response: .*{problem}"):
        models.ChatResult.from_response(data)
