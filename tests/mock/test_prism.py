"""The mock server beside Prism, on a few requests. `make mock-referee` sends 500 valid and 500 broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.marks import needs_corpus
from tests.mock.beside_prism import compare, planned_requests
from tests.mock.differences import explained
from tests.mock.test_validation import DOCUMENT
from tests.referee.prism import absence
from tests.referee.run import CORPUS, DOCUMENTS

needs_prism = pytest.mark.skipif(bool(absence()), reason=absence())


@needs_prism
@pytest.mark.slow
def test_equal_verdicts_on_a_small_document(tmp_path: Path) -> None:
    path = tmp_path / "books.yaml"
    path.write_text(DOCUMENT)
    found = compare("books", path, 20)
    assert found.valid >= 3
    assert found.broken >= 10
    assert [str(one) for one in found.differences if explained(one) is None] == []


@needs_corpus
@needs_prism
@pytest.mark.slow
def test_equal_verdicts_on_a_real_document() -> None:
    found = compare("Resend", CORPUS / DOCUMENTS["Resend"], 25)
    assert (found.valid, found.broken) == (25, 25)
    assert [str(one) for one in found.differences if explained(one) is None] == []


def test_planned_requests_are_the_same_each_time(tmp_path: Path) -> None:
    path = tmp_path / "books.yaml"
    path.write_text(DOCUMENT)
    planned = planned_requests(path, 20)
    assert planned == planned_requests(path, 20)
    assert {one.expected for one in planned} >= {200, 404, 415, 422}
