"""Descriptions of parameters and fields for table cells: short text, limits, default, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from generator.ir.types import ABSENT, Absent, Constraint, Docs, Json
from generator.targets.python.code.docstrings import bounds, first_sentence, prose
from generator.targets.python.pages import markdown
from generator.targets.python.types import literals

_MAX_DESCRIPTION: Final = 400
"""Maximum length of a description in a cell. The docstring has the full text."""
_MAX_EXAMPLE: Final = 60
"""Maximum length of an example in a cell."""


def description(
    docs: Docs,
    constraints: Iterable[Constraint] = (),
    default: Json | Absent = ABSENT,
    notes: Iterable[str] = (),
) -> str:
    """A cell with the short description, the limits, the default, and the notes, which are Markdown."""
    constraints, notes = list(constraints), list(notes)
    limits = bounds(item for item in constraints if item.keyword != "pattern")
    notes = [
        f"Matches {markdown.cell_code(str(item.value))}." for item in constraints if item.keyword == "pattern"
    ] + notes
    words = markdown.cell(brief(docs))
    ends = words[-1:] in ".!?:;…" or not words
    limited = bool(limits) or bool(notes) or default is not ABSENT
    known = [words if ends or not limited else f"{words}."]
    known += [f"{markdown.cell(limits[:1].upper() + limits[1:])}."] if limits else []
    if default is not ABSENT and not isinstance(default, (dict, list)):
        known.append(f"Default: {markdown.cell_code(literals.value(default))}.")
    return " ".join(part for part in (*known, *notes) if part)


def brief(docs: Docs) -> str:
    """The first paragraph of the description, cut after the last sentence that fits a cell."""
    text = prose(docs)
    first = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip(), maxsplit=1)[0]
    first = " ".join(first.split()) if not first.lstrip().startswith(("```", "~~~")) else ""
    if docs.deprecated and not first.startswith("Deprecated"):
        first = f"{first} {prose(Docs(deprecated=True, deprecation=docs.deprecation))}".strip()
    if len(first) <= _MAX_DESCRIPTION:
        return first
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s)", first[:_MAX_DESCRIPTION])]
    return first[: ends[-1]] if ends else f"{first_sentence(first)[:_MAX_DESCRIPTION].rsplit(' ', 1)[0]} …"


def example(value: Json) -> str:
    """A cell with a value as a Python literal; empty if that is too long."""
    if value is ABSENT:
        return ""
    text = literals.value(value)
    return markdown.cell_code(text) if len(text) <= _MAX_EXAMPLE else ""
