"""What is said about a document, a config or a template: collected on the way, and shown together at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from generator.diagnostics.sanitize import without_passwords

if TYPE_CHECKING:
    from generator.ir.types import Place

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text file. Line and column start at 1; the column counts characters."""

    file: str
    line: int = 0
    column: int = 0


class Located(Protocol):
    """Anything that knows its place in a document. Asked only when a diagnostic is shown, for positions are costly."""

    @property
    def pointer(self) -> str:
        """The JSON pointer (RFC 6901) in its file, without the leading `#`."""
        ...

    def position(self) -> Position:
        """File, line and column."""
        ...

    def excerpt(self) -> tuple[str, ...]:
        """The lines around the position, or nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to tell the user. `code` is stable (`dangling-ref`); `hint` says what to do, where that is known."""

    severity: Severity
    code: str
    message: str
    at: Located | None = None
    hint: str = ""
    fallback: bool = False
    """Whether something of the document is lost: see `Diagnostics.fallback`."""


class Diagnostics:
    """The messages of one run, in the order they came, each said once for a place."""

    def __init__(self) -> None:
        self.items: list[Diagnostic] = []
        self._seen: set[tuple[str, str, str, str]] = set()
        self.locator: Callable[[Place], Located | None] | None = None
        """How to find a place of the IR in the sources again; set by whoever loads them."""

    def error(self, code: str, message: str, at: Located | None = None, hint: str = "") -> None:
        """Something the document (config, template) must mend before anything can be written."""
        self._add(Diagnostic("error", code, message, at, hint))

    def warning(self, code: str, message: str, at: Located | None = None, hint: str = "") -> None:
        """Something read in the one sensible way, or replaced by the widest honest type."""
        self._add(Diagnostic("warning", code, message, at, hint))

    def fallback(self, code: str, message: str, at: Located | None = None, hint: str = "") -> None:
        """A warning that something of the document is lost: the widest honest type stands in for it, or nothing does.

        Whoever reports what became of an operation or a schema tells these with it.
        """
        self._add(Diagnostic("warning", code, message, at, hint, fallback=True))

    def note(self, code: str, message: str, at: Located | None = None, hint: str = "") -> None:
        """Something good to know that needs no action."""
        self._add(Diagnostic("note", code, message, at, hint))

    def locate(self, place: Place) -> Located | None:
        """The place of something in the IR, for a diagnostic about it."""
        return self.locator(place) if self.locator else None

    @property
    def failed(self) -> bool:
        return any(item.severity == "error" for item in self.items)

    def count(self, severity: Severity) -> int:
        return sum(item.severity == severity for item in self.items)

    def _add(self, diagnostic: Diagnostic) -> None:
        # What is said reaches logs, which are no place for passwords.
        message, hint = without_passwords(diagnostic.message), without_passwords(diagnostic.hint)
        if (message, hint) != (diagnostic.message, diagnostic.hint):
            diagnostic = replace(diagnostic, message=message, hint=hint)
        where = diagnostic.at
        key = (diagnostic.code, diagnostic.message, where.pointer if where else "", _file(where))
        if key not in self._seen:
            self._seen.add(key)
            self.items.append(diagnostic)


def _file(where: Located | None) -> str:
    return str(getattr(where, "file", "")) if where else ""


class Failed(Exception):
    """The run cannot go on; why is in the diagnostics."""
