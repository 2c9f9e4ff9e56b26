"""The next version after a set of changes (Semantic Versioning 2.0.0)."""

from __future__ import annotations

import re
from typing import Final, Literal

from generator.compare.member_changes import Level

Step = Literal["major", "minor", "patch", "none"]
_STEPS: Final[dict[Level | None, Step]] = {
    "breaking": "major",
    "compatible": "minor",
    "documentation": "patch",
    None: "none",
}


def step(level: Level | None, version: str) -> Step:
    """The part of the version to increase.

    Below 1.0.0 anything may change (SemVer 2.0.0, item 4), and installers treat the minor version as the breaking one.
    There, a breaking change is a minor step and any other change a patch.
    """
    plain = _STEPS[level]
    if _numbers(version)[0] > 0 or plain == "none":
        return plain
    return "minor" if plain == "major" else "patch"


def raised(version: str, level: Level | None) -> str:
    """The version after changes of this level, with three numbers; the same version if nothing changed."""
    major, minor, patch = _numbers(version)
    match step(level, version):
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
        case "none":
            return version


def _numbers(version: str) -> tuple[int, int, int]:
    found = [int(number) for number in re.findall(r"\d+", version)[:3]]
    major, minor, patch = (*found, 0, 0, 0)[:3]
    return major, minor, patch
