"""The import rules of docs/architecture.md, and limits on files and folders, checked on syntax trees."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator"
RUNTIME = ROOT / "templates/python/runtime"

MAX_LINES = 300
MAX_FILES = 16
TOO_LONG = {"generator/ir/types.py"}
"""Files to split."""

# A package or module, and everything inside the generator that it may import.
ALLOWED = {
    "generator.ir": ["generator.ir"],
    "generator.samples": ["generator.samples", "generator.ir"],
    "generator.diagnostics.model": ["generator.ir", "generator.diagnostics.sanitize"],
    "generator.document": [
        "generator.document",
        "generator.diagnostics",
        "generator.ir",
        "generator.collector",
        "generator.file_bytes",
        "generator.document_address",
    ],
    "generator.counting": ["generator.counting"],
    "generator.lower": [
        "generator.counting",
        "generator.lower",
        "generator.document",
        "generator.diagnostics",
        "generator.ir",
        "generator.collector",
    ],
    "generator.mock": [
        "generator.mock",
        "generator.lower",
        "generator.document",
        "generator.diagnostics",
        "generator.ir",
        "generator.samples",
    ],
    "generator.targets.python": [
        "generator.counting",
        "generator.targets.python",
        "generator.targets.target",
        "generator.ir",
        "generator.samples",
        "generator.diagnostics.model",
        "generator.diagnostics.suggest",
        "generator.diagnostics.text_location",
        "generator.compare.surface",
        "generator.config.settings",
        "generator.emit.environment",
        "generator.emit.files",
        "generator.version",
        "generator.site.pages",
    ],
    "generator.site": [
        "generator.counting",
        "generator.site",
        "generator.diagnostics.model",
        "generator.diagnostics.text_location",
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
        "generator.counting",
        "generator.emit",
        "generator.diagnostics.model",
        "generator.diagnostics.suggest",
        "generator.diagnostics.text_location",
        "generator.file_bytes",
    ],
    "generator.config.webhook_settings": [
        "generator.config.key_places",
        "generator.config.table_values",
        "generator.diagnostics.model",
        "generator.diagnostics.suggest",
        "generator.diagnostics.text_location",
    ],
    "generator.config.subset_patterns": [
        "generator.config.key_places",
        "generator.config.table_values",
        "generator.diagnostics.model",
        "generator.diagnostics.suggest",
        "generator.diagnostics.text_location",
    ],
    "generator.config.project_settings": [
        "generator.config.key_places",
        "generator.config.table_values",
        "generator.diagnostics.model",
        "generator.diagnostics.suggest",
    ],
    "generator.config.options": [
        "generator.config.choices",
        "generator.config.project_settings",
    ],
    "generator.config.config_file": [
        "generator.config.choices",
        "generator.config.options",
        "generator.config.subset_patterns",
        "generator.config.project_settings",
        "generator.document_address",
        "generator.config.webhook_settings",
        "generator.config.key_places",
        "generator.config.table_values",
        "generator.config.toml_file",
        "generator.diagnostics.model",
        "generator.diagnostics.suggest",
        "generator.diagnostics.text_location",
        "generator.file_bytes",
    ],
    "generator.config.settings": [
        "generator.config.choices",
        "generator.config.config_file",
        "generator.config.options",
        "generator.config.project_settings",
        "generator.document_address",
        "generator.diagnostics.model",
        "generator.diagnostics.text_location",
    ],
}

# The modules that write the output folder, and the only modules that may import them.
OUTPUT_WRITERS = {
    "generator.emit.writer": {
        "generator.pipeline",
        "generator.releasing",
        "generator.reporting.leftovers",
        "generator.reporting.summary",
        "generator.workflow_output",
        "generator.site_pipeline",
    },
    "generator.emit.transaction": {"generator.emit.writer", "generator.emit.drift"},
}

# The only packages and modules that change files on disk.
DISK_WRITERS = [
    "generator.emit.transaction",
    "generator.emit.format",  # a temporary folder for ruff
    "generator.emit.template_cache",  # compiled templates, in `__pycache__`
    "generator.compare.revision",  # a temporary folder for the old revision
    "generator.targets.python.views.document_views",  # docs/templates.md of this repository
    "generator.cli",  # reports, `init` and `templates eject`
]
DISK_CALLS = {"write_text", "write_bytes", "mkdir", "unlink", "rmdir", "rmtree", "symlink_to", "touch"}

RUNTIME_DEPENDENCIES = {"pydantic", "pydantic_core", "typing_extensions", "httpx2", "anyio"} | set(
    sys.stdlib_module_names
)

GENERATOR_FILES = sorted(GENERATOR.rglob("*.py"))
RUNTIME_FILES = sorted(RUNTIME.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> list[tuple[int, str]]:
    """Every import with its line, inside functions and under `TYPE_CHECKING` too. `from a import b` is `a.b`."""
    package = module_name(path).split(".")[: None if path.name == "__init__.py" else -1]
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            names = [".".join(filter(None, (*base, node.module, alias.name))) for alias in node.names]
            found += [(node.lineno, name) for name in names]
    return found


def is_within(name: str, packages: list[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def import_graph(files: list[Path]) -> dict[str, set[str]]:
    """The modules that each module imports, among the files. Importing a name imports the module that has it."""
    modules = {module_name(path) for path in files}
    return {
        module_name(path): {
            name if name in modules else name.rpartition(".")[0]
            for _, name in imports(path)
            if {name, name.rpartition(".")[0]} & modules
        }
        for path in files
    }


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import each other, directly or through others."""
    reached = {module: reachable(module, graph) for module in graph}
    groups = {
        frozenset(other for other in found if module in reached[other])
        for module, found in reached.items()
        if module in found
    }
    return sorted(sorted(group) for group in groups)


def reachable(module: str, graph: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    pending = list(graph[module])
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += graph[name]
    return found


def test_circles_are_found_through_other_modules() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set[str](), "e": {"e"}}
    assert circles(graph) == [["a", "b", "c"], ["e"]]


@pytest.mark.parametrize("files", [GENERATOR_FILES, RUNTIME_FILES], ids=["generator", "runtime"])
def test_modules_do_not_import_each_other_in_a_circle(files: list[Path]) -> None:
    graph = import_graph(files)
    assert sum(map(len, graph.values())) > len(graph) / 2
    assert circles(graph) == []


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_what_it_is_allowed_to(package: str) -> None:
    files = [path for path in GENERATOR_FILES if is_within(module_name(path), [package])]
    assert files
    wrong = [
        f"{place(path, line)}: {name}"
        for path in files
        for line, name in imports(path)
        if is_within(name, ["generator"]) and not is_within(name, ALLOWED[package])
    ]
    assert wrong == []


def test_only_the_registry_of_targets_imports_a_target() -> None:
    wrong = [
        f"{place(path, line)}: {name}"
        for path in GENERATOR_FILES
        for line, name in imports(path)
        if is_within(name, ["generator.targets.python"])
        and not is_within(module_name(path), ["generator.targets.python", "generator.targets.registry"])
    ]
    assert wrong == []


def test_the_generator_uses_absolute_imports() -> None:
    wrong = [
        place(path, node.lineno)
        for path in GENERATOR_FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert wrong == []


@pytest.mark.parametrize("writer", OUTPUT_WRITERS)
def test_the_modules_that_write_the_output_are_imported_only_where_listed(writer: str) -> None:
    importers = {
        module_name(path) for path in GENERATOR_FILES for _, name in imports(path) if is_within(name, [writer])
    }
    assert importers == OUTPUT_WRITERS[writer]


def test_only_the_listed_modules_write_to_disk() -> None:
    writing = {
        place(path, node.lineno): module_name(path)
        for path in GENERATOR_FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DISK_CALLS
    }
    assert [where for where, module in writing.items() if not is_within(module, DISK_WRITERS)] == []
    unused = [writer for writer in DISK_WRITERS if not any(is_within(name, [writer]) for name in writing.values())]
    assert unused == []


def test_only_the_command_line_prints() -> None:
    wrong = [
        place(path, node.lineno)
        for path in GENERATOR_FILES
        if not path.is_relative_to(GENERATOR / "cli")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.expr) and prints(node)
    ]
    assert wrong == []


def prints(node: ast.expr) -> bool:
    """Whether the expression calls `print` or `input`, or reads `sys.stdout` or `sys.stderr`."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in {"print", "input"}
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"stdout", "stderr"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
    )


def test_the_runtime_imports_only_its_dependencies_and_itself() -> None:
    assert RUNTIME_FILES
    inside = module_name(RUNTIME / "__init__.py")
    wrong = [
        f"{place(path, line)}: {name}"
        for path in RUNTIME_FILES
        for line, name in imports(path)
        if name.partition(".")[0] not in RUNTIME_DEPENDENCIES and not is_within(name, [inside])
    ]
    assert wrong == []


@pytest.mark.parametrize("word", ["pydantic", "snake_case", "PascalCase", "TypedDict", "keyword.iskeyword"])
def test_only_the_python_target_knows_words_of_python(word: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in GENERATOR_FILES
        if not is_within(module_name(path), ["generator.targets.python"]) and word in path.read_text(encoding="utf-8")
    ]
    assert wrong == []


def test_no_file_is_longer_than_the_limit() -> None:
    templates = sorted((ROOT / "templates").rglob("*.jinja"))
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (*GENERATOR_FILES, *RUNTIME_FILES, *templates)
    }
    assert {path for path, count in lines.items() if count > MAX_LINES} <= TOO_LONG


def test_no_folder_has_more_python_files_than_the_limit() -> None:
    folders = [path.parent.relative_to(ROOT).as_posix() for path in (*GENERATOR_FILES, *RUNTIME_FILES)]
    assert {folder for folder in folders if folders.count(folder) > MAX_FILES} == set()


@pytest.mark.parametrize("mark", ["type: ignore", "noqa", "cast("])
def test_the_runtime_silences_no_type_checker_or_linter(mark: str) -> None:
    wrong = [str(path.relative_to(ROOT)) for path in RUNTIME_FILES if mark in path.read_text(encoding="utf-8")]
    # Iteration over a page yields its items, and over any other model its fields: no type has both.
    assert wrong == (["templates/python/runtime/pages/page.py"] if mark == "type: ignore" else [])
