"""A place in a text file that is no OpenAPI document: the config, a template, a manifest."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diagnostics.model import Position


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A line and column of a text, both from 1. A line of 0 means the file as a whole; then there is no excerpt."""

    file: str
    line: int = 0
    column: int = 0
    text: str = ""
    """The whole text of the file, for the excerpt."""

    @property
    def pointer(self) -> str:
        """Nothing: only documents have JSON pointers."""
        return ""

    def position(self) -> Position:
        return Position(self.file, self.line, self.column)

    def excerpt(self) -> tuple[str, ...]:
        from generator.diagnostics.excerpt import Lines  # only a shown diagnostic needs it

        return Lines(self.text).around(self.line, self.column) if self.line and self.text else ()
