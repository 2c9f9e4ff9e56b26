"""Marks of tests that need the corpus."""

from __future__ import annotations

import pytest

from tests.corpus.documents import CORPUS

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}")
