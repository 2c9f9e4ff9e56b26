"""Definitions that no operation reaches are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics.model import Diagnostics
from generator.document import load_document
from generator.ir.types import Api
from generator.lower import lower

_HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"


def lowered(folder: Path, text: str, *, unreferenced: bool = False) -> tuple[Api, Diagnostics]:
    path = folder / "api.yaml"
    path.write_text(_HEAD + text)
    diagnostics = Diagnostics()
    return lower(load_document(path, diagnostics), diagnostics, unreferenced=unreferenced), diagnostics


def ids(api: Api) -> set[str]:
    return {definition.id for definition in api.definitions}


_PETS = """
paths:
  /pets:
    get:
      responses:
        "200": {description: Ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
components:
  schemas:
    Pet: {type: object, properties: {owner: {$ref: "#/components/schemas/Owner"}}}
    Owner: {type: object, properties: {id: {type: string}}}
    Ship: {type: object, properties: {kind: {enum: [a, b]}, dock: {$ref: "#/components/schemas/Dock"}}}
    Dock: {type: object, properties: {id: {type: string}}}
"""


def test_what_no_operation_reaches_is_left_out_with_one_note(tmp_path: Path) -> None:
    api, diagnostics = lowered(tmp_path, _PETS)
    assert ids(api) == {"Pet", "Owner"}
    assert api.unreached == {"Ship", "Ship/kind", "Dock"}
    (note,) = [item for item in diagnostics.items if item.code == "unreferenced"]
    assert note.severity == "note"
    assert note.message.startswith("2 schemas have no models")


def test_unreferenced_keeps_all(tmp_path: Path) -> None:
    api, diagnostics = lowered(tmp_path, _PETS, unreferenced=True)
    assert ids(api) == {"Pet", "Owner", "Ship", "Ship/kind", "Dock"}
    assert not api.unreached
    assert "unreferenced" not in [item.code for item in diagnostics.items]


def test_the_config_keeps_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(_HEAD + _PETS)
    diagnostics = Diagnostics()
    api = lower(load_document(path, diagnostics), diagnostics, {"type:Ship": "Boat"}, unreferenced=False)
    assert ids(api) == {"Pet", "Owner", "Ship", "Ship/kind", "Dock"}


def test_a_document_without_operations_keeps_all(tmp_path: Path) -> None:
    api, diagnostics = lowered(tmp_path, "components: {schemas: {Pet: {type: object, properties: {id: {}}}}}")
    assert ids(api) == {"Pet"}
    assert "unreferenced" not in [item.code for item in diagnostics.items]


@pytest.mark.parametrize(
    "part",
    [
        'parameters: [{name: a, in: query, schema: {$ref: "#/components/schemas/Ship"}}]',
        'requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Ship"}}}}',
        'responses: {"404": {description: No, content: {a/json: {schema: {$ref: "#/components/schemas/Ship"}}}}}',
        'responses: {"200": {description: Ok, headers: {X-Ship: {schema: {$ref: "#/components/schemas/Ship"}}}}}',
        'responses: {"200": {description: Ok, headers: {X-Ship: {$ref: "#/components/headers/Ship"}}}}',
        'responses: {"200": {$ref: "#/components/responses/Docked"}}',
        'callbacks: {docked: {"{$url}": {$ref: "#/components/pathItems/Docked"}}}',
    ],
)
def test_every_part_of_an_operation_reaches(part: str, tmp_path: Path) -> None:
    operation = f"{{{part}{'' if part.startswith('responses') else ', responses: {}'}}}"
    api, _ = lowered(
        tmp_path,
        f"""
paths: {{/pets: {{post: {operation}}}}}
components:
  headers: {{Ship: {{schema: {{$ref: "#/components/schemas/Ship"}}}}}}
  responses: {{Docked: {{description: Ok, headers: {{X-Ship: {{$ref: "#/components/headers/Ship"}}}}}}}}
  pathItems:
    Docked:
      post:
        requestBody: {{content: {{application/json: {{schema: {{$ref: "#/components/schemas/Ship"}}}}}}}}
  schemas:
    Ship: {{type: object, properties: {{dock: {{$ref: "#/components/schemas/Dock"}}}}}}
    Dock: {{type: object, properties: {{id: {{type: string}}}}}}
    Rock: {{type: object, properties: {{id: {{type: string}}}}}}
""",
    )
    assert ids(api) == {"Ship", "Dock"}


@pytest.mark.parametrize("key", ["webhooks", "x-webhooks"])
def test_a_webhook_reaches(key: str, tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        f"""
paths: {{/pets: {{get: {{responses: {{}}}}}}}}
{key}:
  docked:
    post: {{requestBody: {{content: {{application/json: {{schema: {{$ref: "#/components/schemas/Ship"}}}}}}}}}}
components:
  schemas:
    Ship: {{type: object, properties: {{dock: {{$ref: "#/components/schemas/Dock"}}}}}}
    Dock: {{type: object, properties: {{id: {{type: string}}}}}}
    Rock: {{type: object, properties: {{id: {{type: string}}}}}}
""",
    )
    assert {"Ship", "Dock"} <= ids(api)
    assert "Rock" not in ids(api)


def test_subtypes_of_a_reached_base_with_a_discriminator_are_reached(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
paths:
  /pets:
    get:
      responses:
        "200": {description: Ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
components:
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: "#/components/schemas/Pet"}, {type: object, properties: {claws: {type: integer}}}]}
    Rock: {type: object, properties: {id: {type: string}}}
""",
    )
    assert {"Pet", "Cat"} <= ids(api)
    assert "Rock" not in ids(api)


def test_the_response_that_a_stream_adds_up_to_is_reached(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
paths:
  /chat:
    post:
      requestBody:
        content: {application/json: {schema: {type: object, properties: {stream: {type: boolean}}}}}
      responses:
        "200":
          description: Ok
          content:
            text/event-stream: {schema: {$ref: "#/components/schemas/Chunk"}}
            application/json: {schema: {$ref: "#/components/schemas/Chat"}}
components:
  schemas:
    Chunk: {type: object, properties: {text: {type: string}}}
    Chat: {type: object, properties: {text: {type: string}}}
""",
    )
    assert {"Chunk", "Chat"} <= ids(api)


def test_a_named_union_in_another_union_stays(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
paths:
  /pets:
    get:
      responses:
        "200": {description: Ok, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
components:
  schemas:
    Thing: {oneOf: [{$ref: "#/components/schemas/Pet"}, {$ref: "#/components/schemas/Ship"}]}
    Pet: {oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]}
    Cat: {type: object, properties: {claws: {type: integer}}}
    Dog: {type: object, properties: {bark: {type: string}}}
    Ship: {type: object, properties: {dock: {type: string}}}
    Rock: {oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]}
""",
    )
    assert ids(api) == {"Thing", "Pet", "Cat", "Dog", "Ship"}
