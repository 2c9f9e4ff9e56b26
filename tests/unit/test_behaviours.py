"""The table of behaviours: numbered without gaps, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/behaviours.md"

ROW = re.compile(r"\| (\d+) \| .+ \| (.+) \|")
LINK = re.compile(r"\[`(test_\w+)`\]\(\.\./(tests/[\w/]+\.py)\)")

ROWS = [match for line in PAGE.read_text(encoding="utf-8").splitlines() if (match := ROW.fullmatch(line))]


def functions(path: str) -> set[str]:
    """The names of the functions of a file; none where there is no such file."""
    file = ROOT / path
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def test_behaviours_are_numbered_without_gaps() -> None:
    assert ROWS
    assert [int(row[1]) for row in ROWS] == list(range(1, len(ROWS) + 1))


def test_every_behaviour_names_tests_that_exist() -> None:
    named = {row[1]: LINK.findall(row[2]) for row in ROWS}
    assert [number for number, tests in named.items() if not tests] == []
    wrong = [f"{path}::{name}" for tests in named.values() for name, path in tests if name not in functions(path)]
    assert wrong == []


def test_every_link_of_the_page_is_a_test() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("](") == sum(len(LINK.findall(row[2])) for row in ROWS)
