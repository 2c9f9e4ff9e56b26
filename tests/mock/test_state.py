"""State: what is created is listed, read, changed and deleted."""

from __future__ import annotations

import httpx2
import pytest

from sdkwright.mock import MockServer
from tests.mock.conftest import Serve

DOCUMENT = """
openapi: 3.1.0
info: {title: Books, version: "1"}
servers: [{url: /v1}]
paths:
  /shelves/{shelf}/books:
    get:
      parameters: [{$ref: "#/components/parameters/Shelf"}, {name: limit, in: query, schema: {type: integer}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Books"}}}}}
    post:
      parameters: [{$ref: "#/components/parameters/Shelf"}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}
      responses:
        "201":
          description: created
          headers: {Location: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Wrapped"}}}
  /shelves/{shelf}/books/{book_id}:
    parameters:
      - {$ref: "#/components/parameters/Shelf"}
      - {name: book_id, in: path, required: true, schema: {type: integer}}
    get:
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
        "404": {description: none, content: {application/json: {example: {error: none}}}}
    put:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}}
    patch:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}}
    delete: {responses: {"204": {description: gone}}}
components:
  parameters: {Shelf: {name: shelf, in: path, required: true, schema: {type: string}}}
  schemas:
    Book:
      type: object
      required: [id, title]
      properties:
        id: {type: integer, readOnly: true}
        title: {type: string, maxLength: 9}
        created: {type: string, format: date-time, readOnly: true}
        secret: {type: string, writeOnly: true}
    Wrapped: {type: object, required: [data], properties: {data: {$ref: "#/components/schemas/Book"}}}
    Books:
      type: object
      required: [items]
      properties: {items: {type: array, items: {$ref: "#/components/schemas/Book"}}}
"""


@pytest.fixture
def server(serve: Serve) -> MockServer:
    return serve(DOCUMENT)


def test_the_life_of_an_item(server: MockServer, http: httpx2.Client) -> None:
    books = f"{server.url}/shelves/a/books"
    sampled = http.get(books).json()["items"]
    assert sampled
    created = http.post(books, json={"title": "Emma", "secret": "s"})
    assert created.status_code == 201
    book = created.json()["data"]
    assert book["title"] == "Emma"
    assert isinstance(book["created"], str)
    assert "secret" not in book
    own = f"{books}/{book['id']}"
    assert created.headers["location"] == own
    assert http.get(own).json() == book
    assert http.get(books).json()["items"] == [book]
    changed = http.patch(own, json={"title": "Emma II"})
    assert changed.json() == {**book, "title": "Emma II"}
    assert http.put(own, json={"title": "Emma III"}).json()["title"] == "Emma III"
    assert http.get(own).json()["title"] == "Emma III"
    assert http.delete(own).status_code == 204
    gone = http.get(own)
    assert (gone.status_code, gone.json()) == (404, {"error": "none"})
    assert http.delete(own).status_code == 404
    assert http.get(books).json()["items"] == []
    server.reset()
    assert http.get(books).json()["items"] == sampled
    assert http.get(own).status_code == 200


def test_items_have_ids_of_their_own(server: MockServer, http: httpx2.Client) -> None:
    books = f"{server.url}/shelves/a/books"
    ids = [http.post(books, json={"title": "Emma"}).json()["data"]["id"] for _ in range(5)]
    assert len(set(ids)) == 5
    assert [book["id"] for book in http.get(books).json()["items"]] == ids


def test_each_parent_has_its_own_items(server: MockServer, http: httpx2.Client) -> None:
    http.post(f"{server.url}/shelves/a/books", json={"title": "Emma"})
    titles = [book["title"] for book in http.get(f"{server.url}/shelves/b/books").json()["items"]]
    assert "Emma" not in titles


def test_samples_are_no_state(server: MockServer, http: httpx2.Client) -> None:
    own = f"{server.url}/shelves/a/books/7"
    assert http.get(own).json()["id"] == 7
    assert http.put(own, json={"title": "Emma"}).json()["title"] == "Emma"
    for _ in range(2):
        assert http.delete(own).status_code == 204
    assert http.get(own).status_code == 200
