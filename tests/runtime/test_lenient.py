"""Values built from JSON that does not match its type."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError
from runtime.models import Model, OpenUnion, UnknownVariant
from runtime.response.lenient import repair, validator
from typing_extensions import TypeAliasType


class Text(Model):
    type: Literal["text"] = "text"
    text: str


class Image(Model):
    type: Literal["image"] = "image"
    url: str
    width: int | None = None


Part: TypeAlias = Annotated[Text | Image | UnknownVariant, OpenUnion("type")]
Tree = TypeAliasType("Tree", "dict[str, Tree] | list[Tree] | Text | int")


class Message(Model):
    role: Literal["user", "assistant"]
    content: str | list[Part] | None = None
    parent: Message | None = None
    created: int
    at: datetime | None = None
    labels: dict[str, int] | None = None
    point: tuple[int, int] | None = None
    either: Text | Image | None = None
    level: Literal["low", "high"] | str | None = None
    schema_: dict[str, Any] | None = Field(default=None, alias="schema")
    score: Annotated[int, Field(ge=0)] | None = None
    tree: Tree | None = None


SOUND: dict[str, Any] = {"role": "user", "created": 1}


def repaired(value: Any, annotation: Any = Message) -> tuple[Any, list[str]]:
    paths: list[str] = []
    return repair(annotation, value, paths), paths


CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("a new value of a closed set", {"role": "robot"}, ["role"]),
    ("an empty string for it", {"role": ""}, ["role"]),
    ("a fraction for an integer", {"created": 1.5}, ["created"]),
    ("null for what is never null", {"created": None}, ["created"]),
    ("an object for a number", {"created": {"s": 1}}, ["created"]),
    ("no date", {"at": "soon"}, ["at"]),
    ("one bad value in a map", {"labels": {"a": 1, "b": "x"}}, ["labels.b"]),
    ("one bad place in a tuple", {"point": [1, "x"]}, ["point[1]"]),
    ("a tuple too long", {"point": [1, 2, 3]}, ["point"]),
    ("a member that lacks a field", {"content": [{"type": "text"}]}, ["content[0].text"]),
    ("a member with a bad field", {"content": [{"type": "image", "url": "u", "width": "w"}]}, ["content[0].width"]),
    ("something for either", {"either": {"type": "image", "url": 3}}, ["either.url"]),
    ("deeper", {"parent": {"role": "user", "created": "x"}}, ["parent.created"]),
    ("under a wire name", {"schema": [1]}, ["schema"]),
    ("out of bounds", {"score": -1}, ["score"]),
    ("a bad leaf of a recursive alias", {"tree": {"a": [1, {"b": "x"}]}}, ["tree.a[1].b"]),
    ("two at once", {"role": 3, "created": "x"}, ["role", "created"]),
]


@pytest.mark.parametrize(("change", "paths"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_value_that_does_not_fit_is_kept_raw_with_its_path(change: dict[str, Any], paths: list[str]) -> None:
    value = {**SOUND, **change, "extra": {"kept": True}}
    with pytest.raises(ValidationError):
        Message.model_validate(value)
    message, found = repaired(value)
    assert isinstance(message, Message)
    assert found == paths
    assert message.extra == {"kept": True}  # type: ignore[attr-defined]
    assert json.loads(message.model_dump_json(exclude_unset=True, warnings=False)) == value


def test_a_required_field_that_is_missing_reads_as_none_and_is_not_set() -> None:
    message, paths = repaired({"role": "user"})
    assert message.created is None
    assert message.model_fields_set == {"role"}
    assert paths == ["created"]


def test_what_fits_beside_it_is_typed() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": 3}, {"type": "new", "x": 1}]
    message, paths = repaired(
        {**SOUND, "content": parts, "at": "2024-01-02T03:04:05Z", "parent": SOUND, "created": "x"}
    )
    assert [type(part) for part in message.content] == [Text, Text, UnknownVariant]
    assert isinstance(message.parent, Message)
    assert isinstance(message.at, datetime)
    assert paths == ["content[1].text", "created"]


def test_a_union_member_is_chosen_by_its_literals() -> None:
    message, _ = repaired({**SOUND, "either": {"type": "image"}})
    assert type(message.either) is Image
    assert message.either.url is None


def test_a_constant_that_is_missing_is_what_it_can_only_be() -> None:
    text, paths = repaired({}, Text)
    assert (text.type, text.text, paths) == ("text", None, ["text"])


@pytest.mark.parametrize("value", [3, "x", None, [], True])
def test_what_is_no_object_at_all_comes_back_as_it_is(value: Any) -> None:
    assert repaired(value) == (value, [""])


@pytest.mark.parametrize(
    ("annotation", "value", "expected", "paths"),
    [
        (list[int], [1, "x", 3], [1, "x", 3], ["[1]"]),
        (list[Text] | Text, [{"type": "text", "text": "a"}], [Text(text="a")], []),
        (dict[str, list[int]], {"a": [1, None]}, {"a": [1, None]}, ["a[1]"]),
        (int | str, 1.5, 1.5, [""]),
        (Part, {"type": "new"}, UnknownVariant.model_validate({"type": "new"}), []),
        (tuple[int, ...], [1, 2], (1, 2), []),
        (Literal["a"], "b", "b", [""]),
        (Any, {"x": 1}, {"x": 1}, []),
        (datetime, "x", "x", [""]),
    ],
)
def test_any_annotation(annotation: Any, value: Any, expected: Any, paths: list[str]) -> None:
    assert repaired(value, annotation) == (expected, paths)


def test_json_that_is_nested_beyond_reason_is_no_crash() -> None:
    value: Any = {**SOUND, "created": "x"}
    for _ in range(2_000):
        value = {**SOUND, "parent": value}
    message, paths = repaired(value)
    assert message is value or isinstance(message, Message)
    assert len(paths) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.sampled_from(["", "text", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "url", "role", "content", "parent", "new"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*Message.model_fields, "schema", "new"]), JSON, max_size=8))
def test_nothing_is_ever_lost(value: dict[str, Any]) -> None:
    value.pop("schema_", None)
    message, _ = repaired(value)
    dumped = json.loads(message.model_dump_json(exclude_unset=True, warnings=False, by_alias=True))
    assert dumped.keys() == value.keys()
    assert str(dumped["new"] if "new" in value else None) == str(value.get("new"))


def test_the_validator_of_any_annotation() -> None:
    assert validator(Message)(b'{"role": "user", "created": 1}') == Message(role="user", created=1)
    assert validator(list[Text | int])(b'[{"text": "a"}, 1]') == [Text(text="a"), 1]
    with pytest.raises(ValidationError):
        validator(Message)(b"{}")
