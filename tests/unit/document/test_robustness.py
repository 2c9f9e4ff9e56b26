"""Whatever the bytes, reading a document ends in a value or in messages, never in another exception."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.render import render
from generator.document import Document, Node, is_reference, load_document
from tests.corpus.documents import CORPUS
from tests.corpus.marks import needs_corpus

REAL = sorted(path for path in CORPUS.rglob("*") if path.suffix in {".yaml", ".yml", ".json"})

PETS = """\
openapi: 3.0.3
info: {title: Pets, version: 1.0}
paths:
  /pets/{id}:
    parameters: [{$ref: '#/components/parameters/id'}]
    get: &get
      responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
    put: *get
components:
  parameters: {id: {name: id, in: path, required: true, schema: {type: integer, minimum: 0, exclusiveMinimum: true}}}
  schemas:
    Pet: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet/allOf/1'}, {type: object}], <<: {title: x}}
"""
SWAGGER = """\
{"swagger": "2.0", "host": "e.com", "consumes": ["application/json", "text/plain"], "paths": {"/a": {"post": {
"parameters": [{"$ref": "#/parameters/b"}, {"in": "formData", "name": "f", "type": "file"}, {"in": "query", "name": "q",
"type": "array", "items": {"type": "string"}}], "responses": {"200": {"$ref": "#/responses/r"}}}}},
"parameters": {"b": {"in": "body", "name": "b", "schema": {"$ref": "#/definitions/D"}}},
"responses": {"r": {"description": "d", "schema": {"$ref": "#/definitions/D"}, "examples": {"text/plain": 1}}},
"definitions": {"D": {"x-nullable": true, "discriminator": "k"}}}
"""
PIECES = (
    *("$ref: '#'", "$ref: x", '"$ref": "#/paths",', "nullable: true", '"nullable": true,', "null", "1e999"),
    *("&a", "*a", "<<: *get", "- ", "{", "}", "[", "]", ": ", "? ", "!!set", "'", '"', "---\n", "\t", "\n"),
    *("\0", "\ud7ff", "\\ud800"),
)
FRAGMENTS = st.sampled_from(PIECES)


def everything(document: Document) -> Iterator[Node]:
    """Every object and array of a document, and of what its references lead to in other files."""
    todo, seen = [document.root], set[int]()
    while todo:
        node = todo.pop()
        yield node
        if node.is_mapping and is_reference(node):
            target = document.resolve(node)
            away = target is not None and target.source is not node.source and isinstance(target.value, dict | list)
            if target is not None and away and id(target.value) not in seen:
                seen.add(id(target.value))
                todo.append(target)
        members = node.value.items() if node.is_mapping else enumerate(node.value)
        todo += [node.child(key) for key, value in members if isinstance(value, dict | list)]


def exercise(path: Path) -> Diagnostics:
    diagnostics = Diagnostics()
    try:
        document = load_document(path, diagnostics)
    except Failed:
        assert diagnostics.failed
    else:
        for node in everything(document):
            if node.is_mapping and is_reference(node):
                assert node.pointer == "" or node.pointer.startswith("/")
        assert len(document.digest) == 64
    for style in ("text", "json", "github"):
        assert bool(render(diagnostics.items[:20], style)) == bool(diagnostics.items)
    return diagnostics


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"{\0")
@example(b"\0{\0}")
@example(b"openapi: 3.0.0\n\xe2\x80\xa8")
@settings(deadline=None)
def test_any_bytes(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "api.yaml")
        path.write_bytes(data)
        exercise(path)


@given(
    st.sampled_from([PETS, SWAGGER]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), FRAGMENTS | st.text(max_size=3)), max_size=4),
    st.sampled_from(["api.yaml", "api.json"]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_damage(text: str, damage: list[tuple[float, int, str]], name: str) -> None:
    for where, cut, put in damage:
        start = int(where * len(text))
        text = text[:start] + put + text[start + cut :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        exercise(path)


def test_the_undamaged_documents_are_fine(tmp_path: Path) -> None:
    for text in (PETS, SWAGGER):
        path = tmp_path / "api.yaml"
        path.write_text(text, encoding="utf-8")
        assert exercise(path).items == []


@pytest.mark.slow
@needs_corpus
def test_every_document_of_the_corpus() -> None:
    read = 0
    for path in REAL:
        codes = {item.code for item in exercise(path).items}
        read += not codes & {"syntax", "not-openapi", "unsupported-version", "empty"}
    assert read > 300
