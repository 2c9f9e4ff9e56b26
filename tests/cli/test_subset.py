"""`include` and `exclude`: the operations that the config chooses, and what nothing reaches any more."""

from __future__ import annotations

import json

import pytest

from .conftest import Place

DOCUMENT = """\
openapi: 3.1.0
info: {title: Tiny, version: 1.0.0}
paths:
  /pets:
    get: {operationId: listPets, tags: [pets], responses: {"200": {$ref: "#/components/responses/Pets"}}}
    post: {operationId: createPet, tags: [pets, admin], x-internal: true, responses: {"204": {description: Done}}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    delete: {operationId: deletePet, tags: [pets], x-internal: false, responses: {"204": {description: Done}}}
  /admin/users/all:
    x-internal: {since: 2}
    get: {operationId: listUsers, tags: [users], responses: {"200": {$ref: "#/components/responses/Users"}}}
components:
  responses:
    Pets: {description: Pets, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
    Users: {description: Users, content: {application/json: {schema: {$ref: "#/components/schemas/User"}}}}
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
    User: {type: object, properties: {pet: {$ref: "#/components/schemas/Pet"}}}
"""


@pytest.fixture
def chosen(place: Place) -> Place:
    place.write("tiny.yaml", DOCUMENT)
    return place


def left(place: Place, *lines: str) -> tuple[set[str], set[str]]:
    """The operationIds and the schemas of the SDK."""
    place.write("sdkwright.toml", "\n".join(['spec = "tiny.yaml"', *lines]) + "\n")
    done = place.run("generate", "--report", "report.json")
    assert done.code == 0, done.err
    report = json.loads((place.folder / "report.json").read_text(encoding="utf-8"))
    operations = {row["call"] for row in report["operations"] if row["status"] == "generated"}
    return operations, {row["pointer"].rpartition("/")[2] for row in report["schemas"] if row["status"] == "generated"}


@pytest.mark.parametrize(
    ("line", "calls", "schemas"),
    [
        ('include = ["tag:pets"]', {"list", "create", "delete"}, {"Pet"}),
        ('include = ["tag:p*", "tag:users"]', {"list", "create", "delete", "users"}, {"Pet", "User"}),
        ('exclude = ["tag:admin"]', {"list", "delete", "users"}, {"Pet", "User"}),
        ('include = ["path:/pets"]', {"list", "create"}, {"Pet"}),
        ('include = ["path:/pets/*"]', {"delete"}, set[str]()),
        ('include = ["path:/pets/{id}"]', {"delete"}, set[str]()),
        ('exclude = ["path:/admin/**"]', {"list", "create", "delete"}, {"Pet"}),
        ('include = ["operation:list*"]', {"list", "users"}, {"Pet", "User"}),
        ('exclude = ["marker:x-internal"]', {"list", "delete"}, {"Pet"}),
        ('include = ["tag:pets"]\nexclude = ["operation:createPet"]', {"list", "delete"}, {"Pet"}),
    ],
)
def test_the_operations_and_schemas_that_are_left(chosen: Place, line: str, calls: set[str], schemas: set[str]) -> None:
    found, made = left(chosen, line)
    names = {call.removeprefix("client.pets.") if ".pets." in call else "users" for call in found}
    assert (names, made) == (calls, schemas)


def test_the_report_the_summary_and_explain_say_what_is_left_out(chosen: Place) -> None:
    chosen.write("sdkwright.toml", 'spec = "tiny.yaml"\nexclude = ["tag:pets"]\n')
    done = chosen.run("generate", "--report", "report.json")
    assert "1 operation and 3 left out" in done.err + done.out
    rows = json.loads((chosen.folder / "report.json").read_text(encoding="utf-8"))["operations"]
    filtered = [row for row in rows if row["status"] == "filtered"]
    assert [row["why"] for row in filtered] == ["the config leaves it out: exclude `tag:pets`"] * 3
    assert "is left out: the config leaves it out" in chosen.run("explain", "GET /pets").out
    assert chosen.run("check").code == 0
    chosen.write("sdkwright.toml", 'spec = "tiny.yaml"\nexclude = ["tag:users"]\n')
    assert chosen.run("check").code == 1


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('exclude = ["tag:pet"]', "did you mean `pets`?"),
        ('exclude = ["marker:x-interal"]', "did you mean `x-internal`?"),
        ('exclude = ["operation:listPet"]', "did you mean `listPets`?"),
        ('exclude = ["path:/nowhere/**"]', "paths such as"),
    ],
)
def test_a_pattern_that_matches_nothing_is_a_warning(chosen: Place, line: str, hint: str) -> None:
    chosen.write("sdkwright.toml", f'spec = "tiny.yaml"\n{line}\n')
    done = chosen.run("generate")
    assert done.code == 0
    assert "warning[unused-pattern]" in done.err
    assert hint in done.err


@pytest.mark.parametrize(
    "line", ['include = ["pets"]', 'include = ["tags:pets"]', 'exclude = ["tag:"]', "include = [1]"]
)
def test_a_pattern_without_a_known_prefix_is_an_error(chosen: Place, line: str) -> None:
    chosen.write("sdkwright.toml", f'spec = "tiny.yaml"\n{line}\n')
    done = chosen.run("generate")
    assert done.code == 2
    assert "`include`" in done.err + done.out or "`exclude`" in done.err + done.out
