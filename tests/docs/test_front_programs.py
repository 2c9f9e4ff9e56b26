"""The programs of the project's README and of the guide on typing: run, and checked by both type checkers."""

from __future__ import annotations

from pathlib import Path

import pytest
from example_server import ExampleServer
from front_programs import FRONT
from page_programs import Program, programs, written
from program_runs import SDK, run

from tests.types.checkers import check


@pytest.mark.parametrize("program", FRONT, ids=lambda item: item.id)
def test_a_program_prints_what_its_page_shows(program: Program, server: ExampleServer) -> None:
    printed = run(program, server)
    if program.output is None and program.page == "the README":
        assert printed == server.examples.text + "\n" + server.examples.text
    else:
        assert printed == (f"{program.output}\n" if program.output else "")
    assert server.requests


def test_programs_are_strictly_typed(tmp_path: Path) -> None:
    paths = written([*programs(SDK), *FRONT], tmp_path)
    assert check(paths, [SDK], tmp_path) == {"mypy": [], "pyright": []}
