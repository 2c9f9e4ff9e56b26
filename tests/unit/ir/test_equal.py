"""Inline schemas that are equal become one definition."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics.model import Diagnostics
from generator.document import load_document
from generator.ir.equal import kept_ids, with_equal_as_one
from generator.ir.types import Alias, Api, Definition, Object, Ref, Union
from generator.lower import lower
from tests.unit.lower.invariants import broken

_HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"


def merged(folder: Path, text: str, *kept: str) -> Api:
    path = folder / "api.yaml"
    path.write_text(_HEAD + text)
    diagnostics = Diagnostics()
    api = with_equal_as_one(lower(load_document(path, diagnostics), diagnostics), kept)
    assert broken(api) == []
    return api


def schemas(folder: Path, text: str, *kept: str) -> dict[str, Definition]:
    """The definitions of schemas of `components`, given one a line."""
    lines = "".join(f"    {line}\n" for line in text.strip().splitlines())
    api = merged(folder, f"components:\n  schemas:\n{lines}", *kept)
    return {definition.id: definition for definition in api.definitions}


def types(definition: Definition) -> dict[str, object]:
    assert isinstance(definition.shape, Object)
    return {field.wire: field.type for field in definition.shape.fields}


_ERROR = "{type: object, required: [code], properties: {code: {type: integer}, why: {enum: [a, b]}}}"


def test_equal_inline_schemas_are_one_with_the_name_of_the_shortest_place(tmp_path: Path) -> None:
    found = schemas(tmp_path, f"Building: {{properties: {{door: {_ERROR}}}}}\nHut: {{properties: {{door: {_ERROR}}}}}")
    assert set(found) == {"Building", "Hut", "Hut/door", "Hut/door/why"}
    assert types(found["Building"])["door"] == types(found["Hut"])["door"] == Ref("Hut/door")
    assert [place.pointer for place in found["Hut/door"].further] == ["/components/schemas/Building/properties/door"]


def test_operations_refer_to_the_one_definition(tmp_path: Path) -> None:
    error = f"{{description: No, content: {{a/json: {{schema: {_ERROR}}}}}}}"
    paths = "".join(f"  /{path}: {{get: {{responses: {{'404': {error}}}}}}}\n" for path in ("houses", "b", "c"))
    api = merged(tmp_path, f"paths:\n{paths}")
    types = {content.type for one in api.operations for error in one.errors for content in error.contents}
    assert len(types) == 1
    assert len(api.definitions) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: integer}}}"),
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: string}}, required: [a]}"),
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: string, maxLength: 3}}}"),
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: string, default: x}}}"),
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: string, readOnly: true}}}"),
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: [string, 'null']}}}"),
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: string}}, additionalProperties: false}"),
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: string, description: The a.}}}"),
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: string, deprecated: true}}}"),
        ("{properties: {a: {const: 1}}}", "{properties: {a: {const: true}}}"),
        ("{properties: {a: {const: 1}}}", "{properties: {a: {const: '1'}}}"),
        ("{properties: {a: {type: string}}}", "{properties: {a: {type: string}}, deprecated: true}"),
        ("{enum: [1, 2]}", "{enum: ['1', '2']}"),
        ("{enum: [a, b]}", "{enum: [b, a]}"),
    ],
)
def test_schemas_that_differ_stay(one: str, other: str, tmp_path: Path) -> None:
    found = schemas(tmp_path, f"A: {{properties: {{x: {one}}}}}\nB: {{properties: {{x: {other}}}}}")
    assert set(found) == {"A", "A/x", "B", "B/x"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{properties: {a: {type: string, example: x}}}", "{properties: {a: {type: string, example: y}}}"),
        ("{properties: {a: {$ref: '#/components/schemas/Id'}}}", "{properties: {a: {type: string}}}"),
        ("{properties: {a: {$ref: '#/components/schemas/Pet'}}}", "{properties: {a: {properties: {b: {}}}}}"),
        ("{enum: [a, b], description: One.}", "{enum: [a, b], description: Another.}"),
    ],
)
def test_schemas_that_differ_in_other_ways_are_equal(one: str, other: str, tmp_path: Path) -> None:
    own = "Id: {type: string}\nPet: {properties: {b: {}}}"
    found = schemas(tmp_path, f"{own}\nA: {{properties: {{x: {one}}}}}\nB: {{properties: {{x: {other}}}}}")
    assert types(found["B"])["x"] == Ref("A/x")


def test_documentation_that_differs_is_not_that_of_the_one_definition(tmp_path: Path) -> None:
    one, other = "{enum: [a, b], description: One.}", "{enum: [a, b], description: Another.}"
    found = schemas(tmp_path, f"A: {{properties: {{x: {one}}}}}\nB: {{properties: {{x: {other}}}}}")
    assert found["A/x"].docs.description == ""


def test_a_component_replaces_what_repeats_its_documentation(tmp_path: Path) -> None:
    pet = "{properties: {name: {type: string, description: What it is called.}}}"
    found = schemas(tmp_path, f"Pet: {pet}\nHouse: {{properties: {{pet: {pet}}}}}")
    assert set(found) == {"Pet", "House"}
    assert types(found["House"])["pet"] == Ref("Pet")


def test_a_component_without_documentation_replaces_nothing(tmp_path: Path) -> None:
    pet = "{properties: {name: {type: string}}}"
    found = schemas(tmp_path, f"Pet: {pet}\nTwin: {pet}\nHouse: {{properties: {{pet: {pet}}}}}")
    assert set(found) == {"Pet", "Twin", "House", "House/pet"}


def test_what_has_a_published_name_stays_and_the_others_take_it(tmp_path: Path) -> None:
    text = "\n".join(f"{name}: {{properties: {{x: {{enum: [a, b]}}}}}}" for name in ("A", "B", "C", "D"))
    found = schemas(tmp_path, text, "B/x", "C/x")
    assert set(found) == {"A", "B", "C", "D", "B/x", "C/x"}
    assert types(found["A"])["x"] == types(found["D"])["x"] == Ref("B/x")
    assert types(found["C"])["x"] == Ref("C/x")


def test_members_of_a_union_that_become_one_are_one_member(tmp_path: Path) -> None:
    one = "{properties: {a: {type: string}}}"
    found = schemas(tmp_path, f"A: {{properties: {{x: {{anyOf: [{one}, {{type: string}}, {one}]}}}}}}")
    shape = found["A/x"].shape
    assert isinstance(shape, Alias)
    assert isinstance(shape.type, Union)
    assert len(shape.type.members) == 2


def test_recursive_schemas_are_compared_by_the_names_they_refer_to(tmp_path: Path) -> None:
    text = """
Tree: {properties: {left: {properties: {of: {$ref: "#/components/schemas/Tree"}}}}}
Wood: {properties: {left: {properties: {of: {$ref: "#/components/schemas/Tree"}}}}}
Other: {properties: {left: {properties: {of: {$ref: "#/components/schemas/Other"}}}}}
"""
    found = schemas(tmp_path, text)
    assert set(found) == {"Tree", "Wood", "Other", "Tree/left", "Other/left"}


def test_keys_of_names_keep_their_definitions() -> None:
    keys = ["type:A/x", "field:GET /v1.2/a/Response.id", "twin:B/y", "method:GET /a"]
    assert {"A/x", "GET /v1.2/a/Response", "B/y"} <= kept_ids(keys)


def test_the_items_of_equal_pages_have_the_type_that_the_one_page_has(tmp_path: Path) -> None:
    operations = "".join(
        f"""
  /{name}:
    get:
      parameters: [{{name: cursor, in: query, schema: {{type: string}}}}]
      responses:
        "200":
          description: Page
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: {{type: array, items: {{$ref: "#/components/schemas/{name}"}}}}
                  next_cursor: {{type: [string, "null"]}}"""
        for name in ("First", "Second")
    )
    same = "{type: object, properties: {id: {type: string}}}"
    api = merged(tmp_path, f"paths:{operations}\ncomponents: {{schemas: {{First: {same}, Second: {same}}}}}\n")
    pages = [operation.responses[0].contents[0].type for operation in api.operations]
    items = [operation.pagination.item for operation in api.operations if operation.pagination]
    assert pages[0] == pages[1]
    assert items == [Ref("First"), Ref("First")]
