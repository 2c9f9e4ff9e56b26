"""Requests against the document: what is refused, and where it says so."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from sdkwright.mock import MockServer
from tests.mock.conftest import Serve

DOCUMENT = """
openapi: 3.1.0
info: {title: Books, version: "1"}
servers: [{url: "https://api.example.com/v1"}]
paths:
  /books/{id}:
    get:
      operationId: getBook
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
        - {name: tags, in: query, explode: false, schema: {type: array, minItems: 2, items: {type: string}}}
        - {name: filter, in: query, style: deepObject, explode: true, schema: {$ref: "#/components/schemas/Filter"}}
        - {name: X-Trace, in: header, schema: {type: boolean}}
        - {name: shelf, in: cookie, schema: {type: integer}}
        - {name: where, in: query, content: {application/json: {schema: {type: object, required: [a]}}}}
      responses: {"200": {description: one, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}}
    put:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Book"}}
          application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Book"}}
          multipart/form-data: {schema: {$ref: "#/components/schemas/Upload"}}
      responses: {"204": {description: done}}
components:
  schemas:
    Book:
      type: object
      required: [id, title]
      properties:
        id: {type: string, readOnly: true}
        title: {type: string, maxLength: 5}
        pages: {type: integer}
        tags: {type: array, items: {type: string}}
    Filter: {type: object, properties: {year: {type: integer}, genre: {type: array, items: {type: string}}}}
    Upload:
      type: object
      required: [file, count]
      properties:
        file: {type: string, format: binary}
        count: {type: integer}
        meta: {$ref: "#/components/schemas/Book"}
"""

VALID = [
    "/books/1",
    "/books/1?tags=a,b",
    "/books/1?filter[year]=1999&filter[genre][]=a",
    "/books/1?where=%7B%22a%22%3A1%7D",
]
INVALID = [
    ("/books/0", "path", "/id", "/paths/~1books~1{id}/get/parameters/0/schema/minimum"),
    ("/books/one", "path", "/id", "/paths/~1books~1{id}/get/parameters/0/schema/type"),
    ("/books/1?tags=a", "query", "/tags", "/paths/~1books~1{id}/get/parameters/1/schema/minItems"),
    ("/books/1?filter[year]=x", "query", "/filter/year", "/components/schemas/Filter/properties/year/type"),
    (
        "/books/1?where=%7B%7D",
        "query",
        "/where",
        "/paths/~1books~1{id}/get/parameters/5/content/application~1json/schema/required",
    ),
    ("/books/1?where=x", "query", "/where", "/paths/~1books~1{id}/get/parameters/5"),
]


@pytest.fixture
def server(serve: Serve) -> MockServer:
    return serve(DOCUMENT)


def errors(response: httpx2.Response) -> list[dict[str, Any]]:
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found: list[dict[str, Any]] = response.json()["errors"]
    return found


@pytest.mark.parametrize("target", VALID)
def test_a_valid_request_is_accepted(target: str, server: MockServer, http: httpx2.Client) -> None:
    assert http.get(f"{server.url}{target}").status_code == 200


@pytest.mark.parametrize(("target", "location", "at", "pointer"), INVALID)
def test_a_fault_has_its_place_in_the_request_and_in_the_document(
    target: str, location: str, at: str, pointer: str, server: MockServer, http: httpx2.Client
) -> None:
    (error,) = errors(http.get(f"{server.url}{target}"))
    assert (error["in"], error["at"], error["pointer"]) == (location, at, pointer)
    assert error["document"].endswith("document0.yaml")


def test_the_position_of_a_fault_is_that_of_the_keyword(server: MockServer, http: httpx2.Client) -> None:
    (error,) = errors(http.put(f"{server.url}/books/a", json={"title": "too long"}))
    lines = DOCUMENT.split("\n")
    assert "maxLength: 5" in lines[error["line"] - 1]
    assert lines[error["line"] - 1][error["column"] - 1 :].startswith("5}")


def test_headers_and_cookies_are_validated(server: MockServer, http: httpx2.Client) -> None:
    url = f"{server.url}/books/1"
    assert http.get(url, headers={"X-Trace": "true", "Cookie": "shelf=3"}).status_code == 200
    found = errors(http.get(url, headers={"X-Trace": "maybe", "Cookie": "shelf=top"}))
    assert [(error["in"], error["at"]) for error in found] == [("header", "/X-Trace"), ("cookie", "/shelf")]


def test_json_bodies(server: MockServer, http: httpx2.Client) -> None:
    url = f"{server.url}/books/a"
    assert http.put(url, json={"title": "a"}).status_code == 204  # `id` is read-only
    found = errors(http.put(url, json={"pages": "x"}))
    assert sorted((error["at"], error["pointer"]) for error in found) == [
        ("", "/components/schemas/Book/required"),
        ("/pages", "/components/schemas/Book/properties/pages/type"),
    ]
    (error,) = errors(http.put(url, content=b"{", headers={"Content-Type": "application/json"}))
    assert error["in"] == "body"
    (error,) = errors(http.put(url))
    assert error["message"] == "required, but missing"


def test_forms_are_read_with_the_types_of_the_schema(server: MockServer, http: httpx2.Client) -> None:
    url = f"{server.url}/books/a"
    assert http.put(url, data={"title": "1", "pages": "3", "tags": "x"}).status_code == 204
    (error,) = errors(http.put(url, data={"title": "1", "pages": "x"}))
    assert error["at"] == "/pages"


def test_multipart_bodies(server: MockServer, http: httpx2.Client) -> None:
    url = f"{server.url}/books/a"
    file = {"file": ("a.bin", b"\x00\xff")}
    assert http.put(url, files=file, data={"count": "1"}).status_code == 204
    (error,) = errors(http.put(url, files=file, data={"count": "x"}))
    assert error["at"] == "/count"
    meta = ("", b'{"title": "too long"}', "application/json")
    parts = {"meta": (None, *meta[1:]), **file}
    (error,) = errors(http.put(url, files=parts, data={"count": "1"}))
    assert error["at"] == "/meta/title"


def test_the_request_is_refused_before_its_values_are_read(server: MockServer, http: httpx2.Client) -> None:
    assert http.get(f"{server.url}/shelves").status_code == 404
    response = http.delete(f"{server.url}/books/1")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, PUT, OPTIONS")
    assert http.options(f"{server.url}/books/1").headers["allow"] == "GET, HEAD, PUT, OPTIONS"
    content = {"content": b"<a/>", "headers": {"Content-Type": "text/xml"}}
    assert http.put(f"{server.url}/books/1", **content).status_code == 415
    assert http.get(f"{server.url}/books/1", headers={"Accept": "text/html"}).status_code == 406


def test_paths_are_served_below_the_server_and_below_the_root(server: MockServer, http: httpx2.Client) -> None:
    assert server.url.endswith("/v1")
    assert http.get(f"{server.url.removesuffix('/v1')}/books/1").status_code == 200


def test_strict_refuses_what_is_not_declared(serve: Serve, http: httpx2.Client) -> None:
    loose, strict = serve(DOCUMENT), serve(DOCUMENT, strict=True)
    body = {"title": "a", "extra": 1}
    assert http.put(f"{loose.url}/books/a", json=body).status_code == 204
    (error,) = errors(http.put(f"{strict.url}/books/a", json=body))
    assert "extra" in error["message"]
    assert http.get(f"{loose.url}/books/1?extra=1").status_code == 200
    (error,) = errors(http.get(f"{strict.url}/books/1?extra=1"))
    assert (error["in"], error["at"]) == ("query", "/extra")


def test_requests_are_recorded(server: MockServer, http: httpx2.Client) -> None:
    http.get(f"{server.url}/books/1?tags=a,b", headers={"X-Trace": "true"})
    http.put(f"{server.url}/books/a", json={"title": "a"})
    first, second = server.requests
    assert (first.method, first.path, first.query, first.operation) == ("GET", "/v1/books/1", "tags=a,b", "getBook")
    assert first.headers["x-trace"] == "true"
    assert (second.operation, second.json(), second.status) == ("PUT /books/{id}", {"title": "a"}, 204)
    server.reset()
    assert server.requests == []
