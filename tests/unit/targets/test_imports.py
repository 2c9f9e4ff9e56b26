"""Names stand where ruff's rules on imports (I001) and on `__all__` (RUF022) want them."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.targets.python.types.imports import listed, order

NAMES = (
    "DEEP",
    "AsyncDEEP",
    "Hooks",
    "aB",
    "Ab",
    "AB",
    "Status404Error",
    "Status1000Error",
    "errors",
    "models",
    "A",
    "a1",
)


@pytest.mark.parametrize("names", [NAMES, tuple(reversed(NAMES))])
def test_ruff_agrees(names: tuple[str, ...], tmp_path: Path) -> None:
    imported = ", ".join(sorted(names, key=order))
    exported = ", ".join(f'"{name}"' for name in sorted(names, key=listed))
    module = tmp_path / "module.py"
    module.write_text(f"from .x import {imported}\n\n__all__ = [{exported}]\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--isolated",
        "--select=I001,RUF022",
        "--line-length=200",
    ]
    run = subprocess.run([*command, str(module)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@given(st.lists(st.text(alphabet="aA09_", min_size=1), unique=True))
def test_an_order_is_total(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=order) == sorted(backwards, key=order)
