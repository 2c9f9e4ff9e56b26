"""Requests of SDKs, validated by Prism. `make referee` installs Prism and does the same for more documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.corpus.marks import needs_corpus
from tests.referee.multipart import Part, parts
from tests.referee.prism import Prism, absence, faults
from tests.referee.run import CORPUS, DOCUMENTS, judged
from tests.referee.typed import is_promised

needs_prism = pytest.mark.skipif(bool(absence()), reason=absence())

DOCUMENT = """
openapi: 3.1.0
info: {title: Items, version: "1"}
paths:
  /items/{id}:
    put:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: tags, in: query, schema: {type: array, minItems: 2, items: {type: string}}}
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name]}}}}
      responses: {"200": {description: the item, content: {application/json: {schema: {type: string, example: a}}}}}
"""


@needs_corpus
@needs_prism
@pytest.mark.slow
@pytest.mark.parametrize("name", ["OpenRouter", "Resend"])
def test_every_request_is_valid_and_every_response_typed(name: str) -> None:
    found = judged(CORPUS / DOCUMENTS[name], seconds=600)
    assert found.faults == []
    assert found.untyped == []
    assert found.called == found.operations > 90
    assert found.known == {}
    assert found.typed + sum(found.wrong_samples.values()) == found.requests > 2 * found.operations


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    document = tmp_path_factory.mktemp("items") / "items.yaml"
    document.write_text(DOCUMENT)
    with Prism(document) as prism:
        yield prism.origin


INVALID = [
    ("/items/one", {"name": "a"}, "path"),
    ("/items/1?tags=a", {"name": "a"}, "query"),
    ("/items/1?tags=a,b", {"name": "a"}, "query"),
    ("/items/1", {"title": "a"}, "body"),
    ("/items/1", [], "body"),
]


@needs_prism
@pytest.mark.slow
@pytest.mark.parametrize(("target", "body", "location"), INVALID)
def test_prism_finds_an_invalid_request(target: str, body: object, location: str, origin: str) -> None:
    response = httpx2.put(f"{origin}{target}", json=body)
    assert location in [fault["location"][1] for fault in faults(response.headers, response.content)]


@needs_prism
@pytest.mark.slow
def test_prism_accepts_a_valid_request(origin: str) -> None:
    response = httpx2.put(f"{origin}/items/1?tags=a&tags=b", json={"name": "a"})
    assert (response.status_code, response.json()) == (200, "a")
    assert faults(response.headers, b"") == []


def test_faults_of_a_list_that_is_cut_off() -> None:
    first = {"location": ["request", "body"], "severity": "Error", "message": "no name"}
    listed = json.dumps([first, {**first, "severity": "Warning"}, first])
    assert faults({"sl-violations": listed}, b"") == [first, first]
    assert faults({"sl-violations": listed[:-10]}, b"") == [first]


def test_a_result_is_compared_with_its_annotation() -> None:
    assert is_promised([1, 2], list[int])
    assert is_promised(None, int | None)
    assert not is_promised(["1"], list[int])
    assert not is_promised(None, int)
    assert not is_promised({"a": 1}, Path)


def test_parts_of_multipart() -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        b'--x\r\nContent-Disposition: form-data; name="b"; filename="b.json"\r\n'
        b"Content-Type: application/json\r\n\r\n{}\r\n--x--\r\n"
    )
    assert parts("multipart/form-data; boundary=x", body) == [
        Part("a", None, "text/plain", b"1"),
        Part("b", "b.json", "application/json", b"{}"),
    ]
