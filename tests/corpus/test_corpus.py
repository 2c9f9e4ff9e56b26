"""Real documents, other projects' fixtures and broken documents, through the command.

`make corpus` checks every real document, and `make corpus-types` adds the type checkers. Here are the documents that
every run of the tests can wait for; the type checkers read some of their SDKs in `tests/types`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias

import pytest

from tests.corpus.check import Row, check
from tests.corpus.documents import VARIED, entries
from tests.corpus.marks import needs_corpus

READ = frozenset({
    "datamodel-code-generator/invalid_dotted_info_version.yaml",  # names with dots, which its classes could not have
    "datamodel-code-generator/invalid_dotted_mixed_keys.yaml",
    "datamodel-code-generator/unrelated_invalid_dotted_model.yaml",
    "datamodel-code-generator/usable_invalid_dotted_inherited_enum.yaml",
    "libopenapi/swagger-invalid-recursive-model.yaml",  # recursive models are models, for an array may be empty
    "ogen-negative/allOf_property.yaml",
    "ogen-negative/combination_schema_type_oneOf.json",  # a cookie that is one of several types
    "ogen-negative/duplicate_header.json",  # headers of responses, which are not read
    "swagger-parser/array-response-header-no-items.yaml",
    "ogen-negative/x_wrong_type_server_name.json",  # an extension, in which anything may stand
    "redocly-lint/no-invalid-media-type-examples-read-write-only-with-composition__openapi.yaml",  # matters of style
    "redocly-lint/oas3-no-errors__openapi.yaml",
    "swagger-parser/required-property-not-defined-definitions.yaml",  # required, of any type
})  # fmt: skip
"""What others call invalid and is read without a word, for it is legal. All else is refused, or warned of."""

REFUSED = frozenset({
    "datamodel-code-generator/allof_with_required_inherited_coverage.yaml",  # a schema that is nothing but itself
    "speakeasy/circular.yaml",  # a schema that is nothing but itself
})  # fmt: skip
"""Fixtures that are refused: each is broken."""

DANGLING = frozenset({
    "datamodel-code-generator/duplicate_models2.yaml",
    "swagger-parser-v3/petstore.yaml",
})  # fmt: skip
"""Fixtures with a body that leads nowhere: they are generated, with a warning."""

pytestmark = needs_corpus

Rows: TypeAlias = Mapping[str, Future[Row]]


@pytest.fixture(scope="module")
def rows() -> Iterator[Rows]:
    """What is found of each document: all begun at once, as many at a time as there are processors."""
    chosen = [entry for entry in entries("real") if entry.file in VARIED.values()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        begun = {entry.file: pool.submit(check, entry) for entry in (*chosen, *entries("invalid"), *entries("fixture"))}
        yield begun
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("file", VARIED.values())
def test_a_real_document_becomes_an_sdk(file: str, rows: Rows) -> None:
    assert rows[file].result().faults == []


@pytest.mark.parametrize("file", [entry.file for entry in entries("fixture")])
def test_a_fixture_becomes_an_sdk_or_is_refused_with_its_place(file: str, rows: Rows) -> None:
    row = rows[file].result()
    assert row.faults == []
    name = file.removeprefix("fixtures/")
    assert (row.outcome == "refused") == (name in REFUSED)
    assert row.warnings or name not in DANGLING


@pytest.mark.parametrize("file", [entry.file for entry in entries("invalid")])
def test_a_broken_document_is_refused_or_warned_of_or_known_to_be_legal(file: str, rows: Rows) -> None:
    row = rows[file].result()
    assert row.faults == []
    said_nothing = row.outcome != "refused" and not row.warnings
    assert said_nothing == (file.removeprefix("invalid/") in READ)
