"""Text from a document never becomes code, markup that runs, or a path; and nothing ends in a traceback.

The documents are our own one, which has text in every place that takes text, and small real ones where the corpus is.
"""

from __future__ import annotations

import ast
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.render import render
from generator.emit.files import FileSet
from generator.pipeline import build_sdk, generate
from tests.corpus.documents import CORPUS, entries, read
from tests.corpus.mutate import HOSTILE, KINDS, SENTINEL, Move, as_text, mutated, roles, with_text

HERE = Path(__file__).parent
EVERYWHERE: Any = json.loads((HERE / "everywhere.json").read_text(encoding="utf-8"))
ROLES = roles(EVERYWHERE)

MOVES = st.lists(
    st.builds(Move, st.sampled_from(KINDS), st.integers(0, 5000), st.integers(0, 5000), st.sampled_from(HOSTILE)),
    min_size=1,
    max_size=6,
)


@cache
def documents() -> list[Any]:
    """Ours, and the small ones of the corpus."""
    small = [entry.path for entry in entries("real") if entry.bytes < 25_000] if CORPUS.is_dir() else []
    return [EVERYWHERE, *(json.loads(json.dumps(read(path), default=str)) for path in small if "/" not in path.name)]


STRUCTURE = frozenset({"in", "type", "scheme", "name", "propertyName", "circle", "square", "strategy"})
"""Roles in which most text makes a document that is refused, and so hides what the other roles would do."""


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1000), MOVES)
def test_a_mutated_document_ends_in_an_sdk_or_in_messages(which: int, moves: list[Move]) -> None:
    examine(mutated(documents()[which % len(documents())], moves))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(ROLES), st.sampled_from(HOSTILE))
def test_hostile_text_in_any_one_role_stays_text(role: str, text: str) -> None:
    examine(with_text(EVERYWHERE, text, role))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_all_values_stays_text(text: str) -> None:
    document = EVERYWHERE
    for role in ROLES:
        if not role.startswith(("keys of", "items of")) and role not in STRUCTURE:
            document = with_text(document, text, role)
    examine(document)


@pytest.mark.parametrize("text", ['"""\nsentinel()\n"""', "../../../etc/passwd", "{{ sentinel() }}", "long_" * 2000])
def test_nothing_is_written_outside_the_output(text: str, tmp_path: Path) -> None:
    document = EVERYWHERE
    for role in ROLES:
        document = with_text(document, text, role) if not role.startswith("keys of paths") else document
    (tmp_path / "spec.json").write_text(as_text(document), encoding="utf-8")
    diagnostics = Diagnostics()
    try:
        settled = settle(Options(str(tmp_path / "spec.json"), str(tmp_path / "out")), "", tmp_path, diagnostics)
        generate(settled, diagnostics, lambda _: None)
    except Failed:
        assert diagnostics.failed
    assert {path.name for path in tmp_path.iterdir()} <= {"spec.json", "out"}


def examine(document: Any) -> None:
    """Generate in memory; the output parses, and calls nothing that it was told to."""
    for path, text in generated(as_text(document)).items():
        assert ".." not in path.split("/")
        assert not path.startswith("/")
        if path.endswith(".py"):
            assert SENTINEL not in called(ast.parse(text, path)), path


def generated(text: str) -> dict[str, str]:
    """The files of an SDK but the runtime's, or nothing where the document is refused, then with messages."""
    diagnostics = Diagnostics()
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "spec.json"
        spec.write_text(text, encoding="utf-8")
        try:
            files = build_sdk(
                settle(Options(str(spec)), "", Path(folder), diagnostics), diagnostics, lambda _: None
            ).files
        except Failed:
            assert diagnostics.failed
            files = FileSet((), diagnostics)
        said = render(diagnostics.items)
    assert "format-failed" not in {item.code for item in diagnostics.items}, said
    assert "\x1b" not in said
    assert "\x00" not in said
    return {} if diagnostics.failed else {file.path: file.text for file in files if not file.verbatim}


def called(tree: ast.AST) -> set[str]:
    """The names of the functions that are called anywhere in the source, in quoted annotations too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
                found |= called(ast.parse(annotation.value, mode="eval"))
    return found
