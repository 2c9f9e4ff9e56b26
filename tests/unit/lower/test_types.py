"""Schemas to types: scalars, null, constants, enums, arrays, maps."""

from __future__ import annotations

import pytest

from generator.ir.types import (
    ABSENT,
    AnyValue,
    Array,
    Constant,
    Constraint,
    Enumeration,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Tuple,
    Type,
    Union,
)
from tests.unit.lower.conftest import Lowering, Schemas

STRING = Scalar("string")
INTEGER = Scalar("integer")


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: string}", STRING),
        ("{type: string, format: date-time, pattern: x}", Scalar("string", "date-time")),
        ("{type: integer, format: int64}", Scalar("integer", "int64")),
        ("{type: [string, 'null']}", Nullable(STRING)),
        ("{type: ['null']}", Scalar("null")),
        ("{type: 'null'}", Scalar("null")),
        ("{type: [string, integer]}", Union((STRING, INTEGER))),
        ("{type: [string, integer, 'null']}", Nullable(Union((STRING, INTEGER)))),
        ("{}", AnyValue()),
        ("true", AnyValue()),
        ("false", Never()),
        ("{description: anything}", AnyValue()),
        ("{const: 1}", Constant(1)),
        ("{const: {a: [1]}}", Constant({"a": [1]})),
        ("{enum: [only]}", Constant("only")),
        ("{enum: [only, null]}", Nullable(Constant("only"))),
        ("{enum: [null]}", Scalar("null")),
        ("{const: null}", Scalar("null")),
        ("{enum: [true, false]}", Scalar("boolean")),
        ("{type: string, enum: []}", STRING),
        ("{type: array}", Array(AnyValue())),
        ("{type: array, items: {type: string}, uniqueItems: true}", Array(STRING, unique=True)),
        ("{prefixItems: [{type: string}, {type: integer}], items: false}", Tuple((STRING, INTEGER))),
        ("{prefixItems: [{type: string}]}", Tuple((STRING,), AnyValue())),
        ("{prefixItems: [{type: string}], items: {type: integer}}", Tuple((STRING,), INTEGER)),
        ("{prefixItems: [{type: string}], maxItems: 1}", Tuple((STRING,))),
        ("{type: object}", Map(AnyValue())),
        ("{type: object, additionalProperties: {type: integer}}", Map(INTEGER)),
        ("{type: object, additionalProperties: true}", Map(AnyValue())),
        ("{type: object, patternProperties: {'^x': {type: integer}}, additionalProperties: false}", Map(INTEGER)),
        ("{minLength: 1}", STRING),
        ("{format: uuid}", Scalar("string", "uuid")),
        ("{maximum: 3}", Scalar("number")),
        ("{items: {type: string}}", Array(STRING)),
        ("{additionalProperties: {type: string}}", Map(STRING)),
        ("{type: string, contentEncoding: base64}", Scalar("string", "byte")),
        ("{type: string, contentMediaType: application/octet-stream}", Scalar("string")),
    ],
)
def test_an_inline_schema_is_its_type(schemas: Schemas, schema: str, expected: Type) -> None:
    assert schemas(f"S: {{type: object, properties: {{p: {schema}}}}}").types("S") == {"p": expected}


def test_an_enum_has_each_value_once_and_may_mix_kinds(schemas: Schemas) -> None:
    assert schemas("E: {enum: [a, 1, true, a, 1.5, '1', null]}").alias("E") == Nullable(
        Enumeration(("a", 1, True, 1.5, "1"))
    )


@pytest.mark.parametrize(("said", "is_open"), [("allow", True), ("disallow", False)])
def test_a_document_may_close_an_enum(schemas: Schemas, said: str, is_open: bool) -> None:
    enum = schemas(f"E: {{enum: [a, b], x-speakeasy-unknown-values: {said}}}").alias("E")
    assert enum == Enumeration(("a", "b"), is_open)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: string, enum: [1, 2.5, true]}", Enumeration(("1", "2.5", "true"))),
        ("{type: integer, enum: ['1', '2']}", Enumeration((1, 2))),
    ],
)
def test_values_of_another_kind_than_the_type_are_mended(schemas: Schemas, schema: str, expected: Type) -> None:
    lowered = schemas(f"E: {schema}")
    assert lowered.alias("E") == expected
    assert lowered.said("warning") == ["enum-type"]


def test_an_enum_on_an_array_is_that_of_its_items(schemas: Schemas) -> None:
    lowered = schemas("E: {type: array, items: {type: string}, enum: [a, b]}")
    assert lowered.alias("E") == Array(Ref("E/Item"))
    assert lowered.alias("E/Item") == Enumeration(("a", "b"))


def test_an_enum_of_objects_is_as_wide_as_objects_and_says_so(schemas: Schemas) -> None:
    lowered = schemas("E: {enum: [{a: 1}, {b: 2}]}")
    assert lowered.alias("E") == Map(AnyValue())
    assert [fallback.code for fallback in lowered.api.fallbacks] == ["composite-enum"]


@pytest.mark.parametrize(
    "schema",
    [
        "{type: [object, 'null'], properties: {a: {type: string}}}",
        "{anyOf: [{type: object, properties: {a: {type: string}}}, {type: 'null'}]}",
        "{oneOf: [{type: 'null'}, {type: [object, 'null'], properties: {a: {type: string}}}]}",
    ],
)
def test_a_nullable_object_is_plain_and_each_reference_to_it_may_be_null(schemas: Schemas, schema: str) -> None:
    lowered = schemas(f"""
N: {schema}
S:
  type: object
  properties:
    one: {{$ref: '#/components/schemas/N'}}
    many: {{type: array, items: {{$ref: '#/components/schemas/N'}}}}
    again: {{anyOf: [{{$ref: '#/components/schemas/N'}}, {{type: 'null'}}]}}
""")
    assert isinstance(lowered.definitions["N"].shape, Object)
    assert lowered.types("S") == {
        "one": Nullable(Ref("N")),
        "many": Array(Nullable(Ref("N"))),
        "again": Nullable(Ref("N")),
    }


@pytest.mark.parametrize(
    "schema",
    [
        "{type: [string, 'null'], enum: [a, b, null]}",
        "{type: [array, 'null'], items: {type: string}}",
        "{anyOf: [{type: string}, {type: object, properties: {x: {type: string}}}, {type: 'null'}]}",
    ],
)
def test_any_other_nullable_component_holds_null_itself(schemas: Schemas, schema: str) -> None:
    lowered = schemas(f"""
N: {schema}
M: {{$ref: '#/components/schemas/N'}}
S:
  type: object
  properties:
    one: {{$ref: '#/components/schemas/N'}}
    again: {{oneOf: [{{$ref: '#/components/schemas/M'}}, {{type: 'null'}}]}}
""")
    assert isinstance(lowered.alias("N"), Nullable)
    assert lowered.alias("M") == Ref("N")
    assert lowered.types("S")["one"] == Ref("N")


def test_an_object_keeps_what_is_said_of_its_properties(schemas: Schemas) -> None:
    lowered = schemas("""
S:
  type: object
  required: [a]
  additionalProperties: false
  properties:
    a: {type: string, minLength: 2, maxLength: 5, description: the a, readOnly: true}
    b: {type: integer, default: 3, deprecated: true, x-speakeasy-deprecation-message: use a}
    c: {type: string, default: null, writeOnly: true, x-speakeasy-name-override: see}
    d: {$ref: '#/components/schemas/Old', description: the d}
Old: {type: string, default: x, deprecated: true, description: an old one}
""")
    fields = lowered.fields("S")
    assert lowered.object("S").extra is None
    assert [field.required for field in fields.values()] == [True, False, False, False]
    assert fields["a"].constraints == (Constraint("minLength", 2), Constraint("maxLength", 5))
    assert fields["a"].read_only
    assert fields["a"].docs.description == "the a"
    assert fields["a"].default is ABSENT
    assert (fields["b"].default, fields["b"].docs.deprecated, fields["b"].docs.deprecation) == (3, True, "use a")
    assert (fields["c"].default, fields["c"].write_only, fields["c"].name) == (None, True, "see")
    assert (fields["d"].type, fields["d"].default) == (Ref("Old"), "x")
    assert (fields["d"].docs.description, fields["d"].docs.deprecated) == ("the d", True)
    assert fields["a"].place.pointer == "/components/schemas/S/properties/a"


def test_more_properties_stand_beside_those_declared(schemas: Schemas) -> None:
    lowered = schemas("""
Any: {type: object, properties: {a: {type: string}}}
Typed: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}
Made: {type: object, properties: {a: {type: string}}, additionalProperties: {type: object, properties: {b: {}}}}
None: {type: object, additionalProperties: false}
""")
    assert lowered.object("Any").extra == AnyValue()
    assert lowered.object("Typed").extra == INTEGER
    assert lowered.object("Made").extra == Ref("Made/Value")
    assert lowered.object("None") == Object((), None)


def test_an_optional_property_marked_ignored_is_left_out_and_noted(schemas: Schemas) -> None:
    lowered = schemas("""
S:
  type: object
  required: [kept]
  properties:
    gone: {$ref: '#/components/schemas/Ignored'}
    kept: {type: string, x-fern-ignore: true}
Ignored: {type: string, x-speakeasy-ignore: true}
""")
    assert list(lowered.fields("S")) == ["kept"]
    assert lowered.said() == ["ignored-property", "ignored-required"]


@pytest.mark.parametrize(
    ("schema", "expected", "code"),
    [
        ("{type: text}", STRING, "loose-type"),
        ("{type: int}", INTEGER, "loose-type"),
        ("{type: wibble}", AnyValue(), "unknown-type"),
    ],
)
def test_a_loose_name_of_a_type_has_its_one_reading(schemas: Schemas, schema: str, expected: Type, code: str) -> None:
    lowered = schemas(f"S: {schema}")
    assert lowered.alias("S") == expected
    assert lowered.said("warning") == [code]


def test_keywords_that_no_type_says_are_noted(schemas: Schemas) -> None:
    lowered = schemas("S: {type: string, not: {const: x}, if: {minLength: 1}, then: {maxLength: 3}}")
    assert lowered.alias("S") == STRING
    assert set(lowered.said()) == {"untyped-keyword"}


def test_recursion_needs_no_name_of_its_own(schemas: Schemas) -> None:
    lowered = schemas("""
Tree: {type: object, properties: {next: {$ref: '#/components/schemas/Tree'}, all: {$ref: '#/components/schemas/List'}}}
List: {type: array, items: {$ref: '#/components/schemas/Tree'}}
""")
    assert lowered.types("Tree") == {"next": Ref("Tree"), "all": Ref("List")}
    assert lowered.alias("List") == Array(Ref("Tree"))


def test_recursion_through_an_inline_place_makes_one_definition(schemas: Schemas) -> None:
    lowered = schemas("""
A:
  type: object
  properties:
    list: {type: array, items: {$ref: '#/components/schemas/A/properties/list'}}
B: {type: object, properties: {same: {$ref: '#/components/schemas/A/properties/list'}}}
""")
    assert lowered.types("A") == {"list": Ref("A/list")}
    assert lowered.types("B") == {"same": Ref("A/list")}
    assert lowered.alias("A/list") == Array(Ref("A/list"))


def test_an_inline_object_referred_to_by_its_place_is_named_by_it(schemas: Schemas) -> None:
    lowered = schemas("""
First: {type: object, properties: {x: {$ref: '#/components/schemas/Owner/properties/inner'}}}
Owner: {type: object, properties: {inner: {type: object, properties: {a: {type: string}}}}}
""")
    assert lowered.types("First")["x"] == lowered.types("Owner")["inner"] == Ref("Owner/inner")


def test_schemas_nested_without_end_are_an_error_and_no_crash(schemas: Schemas) -> None:
    text = "{type: object, properties: {a: " * 80 + "{type: string}" + "}}" * 80
    assert "too-deep" in schemas(f"S: {text}").said("error")


def test_a_schema_that_is_no_schema_is_an_error(schemas: Schemas) -> None:
    lowered = schemas("S: {type: object, properties: {a: 3}}")
    assert lowered.said("error") == ["wrong-type"]
    assert lowered.types("S") == {"a": AnyValue()}


@pytest.mark.parametrize("required", ["", "required: [a], "])
def test_a_dangling_reference_below_a_schema_is_a_warning(required: str, schemas: Schemas) -> None:
    lowered = schemas(f"S: {{type: object, {required}properties: {{a: {{$ref: '#/components/schemas/Gone'}}}}}}")
    assert lowered.types("S") == {"a": AnyValue()}
    assert (lowered.said("error"), lowered.said("warning")) == ([], ["dangling-ref"])
    assert [fallback.code for fallback in lowered.api.fallbacks] == ["dangling-ref"]


def test_a_schema_of_another_file_is_named_by_the_file_or_by_the_component_that_is_it(lowering: Lowering) -> None:
    (lowering.folder / "pet.yaml").write_text("type: object\nproperties: {kind: {$ref: './kinds.yaml#/Kind'}}\n")
    (lowering.folder / "kinds.yaml").write_text("Kind: {enum: [cat, dog]}\n")
    lowered = lowering.schemas("""
Animal: {$ref: './pet.yaml'}
Zoo: {type: object, properties: {star: {$ref: './pet.yaml'}}}
""")
    assert lowered.types("Zoo") == {"star": Ref("Animal")}
    assert lowered.types("Animal") == {"kind": Ref("Kind")}
    assert lowered.alias("Kind") == Enumeration(("cat", "dog"))


def test_dynamic_references_mean_what_binds_them(schemas: Schemas) -> None:
    lowered = schemas("""
Page:
  $dynamicAnchor: item
  type: object
  properties: {items: {type: array, items: {$dynamicRef: '#item'}}}
User: {type: object, properties: {id: {type: string}}}
Users:
  type: object
  properties:
    page:
      $defs: {item: {$dynamicAnchor: item, $ref: '#/components/schemas/User'}}
      $ref: '#/components/schemas/Page'
Unbound: {type: object, properties: {x: {$dynamicRef: '#nothing'}}}
""")
    assert lowered.types("Page") == {"items": Array(Ref("Page"))}
    assert lowered.types("Users/page") == {"items": Array(Ref("User"))}
    assert lowered.types("Unbound") == {"x": AnyValue()}
    assert lowered.said() == ["unbound-dynamic-ref"]


def test_a_recursive_reference_means_the_schema_around_it(schemas: Schemas) -> None:
    lowered = schemas("T: {type: object, $recursiveAnchor: true, properties: {n: {$recursiveRef: '#'}}}")
    assert lowered.types("T") == {"n": Ref("T")}
