"""`--report`: an entry for every operation and schema of a document."""

from __future__ import annotations

import json
from typing import Any

import pytest

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
        ("POST", "/pets", "generated", "client.pets.create"),
    ]
    assert found["operations"][0]["pointer"] == "/paths/~1pets~1{id}/get"
    assert [(entry["pointer"], entry["name"], entry["status"]) for entry in found["schemas"]] == [
        ("/components/schemas/Odd", "Odd", "generated"),
        ("/components/schemas/Pet", "Pet", "generated"),
    ]


LIST = """
openapi: 3.1.0
info: {title: Tiny, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses:
        "200":
          description: Pets
          content:
            application/json:
              schema:
                type: object
                properties: {data: {type: array, items: {type: string}}, next_cursor: {type: string}}
"""


def test_pages_are_reported_with_their_evidence(place: Place) -> None:
    place.write("tiny.yaml", LIST)
    (entry,) = report(place)["operations"]
    why = "the parameter `cursor` and the property `next_cursor` agree"
    assert entry["pages"] == {"kind": "cursor", "why": why}


def test_a_fallback_is_reported_under_its_schema(tiny: Place) -> None:
    tiny.write("tiny.yaml", DOCUMENT)
    found = report(tiny)
    odd, pet = found["schemas"]
    assert pet["fallbacks"] == []
    (fallback,) = odd["fallbacks"]
    assert fallback["pointer"].startswith("/components/schemas/Odd/properties/a")
    assert fallback["why"]
    assert (fallback["code"], fallback["pointer"]) in [(one["code"], one["pointer"]) for one in found["diagnostics"]]


def test_a_fallback_in_a_path_item_is_reported_under_each_operation(tiny: Place) -> None:
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


def test_strict_treats_a_fallback_as_an_error(tiny: Place) -> None:
    tiny.write("tiny.yaml", DOCUMENT)
    done = tiny.run("generate", "tiny.yaml", "--output", "out", "--strict")
    assert done.code == 2
    assert done.err.endswith("--strict treats warnings as errors\n")
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


SHARED = """\
openapi: 3.1.0
info: {title: Shared, version: "1"}
security: [{nowhere: []}, {odd: []}]
paths:
  /a:
    $ref: "parts/a.yaml"
  /b:
    get:
      operationId: listB
      security: []
      parameters: [{$ref: "#/components/parameters/Bare"}]
      responses: {"200": {$ref: "#/components/responses/Odd"}}
    post:
      operationId: addB
      security: [{fine: []}]
      requestBody: {$ref: "#/components/requestBodies/Empty"}
      responses: {"200": {description: Pet, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
    put:
      operationId: setB
      security: [{fine: []}]
      x-speakeasy-ignore: true
      responses: {"200": {$ref: "#/components/responses/Odd"}}
components:
  schemas:
    Pet: {$ref: "parts/pet.yaml"}
    Strange: {type: object, properties: {a: {type: strange}}}
  securitySchemes:
    odd: {type: weird}
    fine: {type: http, scheme: bearer}
  parameters:
    Bare: {name: bare, in: query}
  requestBodies:
    Empty: {content: {}}
  responses:
    Odd:
      description: Odd
      content:
        application/json:
          schema:
            type: object
            properties: {deep: {$ref: "#/components/schemas/Strange"}, wide: {enum: [[1], {b: 2}]}}
"""
PART = """\
get:
  operationId: getA
  parameters: [{in: query, style: odd, name: all, schema: {}}]
  responses: {"200": {$ref: "../shared.yaml#/components/responses/Odd"}, "201": {$ref: "more.yaml#/responses/Own"}}
"""
MORE = """\
responses:
  Own: {description: Own, content: {application/json: {schema: {$ref: "#/kept/here/Inner"}}}}
kept: {here: {Inner: {type: object, properties: {wide: {enum: [[1], {b: 2}]}}}}}
"""


def shared(place: Place) -> dict[str, Any]:
    for name, text in {"shared.yaml": SHARED, "parts/a.yaml": PART, "parts/more.yaml": MORE}.items():
        place.write(name, text)
    place.write("parts/pet.yaml", "type: object\nproperties: {wide: {enum: [[1], {b: 2}]}}\n")
    place.run("generate", "shared.yaml", "--output", "out", "--report", "report.json")
    content: dict[str, Any] = json.loads((place.folder / "report.json").read_bytes())
    return content


def codes(entry: dict[str, Any]) -> list[str]:
    return [fallback["code"] for fallback in entry["fallbacks"]]


def test_a_fallback_in_a_shared_part_is_reported_under_every_operation_that_uses_it(place: Place) -> None:
    found = {entry["call"]: entry for entry in shared(place)["operations"]}
    pointers = {call: [fallback["pointer"] for fallback in entry["fallbacks"]] for call, entry in found.items()}
    wide = "/components/responses/Odd/content/application~1json/schema/properties/wide"
    assert sorted(pointers["client.b.list"]) == ["/components/parameters/Bare", wide]
    assert pointers["client.b.update"] == ["/components/requestBodies/Empty"]
    assert sorted(pointers["client.a.get"]) == [
        wide,
        "/components/securitySchemes/odd",
        "/get/parameters/0",
        "/kept/here/Inner/properties/wide",
        "/security/0",
    ]
    assert pointers[None] == []  # an ignored operation loses nothing
    assert [entry["path"] for entry in found.values()] == ["/a", "/b", "/b", "/b"]


def test_a_fallback_in_a_named_schema_is_reported_under_it_alone(place: Place) -> None:
    report = shared(place)
    schemas = {entry["pointer"]: entry for entry in report["schemas"] if "file" not in entry}
    assert codes(schemas["/components/schemas/Strange"]) == ["unknown-type"]
    assert all("unknown-type" not in codes(entry) for entry in report["operations"])
    # A part of another file that holds a schema is none itself.
    assert [entry["name"] for entry in report["schemas"]] == ["Pet", "Strange", "Pet"]
    pet = schemas["/components/schemas/Pet"]
    assert (pet["name"], pet["status"], codes(pet)) == ("Pet", "generated", ["composite-enum"])
    assert pet["fallbacks"][0]["file"].endswith("parts/pet.yaml")


def test_a_shared_swagger_body_is_reported_under_its_operations(place: Place) -> None:
    operation = "{operationId: %s, parameters: [{$ref: '#/parameters/Odd'}], responses: {'204': {description: Done}}}"
    swagger = f"""\
swagger: "2.0"
info: {{title: Old API, version: "1"}}
paths:
  /pets:
    post: {operation % "addPet"}
    put: {operation % "setPet"}
    get: {{operationId: getPet, responses: {{"204": {{description: Done}}}}}}
parameters:
  Odd: {{in: body, name: odd, schema: {{type: object, properties: {{wide: {{enum: [[1], {{b: 2}}]}}}}}}}}
"""
    place.write("old.yaml", swagger)
    place.run("generate", "old.yaml", "--output", "out", "--report", "report.json")
    entries = json.loads((place.folder / "report.json").read_bytes())["operations"]
    assert {entry["method"]: codes(entry) for entry in entries} == {
        "POST": ["composite-enum"],
        "PUT": ["composite-enum"],
        "GET": [],
    }


LOSSES = {
    "duplicate-parameter": "parameters: [{name: q, in: query, schema: {}}, {name: q, in: query, schema: {}}]",
    "nameless-parameter": "parameters: [{name: '', in: query, schema: {}}]",
    "unknown-style": "parameters: [{name: q, in: query, style: odd, schema: {}}]",
    "untyped-parameter": "parameters: [{name: q, in: query}]",
    "extra-path-parameter": "parameters: [{name: q, in: path, required: true, schema: {}}]",
    "empty-body": "requestBody: {content: {}}",
    "unknown-security": "security: [{nowhere: []}]",
    "dangling-ref": "parameters: [{name: q, in: query, schema: {$ref: '#/nowhere'}}]",
    "empty-enum": "parameters: [{name: q, in: query, schema: {enum: []}}]",
    "unknown-type": "parameters: [{name: q, in: query, schema: {type: strange}}]",
    "allof-conflict": "parameters: [{name: q, in: query, schema: {allOf: [{type: string}, {type: integer}]}}]",
    "bad-discriminator": (
        "parameters: [{name: q, in: query, schema: {discriminator: {}, oneOf: [{type: object}, {type: array}]}}]"
    ),
}


@pytest.mark.parametrize("code", LOSSES)
def test_a_fallback_in_an_operation_is_reported_under_it(code: str, place: Place) -> None:
    text = f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      {LOSSES[code]}\n"
    place.write("lossy.yaml", text + "      responses: {'204': {description: Done}}\n")
    place.run("generate", "lossy.yaml", "--output", "out", "--report", "report.json")
    content = json.loads((place.folder / "report.json").read_bytes())
    assert code in codes(content["operations"][0])
    assert code in [item["code"] for item in content["diagnostics"]]


def test_lenient_reports_an_unresolvable_reference_under_its_operation(place: Place) -> None:
    operation = "{operationId: getA, responses: {'200': {$ref: '#/components/responses/Gone'}}}"
    place.write("a.yaml", f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: {operation}}}}}\n")
    place.run("generate", "a.yaml", "--output", "out", "--report", "report.json", "--lenient")
    (entry,) = json.loads((place.folder / "report.json").read_bytes())["operations"]
    assert [(one["code"], one["pointer"]) for one in entry["fallbacks"]] == [
        ("dangling-ref", "/paths/~1a/get/responses/200/$ref")
    ]
