"""Requests: arguments, bodies and headers."""

from __future__ import annotations

import datetime
import json
from collections import OrderedDict, UserList
from types import MappingProxyType
from typing import Any

import pytest
from conftest import MESSAGES, RESULT, Driver
from openrouter_sdk import errors, models
from server import json_reply


def sent(sdk: Driver, **arguments: Any) -> Any:
    """The body that goes out."""
    sdk.send(**arguments)
    return sdk.server.last.json()


@pytest.mark.parametrize("stream", [False, True])
def test_unknown_keyword_is_a_type_error_with_a_suggestion(sdk: Driver, stream: bool) -> None:
    with pytest.raises(TypeError, match=r"temprature.*Did you mean 'temperature'"):
        sdk.send(temprature=1, stream=stream)
    with pytest.raises(TypeError, match="messages"):
        sdk.run(sdk.client().chat.send(stream=stream))
    assert sdk.server.connections == 0


def test_unknown_keyword_unlike_any_other_gets_no_suggestion(sdk: Driver) -> None:
    with pytest.raises(TypeError) as caught:
        sdk.send(zzzzzzzz=1)
    assert "Did you mean" not in str(caught.value)


def test_dicts_and_models_can_be_mixed(sdk: Driver) -> None:
    model = models.ChatUserMessage(role="user", content="two")
    message = {"role": "assistant", "content": None, "tool_calls": [models.ChatToolCall.model_validate(TOOL_CALL)]}
    body = sent(sdk, messages=[{"role": "user", "content": "one"}, model, message])
    assert body["messages"] == [
        {"role": "user", "content": "one"},
        {"role": "user", "content": "two"},
        {"role": "assistant", "content": None, "tool_calls": [TOOL_CALL]},
    ]


TOOL_CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def test_any_mapping_and_any_sequence_are_accepted(sdk: Driver) -> None:
    frozen = MappingProxyType({"role": "user", "content": "hi"})
    assert sent(sdk, messages=(frozen,))["messages"] == MESSAGES
    assert sent(sdk, messages=UserList([OrderedDict(MESSAGES[0])]))["messages"] == MESSAGES


@pytest.mark.parametrize("value", ["enabled", "disabled", "tomorrows"])
def test_header_parameter_with_an_open_enum(sdk: Driver, value: str) -> None:
    sdk.send(x_open_router_metadata=value)
    assert sdk.server.last["X-OpenRouter-Metadata"] == value
    assert "x_open_router_metadata" not in sdk.server.last.json()


def test_absent_is_not_sent_and_none_is_null(sdk: Driver) -> None:
    assert sent(sdk) == {"messages": MESSAGES}
    assert sent(sdk, max_tokens=None, seed=0) == {"messages": MESSAGES, "max_tokens": None, "seed": 0}
    message = models.ChatUserMessage(role="user", content="hi", name=None)
    assert sent(sdk, messages=[message])["messages"] == [{"role": "user", "content": "hi", "name": None}]


def test_body_is_utf_8_with_exact_wire_names(sdk: Driver) -> None:
    text = "Grüße, 世界 🌍 \u2028"
    sdk.send(messages=[{"role": "user", "content": text}])
    body = sdk.server.last.body
    assert text.encode() in body
    assert sdk.server.last["Content-Type"] == "application/json"
    assert int(sdk.server.last["Content-Length"]) == len(body)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_nan_and_infinity_are_refused_with_their_path(sdk: Driver, value: float) -> None:
    for arguments, path in [
        ({"temperature": value}, "temperature"),
        ({"provider": {"max_price": {"prompt": value}}}, "provider.max_price.prompt"),
        ({"messages": [models.ChatUserMessage(content="hi", weight=[1.0, value])]}, "messages[0].weight[1]"),
    ]:
        with pytest.raises(errors.RequestError) as caught:
            sdk.send(**arguments)
        assert caught.value.path == path
    assert sdk.server.connections == 0


def test_nan_and_infinity_as_text_are_sent(sdk: Driver) -> None:
    assert sent(sdk, user="NaN, Infinity")["user"] == "NaN, Infinity"


def test_unknown_keys_are_sent(sdk: Driver) -> None:
    message = models.ChatUserMessage.model_validate({"role": "user", "content": "hi", "x-new": {"deep": [1]}})
    body = sent(sdk, messages=[message, {"role": "user", "content": "hi", "newer": None}], provider={"newest": 1})
    assert body["messages"][0]["x-new"] == {"deep": [1]}
    assert body["messages"][1] == {"role": "user", "content": "hi", "newer": None}
    assert body["provider"] == {"newest": 1}


def test_extra_headers_are_case_insensitive_and_sent_once(sdk: Driver) -> None:
    client = sdk.client(headers={"X-Team": "client", "X-Kept": "yes"})
    sdk.send(
        client,
        options={
            "headers": {"x-team": "call", "AUTHORIZATION": "Bearer other", "content-TYPE": "application/json; v=2"}
        },
    )
    request = sdk.server.last
    assert request["X-Team"] == "call"
    assert request["X-Kept"] == "yes"
    assert request["Authorization"] == "Bearer other"
    assert request["Content-Type"] == "application/json; v=2"


def test_none_removes_a_header(sdk: Driver) -> None:
    sdk.send(sdk.client(headers={"X-Team": "client"}), options={"headers": {"X-TEAM": None}})
    assert sdk.server.last.all("X-Team") == []


def test_call_options_set_query_body_accept_and_base_url(sdk: Driver) -> None:
    options = {
        "query": {"debug": True, "tag": ["a b", "ü&=/"], "none": None},
        "body": {"experiment": {"on": True}, "model": "other"},
        "accept": "application/vnd.api+json",
    }
    body = sent(sdk, model="given", options=options)
    assert sdk.server.last.query == "debug=true&tag=a%20b&tag=%C3%BC%26%3D%2F"
    assert body == {"messages": MESSAGES, "model": "other", "experiment": {"on": True}}
    assert sdk.server.last["Accept"] == "application/vnd.api+json"


@pytest.mark.parametrize(
    "headers",
    [{"X\r\nEvil": "1"}, {"X": "1\r\nEvil: 1"}, {"X": "a\nb"}, {"X": "\x00"}, {"": "1"}, {"Content-Length": "1"}],
)
def test_headers_that_would_break_the_message_are_refused(sdk: Driver, headers: dict[str, str]) -> None:
    with pytest.raises(errors.RequestError, match="headers"):
        sdk.send(options={"headers": headers})
    assert sdk.server.connections == 0


def test_response_message_is_sent_back_unchanged(sdk: Driver, result: dict[str, Any]) -> None:
    message = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{**TOOL_CALL, "extra": 1, "function": {"name": "f", "arguments": "{}", "strict": True}}],
        "reasoning_details": [{"type": "reasoning.tomorrow", "payload": {"a": [1, None]}}],
        "annotations": [{"type": "unheard-of", "body": "…"}],
        "new-field": {"nested": [True]},
    }
    result["choices"][0]["message"] = message
    sdk.server.answer_with(json_reply(result))
    answer = sdk.send()
    body = sent(sdk, messages=[*MESSAGES, answer.choices[0].message])
    assert body["messages"][1] == message


def test_response_message_that_does_not_fit_its_type_is_sent_back_unchanged(
    sdk: Driver, result: dict[str, Any]
) -> None:
    message = {"role": "assistant", "content": {"odd": 1}, "tool_calls": [{"id": 7, "type": "odd"}], "more": [1]}
    result["choices"][0]["message"] = message
    sdk.server.answer_with(json_reply(result))
    body = sent(sdk, messages=[sdk.send().choices[0].message])
    assert body["messages"][0] == message


class Unknown:
    pass


def cyclic() -> dict[str, Any]:
    value: dict[str, Any] = {"role": "user"}
    value["content"] = [value]
    return value


@pytest.mark.parametrize(
    ("message", "path"),
    [
        ({"role": "user", "content": "\ud800"}, "messages[0].content"),
        ({"role": "user", "content": Unknown()}, "messages[0].content"),
        ({"role": "user", "content": [{"type": "text", "te xt": Unknown()}]}, "messages[0].content[0]['te xt']"),
        ({"role": "user", "content": lambda: "hi"}, "messages[0].content"),
        (cyclic(), "messages[0].content[0]"),
        (models.ChatUserMessage.model_construct(content="\udfff"), "messages[0].content"),
    ],
)
def test_value_that_cannot_be_sent_is_an_error_with_its_path(sdk: Driver, message: Any, path: str) -> None:
    with pytest.raises(errors.RequestError) as caught:
        sdk.send(messages=[message])
    assert caught.value.path == path
    assert path in str(caught.value)
    assert isinstance(caught.value, errors.OpenRouterError)
    assert sdk.server.connections == 0


def test_constants_are_filled_in(sdk: Driver) -> None:
    body = sent(sdk, messages=[models.ChatUserMessage(content="hi")])
    assert body["messages"] == MESSAGES


def test_every_kind_of_argument(sdk: Driver) -> None:
    arguments: dict[str, Any] = {
        "messages": [
            {"role": "system", "content": "be brief"},
            {"role": "developer", "content": "be exact"},
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]},
            {"role": "assistant", "content": None, "tool_calls": [TOOL_CALL]},
            {"role": "tool", "tool_call_id": "c1", "content": "4"},
        ],
        "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}},
        "plugins": [{"id": "web", "max_results": 3}],
        "metadata": {"customer": "42"},
        "top_logprobs": 3,
    }
    assert sent(sdk, **arguments) == arguments


def test_values_of_standard_library_types(sdk: Driver) -> None:
    when = datetime.datetime(2024, 5, 1, 12, 0, tzinfo=datetime.UTC)
    assert sent(sdk, options={"body": {"when": when}})["when"] == "2024-05-01T12:00:00Z"


def test_accept_header_follows_the_stream_argument(sdk: Driver) -> None:
    sdk.send()
    assert sdk.server.last["Accept"] == "application/json"
    assert "stream" not in sdk.server.last.json()
    with pytest.raises(errors.OpenRouterError):
        sdk.send(stream=True)  # the server answers whole
    assert sdk.server.last["Accept"] == "text/event-stream"
    assert sdk.server.last.json()["stream"] is True


def test_request_body_is_valid_json(sdk: Driver) -> None:
    sdk.send(messages=[{"role": "user", "content": 'quotes " and \\ and \n'}])
    assert json.loads(sdk.server.last.body)["messages"][0]["content"] == 'quotes " and \\ and \n'
    assert RESULT["id"] == "gen-1"
