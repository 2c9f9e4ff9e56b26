"""Responses that are kept as JSON and loaded again, however far the server was from the document."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
from conftest import RESULT, Driver
from openrouter_sdk import models
from server import json_reply, reply

MESSAGE = {"role": "robot", "content": {"a": 1}, "new": [1, None]}
KEPT: dict[str, dict[str, Any]] = {
    "as documented": RESULT,
    "nothing": {},
    "other values": {
        **RESULT,
        "created": "soon",
        "object": "new",
        "choices": [{"index": "z", "finish_reason": 7, "message": MESSAGE}],
    },
    "other shapes": {**RESULT, "choices": {"a": 1}, "usage": "none"},
    "unknown fields": {**RESULT, "extra": {"deep": [1, {"a": None}]}},
    "a lone surrogate": {**RESULT, "model": "\ud83d"},
    "deep": {**RESULT, "extra": json.loads("[" * 100 + "]" * 100)},
}
kept = pytest.mark.parametrize("case", KEPT)


@kept
def test_a_response_dumps_without_a_warning_and_loads_again(sdk: Driver, case: str) -> None:
    sdk.server.answer_with(json_reply(KEPT[case]))
    result = sdk.send()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        text = result.model_dump_json()
        data = result.model_dump()
    assert models.ChatResult.from_response(text) == result
    assert models.ChatResult.from_response(text.encode()) == result
    assert models.ChatResult.from_response(data) == result


@kept
def test_exclude_unset_gives_what_the_server_sent(sdk: Driver, case: str) -> None:
    sdk.server.answer_with(json_reply(KEPT[case]))
    result = sdk.send()
    assert json.loads(result.model_dump_json(exclude_unset=True)) == KEPT[case]


def test_the_chunks_of_a_stream_are_kept_as_well(sdk: Driver) -> None:
    chunk = {"id": 7, "object": "new", "created": 1, "model": "m", "choices": [{"index": 0, "delta": "x"}]}
    stream = f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode()
    sdk.server.answer_with(reply(stream, content_type="text/event-stream"))
    result = sdk.run(sdk.send(stream=True).final())
    assert type(result).from_response(result.model_dump_json()) == result


def test_names_on_the_wire_are_the_default_of_dumps() -> None:
    data = {**RESULT, "openrouter_metadata": {"requested": "m"}}
    result = models.ChatResult.from_response(data)
    assert json.loads(result.model_dump_json(exclude_unset=True)) == data
    assert "\n  " in result.model_dump_json(indent=2)


def test_warnings_can_be_asked_for() -> None:
    result = models.ChatResult.from_response(KEPT["other values"])
    with pytest.warns(UserWarning, match="serialized value may not be as expected"):
        result.model_dump(warnings=True)


@pytest.mark.parametrize("text", ["[]", "null", '"text"', "7"])
def test_json_that_is_not_an_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ChatResult.from_response: expected a JSON object, not "):
        models.ChatResult.from_response(text)


@pytest.mark.parametrize("text", ["", "{", "<html>"])
def test_text_that_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        models.ChatResult.from_response(text)
