"""Lines of a text of which only the UTF-8 bytes are kept."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import Final

from generator.diagnostics.excerpt import Lines

_BLOCK: Final = 1 << 16
_CONTINUATION: Final = bytes(range(0x80, 0xC0))
"""The bytes of UTF-8 that continue a character."""


class EncodedLines(Lines):
    """The lines of UTF-8 bytes, each written as the character of that number (Latin-1).

    Offsets are those of the bytes; columns and excerpts are those of the text. A single character outside Latin-1
    doubles the memory of a decoded text, and one outside the basic plane takes it four times.
    """

    def __init__(self, text: str, block: int = _BLOCK) -> None:
        """`block` is the number of bytes between two places whose number of characters is known."""
        super().__init__(text)
        self._block = block
        self._counts = array("Q", [0])
        """The number of characters before each block."""
        for start, end in pairwise([*range(0, len(text), block), len(text)]):
            self._counts.append(self._counts[-1] + self._characters(start, end))

    def at(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line, column = super().at(offset)
        start = offset - column + 1
        return line, self._before(offset) - self._before(start) + 1

    def _line(self, number: int) -> str:
        return super()._line(number).encode("latin-1").decode("utf-8", "replace")

    def _before(self, offset: int) -> int:
        """The number of characters before an offset."""
        block = offset // self._block
        return self._counts[block] + self._characters(block * self._block, offset)

    def _characters(self, start: int, end: int) -> int:
        part = self._text[start:end]
        return len(part) if part.isascii() else len(part.encode("latin-1").translate(None, _CONTINUATION))
