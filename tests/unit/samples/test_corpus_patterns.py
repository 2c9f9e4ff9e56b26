"""The patterns of real documents: a value is found for every one, and Python's engine agrees."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from generator.samples import text
from tests.corpus.documents import CORPUS
from tests.corpus.marks import needs_corpus

DOCUMENTS: Final = {"twilio-api-v2010.json": 39, "paypal-orders-v2.json": 74}
"""Documents with the number of different patterns and lengths that they have at least."""


def strings(value: Any) -> Iterator[dict[str, Any]]:
    """The schemas of strings with a pattern."""
    if isinstance(value, dict) and value.get("type") == "string" and isinstance(value.get("pattern"), str):
        yield {key: value[key] for key in ("pattern", "format", "minLength", "maxLength") if key in value}
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


@needs_corpus
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_value_is_found_for_every_pattern(name: str) -> None:
    document = json.loads((CORPUS / name).read_text(encoding="utf-8"))
    found = {json.dumps(keywords): keywords for keywords in strings(document)}
    assert len(found) >= DOCUMENTS[name]
    for keywords in found.values():
        sample = text(keywords)
        assert sample is not None, keywords
        assert re.search(keywords["pattern"], sample), keywords
        assert keywords.get("minLength", 0) <= len(sample) <= keywords.get("maxLength", len(sample))
