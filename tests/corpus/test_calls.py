"""Every operation of documents that differ from one another, called: the programs of the pages, against a real server.

`make corpus-types` does it for every document.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.corpus.check import Row, check
from tests.corpus.documents import entries
from tests.corpus.marks import needs_corpus

CALLED = (
    "airflow-v2.yaml",  # parameters of any type
    "docker-engine.yaml",  # Swagger 2.0; bodies that are files
    "mistral.yaml",  # streams with and without a switch, and two operations of one path told apart by a fragment
    "netbox.yaml",  # 844 operations; a required body whose properties are all the server's
    "ollama.yaml",  # streams of lines
    "openrouter.yaml",  # streams of events
    "redocly-cafe-3.2.yaml",  # OpenAPI 3.2
    "vault.json",  # paths with variables for whole segments of the API
)

pytestmark = needs_corpus


@pytest.fixture(scope="module")
def rows() -> Iterator[dict[str, Future[Row]]]:
    """What is found of each document, all begun at once."""
    real = {entry.file: entry for entry in entries("real")}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {file: pool.submit(check, real[file], calls=True) for file in CALLED}


@pytest.mark.parametrize("file", CALLED)
def test_every_operation_can_be_called_as_its_page_says(file: str, rows: dict[str, Future[Row]]) -> None:
    row = rows[file].result()
    assert row.faults == []
    assert row.programs is not None
    assert row.programs >= row.operations
