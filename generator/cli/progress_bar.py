"""A line on a terminal with the stage of a run and a bar, for runs that take longer than a second."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from time import perf_counter
from typing import IO, Final

from generator.cli.console import OutputFailed, colored, write
from generator.diagnostics.sanitize import columns, sanitize

_FIRST: Final = 1.0
"""Seconds before the line appears."""
_PAUSE: Final = 0.1
"""Seconds between two drawings. The work only sets numbers; a thread draws."""
_BAR: Final = 24
"""Columns of the bar."""
_CLEAR: Final = "\r\x1b[K"


class ProgressBar:
    """Draws the line on `stream`, a terminal. Everything else that is printed there goes through `print_above`."""

    def __init__(self, stream: IO[str], first: float = _FIRST, columns_of: Callable[[], int] | None = None) -> None:
        self._stream = stream
        self._first = first
        self._columns = columns_of or self._terminal_columns
        self._color = colored(stream)
        self._glyphs = _glyphs(stream)
        self._stage = ""
        self._start = 0.0
        self._count: tuple[str, int, int] | None = None
        self._drawn = False
        self._done = Event()
        self._lock = Lock()
        self._thread: Thread | None = None

    def stage(self, text: str) -> None:
        """Set the stage, such as `Lowering`. The first one starts the clock."""
        self._count, self._stage, self._start = None, sanitize(text), perf_counter()
        if self._thread is None:
            self._thread = Thread(target=self._run, daemon=True)
            self._thread.start()

    def count(self, noun: str, done: int, total: int) -> None:
        """Set the count of the stage."""
        self._count = noun, done, total

    def print_above(self, text: str) -> None:
        """Print text that ends with a line break, in place of the line, which follows below it."""
        with self._lock:
            self._clear()
            write(self._stream, text)

    def stop(self) -> None:
        """Remove the line, and draw nothing more."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()
        with self._lock, suppress(OutputFailed):
            self._clear()

    def line(self, width: int) -> str:
        """The line, shorter than `width` columns: the bar and then the end of the text are left out if it is narrow."""
        count = self._count
        if count is None:
            return _cut(f"{self._stage} … {perf_counter() - self._start:.0f} s", width - 1)
        noun, done, total = count
        text = f"{done:,}/{total:,} {noun}"
        bar = min(_BAR, width - 1 - columns(f"{self._stage}  {text}"))
        if bar < 4 or not total:
            return _cut(f"{self._stage} {text}", width - 1)
        full = bar * done // total
        done_glyph, rest_glyph = self._glyphs
        first, rest = done_glyph * full, rest_glyph * (bar - full)
        if self._color:
            first, rest = f"\x1b[36m{first}\x1b[0m", f"\x1b[2m{rest}\x1b[0m"
        return f"{self._stage} {first}{rest} {text}"

    def _run(self) -> None:
        wait = self._first
        while not self._done.wait(wait):
            wait = _PAUSE
            with self._lock:
                try:
                    write(self._stream, f"{_CLEAR}{self.line(self._columns())}")
                except OutputFailed:
                    return  # the end of the run reports it
                self._drawn = True

    def _clear(self) -> None:
        if self._drawn:
            write(self._stream, _CLEAR)
            self._drawn = False

    def _terminal_columns(self) -> int:
        """The columns of the terminal now, which a user may resize."""
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except OSError:
            return 80


def _glyphs(stream: IO[str]) -> tuple[str, str]:
    """What the done part and the rest of a bar consist of, in the encoding of the stream."""
    try:
        "━╌".encode(getattr(stream, "encoding", "") or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "#", "-"
    return "━", "╌"


def _cut(text: str, width: int) -> str:
    while columns(text) > max(width, 0):
        text = text[:-1]
    return text
