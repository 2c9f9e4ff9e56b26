"""The registry of diagnostic codes, against the codes that the generator reports.

`python -m tests.unit.test_diagnostic_codes > docs/diagnostics.md` rewrites the page of all codes. The command is here
because only the command line prints within the generator.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from generator.diagnostics.codes import AREAS, Code, codes, find_code, page

ROOT = Path(__file__).parents[2]
REPORTING = {"error", "warning", "fallback", "note", "report"}
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@cache
def trees() -> dict[str, ast.Module]:
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in (ROOT / "generator").rglob("*.py")}


@cache
def forwarders() -> dict[str, int]:
    """Functions that take a `code`, with its position among the arguments of a call."""
    found = dict.fromkeys(REPORTING, 0)
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [arg.arg for arg in node.args.args if arg.arg != "self"]
                if "code" in names and ast.unparse(node.args.args[-len(names) :][names.index("code")]) == "code: str":
                    found[node.name] = names.index("code")
    return found


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def assigned(node: ast.Assign | ast.AnnAssign) -> Iterator[ast.expr]:
    """The values that variables named `code` get in one assignment."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    values = [node.value]
    if isinstance(targets[0], ast.Tuple):
        names = [ast.unparse(name).lower() for name in targets[0].elts]
        if "code" not in names:
            return
        choices = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else values
        for choice in choices:
            if isinstance(choice, ast.Tuple):
                yield choice.elts[names.index("code")]
    elif ast.unparse(targets[0]).lower() == "code" and node.value is not None:
        yield node.value


@cache
def reported() -> dict[str, str]:
    """The codes that the generator reports, each with one place."""
    found: dict[str, str] = {}
    for file, tree in trees().items():
        for node in ast.walk(tree):
            expressions: list[ast.expr] = []
            if isinstance(node, ast.Call) and len(node.args) > (position := forwarders().get(called(node), 99)):
                expressions = [node.args[position]]
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                expressions = list(assigned(node))
            for constant in expressions:
                if isinstance(constant, ast.Constant) and isinstance(constant.value, str) and constant.value:
                    found[constant.value] = f"{file}:{constant.lineno}"
    return found


def registered() -> list[str]:
    return [name for area in codes().values() for name in area]


def test_every_reported_code_is_documented() -> None:
    assert {code: place for code, place in reported().items() if code not in registered()} == {}


def test_every_documented_code_is_reported() -> None:
    assert set(registered()) - reported().keys() == set()


def test_a_code_is_a_constant_or_a_variable_named_code() -> None:
    """Otherwise the tests above would not see it."""
    hidden = [
        f"{file}:{node.lineno}"
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in {"error", "warning", "fallback", "note"} and node.args
        if not isinstance(node.args[0], ast.Constant) and ast.unparse(node.args[0]).lower() != "code"
        if "diagnostics" in ast.unparse(node.func)
    ]
    assert hidden == []


def test_the_collector_sees_forwarded_codes() -> None:
    assert {"dangling-ref", "ref-remote", "yaml-alias", "ruff-settings", "name-collision"} <= reported().keys()


def test_a_code_has_one_entry_with_full_sentences() -> None:
    assert [name for name, count in Counter(registered()).items() if count > 1] == []
    for area in codes().values():
        for name, code in area.items():
            assert CODE.fullmatch(name)
            for sentence in (code.meaning, code.remedy):
                assert re.fullmatch(r"[A-Z`].*\.", sentence), name
            assert 0 < len(code.example.strip().splitlines()) < 15, name


def test_the_data_files_are_the_areas() -> None:
    files = sorted((ROOT / "generator/diagnostics/codes").iterdir())
    assert [file.name for file in files] == sorted(f"{area}.toml" for area in AREAS)
    assert all(len(file.read_text().splitlines()) < 300 for file in files)


def test_the_page_is_fresh() -> None:
    command = [sys.executable, "-m", "tests.unit.test_diagnostic_codes"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed == page()
    assert (ROOT / "docs/diagnostics.md").read_text() == printed


def test_find_code() -> None:
    assert isinstance(find_code("dangling-ref"), Code)
    assert find_code("no-such-code") is None


@pytest.mark.parametrize("module", ["generator.cli.main", "generator.diagnostics.render"])
def test_the_registry_is_not_imported_at_start(module: str) -> None:
    program = f"import sys, {module}; sys.exit('generator.diagnostics.codes' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.stdout.write(page())
