"""Repeat a run whenever one of its input files changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeAlias

_PAUSE: Final = 0.25
"""Seconds between two checks."""

Stamps: TypeAlias = dict[Path, tuple[int, int] | None]
"""Modification time in nanoseconds and size in bytes of each path; None if it does not exist."""


def watch(run: Callable[[], set[Path]], waiting: Callable[[int], None]) -> None:
    """Call `run`, which returns the files and folders that it read, and repeat it after each change to them.

    `waiting` is called with their number before each wait. Returns if a run read nothing.
    """
    known: Stamps = {}
    while True:
        before = stamps(known)
        inputs = run()
        if not inputs:
            return
        # A file that changed during the run may have been read before the change.
        known = {path: before.get(path, stamp) for path, stamp in stamps(inputs).items()}
        waiting(len(inputs))
        _wait(inputs, known)


def stamps(paths: Iterable[Path]) -> Stamps:
    """The stamps of paths, and of all files in folders."""
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
    """Wait for a change, and until no more follow: editors may write a file in several steps."""
    changed = False
    current = known
    while True:
        last, current = current, stamps(inputs)
        if changed and current == last:
            return
        changed = changed or current != known
        time.sleep(_PAUSE)
