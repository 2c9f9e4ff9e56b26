"""Real documents and other projects' fixtures: nothing raises, no operation is lost, the IR keeps its word.

The largest are left to the corpus run, which generates from all.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from generator.diagnostics.model import Diagnostics
from generator.document import load_document
from generator.lower import lower
from tests.corpus.documents import CORPUS
from tests.corpus.marks import needs_corpus
from tests.unit.lower.invariants import broken

LARGEST = 1_000_000
"""Bytes."""
NOT_COUNTED = {
    "fixtures/openapi-typescript/path-item-components.yaml": "the index does not follow $ref to path items",
}


def documents() -> Iterator[object]:
    index = CORPUS / "index.csv"
    if not index.is_file():
        yield pytest.param("", 0, marks=needs_corpus)
        return
    with index.open(newline="") as rows:
        for row in csv.DictReader(rows):
            if row["kind"] in {"real", "fixture"} and int(row["size_bytes"]) <= LARGEST:
                yield pytest.param(row["file"], int(row["operations"] or 0), id=row["file"])


@pytest.mark.parametrize(("file", "operations"), list(documents()))
def test_a_document_is_lowered_whole(file: str, operations: int) -> None:
    diagnostics = Diagnostics()
    api = lower(load_document(CORPUS / file, diagnostics), diagnostics)
    assert broken(api) == []
    if file not in NOT_COUNTED:
        assert len(api.operations) + len(api.ignored) == operations
