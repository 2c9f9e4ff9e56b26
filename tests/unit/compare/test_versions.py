"""The version that follows."""

from __future__ import annotations

import pytest

from generator.compare.changes import Level
from generator.compare.versions import raised, step


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
