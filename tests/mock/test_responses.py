"""Responses: examples first, else samples; and what a client prefers."""

from __future__ import annotations

import httpx2
import pytest
from jsonschema import Draft202012Validator

from sdkwright.mock import MockServer
from tests.mock.conftest import Serve

DOCUMENT = """
openapi: 3.1.0
info: {title: Books, version: "1"}
security: [{key: []}, {token: []}]
paths:
  /named:
    get:
      security: []
      responses:
        "200":
          description: ok
          headers:
            X-Total: {schema: {type: integer, minimum: 7, maximum: 7}}
            X-Bad: {schema: {type: string}, example: "a\\r\\nSet-Cookie: b"}
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Book"}
              examples:
                broken: {value: {title: 1}}
                first: {value: {title: one}}
                second: {$ref: "#/components/examples/Second"}
            text/csv: {schema: {type: string}, example: "a,b"}
        "429": {description: slow down, content: {application/json: {example: {error: slow}}}}
        4XX: {description: other, content: {application/json: {schema: {type: object, required: [error]}}}}
  /sampled:
    get:
      security: []
      responses: {"201": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}}
  /secret:
    get:
      responses:
        "200": {description: ok}
        "401": {description: no, content: {application/json: {example: {no: 1}}}}
  /empty:
    delete: {security: [], responses: {"204": {description: gone}}}
    get: {security: [], responses: {"302": {description: moved, headers: {Location: {schema: {type: string}}}}}}
  /file:
    get:
      security: []
      responses: {"200": {description: ok, content: {image/png: {schema: {type: string, format: binary}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: bearer}
  examples: {Second: {value: {title: two}}}
  schemas:
    Book:
      type: object
      required: [title, isbn, secret]
      properties:
        title: {type: string, minLength: 3, maxLength: 12}
        isbn: {type: string, pattern: "^97[89]-[0-9]{4}$"}
        price: {type: number, exclusiveMinimum: 0, multipleOf: 0.5}
        kind: {enum: [a, b]}
        tags: {type: array, uniqueItems: true, minItems: 3, items: {type: string}}
        related: {type: array, items: {$ref: "#/components/schemas/Book"}}
        secret: {type: string, writeOnly: true}
        either: {oneOf: [{type: object, required: [x], properties: {x: {type: integer}}}, {type: string}]}
"""
BOOK = {
    "type": "object",
    "required": ["title", "isbn"],
    "properties": {
        "title": {"type": "string", "minLength": 3, "maxLength": 12},
        "isbn": {"type": "string", "pattern": "^97[89]-[0-9]{4}$"},
        "price": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5},
        "kind": {"enum": ["a", "b"]},
        "tags": {"type": "array", "uniqueItems": True, "minItems": 3, "items": {"type": "string"}},
        "related": {"type": "array", "items": {"type": "object"}},
        "secret": False,
        "either": {"oneOf": [{"type": "object", "required": ["x"]}, {"type": "string"}]},
    },
}


@pytest.fixture
def server(serve: Serve) -> MockServer:
    return serve(DOCUMENT)


def test_the_first_valid_example_is_sent(serve: Serve, http: httpx2.Client) -> None:
    text = DOCUMENT.replace("required: [title, isbn, secret]", "required: [title]")
    response = http.get(f"{serve(text).url}/named")
    assert (response.status_code, response.json()) == (200, {"title": "one"})


def test_a_client_prefers_an_example_or_a_status(server: MockServer, http: httpx2.Client) -> None:
    url = f"{server.url}/named"
    assert http.get(url, headers={"Prefer": "example=second"}).json() == {"title": "two"}
    assert http.get(url, headers={"Prefer": 'example="broken"'}).json() == {"title": 1}
    assert http.get(f"{url}?__example=second").json() == {"title": "two"}
    slow = http.get(url, headers={"Prefer": "code=429", "Accept": "text/csv"})
    assert (slow.status_code, slow.json(), slow.headers["retry-after"]) == (429, {"error": "slow"}, "1")
    other = http.get(url, headers={"Prefer": "code=418"})
    assert (other.status_code, list(other.json())) == (418, ["error"])
    assert http.get(url, headers={"Prefer": "example=third"}).status_code == 404
    assert http.get(url, headers={"Prefer": "code=500"}).status_code == 404


def test_samples_satisfy_the_schema(serve: Serve, http: httpx2.Client) -> None:
    validator = Draft202012Validator(BOOK)
    bodies = [http.get(f"{serve(DOCUMENT, seed=seed).url}/sampled").json() for seed in (0, 1, 1, 50)]
    for body in bodies:
        validator.validate(body)
        assert set(body) == set(BOOK["properties"]) - {"secret"}
    assert bodies[1] == bodies[2]
    assert bodies[0] != bodies[1] != bodies[3]


def test_a_dynamic_response_is_another_one_each_time(server: MockServer, http: httpx2.Client) -> None:
    url, dynamic = f"{server.url}/sampled", {"Prefer": "dynamic=true"}
    first, second = http.get(url, headers=dynamic), http.get(url, headers=dynamic)
    assert first.json() != second.json()
    Draft202012Validator(BOOK).validate(second.json())
    assert http.get(url).json() == http.get(url).json()
    server.reset()
    assert http.get(url, headers=dynamic).json() == first.json()


def test_headers_are_sampled_and_cannot_add_others(server: MockServer, http: httpx2.Client) -> None:
    response = http.get(f"{server.url}/named")
    assert response.headers["x-total"] == "7"
    assert response.headers["x-bad"] == "a  Set-Cookie: b"
    assert "set-cookie" not in response.headers


def test_the_media_type_is_negotiated(server: MockServer, http: httpx2.Client) -> None:
    url = f"{server.url}/named"
    assert http.get(url, headers={"Accept": "text/csv"}).text == "a,b"
    assert http.get(url, headers={"Accept": "text/*;q=0.9, application/json;q=0.1"}).text == "a,b"
    assert http.get(url, headers={"Accept": "application/json;q=0, */*"}).text == "a,b"
    assert http.get(url).headers["content-type"] == "application/json"


def test_credentials_of_one_scheme_are_needed(server: MockServer, http: httpx2.Client) -> None:
    url = f"{server.url}/secret"
    refused = http.get(url)
    assert (refused.status_code, refused.json()) == (401, {"no": 1})
    assert refused.headers["www-authenticate"] == 'ApiKey realm="mock"'
    assert http.get(url, headers={"Authorization": "Basic abc"}).status_code == 401
    assert http.get(url, headers={"Authorization": "Bearer abc"}).status_code == 200
    assert http.get(url, headers={"X-Key": "abc"}).status_code == 200


def test_responses_without_a_body(server: MockServer, http: httpx2.Client) -> None:
    gone = http.delete(f"{server.url}/empty")
    assert (gone.status_code, gone.content) == (204, b"")
    assert "content-length" not in gone.headers
    moved = http.get(f"{server.url}/empty", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (302, f"{server.url}/")
    head = http.head(f"{server.url}/named")
    assert (head.status_code, head.content, head.headers["content-type"]) == (200, b"", "application/json")
    assert int(head.headers["content-length"]) > 0


def test_files_have_ranges(server: MockServer, http: httpx2.Client) -> None:
    url = f"{server.url}/file"
    file = http.get(url)
    assert file.content.startswith(b"\x89PNG")
    assert file.headers["accept-ranges"] == "bytes"
    part = http.get(url, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, file.content[4:8])
    assert part.headers["content-range"] == f"bytes 4-7/{len(file.content)}"
    assert http.get(url, headers={"Range": "bytes=-2"}).content == file.content[-2:]
    assert http.get(url, headers={"Range": "bytes=100000-"}).status_code == 416
    whole = {"Range": "bytes=4-7", "If-Range": '"other"'}
    assert http.get(url, headers=whole).status_code == 200


TAGGED = """
openapi: 3.1.0
info: {title: Users, version: "1"}
paths:
  /me:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                oneOf: [{$ref: "#/components/schemas/Public"}, {$ref: "#/components/schemas/Private"}]
                discriminator:
                  propertyName: view
                  mapping: {public: "#/components/schemas/Public", private: "#/components/schemas/Private"}
  /forks:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Private"}, minItems: 3}}
components:
  schemas:
    Public: {type: object, required: [view], properties: {view: {type: string}}}
    Private: {type: object, required: [view], properties: {view: {type: string, examples: [other]}}}
"""


def test_a_member_of_a_tagged_union_has_its_tag_everywhere(serve: Serve) -> None:
    server = serve(TAGGED)
    assert httpx2.get(f"{server.url}/me").json() == {"view": "public"}
    assert httpx2.get(f"{server.url}/forks").json() == [{"view": "private"}] * 3
