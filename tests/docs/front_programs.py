"""The programs of the project's README and of the guides that use the committed SDK."""

from __future__ import annotations

from pathlib import Path

from page_programs import programs_of

ROOT = Path(__file__).parents[2]
FRONT = [
    *programs_of(ROOT / "README.md", "the README"),
    *programs_of(ROOT / "docs/guides/typing.md", "typing.md"),
    *programs_of(ROOT / "docs/guides/frameworks.md", "frameworks.md"),
]
