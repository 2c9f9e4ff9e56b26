"""Source files: name, text, and the position of each value in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, NamedTuple

from generator.diagnostics.excerpt import Lines
from generator.diagnostics.model import Position
from generator.document import pointer as pointers
from generator.document.positions.encoded_lines import EncodedLines
from generator.document.positions.spans import JsonSpans, YamlSpans
from generator.document.positions.yaml_places import YamlPlaces
from generator.document.upgrade.pointer_map import PointerMap, before, inverse

Syntax = Literal["yaml", "json"]

_MARK: Final = "\N{BYTE ORDER MARK}"
_LARGE: Final = 1_000_000
"""Bytes of a file whose text is kept small."""
_ABOVE_FFFF: Final = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")


class Location(NamedTuple):
    """Where a value is: its JSON pointers after the upgrade, before that of the schemas, and as written."""

    upgraded: str
    structure: str
    written: str


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
        self.places: YamlPlaces | None = None
        """The places that were recorded while the file was read, if it is YAML in which that is possible."""
        self._encoding = encoding
        self._structure: PointerMap = {}
        self._schemas: PointerMap = {}

    @cached_property
    def text(self) -> str:
        """The text, without a byte order mark."""
        return self.data.decode(self._encoding).removeprefix(_MARK)

    def release_text(self) -> None:
        """Free the text, which is decoded again on demand: one emoji makes it four times as large as its bytes."""
        self.__dict__.pop("text", None)

    def mentions(self, words: Iterable[str]) -> bool:
        """Whether any of the ASCII words occurs in the file. Does not decode UTF-8."""
        if self._encoding != "utf-8":
            return any(word in self.text for word in words)
        return any(word.encode("ascii") in self.data for word in words)

    # --- places ---

    def position(self, pointer: str) -> Position:
        """The position of the value at a pointer of the file as written: of a scalar, or of the key of a container.

        A pointer without a value has the position of its nearest ancestor.
        """
        keys = pointers.split(pointer)
        offset = self.places.find(keys) if self.places else self._spans.find(keys).start
        line, column = self._lines.at(offset)
        return Position(self.name, line, column)

    def excerpt(self, pointer: str) -> tuple[str, ...]:
        """The lines around that position, numbered, with a caret below the place; safe to print."""
        position = self.position(pointer)
        return self._lines.around(position.line, position.column)

    def spelling(self, pointer: str) -> str | None:
        """How the number or boolean of that pointer is spelled in the file (`1.10`); None where there is no scalar."""
        found = self._spans.find(pointers.split(pointer))
        return self._searched[found.value : found.end] if found.scalar and found.exact else None

    def at_offset(self, offset: int, pointer: str = "") -> OffsetPlace:
        """A place by its offset in the text, in characters."""
        line, column = (Lines(self.text) if self._encoded else self._lines).at(offset)
        return OffsetPlace(self, line, column, pointer)

    def at(self, pointer: str) -> Pointed:
        """The place of the value of that pointer, in the file as written."""
        return Pointed(self, pointer)

    def around(self, line: int, column: int) -> tuple[str, ...]:
        """The lines around a line and a column, as `excerpt` gives them."""
        return self._lines.around(line, column)

    def duplicates(self) -> list[tuple[str, int, int]]:
        """Duplicate keys of objects: the pointer, and the offsets of the earlier and the later one."""
        return (JsonSpans(self.text) if self._encoded else self._spans).duplicates()

    # --- upgrades ---

    def moved(self, structure: PointerMap, schemas: PointerMap) -> None:
        """Keep the pointer maps of an upgrade: of the document's structure, then of the schemas in it."""
        self._structure, self._schemas = structure, schemas

    @property
    def restructured(self) -> bool:
        """Whether an upgrade put parts elsewhere, so that a value may come from outside what it is now in."""
        return bool(self._structure)

    def original(self, path: str) -> str:
        """The pointer in the file as it was written, of a value of the upgraded document."""
        return before(before(path, self._schemas), self._structure)

    @property
    def location(self) -> Location:
        """The location of the root."""
        structure = before("", self._schemas)
        return Location("", structure, before(structure, self._structure))

    def below(self, location: Location, key: str | int) -> Location:
        """The location of a member or an element. Its pointers are those of `original`, without a search."""
        token = "/" + pointers.escape(str(key))
        upgraded = location.upgraded + token
        structure = self._schemas.get(upgraded)
        if structure is not None:
            return Location(upgraded, structure, before(structure, self._structure))
        structure = upgraded if location.structure is location.upgraded else location.structure + token
        written = self._structure.get(structure)
        if written is None:
            written = structure if location.written is location.structure else location.written + token
        return Location(upgraded, structure, written)

    def current(self, pointer: str) -> str:
        """Where the value of a pointer of the file as written is in the upgraded document, down to its schemas."""
        return before(pointer, self._inverse)

    @cached_property
    def _inverse(self) -> PointerMap:
        return inverse(self._structure)

    @cached_property
    def _encoded(self) -> bool:
        """Whether positions are found in the bytes of the text.

        A single character outside Latin-1 doubles the memory that the decoded text takes.
        """
        large_json = self.syntax == "json" and len(self.data) >= _LARGE
        return large_json and self._encoding == "utf-8" and "text" not in self.__dict__

    @cached_property
    def _searched(self) -> str:
        """The text that positions are found in: of bytes, each as the character of that number (Latin-1).

        In another large file, U+FFFD replaces each character above U+FFFF, which would double the memory once more.
        """
        if self._encoded:
            return self.data.removeprefix(_MARK.encode()).decode("latin-1")
        if self._encoding != "utf-8" or len(self.data) < _LARGE or "text" in self.__dict__:
            return self.text
        return _ABOVE_FFFF.sub("\N{REPLACEMENT CHARACTER}".encode(), self.data).decode().removeprefix(_MARK)

    @cached_property
    def _lines(self) -> Lines:
        return EncodedLines(self._searched) if self._encoded else Lines(self._searched)

    @cached_property
    def _spans(self) -> JsonSpans | YamlSpans:
        text = self._searched
        return JsonSpans(text, encoded=self._encoded) if self.syntax == "json" else YamlSpans(text)


@dataclass(frozen=True, slots=True)
class Pointed:
    """The place of a value, by its pointer in the file as written. Its position is computed on demand."""

    source: Source
    pointer: str

    @property
    def file(self) -> str:
        return self.source.name

    def position(self) -> Position:
        return self.source.position(self.pointer)

    def excerpt(self) -> tuple[str, ...]:
        return self.source.excerpt(self.pointer)


@dataclass(frozen=True, slots=True)
class OffsetPlace:
    """A place in a file that is not the place of a value, such as a syntax error."""

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
    """A file without a position in it, such as one that cannot be read."""

    file: str
    pointer: str = ""

    def position(self) -> Position:
        return Position(self.file)

    def excerpt(self) -> tuple[str, ...]:
        return ()
