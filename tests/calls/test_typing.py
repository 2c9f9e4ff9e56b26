"""mypy and pyright, strict, over the SDK of `headers.yaml` and a program that uses it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from tests.corpus.checkers import ruff
from tests.types.checkers import check

PROGRAM = Path(__file__).with_name("typed_use.py")


def test_the_types_of_response_headers(limits: ModuleType, tmp_path: Path) -> None:
    package = Path(limits.__file__ or "").parent
    program = tmp_path / PROGRAM.name
    program.write_text(PROGRAM.read_text("utf-8"), "utf-8")
    found = check([package, program], [package.parent], tmp_path)
    assert found == {"mypy": [], "pyright": []}
    assert ruff(package) == []
