"""Progress of a run that takes long, for logs: a line now and then, from a thread that ends with the run."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from time import perf_counter
from typing import Final

_FIRST: Final = 10.0
"""Seconds before the first line; each further line takes twice as long as the one before."""


class Progress:
    """Prints the stage of a run with `write`, a function that takes a line, if it lasts."""

    def __init__(self, write: Callable[[str], None], first: float = _FIRST) -> None:
        self._write = write
        self._wait = first
        self._stage = ""
        self._done = Event()
        self._thread: Thread | None = None

    def stage(self, text: str) -> None:
        """Set the stage, such as `Reading openapi.yaml`. The first one starts the clock."""
        self._stage = text
        if self._thread is None:
            self._thread = Thread(target=self._run, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Print nothing more."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        start = perf_counter()
        while not self._done.wait(self._wait):
            self._write(f"{self._stage} … ({perf_counter() - start:.0f} s)\n")
            self._wait *= 2
