"""The examples in documents validate: a selection of the corpus, and a document in which everything happens once.

`make corpus-examples` looks at every document.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import pytest

from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics
from generator.pipeline import build_sdk
from tests.corpus.documents import entries
from tests.corpus.examples import Tally, judged, samples_of, tally
from tests.corpus.marks import needs_corpus

CHOSEN: Final = {
    "adyen-checkout-v72.json": (202, 202),  # by reference, all of them
    "docker-engine.yaml": (609, 592),  # Swagger 2.0; numbers written as strings
    "insights-host-inventory.json": (148, 111),  # several values in one string
    "lightspark-grid.yaml": (1505, 1505),  # unions with tags
    "matrix-client-server/client-server/sync.yaml": (16, 15),  # a tree of files
    "mem0.json": (23, 21),  # UUIDs that are none
    "openrouter.yaml": (2556, 2545),  # streams
    "pinecone-db-data.yaml": (92, 92),  # a property spelled as its field
    "redocly-cafe-3.2.yaml": (17, 17),  # a `oneOf` of which two fit
    "slack.json": (348, 300),  # lists of items
    "springboot-speakeasy-example.yaml": (30, 30),  # a tag with an example
    "twilio-api-v2010.json": (446, 357),  # forms; 19 times that are none of RFC 3339, as `2008-01-02`
    "xero-accounting.yaml": (509, 449),
    "fixtures/drf-spectacular/test_rest_framework_gis.yml": (7, 7),
    "fixtures/libopenapi/all-the-components.yaml": (20, 20),
    "fixtures/libopenapi/nullable-examples.openapi.yaml": (1, 1),
    "fixtures/oapi-codegen/petstore__spec.yaml": (23, 23),
    "fixtures/readme-oas-examples/request-examples.yaml": (43, 35),
    "fixtures/readme-oas-examples/schema-validation.yaml": (34, 30),
}
"""Documents chosen to differ from one another: how many examples each has, and how many of them are valid."""

DOCUMENT: Final = """
openapi: 3.1.0
info: {title: Samples, version: '1'}
paths:
  /things:
    post:
      operationId: things
      parameters:
        - name: at
          in: query
          schema: {type: string, format: date-time}
          examples: {z: {$ref: '#/components/examples/Z'}}
      requestBody: {content: {application/json: {schema: {properties: {a: {type: string}}}, example: null}}}
      responses:
        '200':
          description: events
          content:
            text/event-stream:
              itemSchema: {type: object, properties: {data: {$ref: '#/components/schemas/Thing'}}}
              example: {data: {fooBar: 1}}
        '409':
          description: lacking
          content: {application/json: {schema: {$ref: '#/components/schemas/Lacking'}, example: {}}}
        '400': {description: bad, content: {application/json: {schema: {type: integer}, example: bad}}}
components:
  examples: {Z: {value: '2024-01-02T03:04:05+00:00'}}
  schemas:
    Thing:
      type: [object, 'null']
      examples: [null, {fooBar: 1.0, more: true}, {foo_bar: 2}]
      properties: {fooBar: {type: integer, example: 1}, on: {type: string, format: date, example: soon}}
    Lacking: {type: object, required: [w], properties: {w: {type: string, writeOnly: true}}}
    Both: {oneOf: [{type: string}, {type: string, minLength: 1}], example: x}
    Broken: {type: string, pattern: '(', example: x}
"""


def test_what_becomes_of_an_example(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(DOCUMENT)
    found = tally(tmp_path / "api.yaml")
    # Valid: the instant, the stream's item, two of Thing and its integer; the null of Thing is for who refers to it.
    # Meant: Both and Lacking.
    assert found == Tally(examples=11, valid=7, meant=2, respelled=1, invalid=1, malformed=1, unread=1, untyped=1)
    assert found.faults == 4


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("list[Any]", "Input should be a valid array"),
        ("dict[str, int]", ".more: True came back as 1"),
        ("Less", "lost ['more'], new []"),
    ],
)
def test_a_wrong_type_is_a_disagreement(tmp_path: Path, expression: str, said: str) -> None:
    (tmp_path / "api.yaml").write_text(DOCUMENT)
    settings = Settings(tmp_path / "api.yaml", "api.yaml", "", tmp_path / "out", None, unreferenced=True)
    build = build_sdk(settings, Diagnostics(), lambda _: None)
    samples = samples_of(build).all()
    wrong = [
        replace(sample, expression=expression) for sample in samples if sample.value == {"fooBar": 1.0, "more": True}
    ]
    less = "from typing import Any\nfrom pydantic import BaseModel\nclass Less(BaseModel):\n    fooBar: int\n"
    found = judged(build, wrong, less)
    assert (found.examples, found.valid, found.faults) == (1, 0, 0)
    assert len(found.disagreements) == 1
    assert said in found.disagreements[0]


@pytest.fixture(scope="module")
def tallies() -> Iterator[dict[str, Future[Tally | None]]]:
    """What becomes of the chosen documents' examples: all begun at once, as many at a time as there are processors."""
    known = {entry.file: entry for kind in ("real", "fixture") for entry in entries(kind)}
    with pytest.MonkeyPatch.context() as patch:
        # The processes get this path. The committed SDK, whose folder other tests add to it, has a package `tests` too.
        patch.setattr(sys, "path", [path for path in sys.path if not Path(path, "tests", "__init__.py").is_file()])
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            yield {file: pool.submit(tally, known[file].path) for file in CHOSEN}


@needs_corpus
@pytest.mark.parametrize("file", CHOSEN)
def test_the_examples_of_a_document_validate(file: str, tallies: dict[str, Future[Tally | None]]) -> None:
    found = tallies[file].result()
    assert found is not None
    assert found.disagreements == []
    assert (found.examples, found.valid) == CHOSEN[file]
