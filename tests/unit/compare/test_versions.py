"""The version that follows."""

from __future__ import annotations

import pytest

from generator.compare.changes import Level
from generator.compare.versions import order, raised, step


@pytest.mark.parametrize(
    ("version", "level", "expected"),
    [
        ("1.4.2", "breaking", "2.0.0"),
        ("1.4.2", "compatible", "1.5.0"),
        ("1.4.2", "documentation", "1.4.3"),
        ("1.4.2", None, "1.4.2"),
        ("0.4.2", "breaking", "0.5.0"),
        ("0.4.2", "compatible", "0.4.3"),
        ("0.4.2", "documentation", "0.4.3"),
        ("0.0.0", "breaking", "0.1.0"),
        ("2", "compatible", "2.1.0"),
        ("2024.5", "documentation", "2024.5.1"),
        ("2.0.0rc1", "breaking", "2.0.0"),
        ("2.0rc1", "documentation", "2.0.0"),
        ("2.0.0rc1", None, "2.0.0rc1"),
        ("2.1.0b2", "breaking", "3.0.0"),
        ("2.1.0b2", "compatible", "2.1.0"),
        ("2.1.1a1", "compatible", "2.2.0"),
        ("0.3.0rc1", "breaking", "0.3.0"),
    ],
)
def test_the_version_that_follows(version: str, level: Level | None, expected: str) -> None:
    assert raised(version, level) == expected


def test_below_one_a_breaking_change_is_a_minor_step() -> None:
    assert [step(level, "0.9.1") for level in ("breaking", "compatible", "documentation")] == [
        "minor",
        "patch",
        "patch",
    ]
    assert [step(level, "1.0.0") for level in ("breaking", "compatible", "documentation")] == [
        "major",
        "minor",
        "patch",
    ]


def test_versions_in_order() -> None:
    ascending = ["0.9", "1.0.0a1", "1.0.0b1", "1.0.0rc1", "1.0.0rc2", "1.0", "1.0.0.1", "1.2", "1.10.0"]
    keys = [order(version) for version in ascending]
    assert None not in keys
    assert keys == sorted(keys, key=lambda key: key or ((), 0, 0))
    assert order("1.0") == order("1.0.0")


@pytest.mark.parametrize(
    "text", ["", "x", "1.", "v1.0", "1.0.0-rc.1", "1.0.0.0.0", "1.0+local", "1" * 40, "1.0\n", "1.٢"]
)
def test_texts_that_are_no_versions(text: str) -> None:
    assert order(text) is None
