"""`generate --watch`: again at each save, through broken documents, until it is interrupted."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import TINY, Place

GROWN = TINY.replace("properties: {name", "properties: {age: {type: integer}, name")
PATIENCE = 60
"""Seconds until a test gives up."""


def _take_interrupts() -> None:
    """A test run in the background ignores interrupts, and hands that down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Watching:
    """The running command and its output, line by line."""

    def __init__(self, place: Place, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "generator", "generate", *arguments, "--watch"],
            cwd=place.folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            preexec_fn=_take_interrupts,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, text: str) -> str:
        """The output up to and including the line with the text."""
        said = ""
        while text not in said:
            said += self._lines.get(timeout=PATIENCE)
        return said

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)


def save(place: Place, text: str) -> None:
    """Save the document in one step, as editors do."""
    place.write("tiny.yaml.new", text)
    os.replace(place.folder / "tiny.yaml.new", place.folder / "tiny.yaml")


@pytest.fixture
def watching(tiny: Place) -> Iterator[Watching]:
    found = Watching(tiny, "tiny.yaml", "--output", "out")
    yield found
    found.end()


def test_each_save_is_generated_until_an_interrupt(tiny: Place, watching: Watching) -> None:
    assert "files: " in watching.until("watching 1 file; Ctrl-C stops")
    runtime = tiny.folder / "out/tiny_sdk/_runtime/call/retry_loop.py"
    before = runtime.stat().st_mtime_ns

    save(tiny, GROWN)
    assert "callers: 1 compatible" in watching.until("watching")
    assert "age" in (tiny.folder / "out/tiny_sdk/models/pets.py").read_text()
    assert runtime.stat().st_mtime_ns == before

    save(tiny, GROWN.replace("openapi: 3.1.0", "openapi: [3.1.0"))
    assert "tiny.yaml:" in watching.until("watching")
    assert watching.process.poll() is None

    save(tiny, TINY)
    assert "callers: 1 breaking" in watching.until("watching")

    assert watching.interrupt() == 0
    assert "Traceback" not in watching.until("stopped")


def test_a_command_line_that_names_nothing_to_watch(place: Place) -> None:
    assert "error[no-document]" in place.refused("generate", "--watch")
