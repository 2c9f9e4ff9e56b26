"""Unions: flat, tagged, named."""

from __future__ import annotations

import pytest

from generator.ir.types import AnyValue, Array, Constant, Enumeration, Map, Nullable, Ref, Scalar, Tag, Type, Union
from tests.unit.lower.conftest import Schemas

STRING = Scalar("string")
INTEGER = Scalar("integer")
TWO = """
A: {type: object, required: [type], properties: {type: {const: a}, x: {type: string}}}
B: {type: object, required: [type], properties: {type: {enum: [b, bb]}, y: {type: string}}}
"""


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{oneOf: [{type: string}, {type: integer}]}", Union((STRING, INTEGER))),
        ("{anyOf: [{type: string}, {type: 'null'}]}", Nullable(STRING)),
        ("{anyOf: [{type: string}, {type: [integer, 'null']}]}", Nullable(Union((STRING, INTEGER)))),
        ("{anyOf: [{type: string}, {enum: [null]}]}", Nullable(STRING)),
        ("{anyOf: [{type: string}], nullable: true}", Nullable(STRING)),
        ("{oneOf: [{type: string}]}", STRING),
        ("{oneOf: [{type: string}, {type: string}]}", STRING),
        (
            "{oneOf: [{type: string}, {oneOf: [{type: integer}, {type: boolean}]}]}",
            Union((STRING, INTEGER, Scalar("boolean"))),
        ),
        ("{oneOf: [{type: string}, {type: array, items: {type: string}}]}", Union((STRING, Array(STRING)))),
        ("{oneOf: [{type: string}, {type: [string, integer]}]}", Union((STRING, INTEGER))),
        ("{oneOf: [{const: a}]}", Constant("a")),
        ("{oneOf: [{const: 1}, {const: true}]}", Union((Constant(1), Constant(True)))),
        ("{oneOf: [{const: a}, {type: string}]}", STRING),
        ("{oneOf: [{const: true}, {const: false}]}", Scalar("boolean")),
        ("{oneOf: [{type: string}, {}]}", AnyValue()),
        ("{oneOf: [{type: string, format: date}, {type: string}]}", Union((Scalar("string", "date"), STRING))),
        ("{oneOf: [{type: object}, {type: string}]}", Union((Map(AnyValue()), STRING))),
        (
            "{type: string, anyOf: [{format: uuid}, {format: email}]}",
            Union((Scalar("string", "uuid"), Scalar("string", "email"))),
        ),
    ],
)
def test_an_inline_union_is_its_type(schemas: Schemas, schema: str, expected: Type) -> None:
    assert schemas(f"S: {{type: object, properties: {{p: {schema}}}}}").types("S") == {"p": expected}


@pytest.mark.parametrize(
    "schema",
    [
        "{anyOf: [{enum: [a, b]}, {type: string}]}",
        "{anyOf: [{type: string}, {const: a}, {const: b}]}",
        "{oneOf: [{const: a}, {const: b}]}",
        "{oneOf: [{enum: [a]}, {enum: [b, a]}]}",
    ],
)
def test_constants_enums_and_text_are_one_enumeration(schemas: Schemas, schema: str) -> None:
    lowered = schemas(f"S: {{type: object, properties: {{p: {schema}}}}}")
    assert set(lowered.alias(lowered.types("S")["p"].id).values) == {"a", "b"}
    assert lowered.alias(lowered.types("S")["p"].id).open or "enum" not in schema


def test_text_beside_a_named_open_enum_is_that_enum(schemas: Schemas) -> None:
    lowered = schemas("E: {enum: [a, b]}\nS: {anyOf: [{type: string}, {$ref: '#/components/schemas/E'}]}")
    assert lowered.alias("S") == Ref("E")


def test_a_tag_is_found_without_a_discriminator(schemas: Schemas) -> None:
    lowered = schemas(TWO + "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}")
    assert lowered.alias("U") == Union((Ref("A"), Ref("B")), Tag("type", (("a",), ("b", "bb"))))


@pytest.mark.parametrize(
    "other",
    [
        "{type: object, required: [type], properties: {type: {const: a}}}",
        "{type: object, properties: {type: {const: b}}}",
        "{type: object, required: [type], properties: {type: {type: string}}}",
        "{type: string}",
    ],
)
def test_no_tag_where_it_would_not_tell(schemas: Schemas, other: str) -> None:
    lowered = schemas(
        TWO + f"C: {other}\nU: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/C'}}]}}"
    )
    assert lowered.alias("U") == Union((Ref("A"), Ref("C")))
    assert lowered.said() == []


def test_a_mapping_gives_its_members_the_constants_they_lack(schemas: Schemas) -> None:
    lowered = schemas("""
A: {type: object, properties: {kind: {type: string}}}
B: {type: object, properties: {x: {type: string}}}
C: {type: object, properties: {kind: {type: string}}}
D: {type: object, properties: {kind: {type: string}}}
U:
  oneOf:
    - {$ref: '#/components/schemas/A'}
    - {$ref: '#/components/schemas/B'}
    - {$ref: '#/components/schemas/C'}
    - {$ref: '#/components/schemas/D'}
  discriminator:
    propertyName: kind
    mapping: {a: '#/components/schemas/A', b: B, c1: C, c2: C}
""")
    assert lowered.alias("U").tag == Tag("kind", (("a",), ("b",), ("c1", "c2"), ("D",)))
    assert lowered.types("A") == {"kind": Constant("a")}
    assert lowered.types("B") == {"kind": Constant("b"), "x": STRING}
    assert lowered.fields("B")["kind"].required
    assert lowered.alias("C/kind") == Enumeration(("c1", "c2"))
    assert lowered.types("D") == {"kind": Constant("D")}


def test_a_member_that_discriminators_call_by_two_names_leaves_the_union_untagged(schemas: Schemas) -> None:
    lowered = schemas("""
A: {type: object, properties: {kind: {type: string}}}
B: {type: object, properties: {kind: {type: string}}}
U: {oneOf: &both [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}],
    discriminator: {propertyName: kind, mapping: {one: A, b: B}}}
V: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}],
    discriminator: {propertyName: kind, mapping: {two: A, b: B}}}
""")
    assert lowered.alias("U") == lowered.alias("V") == Union((Ref("A"), Ref("B")))
    assert lowered.said("warning") == ["untagged-union", "untagged-union"]
    assert [fallback.code for fallback in lowered.api.fallbacks] == ["untagged-union", "untagged-union"]


def test_named_unions_in_unions_are_opened(schemas: Schemas) -> None:
    lowered = schemas(
        TWO
        + """
C: {type: object, required: [type], properties: {type: {const: c}}}
U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
V:
  oneOf:
    - {$ref: '#/components/schemas/U'}
    - {$ref: '#/components/schemas/C'}
    - {$ref: '#/components/schemas/A'}
    - {type: 'null'}
"""
    )
    assert lowered.alias("V") == Nullable(
        Union((Ref("A"), Ref("B"), Ref("C")), Tag("type", (("a",), ("b", "bb"), ("c",))))
    )


def test_unions_in_a_circle_end(schemas: Schemas) -> None:
    lowered = schemas("""
U: {oneOf: [{type: string}, {$ref: '#/components/schemas/V'}]}
V: {oneOf: [{type: integer}, {$ref: '#/components/schemas/U'}]}
""")
    assert set(lowered.alias("U").members) == set(lowered.alias("V").members) == {STRING, INTEGER}


def test_inline_members_are_called_by_tag_title_or_what_only_they_have(schemas: Schemas) -> None:
    lowered = schemas("""
Tagged:
  oneOf:
    - {title: Ignored, type: object, required: [t], properties: {t: {const: first}}}
    - {type: object, required: [t], properties: {t: {const: second}}}
Titled:
  oneOf:
    - {title: By title, type: object, properties: {a: {type: string}}}
    - {type: object, required: [b, c], properties: {a: {type: string}, b: {type: string}, c: {type: string}}}
    - {type: object, properties: {a: {type: string}, d: {type: string}}}
    - {type: array, items: {type: object, properties: {z: {type: string}}}}
""")
    assert lowered.alias("Tagged").members == (Ref("Tagged/first"), Ref("Tagged/second"))
    assert lowered.alias("Titled").members == (
        Ref("Titled/By title"),
        Ref("Titled/b"),
        Ref("Titled/d"),
        Array(Ref("Titled/Item")),
    )
    assert lowered.definitions["Titled/By title"].name == ("Titled", "By title")
    assert not lowered.definitions["Titled/b"].component


def test_what_stands_beside_a_union_is_in_each_member(schemas: Schemas) -> None:
    lowered = schemas(
        TWO
        + """
U:
  type: object
  required: [id]
  properties: {id: {type: string}, state: {enum: [on, off]}}
  oneOf: [{$ref: '#/components/schemas/A'}, {properties: {z: {type: integer}}, required: [z]}]
Same:
  type: object
  properties: {type: {type: string}}
  oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
"""
    )
    first, second = lowered.alias("U").members
    assert lowered.types(first.id) == {"id": STRING, "state": Ref("U/state"), "type": Constant("a"), "x": STRING}
    assert lowered.types(second.id) == {"id": STRING, "state": Ref("U/state"), "z": INTEGER}
    assert lowered.alias("Same").members == (Ref("A"), Ref("B"))


def test_members_that_only_require_are_no_union(schemas: Schemas) -> None:
    lowered = schemas("""
S:
  type: object
  properties: {a: {type: string}, b: {type: string}}
  oneOf: [{required: [a]}, {required: [b]}, {not: {required: [a]}}]
""")
    assert lowered.types("S") == {"a": STRING, "b": STRING}
    assert not any(field.required for field in lowered.object("S").fields)


def test_combinations_that_nothing_fits_are_left_out(schemas: Schemas) -> None:
    lowered = schemas(
        TWO
        + """
U:
  allOf:
    - oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
    - {type: object, required: [type], properties: {type: {const: b}}}
"""
    )
    assert list(lowered.types("U")) == ["type", "y"]


def test_a_union_of_objects_is_hoisted_and_one_of_scalars_is_not(schemas: Schemas) -> None:
    lowered = schemas(
        TWO
        + """
S:
  type: object
  properties:
    many: {type: array, items: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}}
    mixed: {oneOf: [{type: string}, {$ref: '#/components/schemas/A'}]}
"""
    )
    assert lowered.types("S") == {"many": Array(Ref("S/many/Item")), "mixed": Union((STRING, Ref("A")))}
    assert [definition.id for definition in lowered.api.definitions] == ["A", "B/type", "B", "S/many/Item", "S"]


def test_more_combinations_than_anyone_reads_are_bounded_and_said(schemas: Schemas) -> None:
    group = "{oneOf: [" + ", ".join(f"{{properties: {{p{i}: {{type: string}}}}}}" for i in range(8)) + "]}"
    lowered = schemas(f"S: {{type: object, allOf: [{', '.join([group] * 4)}]}}")
    assert "too-many-combinations" in lowered.said("warning")


def test_unions_within_unions_do_not_multiply_without_end(schemas: Schemas) -> None:
    level = """\
A{0}:
  type: object
  properties: {{q{0}: {{}}}}
  oneOf:
  - $ref: '#/components/schemas/A{1}'
  - {{type: object, properties: {{z{0}: {{}}}}, oneOf: [{{$ref: '#/components/schemas/A{1}'}}, {{required: [b]}}]}}
"""
    lowered = schemas("".join(level.format(i, i + 1) for i in range(14)) + "A14: {type: object}\n")
    assert "too-many-combinations" in lowered.said("warning")
    assert len(lowered.api.definitions) < 14 * 300
