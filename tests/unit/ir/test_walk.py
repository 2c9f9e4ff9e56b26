"""Ways through the IR."""

from __future__ import annotations

from generator.ir.types import (
    Alias,
    AnyValue,
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
from generator.ir.walk import children, in_dependency_order, inside, reach, reached

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
    made = [definition("A", Array(Ref("B"))), definition("B", Ref("A")), definition("C", Ref("A"))]
    by_id = {each.id: each for each in made}
    assert list(reached([Ref("A")], by_id)) == ["A", "B"]
    assert list(reached([STRING], by_id)) == []


def test_reach_tells_what_definitions_are_for() -> None:
    by_id = {each.id: each for each in (definition(name) for name in "ABCD")}

    def content(name: str) -> tuple[Content, ...]:
        return (Content("application/json", Ref(name), PLACE),)

    found = reach(
        [
            Operation(
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
        ],
        by_id,
    )
    assert [list(ids) for ids in (found.request, found.response, found.error, found.stream)] == [
        ["A"],
        ["B"],
        ["C"],
        ["D"],
    ]


def test_dependencies_come_first_and_circles_together() -> None:
    made = [
        definition("A", Ref("C")),
        definition("B", Ref("A"), Ref("Elsewhere")),
        definition("C", Ref("D"), Ref("A")),
        Definition("D", ("D",), Alias(AnyValue()), PLACE),
    ]
    order = [[each.id for each in component] for component in in_dependency_order(made)]
    assert order == [["D"], ["A", "C"], ["B"]]


def test_long_chains_need_no_recursion() -> None:
    count = 5000
    made = [definition(f"N{index}", Ref(f"N{index + 1}")) for index in range(count)] + [definition(f"N{count}")]
    assert [component[0].id for component in in_dependency_order(made)][:2] == [f"N{count}", f"N{count - 1}"]
