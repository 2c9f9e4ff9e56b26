"""`final()` of streams in the dialects of servers: nothing that arrived is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import Driver
from server import reply


def final(sdk: Driver, *deltas: dict[str, Any], **choice: list[Any]) -> Any:
    """The first choice of what the deltas, and lists of other fields of their choices, add up to."""
    chunks = []
    for at, delta in enumerate(deltas):
        fields = {name: values[at] for name, values in choice.items()}
        choices = [{"index": 0, "finish_reason": None, "delta": delta, **fields}]
        chunks.append({"id": "g", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices})
    body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
    sdk.server.answer_with(reply(body.encode(), content_type="text/event-stream"))
    stream = sdk.send(stream=True)
    return sdk.run(stream.final()).choices[0]


def call(name: Any = ..., arguments: Any = ..., **fields: Any) -> dict[str, Any]:
    """A fragment of a tool call. `...` leaves a field out."""
    function = {"name": name, "arguments": arguments}
    return {**fields, "function": {key: value for key, value in function.items() if value is not ...}}


def calls_of(sdk: Driver, *lists: list[dict[str, Any]]) -> list[tuple[Any, Any, Any]]:
    """The tool calls of a message, each as its id, name and arguments."""
    message = final(sdk, *({"tool_calls": fragments} for fragments in lists)).message
    return [(each.id, each.function.name, each.function.arguments) for each in message.tool_calls]


TWO = [("a", "f", "{1}"), ("b", "g", "{2}")]


@pytest.mark.parametrize("index", [{"index": 0}, {"index": None}, {}])
def test_another_id_is_another_tool_call(sdk: Driver, index: dict[str, Any]) -> None:
    lists = [
        [call("f", "{", id="a", **index)],
        [call(arguments="1}", **index)],
        [call("g", "{", id="b", **index)],
        [call(arguments="2}", **index)],
    ]
    assert calls_of(sdk, *lists) == TWO


@pytest.mark.parametrize("index", [{"index": 0}, {"index": None}, {}])
def test_an_id_that_is_repeated_is_one_tool_call(sdk: Driver, index: dict[str, Any]) -> None:
    lists = [
        [call("f", "{", id="a", **index)],
        [call("g", "{", id="b", **index)],
        [call("f", "1}", id="a", **index)],
        [call("g", "2}", id="b", **index)],
    ]
    assert calls_of(sdk, *lists) == TWO


@pytest.mark.parametrize("index", [{"index": None}, {}])
def test_tool_calls_without_index_and_id_are_identified_by_their_position(sdk: Driver, index: dict[str, Any]) -> None:
    lists = [
        [call("f", "{", **index), call("g", "{", **index)],
        [call(arguments="1}", **index), call(arguments="2}", **index)],
    ]
    assert [each[1:] for each in calls_of(sdk, *lists)] == [("f", "{1}"), ("g", "{2}")]


@pytest.mark.parametrize("index", [{"index": 0}, {"index": None}, {}])
def test_another_name_after_the_arguments_is_another_tool_call(sdk: Driver, index: dict[str, Any]) -> None:
    lists = [[call("f", "{1}", **index)], [call("g", "{2}", **index)]]
    assert [each[1:] for each in calls_of(sdk, *lists)] == [("f", "{1}"), ("g", "{2}")]


def test_tool_calls_with_an_index_are_in_its_order(sdk: Driver) -> None:
    lists = [[call("g", "{", id="b", index=1)], [call("f", "{1}", id="a", index=0)], [call(arguments="2}", index=1)]]
    assert calls_of(sdk, *lists) == TWO


@pytest.mark.parametrize("later", [{"id": "", "type": ""}, {"id": None, "type": None}, {"id": "a"}])
@pytest.mark.parametrize("name", ["", None, "f", ...])
def test_an_empty_string_after_a_value_erases_nothing(sdk: Driver, later: dict[str, Any], name: Any) -> None:
    lists = [[call("f", "", id="a", index=0, type="function")], [call(name, "{}", index=0, **later)]]
    assert calls_of(sdk, *lists) == [("a", "f", "{}")]


@pytest.mark.parametrize("names", [("get_", "weather"), ("get_", "get_weather"), ("get_weather", "get_weather")])
def test_a_name_in_two_fragments_adds_up(sdk: Driver, names: tuple[str, str]) -> None:
    lists = [[call(names[0], id="a", index=0)], [call(names[1], "", index=0)], [call(arguments="{}", index=0)]]
    assert calls_of(sdk, *lists) == [("a", "get_weather", "{}")]


def test_an_empty_finish_reason_erases_nothing(sdk: Driver) -> None:
    choice = final(sdk, {"role": "assistant"}, {"role": ""}, {}, finish_reason=["", "stop", ""])
    assert (choice.finish_reason, choice.message.role) == ("stop", "assistant")


def test_logprobs_of_all_chunks_are_kept(sdk: Driver) -> None:
    def token(text: str) -> dict[str, Any]:
        return {"token": text, "logprob": -0.5, "bytes": None, "top_logprobs": [{"token": text, "logprob": -0.5}]}

    lists = [{"content": [token("a"), token("b")], "refusal": []}, {"content": []}, None, {"content": [token("c")]}]
    choice = final(sdk, {}, {}, {}, {}, logprobs=lists)
    assert [each.token for each in choice.logprobs.content] == ["a", "b", "c"]
    assert [each.top_logprobs[0].token for each in choice.logprobs.content] == ["a", "b", "c"]


@pytest.mark.parametrize("field", ["annotations", "images", "unknown_list"])
def test_lists_without_identity_are_joined(sdk: Driver, field: str) -> None:
    one, two, three = ({"type": "image_url", "image_url": {"url": f"data:{each}"}} for each in "123")
    message = final(sdk, {field: [one]}, {field: []}, {field: None}, {field: [two, three]}).message
    dumped = message.model_dump(exclude_unset=True)[field]
    assert [each["image_url"]["url"] for each in dumped] == ["data:1", "data:2", "data:3"]


def test_objects_with_an_index_in_an_unknown_list_are_merged(sdk: Driver) -> None:
    message = final(
        sdk,
        {"thoughts": [{"index": 0, "text": "a", "type": "t"}]},
        {"thoughts": [{"index": 1, "text": "x"}, {"index": 0, "text": "b", "type": "t"}]},
    ).message
    assert message.thoughts == [{"index": 0, "text": "ab", "type": "t"}, {"index": 1, "text": "x"}]


def test_objects_with_an_id_are_not_repeated(sdk: Driver) -> None:
    found = {"id": "c1", "type": "citation"}
    message = final(sdk, {"citations": [found]}, {"citations": [found, {"id": "c2"}]}).message
    assert message.citations == [found, {"id": "c2"}]


def test_unknown_texts_of_a_delta_are_joined(sdk: Driver) -> None:
    deltas = [{"reasoning_content": text, "message_id": "m1", "extra": {"thought": text}} for text in ("a", "", "b")]
    message = final(sdk, *deltas).message
    assert (message.reasoning_content, message.message_id, message.extra) == ("ab", "m1", {"thought": "ab"})


def test_a_list_and_texts_around_it_become_parts_of_one_content(sdk: Driver) -> None:
    image = {"type": "image_url", "image_url": {"url": "data:1"}}
    message = final(sdk, *({"content": each} for each in ("a", "b", [image], [], "c", None, "", "d"))).message
    assert [part.type for part in message.content] == ["text", "image_url", "text"]
    assert [message.content[0].text, message.content[2].text] == ["ab", "cd"]
    assert message.content[1].image_url.url == "data:1"


def test_content_that_is_a_list_alone_has_no_text_added(sdk: Driver) -> None:
    message = final(sdk, {"content": ""}, {"content": [{"type": "text", "text": "a"}]}, {"content": ""}).message
    assert [(part.type, part.text) for part in message.content] == [("text", "a")]
