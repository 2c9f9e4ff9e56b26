"""`--report`: what became of every operation and schema of a document."""

from __future__ import annotations

import json
from typing import Any

from .conftest import TINY, Place

DOCUMENT = TINY.replace(
    "components:\n",
    """\
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      x-speakeasy-ignore: true
      responses: {"204": {description: None}}
    post:
      operationId: addPet
      tags: [pets]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Odd"}}}}
      responses: {"204": {description: Done}}
components:
""",
).replace("    Pet:", "    Odd: {type: object, properties: {a: {enum: [[1], {b: 2}]}}}\n    Pet:")


def report(place: Place, *arguments: str) -> dict[str, Any]:
    place.run("generate", "tiny.yaml", "--output", "out", "--report", "report.json", *arguments)
    content: dict[str, Any] = json.loads((place.folder / "report.json").read_bytes())
    return content


def test_every_operation_and_schema_has_an_entry(tiny: Place) -> None:
    tiny.write("tiny.yaml", DOCUMENT)
    found = report(tiny)
    assert found["client"] == "Tiny"
    assert [(entry["method"], entry["path"], entry["status"], entry["call"]) for entry in found["operations"]] == [
        ("GET", "/pets/{id}", "generated", "client.pets.get"),
        ("GET", "/pets", "ignored", None),
        ("POST", "/pets", "generated", "client.pets.add"),
    ]
    assert found["operations"][0]["pointer"] == "/paths/~1pets~1{id}/get"
    assert [(entry["pointer"], entry["name"], entry["status"]) for entry in found["schemas"]] == [
        ("/components/schemas/Odd", "Odd", "generated"),
        ("/components/schemas/Pet", "Pet", "generated"),
    ]


def test_a_fallback_stands_where_it_is_written(tiny: Place) -> None:
    tiny.write("tiny.yaml", DOCUMENT)
    found = report(tiny)
    odd, pet = found["schemas"]
    assert pet["fallbacks"] == []
    (fallback,) = odd["fallbacks"]
    assert fallback["pointer"].startswith("/components/schemas/Odd/properties/a")
    assert fallback["why"]
    assert (fallback["code"], fallback["pointer"]) in [(one["code"], one["pointer"]) for one in found["diagnostics"]]


def test_a_fallback_beside_the_operations_of_a_path_is_each_ones(tiny: Place) -> None:
    odd = "    parameters: [{name: q, in: query, schema: {enum: [[1], {b: 2}]}}]\n    get:\n"
    tiny.write("tiny.yaml", TINY.replace("    get:\n", odd))
    (entry,) = report(tiny)["operations"]
    assert [fallback["pointer"] for fallback in entry["fallbacks"]] == ["/paths/~1pets~1{id}/parameters/0/schema"]


def test_the_terminal_shows_the_counts(tiny: Place) -> None:
    tiny.write("tiny.yaml", DOCUMENT)
    done = tiny.run("generate", "tiny.yaml", "--output", "out")
    assert done.out.startswith("out: 2 operations and 1 ignored, 2 models, 1 fallback, 1 warning")


def test_the_report_of_a_document_that_cannot_be_read(tiny: Place) -> None:
    tiny.write("tiny.yaml", "openapi: 3.1.0\npaths: [\n")
    found = report(tiny)
    assert (found["client"], found["operations"], found["schemas"], found["exit"]) == ("", [], [], 2)
    assert found["diagnostics"][0]["severity"] == "error"


def test_strict_takes_a_fallback_for_an_error(tiny: Place) -> None:
    tiny.write("tiny.yaml", DOCUMENT)
    done = tiny.run("generate", "tiny.yaml", "--output", "out", "--strict")
    assert done.code == 2
    assert done.err.endswith("--strict takes every warning as an error\n")
    assert not (tiny.folder / "out").exists()


def test_a_swagger_document_has_its_own_pointers(tiny: Place) -> None:
    swagger = """\
swagger: "2.0"
info: {title: Old API, version: "1"}
paths:
  /pets:
    get: {operationId: listPets, responses: {"200": {description: Pets, schema: {$ref: "#/definitions/Pet"}}}}
definitions:
  Pet: {type: object, properties: {name: {type: string}}}
"""
    tiny.write("tiny.yaml", swagger)
    assert [entry["pointer"] for entry in report(tiny)["schemas"]] == ["/definitions/Pet"]
