"""Render changes as text, as Markdown for pull requests and changelogs, and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from generator.compare.changes import LEVELS, Change, worst
from generator.compare.member_changes import Level
from generator.compare.release import Unreleased
from generator.compare.versions import raised, step
from generator.diagnostics.sanitize import sanitize

HEADINGS: Final[dict[Level, str]] = {
    "breaking": "Breaking",
    "compatible": "Compatible",
    "documentation": "Documentation",
}
OTHER: Final = "Other"
"""The heading of changes that are none for callers."""
FIRST: Final = "First release."
"""The text of a changelog in place of lists, before the first release."""
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#|~!@&])")
_MAX_CHANGES: Final = 200
"""Maximum number of changes per level in Markdown."""
_MAX_TEXT: Final = 60_000
"""Maximum length of Markdown. The text of a pull request on GitHub has at most 65,536 characters."""


def verdict(found: tuple[Change, ...], version: str) -> str:
    """The counts and the next version, on one line."""
    if not found:
        return "no change for callers of the SDK"
    level = worst(found)
    return f"{counts(found)}: a {step(level, version)} version, from {version} to {raised(version, level)}"


def counts(found: tuple[Change, ...]) -> str:
    """The number of changes of each level: `2 breaking, 1 compatible`."""
    numbers = {level: sum(change.level == level for change in found) for level in LEVELS}
    return ", ".join(f"{number} {level}" for level, number in numbers.items() if number)


def as_text(found: tuple[Change, ...], most: int | None = None) -> Iterator[str]:
    """A line a change; with `most` no more than so many, and then how many there are besides."""
    for change in found[:most]:
        yield f"{change.level}: {change.what} {change.name}: {change.text}"
    if most is not None and len(found) > most:
        yield f"… {len(found) - most} more"


def as_markdown(found: tuple[Change, ...], version: str, *, kept: bool = False) -> str:
    """Markdown for a pull request: the verdict, and one list for each level. It fits into a comment on GitHub.

    The next version is left out if it depends on more than these changes, as a changelog is `kept`.
    """
    summary = counts(found) if kept and found else verdict(found, version)
    most = _MAX_CHANGES
    while True:
        text = f"### Changes of the SDK\n\n{escaped(summary)}\n{_lists(found, '####', most)}"
        if len(text) <= _MAX_TEXT or not most:
            return text
        most //= 2


def as_lists(found: Unreleased) -> str:
    """The lists of a changelog's part *Unreleased*, empty if nothing changed."""
    if found.release is None:
        return f"{FIRST}\n"
    if not found.changes and found.others:
        return f"### {OTHER}\n\n- the code or the pages of the SDK changed, without a change for callers\n"
    return _lists(found.changes, "###", None).lstrip("\n")


def release_text(found: Unreleased) -> str:
    """What a release would contain, on one line."""
    if found.release is None:
        return f"first release, as version {found.version}"
    what = counts(found.changes) or "no change for callers"
    return (
        f"{what} since {found.release.version}: a {step(found.level, found.release.version)} version, {found.version}"
    )


def as_data(found: tuple[Change, ...], version: str) -> dict[str, Any]:
    """The changes and the next version, as JSON."""
    level = worst(found)
    return {
        "step": step(level, version),
        "version": {"old": version, "new": raised(version, level)},
        "counts": {name: sum(change.level == name for change in found) for name in LEVELS},
        "changes": [{"level": c.level, "what": c.what, "name": c.name, "text": c.text} for c in found],
    }


def _lists(found: tuple[Change, ...], marks: str, most: int | None) -> str:
    parts: list[str] = []
    for level in LEVELS:
        own = [change for change in found if change.level == level]
        if own:
            parts.append(f"\n{marks} {HEADINGS[level]}\n\n")
            parts += [f"- {change.what} `{_code(change.name)}`: {escaped(change.text)}\n" for change in own[:most]]
            if most is not None and len(own) > most:
                parts.append(f"- … {len(own) - most} more\n")
    return "".join(parts)


def _code(text: str) -> str:
    """The content of a code span, where only a backquote and a line end are special."""
    return sanitize(" ".join(text.replace("`", "'").split()))


def escaped(text: str) -> str:
    """Text of a document with markup escaped, except code spans."""
    parts = re.split(r"(`[^`\n]*`)", sanitize(" ".join(text.split())))
    return "".join(part if index % 2 else _MARKUP.sub(r"\\\1", part) for index, part in enumerate(parts))
