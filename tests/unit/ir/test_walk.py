"""Walks over the IR."""

from __future__ import annotations

from generator.ir.index import Index
from generator.ir.types import (
    Alias,
    Api,
    Array,
    Body,
    Content,
    Definition,
    Field,
    Map,
    Nullable,
    Object,
    Operation,
    Place,
    Ref,
    Response,
    Scalar,
    Stream,
    Tuple,
    Type,
    Union,
)
from generator.ir.walk import children, content_types, inside, request_types, response_types, uses

PLACE = Place("api.yaml", "")
STRING = Scalar("string")


def definition(id: str, *types: Type) -> Definition:
    fields = tuple(Field(f"f{index}", type, True, PLACE) for index, type in enumerate(types))
    return Definition(id, (id,), Object(fields), PLACE)


def test_children_are_one_level_down() -> None:
    assert children(Tuple((STRING, Ref("A")), Ref("B"))) == (STRING, Ref("A"), Ref("B"))
    assert children(Union((STRING, Map(Ref("A"))))) == (STRING, Map(Ref("A")))
    assert children(STRING) == ()
    assert list(inside(Nullable(Array(Ref("A"))))) == [Nullable(Array(Ref("A"))), Array(Ref("A")), Ref("A")]


def test_reached_follows_references_and_ends_in_circles() -> None:
    made = (definition("A", Array(Ref("B"))), definition("B", Ref("A")), definition("C", Ref("A")))
    index = Index(Api("Title", "1", PLACE, definitions=made))
    assert list(index.reached([Ref("A")])) == ["A", "B"]
    assert list(index.reached([STRING])) == []


def test_the_types_of_requests_responses_and_streams() -> None:
    def content(name: str) -> tuple[Content, ...]:
        return (Content("application/json", Ref(name), PLACE),)

    operation = Operation(
        "x",
        ("g",),
        "x",
        "POST",
        "/",
        PLACE,
        body=Body(True, content("A"), PLACE),
        responses=(Response("200", content("B"), PLACE),),
        errors=(Response("400", content("C"), PLACE),),
        stream=Stream("events", "text/event-stream", Ref("D"), PLACE),
    )
    assert list(request_types(operation)) == [Ref("A")]
    assert list(response_types(operation)) == [Ref("B"), Ref("D")]
    assert list(content_types(operation.errors)) == [Ref("C")]


def test_uses_are_the_references_of_a_definition() -> None:
    assert list(uses(definition("A", Ref("B"), Nullable(Ref("C")), Ref("B")))) == ["B", "C"]
    assert list(uses(Definition("A", ("A",), Alias(Map(Ref("B"))), PLACE))) == ["B"]
