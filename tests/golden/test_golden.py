"""One feature a folder: what is generated from its document, to the byte, or what is said of it.

A folder has `spec.yaml`, maybe `sdkwright.toml` and `templates/`, and what is expected: `expected/` for the files, and
`diagnostics.txt` where anything is said. Static files are left out of `expected/`; `shown.txt`, a glob a line, narrows
it to what the feature is about, and may name static files. The worked examples of overrides, in `tests/overlays`, are
such folders too.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.render import render
from generator.emit.files import FileSet
from generator.pipeline import build_sdk

HERE = Path(__file__).parent
FOLDERS = {
    path.parent.name: path.parent for home in (HERE, HERE.parent / "overlays") for path in home.glob("*/spec.yaml")
}


@dataclass(frozen=True)
class Outcome:
    """Texts by path, and what was said."""

    files: dict[str, str]
    said: str


@pytest.mark.parametrize("feature", sorted(FOLDERS))
def test_golden(feature: str, rewrite: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = FOLDERS[feature]
    monkeypatch.chdir(folder)  # so that places are shown relative to the folder
    outcome = generated(folder)
    assert outcome.files or outcome.said, "a document that gives nothing must at least say why"
    if rewrite:
        store(folder, outcome)
    assert outcome == stored(folder)


def generated(folder: Path) -> Outcome:
    diagnostics = Diagnostics()
    files: FileSet | tuple[()] = ()
    try:
        asked = Options(spec="spec.yaml")
        config = "sdkwright.toml" if (folder / "sdkwright.toml").exists() else ""
        files = build_sdk(settle(asked, config, Path(), diagnostics), diagnostics, lambda _: None).files
    except Failed:
        assert diagnostics.failed
    globs = shown(folder)
    kept = {
        file.path: file.text
        for file in files
        if (any(fnmatchcase(file.path, glob) for glob in globs) if globs else not file.verbatim)
    }
    return Outcome(kept, render(diagnostics.items))


def stored(folder: Path) -> Outcome:
    expected, said = folder / "expected", folder / "diagnostics.txt"
    files = {
        path.relative_to(expected).as_posix(): path.read_bytes().decode()
        for path in sorted(expected.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
    return Outcome(files, said.read_bytes().decode() if said.exists() else "")


def store(folder: Path, outcome: Outcome) -> None:
    shutil.rmtree(folder / "expected", ignore_errors=True)
    for path, text in outcome.files.items():
        target = folder / "expected" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    (folder / "diagnostics.txt").unlink(missing_ok=True)
    if outcome.said:
        (folder / "diagnostics.txt").write_bytes(outcome.said.encode())


def shown(folder: Path) -> list[str]:
    path = folder / "shown.txt"
    return path.read_text(encoding="utf-8").split() if path.exists() else []
