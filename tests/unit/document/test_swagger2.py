"""Swagger 2.0 documents, as OpenAPI 3 has them."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

HEAD = "swagger: '2.0'\ninfo: {title: t, version: '1'}\n"


def converted(workshop: Any, text: str) -> Any:
    value = workshop.document(HEAD + textwrap.dedent(text)).root.value
    assert workshop.codes == []
    return value


def operation(workshop: Any, text: str, head: str = "") -> Any:
    body = textwrap.indent(textwrap.dedent(text).strip("\n"), "      ")
    return converted(workshop, f"{head}\npaths:\n  /a:\n    post:\n{body}\n")["paths"]["/a"]["post"]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("host: e.com\nbasePath: /v1\nschemes: [http, https]\n", ["https://e.com/v1", "http://e.com/v1"]),
        ("host: e.com:8080\n", ["https://e.com:8080"]),
        ("host: e.com\nbasePath: /\nschemes: [ws]\n", ["ws://e.com"]),
        ("basePath: v1\n", ["/v1"]),
        ("", ["/"]),
    ],
)
def test_host_and_base_path_become_servers(workshop: Any, text: str, urls: list[str]) -> None:
    assert [server["url"] for server in converted(workshop, text)["servers"]] == urls


def test_components_have_their_new_names(workshop: Any, at: Any) -> None:
    document = workshop.document(
        HEAD
        + textwrap.dedent("""\
        definitions: {A: {type: object, properties: {b: {$ref: '#/definitions/B'}}}, B: {type: string}}
        parameters: {limit: {name: limit, in: query, type: integer, maximum: 9}}
        responses: {Gone: {description: gone, schema: {$ref: '#/definitions/A'}}}
        securityDefinitions: {basic: {type: basic, description: d}}
        """)
    )
    components = document.root.child("components")
    assert list(components.value) == ["schemas", "parameters", "responses", "securitySchemes"]
    assert components.value["parameters"]["limit"] == {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "maximum": 9},
    }
    assert components.value["securitySchemes"] == {"basic": {"type": "http", "scheme": "basic", "description": "d"}}
    found = document.resolve(at(components, "schemas A properties b"))
    assert (found.path, found.pointer) == ("/components/schemas/B", "/definitions/B")
    schema = at(components, "responses Gone content application/json schema")
    assert schema.pointer == "/responses/Gone/schema"
    assert document.resolve(schema).pointer == "/definitions/A"
    assert at(components, "parameters limit schema maximum").pointer == "/parameters/limit/maximum"
    assert document.lookup("#/parameters/limit", document.root).path == "/components/parameters/limit"


def test_a_body_has_the_media_types_that_are_consumed(workshop: Any) -> None:
    post = operation(
        workshop,
        """
        consumes: [application/json, application/xml]
        parameters:
          - {name: q, in: query, type: string}
          - {name: pet, in: body, required: true, description: d, schema: {type: object}}
        responses: {200: {description: ok}}
        """,
    )
    assert [parameter["name"] for parameter in post["parameters"]] == ["q"]
    assert post["requestBody"] == {
        "required": True,
        "description": "d",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "application/xml": {"schema": {"$ref": "#/paths/~1a/post/requestBody/content/application~1json/schema"}},
        },
    }
    assert "consumes" not in post


def test_bodies_and_answers_are_json_where_nothing_is_said(workshop: Any) -> None:
    post = operation(
        workshop,
        """
        parameters: [{name: pet, in: body, schema: {type: object}}]
        responses: {200: {description: ok, schema: {type: string}}, 204: {description: none}}
        """,
    )
    assert list(post["requestBody"]["content"]) == ["application/json"]
    assert post["responses"]["200"]["content"] == {"application/json": {"schema": {"type": "string"}}}
    assert post["responses"]["204"] == {"description": "none"}


def test_the_documents_media_types_hold_unless_the_operation_has_its_own(workshop: Any) -> None:
    head = "consumes: [text/plain]\nproduces: [text/csv]\n"
    text = """
        parameters: [{name: x, in: body, schema: {type: string}}]
        responses: {200: {description: ok, schema: {type: string}}}
        """
    post = operation(workshop, text, head)
    assert list(post["requestBody"]["content"]) == ["text/plain"]
    assert list(post["responses"]["200"]["content"]) == ["text/csv"]
    post = operation(workshop, "produces: [text/html]\n" + textwrap.dedent(text), head)
    assert list(post["responses"]["200"]["content"]) == ["text/html"]


@pytest.mark.parametrize(
    ("consumes", "kind", "media"),
    [
        ("", "string", "application/x-www-form-urlencoded"),
        ("", "file", "multipart/form-data"),
        ("consumes: [application/x-www-form-urlencoded]", "file", "multipart/form-data"),
        ("consumes: [multipart/form-data]", "string", "multipart/form-data"),
        ("consumes: [application/json]", "string", "application/x-www-form-urlencoded"),
    ],
)
def test_form_parameters_become_one_body(workshop: Any, consumes: str, kind: str, media: str) -> None:
    post = operation(
        workshop,
        f"""
        {consumes}
        parameters:
          - {{name: a, in: formData, required: true, type: {kind}, description: d}}
          - {{name: ids, in: formData, type: array, items: {{type: integer}}, collectionFormat: multi}}
        responses: {{}}
        """,
    )
    body = post["requestBody"]
    assert body["required"] is True
    assert list(body["content"]) == [media]
    schema = body["content"][media]["schema"]
    a = {"type": "string", "format": "binary"} if kind == "file" else {"type": "string"}
    assert schema["properties"]["a"] == {"description": "d", **a}
    assert schema["required"] == ["a"]
    assert body["content"][media]["encoding"] == {"ids": {"style": "form", "explode": True}}


@pytest.mark.parametrize(
    ("place", "collection", "style"),
    [
        ("query", "", ("form", False)),
        ("query", "csv", ("form", False)),
        ("query", "ssv", ("spaceDelimited", False)),
        ("query", "pipes", ("pipeDelimited", False)),
        ("query", "multi", ("form", True)),
        ("header", "", ("simple", False)),
        ("path", "csv", ("simple", False)),
    ],
)
def test_collection_formats_become_styles(workshop: Any, place: str, collection: str, style: tuple[str, bool]) -> None:
    written = f", collectionFormat: {collection}" if collection else ""
    text = f"parameters: [{{name: a, in: {place}, type: array, items: {{type: string}}{written}}}]\nresponses: {{}}\n"
    (parameter,) = operation(workshop, text)["parameters"]
    assert (parameter["style"], parameter["explode"]) == style
    assert parameter["schema"] == {"type": "array", "items": {"type": "string"}}


def test_examples_and_headers_of_a_response_are_kept(workshop: Any) -> None:
    post = operation(
        workshop,
        """
        responses:
          200:
            description: ok
            schema: {type: object}
            examples: {application/json: {a: 1}}
            headers: {X-Rate: {type: integer, description: d}}
        """,
    )
    response = post["responses"]["200"]
    assert response["content"] == {"application/json": {"schema": {"type": "object"}, "example": {"a": 1}}}
    assert response["headers"] == {"X-Rate": {"description": "d", "schema": {"type": "integer"}}}


def test_a_file_that_is_answered_is_bytes(workshop: Any) -> None:
    post = operation(workshop, "responses: {200: {description: ok, schema: {type: file}}}\n")
    assert post["responses"]["200"]["content"] == {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    }


def test_a_body_parameter_of_the_document_or_the_path_reaches_the_operation(workshop: Any, at: Any) -> None:
    text = textwrap.dedent("""\
        parameters: {pet: {name: pet, in: body, schema: {properties: {n: {type: string, x-nullable: true}}}}}
        paths:
          /a:
            parameters: [{$ref: '#/parameters/pet'}, {name: id, in: query, type: string}]
            put: {responses: {}}
            post: {parameters: [{name: own, in: body, schema: {type: string}}], responses: {}}
        """)
    document = workshop.document(HEAD + text)
    item = at(document.root, "paths /a")
    assert [parameter["name"] for parameter in item.value["parameters"]] == ["id"]
    assert at(item, "parameters 0").pointer == "/paths/~1a/parameters/1"
    schema = at(item, "put requestBody content application/json schema")
    assert at(schema, "properties n").value == {"type": ["string", "null"]}
    assert at(schema, "properties n").pointer == "/parameters/pet/schema/properties/n"
    assert at(item, "post requestBody content application/json schema").value == {"type": "string"}


@pytest.mark.parametrize(
    ("flow", "name"),
    [
        ("implicit", "implicit"),
        ("password", "password"),
        ("application", "clientCredentials"),
        ("accessCode", "authorizationCode"),
    ],
)
def test_oauth_flows_have_their_new_names(workshop: Any, flow: str, name: str) -> None:
    text = f"securityDefinitions:\n  o: {{type: oauth2, flow: {flow}, tokenUrl: 'https://e.com/t', scopes: {{a: b}}}}\n"
    scheme = converted(workshop, text)["components"]["securitySchemes"]["o"]
    assert scheme == {"type": "oauth2", "flows": {name: {"scopes": {"a": "b"}, "tokenUrl": "https://e.com/t"}}}


def test_api_keys_stay(workshop: Any) -> None:
    text = "securityDefinitions: {k: {type: apiKey, name: X-Key, in: header}}\n"
    scheme = converted(workshop, text)["components"]["securitySchemes"]["k"]
    assert scheme == {"type": "apiKey", "name": "X-Key", "in": "header"}


@pytest.mark.parametrize(
    ("produces", "media_types"),
    [("[application/json]", ["*/*"]), ("[application/json, application/pdf]", ["application/pdf"])],
)
def test_a_file_is_not_produced_as_data_is(workshop: Any, produces: str, media_types: list[str]) -> None:
    text = f"produces: {produces}\nresponses: {{200: {{description: ok, schema: {{type: file}}}}}}\n"
    post = operation(workshop, text)
    assert list(post["responses"]["200"]["content"]) == media_types


def test_a_tree_of_files_is_converted_file_by_file(workshop: Any, at: Any) -> None:
    workshop.write(
        "pets.yaml",
        textwrap.dedent("""\
        post:
          parameters: [{$ref: 'parts.yaml#/pet'}, {$ref: 'parts.yaml#/limit'}]
          responses: {200: {$ref: 'parts.yaml#/ok'}}
        """),
    )
    workshop.write(
        "parts.yaml",
        textwrap.dedent("""\
        pet: {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
        limit: {name: limit, in: query, type: integer}
        ok: {description: ok, schema: {$ref: 'api.yaml#/definitions/Error'}}
        definitions: {Pet: {type: object, x-nullable: true}}
        """),
    )
    text = "produces: [application/x+json]\npaths: {/pets: {$ref: pets.yaml}}\ndefinitions: {Error: {type: string}}\n"
    document = workshop.document(HEAD + text)
    post = at(document.resolve(at(document.root, "paths /pets")), "post")
    body = document.resolve(at(post, "requestBody content application/json schema"))
    assert body.value == {"type": ["object", "null"]}
    (limit,) = post.child("parameters").elements()
    assert document.resolve(limit).value == {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    answer = document.resolve(at(post, "responses 200"))
    assert document.resolve(at(answer, "content application/x+json schema")).pointer == "/definitions/Error"
    assert workshop.codes == []


@pytest.mark.parametrize(
    "text",
    [
        "paths: []",
        "paths: {/a: 3, /b: {get: []}}",
        "paths: {/a: {get: {parameters: 3, responses: 4}}}",
        "paths: {/a: {get: {parameters: [3, {in: body}, {in: formData}, {$ref: 3}], responses: {200: 5}}}}",
        "paths: {/a: {get: {parameters: [{$ref: '#/p'}], responses: {200: {schema: 1, headers: 2}}}}}",
        "paths: {/a: {get: {parameters: [{$ref: '#/p'}]}}}\np: {$ref: '#/p'}",
        "definitions: 3\nparameters: 4\nresponses: []\nsecurityDefinitions: {a: 1, b: {type: oauth2, flow: []}}",
        "host: 3\nbasePath: []\nschemes: {}\nconsumes: 1\nproduces: [1]",
    ],
)
def test_nonsense_is_left_to_be_reported_by_whoever_reads_it(workshop: Any, text: str) -> None:
    assert isinstance(workshop.document(HEAD + text + "\n").root.value, dict)
