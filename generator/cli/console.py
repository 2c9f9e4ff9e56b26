"""How a command speaks: its result to one stream, what is wrong to the other, and never a traceback."""

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
    """Do a command's work and tell what was wrong. Returns its exit code, or 2 where it failed."""
    from generator.diagnostics.model import Diagnostics, Failed
    from generator.diagnostics.render import render

    diagnostics = Diagnostics()
    try:
        code = work(diagnostics)
    except Failed:
        code = FAULT
    except Exception as error:  # a fault of ours, which the user should meet as a sentence
        if os.environ.get(TRACEBACK):
            raise
        internal_error(error, diagnostics)
        code = FAULT
    items = [item for item in diagnostics.items if item.severity != "note"]
    write(sys.stderr, render(items, color=colored(sys.stderr)))
    return code


def internal_error(error: Exception, diagnostics: Diagnostics) -> None:
    """Report a fault of ours, with the place where it came up."""
    import traceback
    from pathlib import Path

    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    hint = f"this is a fault of sdkwright {VERSION}: please report it; {TRACEBACK}=1 shows the whole traceback"
    diagnostics.error("internal-error", f"{type(error).__name__} in {where}: {error}", hint=hint)


def say(lines: Iterable[str]) -> None:
    """The result, to the standard output."""
    write(sys.stdout, "".join(f"{line}\n" for line in lines))


def write(stream: IO[str], text: str) -> None:
    """Write text as it is, to a reader that may have gone away."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The reader went away, as `head` does. The rest goes nowhere, and the interpreter's last flush finds no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def colored(stream: IO[str]) -> bool:
    """Whether a stream is a terminal that shows colors, and nobody asked it not to (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
