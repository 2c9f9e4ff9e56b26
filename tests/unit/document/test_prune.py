"""The part of a document that operations reach."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from generator.diagnostics.model import Diagnostics
from generator.document import load_document
from generator.document.prune import pruned
from generator.lower import lower

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1', description: Long}\n"


def prune(folder: Path, text: str, **others: str) -> dict[str, Any]:
    """The pruned document of a text, whose references may lead to others in its folder."""
    for name, content in others.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    path = folder / "api.yaml"
    path.write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    document = load_document(path, diagnostics)
    api = lower(document, diagnostics)
    assert not diagnostics.failed
    written = pruned(document, api.operations)
    (folder / "pruned.json").write_text(written, encoding="utf-8")
    again = Diagnostics()
    assert len(lower(load_document(folder / "pruned.json", again), again).operations) == len(api.operations)
    assert not again.failed
    found: dict[str, Any] = json.loads(written)
    return found


def operation(schema: str) -> str:
    return f"""\
paths:
  /a:
    get:
      description: Long
      tags: [x]
      responses: {{"200": {{description: Long, content: {{application/json: {{schema: {schema}}}}}}}}}
"""


def schema_of(found: dict[str, Any]) -> Any:
    return found["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]


def test_documentation_goes_and_properties_named_like_it_stay(tmp_path: Path) -> None:
    schema = "{type: object, description: Long, properties: {description: {type: string, description: Long}}}"
    found = prune(tmp_path, HEAD + operation(schema))
    assert found["info"] == {"title": "T", "version": "1"}
    assert schema_of(found) == {"type": "object", "properties": {"description": {"type": "string"}}}
    assert found["paths"]["/a"]["get"].keys() == {"responses"}
    assert found["paths"]["/a"]["get"]["responses"]["200"]["description"] == ""


def test_examples_and_defaults_stay_as_they_are(tmp_path: Path) -> None:
    schema = "{type: object, example: {description: kept, $ref: kept}, default: {summary: kept}}"
    found = prune(tmp_path, HEAD + operation(schema))
    assert schema_of(found)["example"] == {"description": "kept", "$ref": "kept"}
    assert schema_of(found)["default"] == {"summary": "kept"}


def test_components_that_are_not_reached_go(tmp_path: Path) -> None:
    components = """
components:
  schemas:
    A: {type: object, properties: {next: {$ref: "#/components/schemas/A"}, b: {$ref: "#/components/schemas/B"}}}
    B: {type: string}
    C: {type: string}
"""
    found = prune(tmp_path, HEAD + operation('{$ref: "#/components/schemas/A"}') + components)
    assert list(found["components"]["schemas"]) == ["A", "B"]


def test_parts_of_other_files_become_components(tmp_path: Path) -> None:
    properties = "{c: {$ref: '#/C'}, a: {$ref: 'api.yaml#/components/schemas/C'}}"
    other = f"B: {{type: object, properties: {properties}}}\nC: {{type: integer}}\n"
    text = HEAD + operation('{$ref: "other.yaml#/B"}') + "components: {schemas: {C: {type: string}}}\n"
    found = prune(tmp_path, text, other=other)
    schemas = found["components"]["schemas"]
    assert schema_of(found) == {"$ref": "#/components/schemas/B"}
    assert schemas["C"] == {"type": "string"}
    assert schemas["B"]["properties"]["a"] == {"$ref": "#/components/schemas/C"}
    assert schemas[schemas["B"]["properties"]["c"]["$ref"].rpartition("/")[2]] == {"type": "integer"}


def test_a_reference_into_a_path_leads_to_a_component(tmp_path: Path) -> None:
    paths = (
        operation("{type: object, properties: {x: {type: string}}}")
        + """\
  /b:
    get:
      responses:
        "200":
          description: Long
          content:
            application/json:
              schema: {$ref: "#/paths/~1a/get/responses/200/content/application~1json/schema"}
"""
    )
    found = prune(tmp_path, HEAD + paths)
    reference = found["paths"]["/b"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    assert found["components"]["schemas"][reference.removeprefix("#/components/schemas/")]["properties"].keys() == {"x"}


@pytest.mark.parametrize("name", ["a b", "ä", "x%y"])
def test_names_that_need_an_escape_are_found_again(name: str, tmp_path: Path) -> None:
    text = operation(f'{{$ref: "#/components/schemas/{quote(name)}"}}')
    found = prune(tmp_path, HEAD + text + f'components: {{schemas: {{"{name}": {{type: string}}}}}}\n')
    assert found["components"]["schemas"] == {name: {"type": "string"}}


def test_swagger_2_becomes_openapi_3(tmp_path: Path) -> None:
    text = """\
swagger: "2.0"
info: {title: T, version: "1"}
host: api.example
paths:
  /a:
    get:
      produces: [application/json]
      responses: {"200": {description: Long, schema: {$ref: "#/definitions/A"}}}
definitions:
  A: {type: object, properties: {x: {type: string, x-nullable: true}}}
"""
    found = prune(tmp_path, text)
    assert found["openapi"] == "3.1.0"
    assert schema_of(found) == {"$ref": "#/components/schemas/A"}
    assert "A" in found["components"]["schemas"]


def test_the_end_of_a_stream_is_kept_when_a_description_says_it(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
paths:
  /a:
    get:
      description: "The stream ends with `data: [DONE]`"
      responses: {"200": {description: Chunks, content: {text/event-stream: {schema: {type: object}}}}}
"""
    )
    assert prune(tmp_path, text)["paths"]["/a"]["get"]["x-speakeasy-sse-sentinel"] == "[DONE]"


def test_numbers_that_json_lacks_are_null(tmp_path: Path) -> None:
    assert schema_of(prune(tmp_path, HEAD + operation("{type: number, example: .inf}")))["example"] is None
