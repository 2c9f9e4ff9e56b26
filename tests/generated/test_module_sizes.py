"""No generated module of a large API is longer than about 1,500 lines, and every operation is in one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.pipeline import build_sdk
from tests.corpus.documents import CORPUS
from tests.corpus.marks import needs_corpus

LIMIT: Final = 1550
INDEX: Final = "models/__init__.py"
"""Has a line for each module and the names of all models, so it grows with their number."""


@needs_corpus
@pytest.mark.slow
@pytest.mark.parametrize("document", ["github.json", "openai.yaml", "adyen-checkout-v72.json"])
def test_no_module_is_long(document: str) -> None:
    diagnostics = Diagnostics()
    settings = settle(Options(spec=str(CORPUS / document)), "", Path(), diagnostics)
    sdk = build_sdk(settings, diagnostics, lambda _: None, keep_document=False)
    texts = {
        file.path: file.text for file in sdk.files if file.path.endswith(".py") and "/_runtime/" not in f"/{file.path}"
    }
    lines = {path: text.count("\n") for path, text in texts.items() if not path.endswith(INDEX)}
    assert {path: count for path, count in lines.items() if count > LIMIT} == {}
    sources = [key for text in texts.values() for key in re.findall(r"(?m)^        Source: `([^`]+)`\.$", text)]
    assert sorted(" ".join(key.split()) for key in sources) == sorted(operation.key for operation in sdk.reading.api.operations)


def test_the_committed_sdk_has_no_long_module() -> None:
    """All of its typed dicts belong to the body of one operation."""
    package = Path(__file__).parents[2] / "generated/python/openrouter_sdk"
    lines = {path.name: path.read_text("utf-8").count("\n") for path in package.rglob("*.py")}
    assert {name: count for name, count in lines.items() if count > LIMIT} == {}


def test_typed_dicts_of_parts_import_no_keywords() -> None:
    params = Path(__file__).parents[2] / "generated/python/openrouter_sdk/params"
    parts = list(params.glob("chat_*.py"))
    assert parts
    assert [path.name for path in parts if "from .chat import" in path.read_text("utf-8")] == []
