"""Excerpts: the lines around a location in a text, with a caret below it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import accumulate, chain, islice

from generator.diagnostics.sanitize import columns, sanitize, without_passwords

_LINE_END = re.compile(r"\r\n?|\n")
_BEFORE = 1
_AFTER = 1
_WIDTH = 110
_LEAD = 30
_MORE = "…"
_BLOCK = 1 << 20


class Lines:
    """The lines of a text, to map offsets to lines and columns. Both start at 1; columns count characters.

    Only CR, LF and CR LF end a line, as in editors.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = _line_starts(text)

    def at(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = max(bisect_right(self._starts, offset), 1)
        return line, offset - self._starts[line - 1] + 1

    def _line(self, number: int) -> str:
        """A line with its end."""
        end = self._starts[number] if number < len(self._starts) else None
        return self._text[self._starts[number - 1] : end]

    def around(self, line: int, column: int) -> tuple[str, ...]:
        """The line and its neighbours, numbered, with a caret below the column; nothing for an unknown line.

        Control characters are replaced, and a long line is cut to a window around the column.
        """
        if not 1 <= line <= len(self._starts):
            return ()
        first, last = max(line - _BEFORE, 1), min(line + _AFTER, len(self._starts))
        gutter = len(str(last))
        start = _start(self._line(line), column - 1)
        shown: list[str] = []
        for number in range(first, last + 1):
            window = _window(without_passwords(self._line(number)).rstrip("\r\n"), start)
            shown.append(f"{number:>{gutter}} | {window}".rstrip())
            if number == line:
                indent = columns(window[: column - 1 - start + (1 if start else 0)])
                shown.append(f"{'':>{gutter}} | {'':>{indent}}^")
        return tuple(shown)


def _line_starts(text: str) -> array[int]:
    """The offset of each line."""
    if "\r" in text:
        return array("Q", chain((0,), (end.end() for end in _LINE_END.finditer(text))))
    starts = array("Q", (0,))
    for begin in range(0, len(text), _BLOCK):
        lines = text[begin : begin + _BLOCK].split("\n")
        lines.pop()  # its end is in the next block
        starts.extend(islice(accumulate([len(line) + 1 for line in lines], initial=begin), 1, None))
    return starts


def _start(line: str, at: int) -> int:
    """Where the window of a long line starts: at the beginning of a member, where there is one before the place."""
    if at <= _WIDTH - _LEAD:
        return 0
    start = at - _LEAD
    found = re.search(r"[{\[,]", line[start:at])
    return start + found.end() if found else start


def _window(line: str, start: int) -> str:
    end = start + _WIDTH
    if len(line) > end:
        # Cut a minified document between two members, not within a word.
        end = max(line.rfind(",", start + _WIDTH // 2, end) + 1, 0) or end
    window = sanitize(line[start:end])
    if start and line:
        window = _MORE + window
    return window + _MORE if len(line) > end else window
