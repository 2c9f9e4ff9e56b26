"""mypy and pyright, strict, over the SDKs of all kinds and a program that uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.checkers import ruff
from tests.kinds.test_kinds import FOLDERS, Sdks
from tests.kinds.test_kinds import sdks as sdks
from tests.types.checkers import check

PROGRAM = Path(__file__).with_name("typed_use.py")


@pytest.mark.slow
def test_type_checkers(sdks: Sdks, tmp_path: Path) -> None:
    packages = [sdks.root / folder.name / sdks.of(folder)[0].__name__ for folder in FOLDERS]
    program = tmp_path / PROGRAM.name
    program.write_text(PROGRAM.read_text("utf-8"), "utf-8")
    lines = program.read_text("utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    deprecated = {number for number, line in enumerate(lines, 1) if line.endswith("# deprecated")}
    found = check([*packages, program], [package.parent for package in packages], tmp_path)
    for checker, findings in found.items():
        expected = wrong | (deprecated if checker == "pyright" else set())
        assert {item.line for item in findings if item.file.name == program.name} == expected, findings
        assert [item for item in findings if item.file.name != program.name] == []


def test_ruff(sdks: Sdks) -> None:
    for folder in FOLDERS:
        sdks.of(folder)
    assert ruff(sdks.root) == []
