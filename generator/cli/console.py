"""Output of commands: results to stdout, diagnostics to stderr, no tracebacks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Final

from generator.version import VERSION

if TYPE_CHECKING:
    from generator.diagnostics.model import Diagnostics

DONE: Final = 0
FAULT: Final = 2

TRACEBACK: Final = "SDKWRIGHT_TRACEBACK"


def guarded(work: Callable[[Diagnostics], int]) -> int:
    """Run `work` and print its diagnostics. Returns its exit code, or 2 if it failed."""
    from generator.diagnostics.model import Diagnostics, Failed
    from generator.diagnostics.render import render

    diagnostics = Diagnostics()
    try:
        code = work(diagnostics)
    except Failed:
        code = FAULT
    except Exception as error:  # a bug in sdkwright: show one line, not a traceback
        if os.environ.get(TRACEBACK):
            raise
        internal_error(error, diagnostics)
        code = FAULT
    items = [item for item in diagnostics.items if item.severity != "note"]
    write(sys.stderr, render(items, color=colored(sys.stderr)))
    return code


def internal_error(error: Exception, diagnostics: Diagnostics) -> None:
    """Report a bug in sdkwright, with the line that raised it."""
    import traceback
    from pathlib import Path

    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    hint = f"this is a bug in sdkwright {VERSION}, please report it; set {TRACEBACK}=1 to see the traceback"
    diagnostics.error("internal-error", f"{type(error).__name__} in {where}: {error}", hint=hint)


def say(lines: Iterable[str]) -> None:
    """Print the result to stdout."""
    write(sys.stdout, "".join(f"{line}\n" for line in lines))


def write(stream: IO[str], text: str) -> None:
    """Write text to a stream whose reader may have closed it."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The reader closed the pipe, as `head` does. Discard the rest, so that the final flush does not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def colored(stream: IO[str]) -> bool:
    """Whether a stream is a color terminal and `NO_COLOR` is not set (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
