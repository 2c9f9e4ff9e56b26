"""Accumulators and event logs: the final value of a stream."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.models import Model, OpenUnion, UnknownVariant
from runtime.response.lenient import repair
from runtime.stream.accumulator import text_of
from runtime.stream.event_log import EveryEvent, OneEvent
from runtime.stream.sse import Event
from runtime.stream.sum import Sum


class Call(Model):
    type: Literal["function"]
    id: str
    arguments: str


class Thought(Model):
    type: Literal["thought"]
    index: int | None = None
    text: str


class Secret(Model):
    type: Literal["secret"]
    index: int | None = None
    data: str


class Message(Model):
    role: Literal["assistant"]
    content: str | list[Call] | None = None
    calls: list[Call] | None = None
    thoughts: list[Annotated[Thought | Secret | UnknownVariant, OpenUnion("type")]] | None = None
    tags: list[str] | None = None
    labels: dict[str, str] | None = None


class Choice(Model):
    index: int
    message: Message
    reason: str | None = None


class Whole(Model):
    object: Literal["whole"] = "whole"
    id: str
    choices: list[Choice]


RULES = {
    "choices": "index",
    "choices.delta": "into:message",
    "choices.delta.content": "concat",
    "choices.delta.calls": "index",
    "choices.delta.calls.arguments": "concat",
    "choices.delta.thoughts": "index",
    "choices.delta.thoughts.text": "concat",
    "choices.delta.thoughts.data": "concat",
    "choices.delta.tags": "append",
}


def total(*items: Any) -> Any:
    total = Sum(RULES, Whole)
    for item in items:
        total.add(item)
    return total.value()


def delta(index: int = 0, **fields: Any) -> dict[str, Any]:
    return {"id": "1", "object": "part", "choices": [{"index": index, "delta": fields}]}


def test_strings_are_joined_and_null_changes_nothing() -> None:
    value = total(delta(content="a"), delta(content=None), delta(content="b"), delta(role="assistant"))
    assert value["choices"][0]["message"] == {"content": "ab", "role": "assistant"}


def test_null_alone_stays_null() -> None:
    assert total(delta(content=None))["choices"][0]["message"] == {"content": None}


def test_constants_are_those_of_the_result() -> None:
    assert total(delta(content="a"))["object"] == "whole"
    assert "object" not in total(delta())["choices"][0]


def test_choices_are_told_apart_by_index_and_stand_in_its_order() -> None:
    value = total(delta(1, content="b"), delta(0, content="a"), delta(1, content="B"))
    assert [choice["message"]["content"] for choice in value["choices"]] == ["a", "bB"]


def test_items_without_an_index_go_by_their_position() -> None:
    one = {"id": "1", "choices": [{"delta": {"content": "a"}}]}
    assert total(one, one)["choices"] == [{"message": {"content": "aa"}}]


def test_an_index_that_the_result_lacks_is_left_out() -> None:
    value = total(
        delta(calls=[{"index": 1, "id": "b", "arguments": "{"}]),
        delta(calls=[{"index": 0, "id": "a", "type": "function", "arguments": ""}, {"index": 1, "arguments": "}"}]),
    )
    calls = [{"id": "a", "type": "function", "arguments": ""}, {"id": "b", "arguments": "{}"}]
    assert value["choices"][0]["message"]["calls"] == calls


def test_items_of_one_index_and_two_tags_stay_two() -> None:
    value = total(
        delta(thoughts=[{"index": 0, "type": "thought", "text": "a"}]),
        delta(thoughts=[{"index": 0, "text": "b"}]),
        delta(thoughts=[{"index": 0, "type": "secret", "data": "x"}]),
        delta(thoughts=[{"index": 0, "type": "thought", "text": "c"}]),
    )
    assert value["choices"][0]["message"]["thoughts"] == [
        {"index": 0, "type": "thought", "text": "abc"},
        {"index": 0, "type": "secret", "data": "x"},
    ]


def test_other_lists_are_joined_and_other_values_are_the_last() -> None:
    value = total(delta(tags=["a"], n=1), delta(tags=["b", "c"], n=2), delta(n=None))
    assert value["choices"][0]["message"] == {"tags": ["a", "b", "c"], "n": 2}


def test_a_value_that_breaks_its_rule_loses_nothing() -> None:
    value = total(delta(content="a"), delta(content=[{"x": 1}]), delta(calls="odd"), "no object", {"choices": None})
    assert value["choices"][0]["message"] == {"content": [{"type": "text", "text": "a"}, {"x": 1}], "calls": "odd"}
    value = total(delta(calls=[{"index": 0, "id": "a"}]), delta(calls="odd"), delta(calls=[]), {"choices": "odd"})
    assert value["choices"][0]["message"] == {"calls": [{"id": "a"}]}


def test_outside_the_choices_the_last_value_that_is_not_empty_counts() -> None:
    value = total({"usage": {"n": 1, "of": [1]}, "urls": ["a"], "tier": "x"}, {"usage": {}, "urls": [], "tier": ""})
    assert value == {"object": "whole", "usage": {"n": 1, "of": [1]}, "urls": ["a"], "tier": "x"}
    assert total({"urls": ["a"], "usage": {"n": 1}}, {"urls": ["b"], "usage": {"m": 2}}) == {
        "object": "whole",
        "urls": ["b"],
        "usage": {"m": 2},
    }


def test_strings_of_a_list_take_a_single_string() -> None:
    assert total(delta(tags=["a"]), delta(tags="b"))["choices"][0]["message"] == {"tags": ["a", "b"]}


def test_the_texts_of_a_map_are_not_joined() -> None:
    value = total(delta(labels={"k": "v", "l": "w"}), delta(labels={"k": "v"}))
    assert value["choices"][0]["message"] == {"labels": {"k": "v", "l": "w"}}


def test_the_items_themselves_are_not_changed() -> None:
    items = [delta(tags=["a"]), delta(tags=["b"])]
    before = json.dumps(items)
    total(*items)
    assert json.dumps(items) == before


def test_the_result_is_typed() -> None:
    whole = repair(Whole, total(delta(role="assistant", content="a"), delta(content="b")), [])
    assert isinstance(whole, Whole)
    assert whole.choices[0].message.content == "ab"


def test_the_text_of_an_item_may_be_in_parts() -> None:
    item = {"choices": [{"message": {"content": [{"type": "text", "text": "a"}, {"type": "image"}, "odd"]}}]}
    assert list(text_of(item, ["choices", "message", "content"])) == ["a"]


def test_the_text_of_an_item_is_the_first_choices() -> None:
    path = ["choices", "message", "content"]
    item = repair(Whole, total(delta(1, content="b"), delta(0, content="a")), [])
    assert list(text_of(item, path)) == ["a"]
    assert list(text_of({"choices": [{"index": 1, "message": {"content": "b"}}]}, path)) == []
    assert list(text_of({"choices": [{"message": {"content": "raw"}}]}, path)) == ["raw"]
    assert list(text_of({"choices": [{"message": {"content": ""}}, {"message": None}]}, path)) == []


@given(st.lists(st.text(max_size=8), max_size=200))
def test_what_is_kept_comes_back_as_it_was(contents: list[str]) -> None:
    record = EveryEvent()
    events = [json.dumps({"id": "gen-1", "content": content, "more": True}).encode() for content in contents]
    for event in events:
        record.keep(event)
        record.pack()
    assert list(record.texts()) == events


@pytest.mark.parametrize("odd", [b"{}", b'{"id": "gen-1"', b'{"id": "gen-1", "content": "'])
def test_events_unlike_the_others_are_kept_too(odd: bytes) -> None:
    record = EveryEvent()
    events = [b'{"id": "gen-1", "content": "%d", "id": "gen-1"}' % n for n in range(200)]
    events[3::7] = [odd] * len(events[3::7])
    for event in events:
        record.keep(event)
        record.pack()
    assert list(record.texts()) == events


def test_one_event_is_kept_if_it_contains_the_result() -> None:
    named = Event(b'{"a": 1}')
    named.name = "done"
    record = OneEvent("done")
    for event in (b'{"type": "part", "text": "done"}', b'{"type": "done"}', named, b'{"type": "later"}'):
        record.keep(event)
    assert list(record.texts()) == [named]
