"""The changes between two documents: one difference in each case, and the changes reported for it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import pytest
import yaml

from generator.compare.changes import Change
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.document_changes import compare_documents

Json: TypeAlias = Any

BASE: Json = yaml.safe_load("""
openapi: 3.1.0
info: {title: Zoo, version: 1.4.2}
servers:
- {url: "https://eu.example", x-speakeasy-server-id: eu}
- {url: "https://us.example", x-speakeasy-server-id: us}
security: [{key: []}]
paths:
  /animals:
    get:
      operationId: listAnimals
      tags: [animals]
      parameters:
      - {name: kind, in: query, schema: {$ref: "#/components/schemas/Kind"}}
      - {name: limit, in: query, schema: {type: integer}, description: How many.}
      responses:
        "200":
          description: Some
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Animal"}}}}
    post:
      operationId: addAnimal
      tags: [animals]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/NewAnimal"}}}
      responses:
        "201": {description: Made, content: {application/json: {schema: {$ref: "#/components/schemas/Animal"}}}}
        "404": {description: None, content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
  /animals/{id}/friends/{friend}:
    delete:
      operationId: removeFriend
      tags: [animals]
      security: []
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: friend, in: path, required: true, schema: {type: string}}
      responses: {"204": {description: Done}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    Kind: {type: string, enum: [cat, dog]}
    Mood: {type: string, enum: [calm, wild]}
    Animal:
      type: object
      required: [id]
      properties:
        id: {type: string}
        age: {type: integer}
        mood: {$ref: "#/components/schemas/Mood"}
        tags: {type: array, items: {type: string}}
    NewAnimal:
      type: object
      required: [name]
      properties:
        name: {type: string}
        weight: {type: number}
        born: {type: string}
        secret: {type: string, writeOnly: true}
    Problem: {type: object, properties: {title: {type: string}}}
""")


def change_lines(tmp_path: Path, change: Callable[[Json], object]) -> list[str]:
    """The reported changes, as `level what name: text`."""
    later = copy.deepcopy(BASE)
    change(later)
    found, version = compared(tmp_path, BASE, later)
    assert version == "1.4.2"
    return [f"{one.level} {one.what} {one.name}: {one.text}" for one in found]


def compared(
    tmp_path: Path,
    old: Json,
    new: Json,
    names: Mapping[str, str] = MappingProxyType({}),
    pages: Mapping[str, bool] = MappingProxyType({}),
) -> tuple[tuple[Change, ...], str]:
    files = []
    for name, document in (("old.yaml", old), ("new.yaml", new)):
        path = tmp_path / name
        path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
        files.append((path, name))
    settings = Settings(spec=files[1][0], source="", command="", output=None, templates=None, names=names, pages=pages)
    return compare_documents(settings, *files, Diagnostics())


def schema(document: Json, name: str) -> Json:
    return document["components"]["schemas"][name]


def properties(document: Json, name: str) -> Json:
    return schema(document, name)["properties"]


def get(document: Json) -> Json:
    return document["paths"]["/animals"]["get"]


def post(document: Json) -> Json:
    return document["paths"]["/animals"]["post"]


def paged_by_link(document: Json) -> Json:
    """The list of animals has a number of the page, and the header of the next one."""
    get(document)["parameters"][1].update(name="page")
    get(document)["responses"]["200"]["headers"] = {"Link": {"schema": {"type": "string"}}}
    return document


def in_object(document: Json, items: str = "items") -> Json:
    """The list of animals is an object, without further pages."""
    get(document)["parameters"].pop(1)
    content = get(document)["responses"]["200"]["content"]["application/json"]
    content["schema"] = {"$ref": "#/components/schemas/AnimalList"}
    document["components"]["schemas"]["AnimalList"] = {
        "type": "object",
        "properties": {items: {"type": "array", "items": {"$ref": "#/components/schemas/Animal"}}},
    }
    return document


REMOVE = "DELETE /animals/{id}/friends/{friend}"
MOVED_PATH = "/animals/{friend}/friends/{id}"
MOVED = f"DELETE {MOVED_PATH}"
IN_ADD = " (a parameter of `animals.create`)"

CASES: dict[str, tuple[Callable[[Json], object], list[str]]] = {
    "nothing": (lambda d: None, []),
    "a method more": (
        lambda d: d["paths"].update({"/keepers": {"get": {**copy.deepcopy(get(d)), "operationId": "listKeepers"}}}),
        ["compatible method keepers.list: added (GET /keepers)"],
    ),
    "a method less": (
        lambda d: d["paths"].pop("/animals/{id}/friends/{friend}"),
        ["breaking method animals.friends.delete: removed (DELETE /animals/{id}/friends/{friend})"],
    ),
    "an optional parameter more": (
        lambda d: get(d)["parameters"].append({"name": "page", "in": "query", "schema": {"type": "integer"}}),
        ["compatible method animals.list: parameter `page` added, optional"],
    ),
    "a required parameter more": (
        lambda d: get(d)["parameters"].append(
            {"name": "page", "in": "query", "required": True, "schema": {"type": "integer"}}
        ),
        ["breaking method animals.list: parameter `page` added, required"],
    ),
    "a parameter less": (
        lambda d: get(d)["parameters"].pop(1),
        ["breaking method animals.list: parameter `limit` removed"],
    ),
    "a parameter that is now required": (
        lambda d: get(d)["parameters"][1].update(required=True),
        ["breaking method animals.list: parameter `limit` is now required"],
    ),
    "a parameter of a wider type": (
        lambda d: get(d)["parameters"][1].update(schema={"type": "number"}),
        ["compatible method animals.list: parameter `limit`: type changed from integer to number"],
    ),
    "a parameter with another description": (
        lambda d: get(d)["parameters"][1].update(description="How many at most."),
        ["documentation method animals.list: description, limits or default of `limit` changed"],
    ),
    "path parameters in another order": (
        lambda d: d["paths"].update(
            {"/animals/{friend}/friends/{id}": d["paths"].pop("/animals/{id}/friends/{friend}")}
        ),
        [
            "breaking method animals.friends.delete: the order of positional parameters changed: friend, id",
            f"compatible method animals.friends.delete: now calls {MOVED} instead of {REMOVE}",
        ],
    ),
    "a required field more in a request": (
        lambda d: (
            properties(d, "NewAnimal").update(zoo={"type": "string"}),
            schema(d, "NewAnimal")["required"].append("zoo"),
        ),
        [f"breaking model NewAnimal: field `zoo` added, required{IN_ADD}"],
    ),
    "a required field more in a response": (
        lambda d: (
            properties(d, "Animal").update(zoo={"type": "string"}),
            schema(d, "Animal")["required"].append("zoo"),
        ),
        ["compatible model Animal: field `zoo` added, required"],
    ),
    "a field less in a request": (
        lambda d: properties(d, "NewAnimal").pop("weight"),
        [f"breaking model NewAnimal: field `weight` removed{IN_ADD}"],
    ),
    "a field less in a response": (
        lambda d: properties(d, "Animal").pop("age"),
        ["breaking model Animal: field `age` removed"],
    ),
    "optional now in a request": (
        lambda d: schema(d, "NewAnimal").pop("required"),
        [f"compatible model NewAnimal: field `name` is now optional{IN_ADD}"],
    ),
    "optional now in a response": (
        lambda d: schema(d, "Animal").pop("required"),
        ["breaking model Animal: field `id` is now optional"],
    ),
    "required now in a response": (
        lambda d: schema(d, "Animal")["required"].append("age"),
        ["compatible model Animal: field `age` is now required"],
    ),
    "null in a request": (
        lambda d: properties(d, "NewAnimal")["weight"].update(type=["number", "null"]),
        [f"compatible model NewAnimal: field `weight`: may now be null{IN_ADD}"],
    ),
    "null in a response": (
        lambda d: properties(d, "Animal")["age"].update(type=["integer", "null"]),
        ["breaking model Animal: field `age`: may now be null"],
    ),
    "a narrower type in a request": (
        lambda d: properties(d, "NewAnimal")["weight"].update(type="integer"),
        [f"breaking model NewAnimal: field `weight`: type changed from number to integer{IN_ADD}"],
    ),
    "a wider type in a response": (
        lambda d: properties(d, "Animal")["age"].update(type="number"),
        ["breaking model Animal: field `age`: type changed from integer to number"],
    ),
    "a string that is a date now, in a request": (
        lambda d: properties(d, "NewAnimal")["born"].update(format="date"),
        [f"compatible model NewAnimal: field `born`: type changed from string to date string{IN_ADD}"],
    ),
    "a string that is a date now, in a response": (
        lambda d: properties(d, "Animal")["id"].update(format="date"),
        ["breaking model Animal: field `id`: type changed from string to date string"],
    ),
    "a value less in a request": (
        lambda d: schema(d, "Kind").update(enum=["cat"]),
        ['breaking model Kind: values removed "dog"'],
    ),
    "a value more in a request": (
        lambda d: schema(d, "Kind")["enum"].append("owl"),
        ['compatible model Kind: values added "owl"'],
    ),
    "a value more in a response, where others were to be expected": (
        lambda d: schema(d, "Mood")["enum"].append("shy"),
        ['compatible model Mood: values added "shy"'],
    ),
    "items of another type": (
        lambda d: properties(d, "Animal")["tags"]["items"].update(type="integer"),
        ["breaking model Animal: field `tags`: type changed from list of string to list of integer"],
    ),
    "a field that is now read-only": (
        lambda d: properties(d, "NewAnimal")["weight"].update(readOnly=True),
        [f"breaking model NewAnimal: field `weight` is now read-only{IN_ADD}"],
    ),
    "another limit": (
        lambda d: properties(d, "NewAnimal")["weight"].update(maximum=9),
        ["documentation model NewAnimal: description, limits or default of `weight` changed"],
    ),
    "deprecated": (
        lambda d: get(d).update(deprecated=True),
        ["documentation method animals.list: deprecated"],
    ),
    "an error more": (
        lambda d: post(d)["responses"].update({"409": {"description": "Twice"}}),
        [
            "compatible error ConflictError: added (status 409)",
            "documentation method animals.create: description, limits or default changed",
        ],
    ),
    "an error less": (
        lambda d: post(d)["responses"].pop("404"),
        [
            "breaking model Problem: removed",
            "breaking error ProblemError: removed (status 404)",
            "documentation method animals.create: description, limits or default changed",
        ],
    ),
    "another answer": (
        lambda d: post(d)["responses"].update({"201": {"description": "Made"}}),
        ["breaking method animals.create: return type: type changed from Animal to binary string | null"],
    ),
    "another default server": (
        lambda d: d["servers"].reverse(),
        ["compatible server https://us.example: is now the default server, instead of https://eu.example"],
    ),
    "a server less": (
        lambda d: d["servers"].pop(),
        ["breaking server us: removed"],
    ),
    "credentials where none were needed": (
        lambda d: d["paths"]["/animals/{id}/friends/{friend}"]["delete"].pop("security"),
        ["breaking method animals.friends.delete: now requires `api_key`"],
    ),
    "another title": (
        lambda d: d["info"].update(title="Park"),
        [
            "breaking client Zoo: the client is now named `Park`",
            "breaking client zoo_sdk: the package is now named `park_sdk`",
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_change(tmp_path: Path, case: str) -> None:
    change, expected = CASES[case]
    assert change_lines(tmp_path, change) == expected


PAGE_CASES: dict[str, tuple[Callable[[Json], object], Callable[[Json], object], list[str]]] = {
    "a list that is a page now": (
        lambda d: get(d)["parameters"][1].update(name="page"),
        paged_by_link,
        ["breaking method animals.list: now returns a page, not a list: the list is its attribute `items`"],
    ),
    "a page that is a list now": (
        paged_by_link,
        lambda d: get(d)["parameters"][1].update(name="page"),
        ["breaking method animals.list: now returns a list, not a page: only the items of this response"],
    ),
    "a response that is a page now": (
        lambda d: (in_object(d), properties(d, "AnimalList").update(next_cursor={"type": "string"})),
        lambda d: (
            in_object(d),
            properties(d, "AnimalList").update(next_cursor={"type": "string"}),
            get(d)["parameters"].append({"name": "cursor", "in": "query", "schema": {"type": "string"}}),
        ),
        [
            "breaking method animals.list: now returns a page: iteration yields the items of all pages, not the fields",
            "compatible method animals.list: parameter `cursor` added, optional",
        ],
    ),
    "a page of other items": (
        in_object,
        lambda d: (in_object(d), properties(d, "AnimalList")["items"].update(items={"type": "string"})),
        [
            "breaking method animals.list: page item: type changed from Animal to string",
            "breaking model AnimalList: field `items`: type changed from list of Animal to list of string",
        ],
    ),
    "a page of other items in an array": (
        paged_by_link,
        lambda d: (
            paged_by_link(d),
            get(d)["responses"]["200"]["content"]["application/json"]["schema"].update(items={"type": "string"}),
        ),
        ["breaking method animals.list: return type: type changed from list of Animal to list of string"],
    ),
}


@pytest.mark.parametrize("case", PAGE_CASES)
def test_a_change_of_pages(tmp_path: Path, case: str) -> None:
    before, after, expected = PAGE_CASES[case]
    old, new = copy.deepcopy(BASE), copy.deepcopy(BASE)
    before(old)
    after(new)
    found, _ = compared(tmp_path, old, new)
    assert [f"{one.level} {one.what} {one.name}: {one.text}" for one in found] == expected


def test_the_config_describes_the_pages_of_both_documents(tmp_path: Path) -> None:
    old = copy.deepcopy(BASE)
    in_object(old)
    new = copy.deepcopy(old)
    new["paths"]["/keepers"] = {"get": {**copy.deepcopy(get(old)), "operationId": "listKeepers"}}
    off = {"GET /animals": False, "GET /keepers": False}
    found, _ = compared(tmp_path, old, new, pages=off)
    assert [one.text for one in found] == ["added (GET /keepers)"]
    found, _ = compared(tmp_path, old, new, pages={})
    assert [one.text for one in found] == ["added (GET /keepers)"]


def test_names_of_the_earlier_sdk_stay(tmp_path: Path) -> None:
    """A new component that is called like an inline schema of old takes no name from it."""
    old = copy.deepcopy(BASE)
    properties(old, "Animal")["den"] = {"type": "object", "properties": {"deep": {"type": "boolean"}}}
    new = copy.deepcopy(old)
    new["components"]["schemas"]["AnimalDen"] = {"type": "object", "properties": {"wide": {"type": "boolean"}}}
    found, _ = compared(tmp_path, old, new, {"type:AnimalDen": "Den"})
    assert [f"{one.level} {one.what} {one.name}: {one.text}" for one in found] == ["compatible model Den: added"]


def test_the_earlier_document_has_errors_too(tmp_path: Path) -> None:
    broken = copy.deepcopy(BASE)
    broken["paths"]["/animals"]["get"] = "nothing"
    with pytest.raises(Failed):
        compared(tmp_path, broken, BASE)
