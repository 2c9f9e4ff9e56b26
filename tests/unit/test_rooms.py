"""What each room of the house may import, say and touch: read from the syntax trees, so that nothing needs to run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator"
RUNTIME = ROOT / "templates/python/runtime"
LONGEST = 300
"""Lines of a file."""

# A room, by the start of its modules' names, and the only modules of ours that it may import, likewise.
ROOMS = {
    "generator.ir": ["generator.ir"],
    "generator.diagnostics.model": ["generator.ir", "generator.diagnostics.sanitize"],
    "generator.document": ["generator.document", "generator.diagnostics", "generator.ir"],
    "generator.lower": ["generator.lower", "generator.document", "generator.diagnostics", "generator.ir"],
    "generator.targets.python": [
        "generator.targets.python",
        "generator.ir",
        "generator.diagnostics.model",
        "generator.diagnostics.suggest",
        "generator.compare.surface",
        "generator.config.settings",
        "generator.emit.environment",
        "generator.emit.files",
    ],
    "generator.compare": [
        "generator.compare",
        "generator.diagnostics.model",
        "generator.diagnostics.sanitize",
        "generator.diagnostics.text_location",
    ],
    "generator.emit": [
        "generator.emit",
        "generator.diagnostics.model",
        "generator.diagnostics.suggest",
        "generator.diagnostics.text_location",
    ],
    "generator.config.settings": [
        "generator.diagnostics.model",
        "generator.diagnostics.suggest",
        "generator.diagnostics.text_location",
    ],
}

# Modules that only these may import: the disk of the output.
KEPT = {
    "generator.emit.writer": {"generator.pipeline", "generator.reporting.summary"},
    "generator.emit.transaction": {"generator.emit.writer", "generator.emit.drift"},
}

RUNTIME_MAY_IMPORT = {"pydantic", "pydantic_core", "typing_extensions", "httpx2"} | set(sys.stdlib_module_names)

SOURCES = sorted(GENERATOR.rglob("*.py"))
RUNTIME_SOURCES = sorted(RUNTIME.rglob("*.py"))


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every absolute import with its line; `from a import b` counts as `a.b`, which may be a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 or RUNTIME in path.parents, f"{path}:{node.lineno}: a relative import"
            if node.level == 0:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def within(name: str, rooms: list[str]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    paths = [path for path in SOURCES if within(module(path), [room])]
    assert paths
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in paths
        for line, name in imported(path)
        if within(name, ["generator"]) and not within(name, ROOMS[room])
    ]
    assert wrong == []


@pytest.mark.parametrize("kept", KEPT)
def test_the_output_folder_is_touched_by_the_writer_alone(kept: str) -> None:
    importers = {module(path) for path in SOURCES for _, name in imported(path) if within(name, [kept])}
    assert importers == KEPT[kept]


def test_only_the_command_line_prints() -> None:
    wrong = []
    for path in SOURCES:
        if path.parent == GENERATOR / "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            printing = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "input"}
            )
            stream = isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr"} and _is_sys(node.value)
            if printing or stream:
                wrong.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}")
    assert wrong == []


def _is_sys(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "sys"


def test_the_runtime_needs_the_standard_library_pydantic_and_the_http_client_alone() -> None:
    assert RUNTIME_SOURCES
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in RUNTIME_SOURCES
        for line, name in imported(path)
        if name.partition(".")[0] not in RUNTIME_MAY_IMPORT
    ]
    assert wrong == []


def test_the_runtime_imports_no_generated_module() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in RUNTIME_SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level > len(path.relative_to(RUNTIME).parts)
    ]
    assert wrong == []


@pytest.mark.parametrize("word", ["pydantic", "snake_case", "PascalCase", "TypedDict", "keyword.iskeyword"])
def test_words_of_python_stay_in_its_target(word: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if not within(module(path), ["generator.targets.python"]) and word in path.read_text(encoding="utf-8")
    ]
    assert wrong == []


def test_no_file_is_too_long() -> None:
    templates = sorted((ROOT / "templates").rglob("*.jinja"))
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in (*SOURCES, *RUNTIME_SOURCES, *templates)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize("mark", ["type: ignore", "noqa", "cast("])
def test_the_runtime_silences_no_checker(mark: str) -> None:
    wrong = [str(path.relative_to(ROOT)) for path in RUNTIME_SOURCES if mark in path.read_text(encoding="utf-8")]
    assert wrong == []
