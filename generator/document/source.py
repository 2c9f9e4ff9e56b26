"""A file as it was read: its name, its text, and where in the text each value stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from generator.diagnostics import Position
from generator.document import pointer as pointers
from generator.document.excerpt import Lines
from generator.document.extents import Extents, json_extents, yaml_extents

Syntax = Literal["yaml", "json"]
Moves: TypeAlias = Mapping[str, str]
"""Pointers of a document after a step of an upgrade, and where the values below them were before it."""


class Source:
    """One file. Positions are worked out when the first diagnostic is shown, never before."""

    def __init__(self, name: str, data: bytes, encoding: str, path: Path | None = None, url: str = "") -> None:
        self.name = name
        """The file's path, as shown to people."""
        self.data = data
        """The bytes as they were read."""
        self.path = path
        """Where the file really is (no symbolic links), or None for a file of the network."""
        self.url = url
        """The address of a file of the network, or empty."""
        self.syntax: Syntax = "yaml"
        self._encoding = encoding
        self._steps: tuple[Moves, ...] = ()
        self._known: dict[str, str] = {}

    @cached_property
    def text(self) -> str:
        """The text, without a byte order mark."""
        return self.data.decode(self._encoding).removeprefix("\N{BYTE ORDER MARK}")

    # --- places ---

    def position(self, pointer: str) -> Position:
        """Where the value of that pointer (in the file as written) stands: a scalar itself, or the key of anything else.

        A pointer to nothing stands where its nearest ancestor does.
        """
        line, column = self._lines.at(self._extents.find(pointers.split(pointer)).start)
        return Position(self.name, line, column)

    def excerpt(self, pointer: str) -> tuple[str, ...]:
        """The lines around that position, numbered, with a caret below the place; safe to print."""
        position = self.position(pointer)
        return self._lines.around(position.line, position.column)

    def spelling(self, pointer: str) -> str | None:
        """How the scalar of that pointer is spelled in the file (`1.10`), or None where there is no scalar."""
        found = self._extents.find(pointers.split(pointer))
        return self.text[found.value : found.end] if found.scalar and found.exact else None

    def spot(self, offset: int, pointer: str = "") -> Spot:
        """A place by its offset in the text, in characters."""
        line, column = self._lines.at(offset)
        return Spot(self, line, column, pointer)

    def at(self, pointer: str) -> Spot:
        """The place of the value of that pointer, in the file as written."""
        position = self.position(pointer)
        return Spot(self, position.line, position.column, pointer)

    def around(self, line: int, column: int) -> tuple[str, ...]:
        """The lines around a line and a column, as `excerpt` gives them."""
        return self._lines.around(line, column)

    def duplicates(self) -> list[tuple[str, int, int]]:
        """The keys that stand twice in one object: their pointer, and the offsets of the earlier and the later one."""
        return self._extents.duplicates()

    # --- upgrades ---

    def moved(self, *steps: Moves) -> None:
        """Remember what the steps of an upgrade moved, in the order in which they were done."""
        self._steps = tuple(step for step in steps if step)
        self._known.clear()

    def original(self, path: str) -> str:
        """The pointer in the file as it was written, of a value of the upgraded document."""
        if not self._steps:
            return path
        known = self._known.get(path)
        if known is None:
            known = path
            for step in reversed(self._steps):
                known = _longest(known, step)
            self._known[path] = known
        return known

    def current(self, pointer: str) -> str:
        """Where the value of a pointer of the file as written is in the upgraded document."""
        for step in self._inverse:
            pointer = _longest(pointer, step)
        return pointer

    @cached_property
    def _inverse(self) -> tuple[Moves, ...]:
        # A value that went to several places is found at the first of them.
        return tuple({old: new for new, old in reversed(step.items()) if old} for step in self._steps)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def _extents(self) -> Extents:
        return json_extents(self.text) if self.syntax == "json" else yaml_extents(self.text)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file that no value of the document stands for, such as a syntax error."""

    source: Source
    line: int
    column: int
    pointer: str = ""

    @property
    def file(self) -> str:
        return self.source.name

    def position(self) -> Position:
        return Position(self.source.name, self.line, self.column)

    def excerpt(self) -> tuple[str, ...]:
        return self.source.around(self.line, self.column)


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file as a whole, one that could not be read for instance."""

    file: str
    pointer: str = ""

    def position(self) -> Position:
        return Position(self.file)

    def excerpt(self) -> tuple[str, ...]:
        return ()


def _longest(path: str, moves: Moves) -> str:
    prefix = path
    while True:
        if prefix in moves:
            return moves[prefix] + path[len(prefix) :]
        cut = prefix.rfind("/")
        if cut < 0:
            return path
        prefix = prefix[:cut]
