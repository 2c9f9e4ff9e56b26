"""What an SDK on the disk has in it, read from its source alone."""

from __future__ import annotations

import ast
import threading
from collections.abc import Iterator
from pathlib import Path

_PARSER = threading.Lock()
"""Python 3.11's `ast.parse` may raise `SystemError` when two threads use it at once."""


def package_of(output: Path) -> str:
    """The import name of the package in an output folder."""
    return next(output.glob("*/__init__.py")).parent.name


def operations(package: Path) -> list[tuple[str, str]]:
    """The (method, path) of every operation that a method of a resource, sync and async, calls."""
    return [operation for path in sorted((package / "resources").rglob("*.py")) for operation in _operations(path)]


def _operations(path: Path) -> Iterator[tuple[str, str]]:
    with _PARSER:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    tables: dict[str, tuple[str, str]] = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(node.value, ast.Call):
            first = [item.value for item in node.value.args if isinstance(item, ast.Constant)]
            if len(first) == 2:  # the name, and the method with the path; other tables have no route of their own
                method, _, path_key = str(first[1]).partition(" ")
                tables[node.target.id] = (method, path_key)
    resources = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    called = [
        [use.id for use in ast.walk(node) if isinstance(use, ast.Name) and use.id in tables] for node in resources
    ]
    for table, route in tables.items():
        if called and all(uses.count(table) == 1 for uses in called):
            yield route


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of an output, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
