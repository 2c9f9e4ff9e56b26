"""Registry of diagnostic codes: the meaning, an example and the remedy of each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

AREAS: Final = {
    "document": "Reading the document",
    "operations": "Paths, operations and services",
    "schemas": "Schemas",
    "names": "Names",
    "config": "Config and command line",
    "output": "Templates and output",
}
"""The data files in `codes/`, in the order of the page, with their headings."""

_HEAD: Final = """\
# Diagnostic codes

Every message of sdkwright has a code, as in `error[dangling-ref]`. An *error* stops the run before anything is written.
A *warning* reports something that was treated in another way than written, or left out. A *note* needs no action.
A code that can have several severities is reported with the one that fits the place.

This page is generated from `generator/diagnostics/codes/*.toml` by
`python -m tests.unit.test_diagnostic_codes > docs/diagnostics.md`.
"""


@dataclass(frozen=True, slots=True)
class Code:
    """The documentation of one diagnostic code."""

    meaning: str
    example: str
    remedy: str


@cache
def codes() -> dict[str, dict[str, Code]]:
    """All codes, by area and name. Reads the data files once, on the first call."""
    folder = Path(__file__).with_suffix("")
    return {
        area: {
            name: Code(**entry)
            for name, entry in sorted(tomllib.loads((folder / f"{area}.toml").read_text("utf-8")).items())
        }
        for area in AREAS
    }


def find_code(name: str) -> Code | None:
    """The documentation of a code, or None for an unknown one."""
    return next((found[name] for found in codes().values() if name in found), None)


def page() -> str:
    """The page of all codes, as Markdown."""
    parts = [_HEAD]
    for area, entries in codes().items():
        parts.append(f"## {AREAS[area]}\n")
        parts += [section(name, code) for name, code in entries.items()]
    return "\n".join(parts)


def section(name: str, code: Code) -> str:
    """The Markdown section of one code."""
    return f"### {name}\n\n{code.meaning}\n\n```\n{code.example.strip()}\n```\n\n{code.remedy}\n"
