"""Runs again whenever one of the files that a run read is saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeAlias

_PAUSE: Final = 0.25
"""Seconds between two looks."""

Stamps: TypeAlias = dict[Path, tuple[int, int] | None]
"""When each file was last changed, in nanoseconds, and its size in bytes; None where there is no file."""


def watch(run: Callable[[], set[Path]], waiting: Callable[[int], None]) -> None:
    """Call `run`, which returns the files and folders that it read, then again after each change of one of them.

    `waiting` is called with their number before each wait. Ends with `KeyboardInterrupt`, or when a run read nothing.
    """
    known: Stamps = {}
    while True:
        before = stamps(known)
        inputs = run()
        if not inputs:
            return
        # What changed while the run was at work has not been read for certain.
        known = {path: before.get(path, stamp) for path, stamp in stamps(inputs).items()}
        waiting(len(inputs))
        _wait(inputs, known)


def stamps(paths: Iterable[Path]) -> Stamps:
    """The state of files, and of all files in folders."""
    found: Stamps = {}
    for path in paths:
        found[path] = _stamp(path)
        if path.is_dir():
            found.update({inner: _stamp(inner) for inner in path.rglob("*") if inner.is_file()})
    return found


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size)


def _wait(inputs: set[Path], known: Stamps) -> None:
    """Until something changed, and has stopped changing: editors write in several steps."""
    changed = False
    current = known
    while True:
        last, current = current, stamps(inputs)
        if changed and current == last:
            return
        changed = changed or current != known
        time.sleep(_PAUSE)
