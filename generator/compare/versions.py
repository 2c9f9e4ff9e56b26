"""The version that follows from what changed (Semantic Versioning 2.0.0)."""

from __future__ import annotations

import re
from typing import Final, Literal

from generator.compare.changes import Level

Step = Literal["major", "minor", "patch", "none"]
_STEPS: Final[dict[Level | None, Step]] = {
    "breaking": "major",
    "compatible": "minor",
    "documentation": "patch",
    None: "none",
}


def step(level: Level | None, version: str) -> Step:
    """How the version rises.

    Below 1.0.0 everything may change (SemVer 2.0.0, item 4), and installers take the minor version for the one that
    breaks: there a breaking change is a minor step, and any other a patch.
    """
    plain = _STEPS[level]
    if _numbers(version)[0] > 0 or plain == "none":
        return plain
    return "minor" if plain == "major" else "patch"


def raised(version: str, level: Level | None) -> str:
    """The version after changes of that level, in three numbers; the version itself where nothing changed."""
    major, minor, patch = _numbers(version)
    match step(level, version):
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
    return version


def _numbers(version: str) -> tuple[int, int, int]:
    found = [int(number) for number in re.findall(r"\d+", version)[:3]]
    major, minor, patch = (*found, 0, 0, 0)[:3]
    return major, minor, patch
