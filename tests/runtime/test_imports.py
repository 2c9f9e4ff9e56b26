"""The imports inside the runtime: no circle, also not under `TYPE_CHECKING`, and heavy packages only with a call."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

RUNTIME = Path(__file__).parents[2] / "templates" / "python" / "runtime"
MODULES = {path.relative_to(RUNTIME).with_suffix("").parts: path for path in RUNTIME.rglob("*.py")}


def imported(module: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The modules of the runtime that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            start = (*module[: len(module) - node.level], *(node.module.split(".") if node.module else ()))
            found = [start] if start in MODULES else [(*start, alias.name) for alias in node.names]
            assert all(each in MODULES for each in found), f"{module}: {found}"
            yield from found


def test_no_circle_of_imports() -> None:
    TopologicalSorter({module: set(imported(module)) for module in MODULES}).prepare()


@pytest.mark.parametrize("module", ["client", "stream.stream_client", "operation", "stream.stream_operation", "errors"])
def test_what_is_imported_before_the_first_call_is_light(module: str) -> None:
    program = f"import sys, runtime.{module}; print({{'pydantic', 'pydantic_core', 'httpx2'}} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=RUNTIME.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
