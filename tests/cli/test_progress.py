"""Progress of runs that take long, where standard error is not a terminal."""

from __future__ import annotations

import re
from queue import SimpleQueue

from generator.cli.progress import Progress

from .conftest import Place


def test_a_run_that_lasts_prints_its_stage() -> None:
    lines: SimpleQueue[str] = SimpleQueue()
    progress = Progress(lines.put, first=0.001)
    progress.stage("Reading openapi.yaml")
    assert re.fullmatch(r"Reading openapi.yaml … \(\d+ s\)\n", lines.get(timeout=30))
    progress.stage("Rendering")
    while not lines.get(timeout=30).startswith("Rendering …"):
        pass
    progress.stop()
    while not lines.empty():
        lines.get()
    progress.stage("Writing")
    assert lines.empty()


def test_a_short_run_prints_none(tiny: Place) -> None:
    done = tiny.run("generate", "tiny.yaml")
    assert (done.code, done.err) == (0, "")
