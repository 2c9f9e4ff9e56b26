"""Responses that are kept as JSON and loaded again, however far the server was from the document."""

from __future__ import annotations

import json
import pickle
import warnings
from typing import Any

import pytest
from conftest import RESULT, Driver
from openrouter_sdk import errors, models
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


@pytest.mark.parametrize("data", ["[]", "null", '"text"', "7", b"[]", [], [1], 7, None, object()])
def test_data_that_is_not_an_object_is_refused(data: Any) -> None:
    with pytest.raises(errors.ResponseError, match=r"ChatResult.from_response: expected a JSON object, not ") as caught:
        models.ChatResult.from_response(data)
    assert isinstance(caught.value, errors.OpenRouterError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("text", ["", "{", "<html>", b"\xff", "[" * 100_000])
def test_text_that_is_not_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(errors.ResponseError, match="the text is not JSON: ") as caught:
        models.ChatResult.from_response(text)
    assert caught.value.status_code == 200
    assert isinstance(text, bytes) or caught.value.body == text
    assert isinstance(caught.value.__cause__, ValueError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


DEEP = {
    "lists": '{"id": "gen-1", "new": %s}' % ("[" * 500 + "1" + "]" * 500),
    "objects": '{"id": "gen-1", "new": %s}' % ('{"a": ' * 500 + "null" + "}" * 500),
    "two": f'{{"id": {"[" * 300 + "]" * 300}, "new": [{"[" * 299 + "]" * 299}, {{"b": 1}}]}}',
    "a surrogate": '{"id": "gen-1", "new": %s}' % ("[" * 300 + '"\\ud83d"' + "]" * 300),
}


@pytest.mark.parametrize("case", DEEP)
def test_deep_nesting_dumps_and_loads_again(sdk: Driver, case: str) -> None:
    sdk.server.answer_with(reply(DEEP[case].encode()))
    result = sdk.send()
    text = result.model_dump_json(exclude_unset=True)
    assert json.loads(text) == json.loads(DEEP[case])
    assert result.model_dump(mode="json", exclude_unset=True) == json.loads(DEEP[case])
    assert models.ChatResult.from_response(text).model_dump_json(exclude_unset=True) == text
    assert models.ChatResult.from_response(result.model_dump()).id == result.id


def test_dumps_of_deep_data_keep_the_options_and_the_model() -> None:
    message = {"role": "assistant", "content": "hi", "new": json.loads("[" * 300 + "]" * 300)}
    result = models.ChatResult.from_response({"id": "gen-1", "choices": [{"message": message, "index": 0}]})
    before = result.model_dump()
    assert json.loads(result.model_dump_json(include={"id"})) == {"id": "gen-1"}
    dumped = json.loads(result.model_dump_json(exclude_unset=True))
    assert dumped == {"id": "gen-1", "choices": [{"message": message, "index": 0}]}
    assert result.model_dump() == before


def test_data_that_is_nested_too_deeply_is_an_error_of_the_sdk() -> None:
    value: list[Any] = []
    for _ in range(5000):
        value = [value]
    result = models.ChatResult.from_response({"id": "gen-1", "new": value})
    with pytest.raises(errors.RequestError, match="nested too deeply to be written as JSON"):
        result.model_dump_json()
