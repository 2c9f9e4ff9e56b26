"""The next version after a set of changes (Semantic Versioning 2.0.0)."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from generator.compare.member_changes import Level

Step = Literal["major", "minor", "patch", "none"]
_STEPS: Final[dict[Level | None, Step]] = {
    "breaking": "major",
    "compatible": "minor",
    "documentation": "patch",
    None: "none",
}
_VERSION: Final = re.compile(
    r"(?P<numbers>\d{1,9}(?:\.\d{1,9}){0,3})(?:(?P<stage>a|b|rc)(?P<number>\d{1,9}))?", re.ASCII
)
_STAGES: Final = ("a", "b", "rc", "")

Order: TypeAlias = tuple[tuple[int, ...], int, int]
"""A key that sorts versions."""


def order(version: str) -> Order | None:
    """The key that sorts a version, or None for a text that is not one.

    A version is one to four numbers, and for a pre-release `a`, `b` or `rc` with a number: `2.0.0rc1`.
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        return None
    numbers = [int(number) for number in found["numbers"].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers), _STAGES.index(found["stage"] or ""), int(found["number"] or 0)


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
    """The version after changes of this level, with three numbers; the same version if nothing changed.

    After a pre-release, that is its final version where the step to it is large enough: 2.0.0 after 2.0.0rc1.
    """
    major, minor, patch = _numbers(version)
    change = step(level, version)
    if change != "none" and _is_prerelease(version) and _RANKS[change] <= _RANKS[_step_to(minor, patch)]:
        return f"{major}.{minor}.{patch}"
    match change:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
        case "none":
            return version


_RANKS: Final[dict[Step, int]] = {"none": 0, "patch": 1, "minor": 2, "major": 3}


def _step_to(minor: int, patch: int) -> Step:
    """The step that leads to a version with these numbers."""
    return "patch" if patch else "minor" if minor else "major"


def _is_prerelease(version: str) -> bool:
    found = _VERSION.fullmatch(version)
    return bool(found and found["stage"])


def _numbers(version: str) -> tuple[int, int, int]:
    known = _VERSION.fullmatch(version)
    found = [int(number) for number in re.findall(r"\d+", known["numbers"] if known else version)[:3]]
    major, minor, patch = (*found, 0, 0, 0)[:3]
    return major, minor, patch
