"""Processes with bounds: how long they may take, how much memory they may have, and what they did take."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_MEGABYTE: Final = 1 << 20


@dataclass(frozen=True)
class Done:
    """How a process ended. `code` is negative where a signal ended it; `peak` is in megabytes, `seconds` by the wall."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int


def run(arguments: Sequence[str], folder: Path, *, seconds: float = 300, megabytes: int = 6000) -> Done:
    """Run Python with these arguments in a folder, the project on its path, within bounds of time and memory."""

    def bound() -> None:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=folder, env=environment, stdout=out, stderr=err, preexec_fn=bound
        )
        clock = threading.Timer(seconds, os.killpg, (process.pid, signal.SIGKILL))
        clock.start()
        _, status, usage = os.wait4(process.pid, 0)
        clock.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        took = time.perf_counter() - started
        return Done(process.returncode, out.read(), err.read(), took, usage.ru_maxrss // 1024)
