"""Words of names, in no language."""

from __future__ import annotations

import pytest

from generator.ir.text import alike, folded, singular, words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("listUserIDs-v2", ("list", "User", "IDs", "v2")),
        ("X-OpenRouter-Metadata", ("X", "Open", "Router", "Metadata")),
        ("HTTPServer2", ("HTTP", "Server2")),
        ("repos/list_for.user", ("repos", "list", "for", "user")),
        ("naïveÉtude", ("naïve", "Étude")),
        ("日本語_x", ("日本語", "x")),
        ("", ()),
        ("--", ()),
    ],
)
def test_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Users", "user"),
        ("companies", "company"),
        ("boxes", "box"),
        ("status", "status"),
        ("address", "address"),
        ("people", "person"),
        ("keys", "key"),
        ("s", "s"),
    ],
)
def test_singular(word: str, expected: str) -> None:
    assert singular(word) == expected


def test_names_are_compared_without_case_or_number() -> None:
    assert folded("API Keys") == folded("apiKeys") == ("api", "keys")
    assert alike("API Keys") == alike("api_key")
