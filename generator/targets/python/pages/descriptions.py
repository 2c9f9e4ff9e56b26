"""What tables say about parameters and fields: the document's words in short, its bounds, its default."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from generator.ir.types import ABSENT, Absent, Constraint, Docs, Json
from generator.targets.python.code.docstrings import bounds, first_sentence, prose
from generator.targets.python.pages import markdown
from generator.targets.python.types import literals

_LONG: Final = 400
"""Characters of a description in a table's cell; the whole text is in the docstring."""
_WIDE: Final = 60
"""Characters of an example in a table's cell."""


def about(
    docs: Docs,
    constraints: Iterable[Constraint] = (),
    default: Json | Absent = ABSENT,
    notes: Iterable[str] = (),
) -> str:
    """A cell: the description in short, then the notes, which are Markdown already."""
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
    """The first paragraph of what the document says, up to the last sentence that a cell has room for."""
    text = prose(docs)
    first = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip(), maxsplit=1)[0]
    first = " ".join(first.split()) if not first.lstrip().startswith(("```", "~~~")) else ""
    if docs.deprecated and not first.startswith("Deprecated"):
        first = f"{first} {prose(Docs(deprecated=True, deprecation=docs.deprecation))}".strip()
    if len(first) <= _LONG:
        return first
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s)", first[:_LONG])]
    return first[: ends[-1]] if ends else f"{first_sentence(first)[:_LONG].rsplit(' ', 1)[0]} …"


def example(value: Json) -> str:
    """A cell: a value as Python writes it, nothing where it is too wide."""
    if value is ABSENT:
        return ""
    text = literals.value(value)
    return markdown.cell_code(text) if len(text) <= _WIDE else ""
