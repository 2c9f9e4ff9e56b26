"""Diagnostics: messages about a document, a config or a template, collected during a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from generator.diagnostics.sanitize import without_passwords

if TYPE_CHECKING:
    from generator.ir.types import Place

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Position:
    """A position in a text file. Line and column start at 1; the column counts characters."""

    file: str
    line: int = 0
    column: int = 0


class Located(Protocol):
    """An object with a location in a file. Positions are computed only when a diagnostic is rendered."""

    @property
    def pointer(self) -> str:
        """The JSON pointer (RFC 6901) within the file, without the leading `#`."""
        ...

    def position(self) -> Position:
        """File, line and column."""
        ...

    def excerpt(self) -> tuple[str, ...]:
        """The lines around the position, or an empty tuple."""
        ...


@runtime_checkable
class InDocument(Located, Protocol):
    """A location that is a part of a document and holds it in memory."""

    def pointed(self) -> Located:
        """The location alone."""
        ...


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A message to the user. `code` is stable (`dangling-ref`); `hint` is the remedy, if one is known."""

    severity: Severity
    code: str
    message: str
    at: Located | None = None
    hint: str = ""
    fallback: bool = False
    """Whether a part of the document is lost: see `Diagnostics.fallback`."""


class Diagnostics:
    """The messages of one run, in the order of their report, without duplicates at one location."""

    def __init__(self) -> None:
        self.items: list[Diagnostic] = []
        self._seen: set[tuple[str, str, str, str]] = set()
        self.locator: Callable[[Place], Located | None] | None = None
        """Finds a place of the IR in the sources; set when the document is loaded."""

    def error(self, code: str, message: str, at: Located | None = None, hint: str = "") -> None:
        """Report a fault of the document, the config or a template that prevents any output."""
        self._add(Diagnostic("error", code, message, at, hint))

    def warning(self, code: str, message: str, at: Located | None = None, hint: str = "") -> None:
        """Report something that is treated in another way than written."""
        self._add(Diagnostic("warning", code, message, at, hint))

    def fallback(self, code: str, message: str, at: Located | None = None, hint: str = "") -> None:
        """Report, as a warning, a part of the document that is left out or replaced by the widest correct type.

        The reports of operations and schemas include these.
        """
        self._add(Diagnostic("warning", code, message, at, hint, fallback=True))

    def note(self, code: str, message: str, at: Located | None = None, hint: str = "") -> None:
        """Report something that needs no action."""
        self._add(Diagnostic("note", code, message, at, hint))

    def locate(self, place: Place) -> Located | None:
        """The location of a place of the IR, for a diagnostic about it."""
        return self.locator(place) if self.locator else None

    @property
    def failed(self) -> bool:
        return any(item.severity == "error" for item in self.items)

    def count(self, severity: Severity) -> int:
        return sum(item.severity == severity for item in self.items)

    def _add(self, diagnostic: Diagnostic) -> None:
        if isinstance(diagnostic.at, InDocument):
            diagnostic = replace(diagnostic, at=diagnostic.at.pointed())
        # Messages reach logs, which must not contain passwords.
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
    """The run cannot continue; the diagnostics have the reason."""
