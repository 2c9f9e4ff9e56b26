"""Schemas of OpenAPI 3.0, as JSON Schema writes them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from generator.document.upgrade.upgrade_schemas import upgrade_schemas

REF = {"$ref": "#/components/schemas/A"}
NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"type": ["string", "null"], "nullable": True}, {"type": ["string", "null"]}),
        ({"nullable": True}, {}),
        ({"type": "string", "enum": ["a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"type": "string", "enum": ["a", None], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({**REF, "nullable": True}, {"anyOf": [REF, NULL]}),
        ({**REF, "nullable": True, "description": "d"}, {"description": "d", "anyOf": [REF, NULL]}),
        ({"allOf": [REF], "nullable": True, "x-a": 1}, {"x-a": 1, "anyOf": [{"allOf": [REF]}, NULL]}),
        (
            {"type": "object", "allOf": [REF], "nullable": True, "default": None},
            {"default": None, "anyOf": [{"type": "object", "allOf": [REF]}, NULL]},
        ),
        ({"oneOf": [REF], "nullable": True}, {"oneOf": [REF, NULL]}),
        (
            {"anyOf": [REF, {"type": "string", "nullable": True}], "nullable": True},
            {"anyOf": [REF, {"type": ["string", "null"]}]},
        ),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ({"maximum": 9, "exclusiveMaximum": True, "minimum": 0}, {"exclusiveMaximum": 9, "minimum": 0}),
        ({"exclusiveMaximum": True}, {}),
        ({"exclusiveMinimum": 0}, {"exclusiveMinimum": 0}),
        ({"exclusiveMinimum": 1}, {"exclusiveMinimum": 1}),
        ({"type": "string", "x-nullable": True}, {"type": ["string", "null"]}),
        ({"discriminator": "kind"}, {"discriminator": {"propertyName": "kind"}}),
        (
            {"type": "string", "format": "byte", "example": "YQ=="},
            {"type": "string", "format": "byte", "example": "YQ=="},
        ),
    ],
)
def test_old_keywords_become_new_ones(old: Any, new: Any) -> None:
    kept = copy.deepcopy(old)
    upgraded, _ = upgrade_schemas({"components": {"schemas": {"S": old}}})
    assert upgraded["components"]["schemas"]["S"] == new
    assert old == kept


def test_what_does_not_change_is_shared() -> None:
    old = {"a": {"b": [{"type": "string"}]}, "c": {"type": "string", "nullable": True}}
    new, _ = upgrade_schemas(old)
    assert new is not old
    assert new["a"] is old["a"]
    assert upgrade_schemas(old["a"])[0] is old["a"]


def test_data_stays_as_it_is() -> None:
    data = {"type": "string", "nullable": True}
    old = {
        "S": {"example": data, "default": data, "enum": [data], "x-thing": data, "examples": {"one": {"value": data}}}
    }
    assert upgrade_schemas(old)[0] is old


def test_names_mean_nothing() -> None:
    old = {
        "properties": {
            "nullable": {"type": "string", "nullable": True},
            "example": {"type": "string", "nullable": True},
        }
    }
    new, _ = upgrade_schemas(old)
    assert new["properties"] == {"nullable": {"type": ["string", "null"]}, "example": {"type": ["string", "null"]}}


def test_pointers_name_the_place_as_written(workshop: Any, at: Any) -> None:
    text = "openapi: 3.0.3\ncomponents:\n  schemas:\n    A:\n      nullable: true\n      allOf:\n"
    text += (
        "        - properties:\n            b:\n              allOf: [{type: string}]\n              nullable: true\n"
    )
    text += "    C: {type: number, minimum: 1, exclusiveMinimum: true}\n"
    document = workshop.document(text)
    outer = at(document.root, "components schemas A")
    inner = at(outer, "anyOf 0 allOf 0 properties b")
    leaf = at(inner, "anyOf 0 allOf 0 type")
    assert outer.pointer == "/components/schemas/A"
    assert at(outer, "anyOf 0").pointer == "/components/schemas/A"
    assert at(outer, "anyOf 1").pointer == "/components/schemas/A/nullable"
    assert inner.pointer == "/components/schemas/A/allOf/0/properties/b"
    assert leaf.pointer == "/components/schemas/A/allOf/0/properties/b/allOf/0/type"
    assert (leaf.position().line, leaf.position().column) == (9, 30)
    assert at(document.root, "components schemas C exclusiveMinimum").pointer == "/components/schemas/C/minimum"


def test_references_into_a_schema_that_was_wrapped_still_lead_there(workshop: Any, at: Any) -> None:
    text = "openapi: 3.0.3\ncomponents:\n  schemas:\n    A: {nullable: true, allOf: [{type: string}]}\n"
    text += "use: {$ref: '#/components/schemas/A/allOf/0'}\nwhole: {$ref: '#/components/schemas/A'}\n"
    document = workshop.document(text)
    assert document.resolve(at(document.root, "use")).value == {"type": "string"}
    assert document.resolve(at(document.root, "whole")).path == "/components/schemas/A"
    assert workshop.codes == []


def test_other_files_follow_the_version_of_the_main_one_unless_they_say_their_own(workshop: Any, at: Any) -> None:
    workshop.write("part.yaml", "S: {type: integer, maximum: 3, exclusiveMaximum: true}\n")
    workshop.write("old.yaml", "swagger: '2.0'\ndefinitions: {S: {type: string, x-nullable: true}}\n")
    text = "openapi: 3.0.0\na: {$ref: 'part.yaml#/S'}\nb: {$ref: 'old.yaml#/definitions/S'}\n"
    document = workshop.document(text)
    assert document.resolve(at(document.root, "a")).value == {"type": "integer", "exclusiveMaximum": 3}
    found = document.resolve(at(document.root, "b"))
    assert (found.value, found.pointer) == ({"type": ["string", "null"]}, "/definitions/S")
