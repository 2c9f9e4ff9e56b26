"""A location in a text file that is not an OpenAPI document: the config, a template, a manifest."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diagnostics.model import Position


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A line and a column, both from 1. Line 0 means the complete file, which has no excerpt."""

    file: str
    line: int = 0
    column: int = 0
    text: str = ""
    """The text of the file, for the excerpt."""

    @property
    def pointer(self) -> str:
        """Empty: only documents have JSON pointers."""
        return ""

    def position(self) -> Position:
        return Position(self.file, self.line, self.column)

    def excerpt(self) -> tuple[str, ...]:
        from generator.diagnostics.excerpt import Lines  # imported on demand: only a rendered diagnostic needs it

        return Lines(self.text).around(self.line, self.column) if self.line and self.text else ()


class LocatedText(str):
    """A text that knows where it is in a file."""

    __slots__ = ("place",)
    place: TextPlace

    @classmethod
    def at(cls, text: str, place: TextPlace) -> LocatedText:
        """The text, with its place."""
        located = cls(text)
        located.place = place
        return located


def place_of(text: str) -> TextPlace | None:
    """The place of a text, or None for one that was not read from a file."""
    return text.place if isinstance(text, LocatedText) else None
