"""`allOf`: merging, inheritance, bounds."""

from __future__ import annotations

from generator.ir.types import Array, Constant, Constraint, Enumeration, Nullable, Ref, Scalar
from tests.unit.lower.conftest import Schemas

STRING = Scalar("string")
INTEGER = Scalar("integer")


def test_metadata_around_a_reference_leaves_the_reference(schemas: Schemas) -> None:
    lowered = schemas("""
A: {type: object, required: [x], properties: {x: {type: string}}}
S:
  type: object
  properties:
    described: {allOf: [{$ref: '#/components/schemas/A'}, {description: an A}]}
    sibling: {$ref: '#/components/schemas/A', description: an A, deprecated: true}
    typed: {type: object, allOf: [{$ref: '#/components/schemas/A'}]}
    again: {allOf: [{$ref: '#/components/schemas/A'}, {required: [x]}]}
    nothing: {allOf: [{$ref: '#/components/schemas/A'}], properties: {}, additionalProperties: true}
    null: {type: [object, 'null'], allOf: [{$ref: '#/components/schemas/A'}]}
""")
    types = lowered.types("S")
    assert types.pop("null") == Nullable(Ref("A"))
    assert set(types.values()) == {Ref("A")}
    fields = lowered.fields("S")
    assert fields["described"].docs.description == fields["sibling"].docs.description == "an A"
    assert fields["sibling"].docs.deprecated


def test_scalars_are_narrowed(schemas: Schemas) -> None:
    lowered = schemas("""
S:
  type: object
  properties:
    a: {allOf: [{type: string, minLength: 1}, {maxLength: 3, format: uuid}]}
    b: {allOf: [{type: [string, integer]}, {type: integer}]}
    c: {allOf: [{type: number}, {type: integer}]}
    d: {allOf: [{enum: [x, y, z]}, {enum: [y]}]}
    e: {allOf: [{$ref: '#/components/schemas/E'}, {const: two}]}
E: {enum: [one, two]}
""")
    assert lowered.types("S") == {
        "a": Scalar("string", "uuid"),
        "b": INTEGER,
        "c": INTEGER,
        "d": Constant("y"),
        "e": Constant("two"),
    }
    assert lowered.fields("S")["a"].constraints == (Constraint("minLength", 1), Constraint("maxLength", 3))


def test_objects_are_merged_in_the_order_they_are_written(schemas: Schemas) -> None:
    lowered = schemas("""
Base: {type: object, required: [id], properties: {id: {type: string}, kind: {type: string}}}
Below: {allOf: [{$ref: '#/components/schemas/Base'}], properties: {own: {type: string}}, required: [kind]}
Above: {properties: {own: {type: string}}, allOf: [{$ref: '#/components/schemas/Base'}]}
Deep: {allOf: [{allOf: [{$ref: '#/components/schemas/Below'}]}, {required: [own], additionalProperties: false}]}
""")
    assert list(lowered.fields("Below")) == ["id", "kind", "own"]
    assert list(lowered.fields("Above")) == ["own", "id", "kind"]
    assert [field.wire for field in lowered.object("Deep").fields if field.required] == ["id", "kind", "own"]
    assert lowered.object("Deep").extra is None
    assert [field.required for field in lowered.object("Base").fields] == [True, False]


def test_a_property_said_twice_is_narrowed_or_taken_from_the_later(schemas: Schemas) -> None:
    lowered = schemas("""
Base:
  type: object
  properties:
    kind: {type: string, enum: [a, b]}
    meta: {type: object, properties: {x: {type: string}}}
    ref: {$ref: '#/components/schemas/Wide'}
    odd: {type: string}
    any: {oneOf: [{type: string}, {type: integer}]}
Wide: {type: object, properties: {w: {type: string}}}
Narrow: {allOf: [{$ref: '#/components/schemas/Wide'}], properties: {n: {type: string}}}
Child:
  allOf:
    - $ref: '#/components/schemas/Base'
    - properties:
        kind: {const: a}
        meta: {properties: {y: {type: string}}}
        ref: {$ref: '#/components/schemas/Narrow'}
        odd: {type: integer}
        any: {oneOf: [{type: string}, {type: boolean}]}
""")
    types = lowered.types("Child")
    assert types["kind"] == Constant("a")
    assert list(lowered.fields("Child/meta")) == ["x", "y"]
    assert types["ref"] == Ref("Narrow")
    assert types["odd"] == INTEGER
    assert "Base" not in repr(types["any"])
    assert lowered.said("warning") == ["allof-conflict"]


def test_inline_schemas_of_a_base_keep_the_name_they_have_there(schemas: Schemas) -> None:
    lowered = schemas("""
Child: {allOf: [{$ref: '#/components/schemas/Base'}], properties: {more: {type: string}}}
Base: {type: object, properties: {state: {enum: [on, off]}}}
""")
    assert lowered.types("Child")["state"] == lowered.types("Base")["state"] == Ref("Base/state")
    assert lowered.alias("Base/state") == Enumeration(("on", "off"))


def test_a_discriminator_makes_a_base_the_union_of_its_children(schemas: Schemas) -> None:
    lowered = schemas("""
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}, name: {type: string}}
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {claws: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}
Home: {type: object, properties: {pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
""")
    pet = lowered.alias("Pet")
    assert pet.members == (Ref("Cat"), Ref("Dog"))
    assert pet.tag.values == (("cat",), ("Dog",))
    assert lowered.types("Cat") == {"kind": Constant("cat"), "name": STRING, "claws": INTEGER}
    assert lowered.types("Dog") == {"kind": Constant("Dog"), "name": STRING}
    assert lowered.types("Home") == {"pets": Array(Ref("Pet"))}


def test_a_base_with_one_child_stands_beside_it(schemas: Schemas) -> None:
    lowered = schemas("""
Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {claws: {type: integer}}}]}
""")
    pet = lowered.alias("Pet")
    assert pet.members == (Ref("Cat"), Ref("Pet/Base"))
    assert pet.tag.values == (("Cat",), ("Pet",))


def test_a_base_that_lists_its_children_is_no_circle(schemas: Schemas) -> None:
    lowered = schemas("""
Pet:
  type: object
  properties: {kind: {type: string}}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}], properties: {claws: {type: integer}}}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}], properties: {tail: {type: integer}}}
""")
    assert lowered.alias("Pet").members == (Ref("Cat"), Ref("Dog"))
    assert lowered.types("Cat") == {"kind": Constant("Cat"), "claws": INTEGER}
    assert lowered.said("error") == []


def test_a_schema_made_of_itself_is_an_error(schemas: Schemas) -> None:
    lowered = schemas("""
A: {allOf: [{$ref: '#/components/schemas/B'}], properties: {a: {type: string}}}
B: {allOf: [{$ref: '#/components/schemas/A'}], properties: {b: {type: string}}}
""")
    assert set(lowered.said("error")) == {"cyclic-allof"}
    assert lowered.types("A") == {"a": STRING, "b": STRING} or lowered.types("A") == {"b": STRING, "a": STRING}


def test_names_in_a_circle_are_an_error(schemas: Schemas) -> None:
    lowered = schemas("A: {$ref: '#/components/schemas/B'}\nB: {$ref: '#/components/schemas/A'}")
    assert lowered.said("error")


def test_allof_that_doubles_at_every_step_costs_no_more_than_its_length(schemas: Schemas) -> None:
    steps = 35
    text = "".join(
        f"S{i}: {{allOf: [{{$ref: '#/components/schemas/S{i + 1}'}}, {{$ref: '#/components/schemas/S{i + 1}'}}],"
        f" properties: {{p{i}: {{type: string}}}}}}\n"
        for i in range(steps)
    )
    lowered = schemas(text + f"S{steps}: {{type: object, properties: {{end: {{type: string}}}}}}")
    assert len(lowered.fields("S0")) == steps + 1


def test_properties_behind_a_reference_are_read(schemas: Schemas) -> None:
    lowered = schemas("""
A: {type: object, properties: {x: {type: string}}}
B: {type: object, properties: {$ref: '#/components/schemas/A/properties'}}
""")
    assert lowered.types("B") == {"x": STRING}
    assert lowered.said("warning") == ["properties-ref"]
