"""Real documents, other projects' fixtures and broken documents, through the command.

`make corpus` puts every real document through it and `make corpus-types` the type checkers too; what is here is what
every run of the tests can wait for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias

import pytest

from tests.corpus.check import Row, check
from tests.corpus.documents import CORPUS, entries

TYPED = (
    "openrouter.yaml",  # everything that the committed SDK has a part of
    "mistral.yaml",  # multipart, streams with and without a switch
    "docker-engine.yaml",  # Swagger 2.0
    "argo-workflows.json",  # the names and cycles of Kubernetes
    "redocly-cafe-3.2.yaml",  # OpenAPI 3.2
    "matrix-client-server/client-server/room_send.yaml",  # a tree of files
    "swagger-petstore-3.0.4.yaml",
)
"""Documents whose SDKs both type checkers read too, chosen to differ from one another."""

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
    "datamodel-code-generator/duplicate_models2.yaml",  # a body that leads nowhere
    "speakeasy/circular.yaml",  # a schema that is nothing but itself
    "swagger-parser-v3/petstore.yaml",  # a body that leads nowhere
})  # fmt: skip
"""Fixtures that are refused: each is broken."""

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}")

Rows: TypeAlias = Mapping[str, Future[Row]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rows]:
    """What is found of each document: all begun at once, as many at a time as there are processors."""
    caches = tmp_path_factory.mktemp("mypy")
    real = {entry.file: entry for entry in entries("real")}
    pool = ThreadPoolExecutor(os.cpu_count())
    begun = {file: pool.submit(check, real[file], types=True, cache=caches / real[file].path.stem) for file in TYPED}
    begun |= {entry.file: pool.submit(check, entry) for entry in (*entries("invalid"), *entries("fixture"))}
    yield begun
    pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("file", TYPED)
def test_a_real_document_becomes_an_sdk_that_checkers_have_nothing_against(file: str, rows: Rows) -> None:
    row = rows[file].result()
    assert row.faults == []
    assert row.type_errors == 0


@pytest.mark.parametrize("file", [entry.file for entry in entries("fixture")])
def test_a_fixture_becomes_an_sdk_or_is_refused_with_its_place(file: str, rows: Rows) -> None:
    row = rows[file].result()
    assert row.faults == []
    assert (row.outcome == "refused") == (file.removeprefix("fixtures/") in REFUSED)


@pytest.mark.parametrize("file", [entry.file for entry in entries("invalid")])
def test_a_broken_document_is_refused_or_warned_of_or_known_to_be_legal(file: str, rows: Rows) -> None:
    row = rows[file].result()
    assert row.faults == []
    said_nothing = row.outcome != "refused" and not row.warnings
    assert said_nothing == (file.removeprefix("invalid/") in READ)
