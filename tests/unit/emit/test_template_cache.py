"""Compiled templates: kept beside the built-in ones, and never used for another text."""

from __future__ import annotations

import marshal
import sys
from pathlib import Path

import pytest

from generator.diagnostics.model import Diagnostics
from generator.emit.environment import Environment

NAME = "page.md.jinja"


@pytest.fixture(autouse=True)
def _as_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def rendered(folder: Path, overlay: Path | None = None) -> str:
    """The text of the template, in a new environment."""
    diagnostics = Diagnostics()
    text = Environment(folder, overlay, diagnostics).render(NAME, name="Rex")
    assert not diagnostics.items
    return text


def written(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / NAME).write_text(text, encoding="utf-8")
    return folder


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    folder = written(tmp_path / "ours", "Hello {{ name }}")
    assert rendered(folder) == "Hello Rex"
    (file,) = kept(folder)
    assert file.parent.name == "__pycache__"
    before = file.stat().st_mtime_ns, file.read_bytes()
    assert rendered(folder) == "Hello Rex"
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before
    # The kept code is what runs.
    checksum, code = before[1][:64], marshal.loads(before[1][64:])
    file.write_bytes(checksum + marshal.dumps(code).replace(b"Hello ", b"Howdy "))
    assert rendered(folder) == "Howdy Rex"


def test_a_changed_template_is_compiled_again(tmp_path: Path) -> None:
    folder = written(tmp_path / "ours", "Hello {{ name }}")
    rendered(folder)
    written(folder, "Bye {{ name }}")
    assert rendered(folder) == "Bye Rex"
    assert rendered(folder) == "Bye Rex"


def test_code_of_another_path_is_not_used(tmp_path: Path) -> None:
    folder = written(tmp_path / "ours", "Hello {{ name }}")
    rendered(folder)
    (before,) = [file.read_bytes() for file in kept(folder)]
    moved = folder.rename(tmp_path / "moved")
    assert rendered(moved) == "Hello Rex"
    assert [file.read_bytes() for file in kept(moved)] != [before]


@pytest.mark.parametrize("damage", [b"", b"rubbish", None])
def test_a_damaged_file_is_replaced(tmp_path: Path, damage: bytes | None) -> None:
    folder = written(tmp_path / "ours", "Hello {{ name }}")
    rendered(folder)
    (file,) = kept(folder)
    good = file.read_bytes()
    file.write_bytes(good[:-20] if damage is None else damage)
    assert rendered(folder) == "Hello Rex"
    assert file.read_bytes() == good


def test_templates_of_the_user_are_not_kept(tmp_path: Path) -> None:
    folder = written(tmp_path / "ours", "Hello {{ name }}")
    overlay = written(tmp_path / "theirs", "Dear {{ name }}")
    assert rendered(folder, overlay) == "Dear Rex"
    assert kept(tmp_path) == []


def test_nothing_is_written_where_python_writes_no_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    folder = written(tmp_path / "ours", "Hello {{ name }}")
    assert rendered(folder) == "Hello Rex"
    assert kept(tmp_path) == []


def test_the_prefix_of_pythons_caches_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "caches"))
    folder = written(tmp_path / "ours", "Hello {{ name }}")
    assert rendered(folder) == rendered(folder) == "Hello Rex"
    assert kept(folder) == []
    assert len(kept(tmp_path / "caches")) == 1
