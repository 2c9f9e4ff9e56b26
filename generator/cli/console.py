"""Output of commands: results to stdout, diagnostics to stderr, no tracebacks."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final

from generator.version import VERSION

if TYPE_CHECKING:
    from generator.diagnostics.model import Diagnostics

DONE: Final = 0
FAULT: Final = 2

TRACEBACK: Final = "SDKWRIGHT_TRACEBACK"


class OutputFailed(Exception):
    """Standard output or standard error cannot be written to: it is closed, or its disk is full."""

    def __init__(self, stream: str, reason: str) -> None:
        super().__init__(f"cannot write to {stream}: {reason}")


def guarded(work: Callable[[Diagnostics], int]) -> int:
    """Run `work` and print its diagnostics. Returns its exit code, or 2 if it failed."""
    from generator.diagnostics.model import Diagnostics, Failed
    from generator.diagnostics.render import render

    diagnostics = Diagnostics()
    try:
        code = work(diagnostics)
    except Failed:
        code = FAULT
    except OutputFailed:
        raise
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
    """Write text to a stream whose reader may have closed it. Raises `OutputFailed` if it cannot be written to."""
    try:
        if text:
            stream.write(text)
            stream.flush()
    except BrokenPipeError:
        _discard(stream)  # the reader closed the pipe, as `head` does
    except OSError as error:
        _discard(stream)
        name = "standard error" if stream is sys.stderr else "standard output"
        raise OutputFailed(name, error.strerror or str(error)) from None


def report_output_failure(failure: OutputFailed) -> int:
    """Report on standard error that output is lost, if that is possible. Returns the exit code, 2."""
    with suppress(OutputFailed):
        write(sys.stderr, f"error: {failure}\n  hint: the output of this run is incomplete; files it wrote are kept\n")
    return FAULT


def open_closed_streams() -> None:
    """Occupy the descriptors of closed standard streams, so that no other file gets their numbers.

    Writing to one of them fails afterwards as it does for a descriptor that is closed.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # takes the lowest free number, which is this one
    # Python sets the streams of closed descriptors to None.
    sys.stdout = sys.stdout or io.TextIOWrapper(io.FileIO(1, "w", closefd=False))
    sys.stderr = sys.stderr or io.TextIOWrapper(io.FileIO(2, "w", closefd=False))


def _discard(stream: IO[str]) -> None:
    """Discard the buffer of a stream and all that is written later, so that the flush at the exit does not fail."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


def colored(stream: IO[str]) -> bool:
    """Whether a stream is a color terminal and `NO_COLOR` is not set (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
