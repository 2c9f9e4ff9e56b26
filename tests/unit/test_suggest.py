"""Suggestions for misspelled names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics.suggest import closest_match, did_you_mean

NAMES = ["ChatMessage", "ChatMessages", "Message", "Model", "Provider", "api_key"]


@pytest.mark.parametrize(
    ("word", "match"),
    [
        ("Mesage", "Message"),
        ("ChatMesage", "ChatMessage"),
        ("chatmessages", "ChatMessages"),
        ("chat-message", "ChatMessage"),
        ("apikey", "api_key"),
        ("Modle", "Model"),
        ("provder", "Provider"),
        ("Zebra", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_closest_match(word: str, match: str | None) -> None:
    assert closest_match(word, NAMES) == match


def test_did_you_mean_is_empty_without_a_match() -> None:
    assert did_you_mean("Mesage", NAMES) == "did you mean `Message`?"
    assert did_you_mean("Zebra", NAMES) == ""


@given(st.text(), st.lists(st.text(max_size=20), max_size=20))
def test_a_match_is_a_different_candidate(word: str, candidates: list[str]) -> None:
    found = closest_match(word, candidates)
    assert found is None or (found in candidates and found != word)
