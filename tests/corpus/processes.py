"""Processes with bounds: how long they may take, how much memory they may have, and what they did take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
BOUNDED: Final = Path(__file__).with_name("bounded.py")


@dataclass(frozen=True)
class Done:
    """How a process ended: 124 where its time was up, above 128 where a signal ended it. `peak` is in megabytes."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int


def run(
    arguments: Sequence[str], folder: Path, *, seconds: float = 300, megabytes: int = 6000, given: str = ""
) -> Done:
    """Run Python with these arguments in a folder, the project on its path, within bounds of time and memory.

    `given` is its standard input.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    with tempfile.NamedTemporaryFile("r", suffix=".json") as report:
        bounds = [str(megabytes), str(seconds), report.name]
        command = [sys.executable, "-IS", str(BOUNDED), *bounds, sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, input=given, check=False
        )
        took = json.loads(report.read() or "{}")  # nothing where somebody else ended it
    return Done(done.returncode, done.stdout, done.stderr, took.get("seconds", 0.0), took.get("peak", 0))
