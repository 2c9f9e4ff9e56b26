"""Drawings, tables and lists in docstrings keep one entry a line: no formatter may wrap them into running text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "generator").rglob("*.py"), *(ROOT / "templates/python/runtime").rglob("*.py")])

TREE = re.compile(r"[├└│]")
BRANCH = re.compile(r"[│ ]*(?:[├└]── \S|│$)")
ENTRY = re.compile(r"\S +[-*] `|[:;,.] +\d\. [`A-Z]")
"""The beginning of an entry of a list in the middle of a line."""


def faults(docstring: str) -> Iterator[str]:
    """The lines of a docstring in which a drawing, a table or a list was wrapped."""
    fenced = False
    for line in docstring.splitlines():
        text = line.strip()
        fenced ^= text.startswith("```")
        if fenced:
            continue
        tree = TREE.search(text) and not (BRANCH.match(text) and len(re.findall("[├└]──", text)) == 1)
        row = text.startswith("|") != text.endswith("|") and text not in {"|", ""}
        if tree or row or ENTRY.search(text):
            yield text


def docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module that is a statement of its own, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Expr(value=ast.Constant(value=str() as text)):
                yield node.lineno, text


def test_no_drawing_table_or_list_is_wrapped() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {fault}"
        for path in SOURCES
        for line, text in docstrings(path)
        for fault in faults(text)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "├── A   one ├── B   two",
        "B   two │   └── C",
        "| a | b",
        "- `a`: one. - `b`: two.",
        "What it does: 1. `a` first, 2. `b` then.",
    ],
)
def test_wrapped_text_is_found(text: str) -> None:
    assert list(faults(text)) == [text]


def test_text_that_is_not_wrapped_is_not_found() -> None:
    drawing = "    A\n    ├── B   one\n    │   └── C   two\n"
    text = f"{drawing}\n| a | b |\n|---|---|\n- `a`: both from 1. A | B is a type - no more.\n"
    assert list(faults(text)) == []
