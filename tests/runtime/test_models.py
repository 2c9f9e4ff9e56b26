"""The base of models: constants, additional fields, serialization and open unions.

Annotations are real here, not text, as they are in generated modules.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError
from pydantic_core import CoreConfig, SchemaSerializer, core_schema
from runtime.models import Model, OpenUnion, UnknownVariant

SERIALIZER = SchemaSerializer(core_schema.any_schema(), CoreConfig(ser_json_inf_nan="constants"))


def sent(value: Any) -> Any:
    """What goes out for a value in a request."""
    return json.loads(SERIALIZER.to_json(value, exclude_unset=True, by_alias=True, warnings=False))


class Text(Model):
    type: Literal["text"] = "text"
    text: str
    note: str | None = None


class Image(Model):
    type_: Literal["image"] = Field(default="image", alias="type")
    url: str
    schema_: dict[str, Any] | None = Field(default=None, alias="schema")


class Group(Model):
    type: Literal["group", "list"]
    items: "list[Annotated[Text | Group | Later | UnknownVariant, OpenUnion('type')]]"


class Later(Model):
    type: Literal["later"] = "later"


Item = Annotated[Text | Image | Group | UnknownVariant, OpenUnion("type")]


class Box(Model):
    items: list[Item]


def read(text: str) -> Box:
    return Box.model_validate_json(text)


def test_constants_are_sent_without_being_set() -> None:
    assert sent(Text(text="hi")) == {"type": "text", "text": "hi"}
    assert sent(Image(url="u")) == {"type": "image", "url": "u"}
    assert sent([{"deep": Text(text="hi")}]) == [{"deep": {"type": "text", "text": "hi"}}]


def test_only_a_class_with_constants_has_the_hook() -> None:
    assert Model.model_post_init is BaseModel.model_post_init
    assert Group.model_post_init is BaseModel.model_post_init
    assert Text.model_post_init is not BaseModel.model_post_init


def test_constants_are_inherited_and_added_to() -> None:
    class Loud(Text):
        volume: Literal[11] = 11

    assert sent(Loud(text="hi")) == {"type": "text", "text": "hi", "volume": 11}


def test_a_class_of_responses_alone_keeps_its_constants_as_they_arrive() -> None:
    class Answer(Model, sent=False):
        object: Literal["answer"] = "answer"

    assert sent(Answer.model_validate_json("{}")) == {}
    assert sent(Answer.model_validate_json('{"object": "answer"}')) == {"object": "answer"}


def test_an_optional_constant_is_sent_only_when_given() -> None:
    class Cache(Model):
        kind: Literal["ephemeral"] | None = None

    assert sent(Cache()) == {}
    assert sent(Cache(kind="ephemeral")) == {"kind": "ephemeral"}


def test_absent_is_not_sent_and_none_is_null() -> None:
    assert sent(Text(text="a")) == {"type": "text", "text": "a"}
    assert sent(Text(text="a", note=None)) == {"type": "text", "text": "a", "note": None}


def test_unknown_fields_are_kept_and_readable() -> None:
    text = Text.model_validate_json('{"type": "text", "text": "a", "sparkle": {"level": 3}}')
    assert text.sparkle == {"level": 3}  # type: ignore[attr-defined]
    assert text.model_extra == {"sparkle": {"level": 3}}


VERBATIM = {
    "items": [
        {"type": "text", "text": "a", "note": None, "new": [1, {"x": None}]},
        {"type": "image", "url": "u", "schema": {"type": "object"}},
        {"type": "hologram", "depth": 3, "inner": {"type": "text"}},
        {"type": "list", "items": [{"type": "group", "items": []}, {"type": "later"}, {"type": "never"}]},
    ],
    "cursor": "c",
}


def test_received_values_are_sent_back_unchanged() -> None:
    assert sent(read(json.dumps(VERBATIM))) == VERBATIM


def test_wire_names_are_the_default_when_dumping() -> None:
    assert Image(url="u", schema_={}).model_dump(exclude_unset=True) == {"type": "image", "url": "u", "schema": {}}


def test_open_unions_choose_by_the_tag() -> None:
    kinds = [type(item) for item in read(json.dumps(VERBATIM)).items]
    assert kinds == [Text, Image, UnknownVariant, Group]


def test_open_unions_nest_through_names_that_come_later() -> None:
    group = read(json.dumps(VERBATIM)).items[3]
    assert isinstance(group, Group)
    assert [type(item) for item in group.items] == [Group, Later, UnknownVariant]


@pytest.mark.parametrize("tag", ['"text"', '"image"', '"list"'])
def test_a_known_tag_never_becomes_unknown(tag: str) -> None:
    with pytest.raises(ValidationError):
        read(f'{{"items": [{{"type": {tag}}}]}}')


@pytest.mark.parametrize("item", ["{}", '{"type": null}', '{"type": 3}', '{"type": ["text"]}', '{"type": "TEXT"}'])
def test_any_other_tag_is_unknown(item: str) -> None:
    (unknown,) = read(f'{{"items": [{item}]}}').items
    assert type(unknown) is UnknownVariant
    assert sent(unknown) == json.loads(item)


@pytest.mark.parametrize("item", ["3", '"text"', "null", "[]"])
def test_what_is_no_object_is_no_member(item: str) -> None:
    with pytest.raises(ValidationError):
        read(f'{{"items": [{item}]}}')


def test_open_unions_take_models_and_dicts_mixed() -> None:
    given: list[Any] = [Text(text="a"), {"type": "image", "url": "x"}, Image(url="z"), UnknownVariant()]
    box = Box(items=given)
    assert [type(item) for item in box.items] == [Text, Image, Image, UnknownVariant]


def test_repr_shows_what_was_given() -> None:
    assert repr(Text(text="a")) == "Text(type='text', text='a')"
    assert repr(Text.model_validate({"text": "a", "x": 1})) == "Text(type='text', text='a', x=1)"


FIRST_TOUCH = """
import sys, threading
sys.path.insert(0, {path!r})
from typing import Annotated, Literal
from runtime.models import Model, OpenUnion, UnknownVariant
from runtime.response.lenient import repair, validator

class Leaf(Model):
    type: Literal["leaf"] = "leaf"
    size: int

class Node(Model):
    type: Literal["node"] = "node"
    children: "list[Annotated[Leaf | Node | UnknownVariant, OpenUnion('type')]]"

class Tree(Model):
    root: Node | None = None

TEXT = b'{{"root": {{"type": "node", "children": [{{"type": "node", "children": [{{"type": "leaf", "size": 1}}]}}]}}}}'
start, failures = threading.Barrier(32), []

def touch(number):
    start.wait()
    try:
        if number % 3 == 0:
            size = validator(Tree)(TEXT).root.children[0].children[0].size
        elif number % 3 == 1:
            size = Tree.model_validate_json(TEXT).root.children[0].children[0].size
        else:
            size = repair(Tree, {{"root": {{"type": "node", "children": [{{"type": "leaf", "size": 1}}]}}}}, [])
            size = size.root.children[0].size
        assert size == 1
    except BaseException as error:
        failures.append(repr(error))

threads = [threading.Thread(target=touch, args=(number,)) for number in range(32)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
sys.exit("; ".join(failures) or 0)
"""


@pytest.mark.parametrize("trial", range(4))
def test_models_first_touched_from_32_threads_at_once(trial: int) -> None:
    program = FIRST_TOUCH.format(path=str(Path(__file__).parents[2] / "templates" / "python"))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), trial


class Owner(Model):
    kind: Literal["owner"] | None = None


class Guest(Model):
    kind: Literal["guest", "visitor"] | str
    host: str


def test_a_tag_may_be_optional_or_open_to_further_values() -> None:
    class Badge(Model):
        holder: Annotated[Owner | Guest | UnknownVariant, OpenUnion("kind")]

    def holder(**data: str) -> Any:
        return Badge.model_validate({"holder": data}).holder

    assert isinstance(holder(kind="owner"), Owner)
    assert isinstance(holder(kind="visitor", host="Ann"), Guest)
    assert isinstance(holder(kind="robot"), UnknownVariant)
    with pytest.raises(ValidationError):
        holder(kind="guest")
