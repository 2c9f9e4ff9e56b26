"""The programs of pages send what the document allows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.documents import CORPUS
from tests.corpus.marks import needs_corpus

ROOT = Path(__file__).parents[2]
DOCUMENT = r"""
openapi: 3.1.0
info: {title: Strict, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /accounts/{sid}/messages:
    post:
      operationId: createMessage
      parameters:
        - {name: sid, in: path, required: true, schema: {$ref: "#/components/schemas/Sid"}}
        - {name: limit, in: query, required: true, schema: {type: integer, minimum: 20, multipleOf: 15}}
        - {name: ratio, in: query, required: true, schema: {type: number, exclusiveMinimum: 2, exclusiveMaximum: 2.1}}
        - {name: code, in: query, required: true, schema: {type: string, minLength: 9, maxLength: 9}, example: short}
        - {name: tags, in: query, required: true, schema: {type: array, minItems: 2, uniqueItems: true,
            items: {type: string, pattern: "^t-[0-9]{3}$"}}}
        - {name: X-Request, in: header, required: true, schema: {type: string, format: uuid}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Message"}
      responses: {"204": {description: sent}}
  /either:
    post:
      operationId: either
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties: {a: {type: string}, b: {type: string, enum: [x, y]}, c: {type: integer}}
              anyOf: [{required: [b]}, {required: [a, c]}]
              dependentRequired: {b: [c]}
      responses: {"204": {description: done}}
  /some:
    patch:
      operationId: some
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              minProperties: 2
              properties: {a: {type: string}, b: {type: string}, id: {type: string, readOnly: true}}
            example: {a: 5, b: fine, unknown: 1}
      responses: {"204": {description: done}}
  /many:
    put:
      operationId: many
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: array, minItems: 3, uniqueItems: true, items: {type: string, minLength: 12}}
      responses: {"204": {description: done}}
  /impossible:
    put:
      operationId: impossible
      parameters: [{name: word, in: query, required: true, schema: {type: string, pattern: '^(\w)\1$'}}]
      responses: {"204": {description: done}}
components:
  schemas:
    Sid: {type: string, pattern: "^AC[0-9a-f]{8}$"}
    Message:
      type: object
      additionalProperties: false
      required: [to, at, price, kind, parts, labels]
      properties:
        to: {type: string, pattern: "^\\+[1-9][0-9]{6,14}$"}
        at: {type: string, format: date-time}
        price: {type: string, pattern: "^[0-9]+\\.[0-9]{2}$", maxLength: 6}
        kind: {const: sms}
        parts: {type: array, minItems: 1, items: {$ref: "#/components/schemas/Part"}}
        labels: {type: object, minProperties: 1, additionalProperties: {type: string, minLength: 3}}
      examples: [{to: wrong}, {to: "5", at: "2026-01-01T00:00:00Z", extra: 1}]
    Part:
      type: object
      required: [size]
      properties: {size: {type: integer, minimum: 10, maximum: 12}, next: {$ref: "#/components/schemas/Part"}}
"""


def judged(document: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.corpus.page_requests", str(document)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=600)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_arguments_satisfy_every_kind_of_constraint(tmp_path: Path) -> None:
    document = tmp_path / "strict.yaml"
    document.write_text(DOCUMENT, encoding="utf-8")
    found = judged(document)
    assert found["silent"] == []
    assert found["programs"] >= 20
    assert [fault for fault in found["faults"] if "impossible" not in fault] == []


def test_a_page_says_for_which_argument_no_sample_is_found(tmp_path: Path) -> None:
    (tmp_path / "strict.yaml").write_text(DOCUMENT, encoding="utf-8")
    command = [sys.executable, "-m", "generator", "generate", str(tmp_path / "strict.yaml")]
    subprocess.run([*command, "--output", str(tmp_path / "sdk")], cwd=ROOT, capture_output=True, check=True)
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "sdk").rglob("*.md")]
    programs = [page for page in pages if "client.impossible" in page]
    assert programs
    note = "    # Replace the value of word: no sample was found that the API allows.\n    client.impossible"
    assert all(note in page for page in programs)
    assert sum("# Replace" in page for page in pages) == len(programs)


@needs_corpus
@pytest.mark.slow
@pytest.mark.parametrize("name", ["twilio-api-v2010.json", "openai.yaml"])
def test_the_programs_of_real_documents(name: str) -> None:
    found = judged(CORPUS / name)
    assert found["programs"] > 400
    assert found["faults"] == []
