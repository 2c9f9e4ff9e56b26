"""Excerpts: the lines around a location in a text, with a caret below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from generator.diagnostics.sanitize import columns, sanitize, without_passwords

_BEFORE = 1
_AFTER = 1
_WIDTH = 110
_LEAD = 30
_MORE = "…"


class Lines:
    """A text split into lines, to map offsets to lines and columns. Both start at 1; columns count characters."""

    def __init__(self, text: str) -> None:
        self._lines = _split(text)
        self._starts = list(accumulate(map(len, self._lines), initial=0))[:-1]

    def at(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = max(bisect_right(self._starts, offset), 1)
        return line, offset - self._starts[line - 1] + 1

    def around(self, line: int, column: int) -> tuple[str, ...]:
        """The line and its neighbours, numbered, with a caret below the column; nothing for an unknown line.

        Control characters are replaced, and a long line is cut to a window around the column.
        """
        if not 1 <= line <= len(self._lines):
            return ()
        first, last = max(line - _BEFORE, 1), min(line + _AFTER, len(self._lines))
        gutter = len(str(last))
        start = _start(self._lines[line - 1], column - 1)
        shown: list[str] = []
        for number in range(first, last + 1):
            window = _window(without_passwords(self._lines[number - 1]).rstrip("\r\n"), start)
            shown.append(f"{number:>{gutter}} | {window}".rstrip())
            if number == line:
                indent = columns(window[: column - 1 - start + (1 if start else 0)])
                shown.append(f"{'':>{gutter}} | {'':>{indent}}^")
        return tuple(shown)


def _split(text: str) -> list[str]:
    """The lines with their line ends. Only CR, LF and CR LF end a line, as in editors."""
    lines = text.split("\n")
    lines[:-1] = [line + "\n" for line in lines[:-1]]
    if "\r" not in text.replace("\r\n", "\n"):
        return lines
    cut: list[str] = []
    for line in lines:
        *whole, rest = line.removesuffix("\r\n").split("\r")
        cut += [part + "\r" for part in whole]
        cut.append(rest + ("\r\n" if line.endswith("\r\n") else ""))
    return cut


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
