"""Work that goes on after the response: how its state is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.ir.types.schemas import Type

WaitingKind: TypeAlias = Literal["status", "flag", "monitor"]
"""How the end of work is seen.

- `status`: a property of the operation's response has one of a few values.
- `flag`: a boolean property of it becomes true, as in Google's `Operation`.
- `monitor`: a header of the operation's response has the URL to ask.
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How work is waited for: by the operation that reads it, or by the one that starts it (`monitor`).

    `path` are the wire names that lead to the status or the flag; `error` those that lead to what went wrong, or empty.
    All values of a status but `done` and `failed` mean that the work goes on.
    """

    kind: WaitingKind
    why: str
    """The reason, as a sentence without a full stop."""
    path: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    error: tuple[str, ...] = ()
    final: Type | None = None
    """The type of the result that a monitor leads to, or None for any value."""
    via: Literal["", "location", "original-uri", "operation-location"] = ""
    """Where the result of a monitor is read, if the document says it."""
