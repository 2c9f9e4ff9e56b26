"""The changelog of an output. It belongs to the user; the generator writes lists of changes in its part *Unreleased*.

A part is a heading of the second level and what follows it. In *Unreleased*, the generated lists are those below the
headings of `render.HEADINGS`; all other text there stays, and every other part stays byte for byte.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.compare.render import FIRST, HEADINGS, OTHER
from generator.compare.versions import order
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace

CHANGELOG: Final = "CHANGELOG.md"

_TITLE: Final = "# Changelog\n"
_HEADING: Final = "## Unreleased"
_PART: Final = re.compile(r"##[ \t]+(?P<title>[^\r\n]*?)[ \t]*#*[ \t]*[\r\n]*")
_UNRELEASED: Final = re.compile(r"\[?unreleased\]?", re.IGNORECASE)
_VERSION: Final = re.compile(r"\[?v?([\w.]+)\]?(?![\w.+])")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE: Final = re.compile(r" {0,3}(```|~~~)")
_GENERATED: Final = frozenset(f"### {name}" for name in (*HEADINGS.values(), OTHER))


@dataclass(frozen=True, slots=True)
class Changelog:
    """The text of a changelog, empty if there is none, and the digest of the file (None without one)."""

    text: str
    state: str | None = None

    @property
    def notes(self) -> str:
        """The text in *Unreleased* that was written by hand."""
        section = _split(self.text)[1]
        return "".join(_by_hand(section)).strip() if section else ""

    @property
    def lists(self) -> str:
        """The generated text in *Unreleased*."""
        section = _split(self.text)[1]
        return plain("".join(section[1:][index] for index in sorted(_generated(section[1:])))) if section else ""

    def has_part(self, version: str) -> bool:
        """Whether a part is about this version: `## 1.2.0`, `## [1.2.0] - 2026-01-31`."""
        pattern = re.compile(rf"\[?v?{re.escape(version)}\]?(?![\w.+])")
        return any(pattern.match(title) for _, title in _parts(_lines(self.text)))

    @property
    def newest(self) -> str:
        """The first version that is the title of a part, or empty."""
        titles = (title for _, title in _parts(_lines(self.text)))
        words = (found[1] for title in titles if (found := _VERSION.match(title)))
        return next((word for word in words if order(word)), "")

    def with_unreleased(self, lists: str) -> str:
        """The text with these lists (Markdown) in *Unreleased*, a part that is left out if it would be empty."""
        head, section, tail = _split(self.text)
        newline = _newline(self.text)
        if section is None:
            return self._with_part(_HEADING, lists) if lists else self.text
        if self.lists == plain(lists) and (lists or self.notes or section[0].strip() != _HEADING):
            return self.text
        if not lists and not self.notes and section[0].strip() == _HEADING:
            return "".join([*head, *tail])
        part = _composed(section[0].strip(), section[1:], lists, newline)
        return "".join([*head, part, *([newline, *tail] if tail else [])])

    def released(self, lists: str, version: str, date: str) -> str:
        """The text with *Unreleased*, which has these lists, as the part of a release."""
        head, section, tail = _split(self.text)
        newline = _newline(self.text)
        if section is None:
            return self._with_part(f"## {version} - {date}", lists)
        name = f"[{version}]" if "[" in section[0] else version
        part = _composed(f"## {name} - {date}", section[1:], lists, newline)
        return "".join([*head, part, *([newline, *tail] if tail else [])])

    def _with_part(self, heading: str, lists: str) -> str:
        """The text with a part before all others, below a title and a preface."""
        newline = _newline(self.text)
        part = _composed(heading, (), lists, newline)
        if not self.text.strip():
            return f"{_TITLE}\n{part}"
        lines = _lines(self.text)
        first = next((index for index, _ in _parts(lines)), len(lines))
        above, below = "".join(lines[:first]), "".join(lines[first:])
        gap = "" if not above or above.endswith(newline * 2) else newline if above.endswith(newline) else newline * 2
        return f"{above}{gap}{part}{newline if below else ''}{below}"


def read_changelog(output: Path, diagnostics: Diagnostics) -> Changelog:
    """Read the changelog of the folder.

    Raises `Failed`, with a diagnostic, if it is not a regular file of UTF-8, or has *Unreleased* twice.
    """
    path = output / CHANGELOG
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise _invalid(path, "is not a regular file", diagnostics)
        if not path.exists():
            return Changelog("")
        data = path.read_bytes()
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _invalid(path, "is not UTF-8", diagnostics) from None
    except OSError as error:
        raise _invalid(path, f"cannot be read: {error.strerror}", diagnostics) from None
    found = [index for index, title in _parts(_lines(text)) if _UNRELEASED.fullmatch(title)]
    if len(found) > 1:
        place = TextPlace(str(path), found[1] + 1, 1, text)
        raise _invalid(path, "has two parts named Unreleased", diagnostics, place, "merge them into one")
    return Changelog(text, hashlib.sha256(data).hexdigest())


def plain(lists: str) -> str:
    """The text without blank lines and trailing spaces, to compare lists."""
    return "\n".join(line.rstrip() for line in lists.splitlines() if line.strip())


def _lines(text: str) -> list[str]:
    """The lines with their ends. Only a line feed ends a line, unlike in `str.splitlines`."""
    return _LINE.findall(text)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _outside_fences(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that are in no fenced code block, with their numbers. A fence that is not closed is none."""
    fences = [(index, found[1]) for index, line in enumerate(lines) if (found := _FENCE.match(line)) is not None]
    inside: set[int] = set()
    start, mark = 0, ""
    for index, fence in fences:
        if not mark:
            start, mark = index, fence
        elif fence == mark:
            inside.update(range(start, index + 1))
            mark = ""
    yield from ((index, line) for index, line in enumerate(lines) if index not in inside)


def _parts(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The line number and the title of each part."""
    for index, line in _outside_fences(lines):
        if found := _PART.fullmatch(line):
            yield index, found["title"]


def _split(text: str) -> tuple[list[str], list[str] | None, list[str]]:
    """The lines before *Unreleased*, of it (None without one), and after it."""
    lines = _lines(text)
    parts = list(_parts(lines))
    for number, (start, title) in enumerate(parts):
        if _UNRELEASED.fullmatch(title):
            end = parts[number + 1][0] if number + 1 < len(parts) else len(lines)
            return lines[:start], lines[start:end], lines[end:]
    return lines, None, []


def _generated(content: Sequence[str]) -> set[int]:
    """The numbers of the lines of generated lists, with the blank lines around them."""
    found: set[int] = set()
    inside = in_list = False
    for index, line in _outside_fences(content):
        plain = line.strip()
        in_list = plain in _GENERATED or (in_list and (not plain or line.startswith("- ")))
        inside = in_list or plain == FIRST or (inside and not plain)
        if inside:
            found.add(index)
    return found


def _by_hand(section: Sequence[str]) -> list[str]:
    generated = _generated(section[1:])
    return [line for index, line in enumerate(section[1:]) if index not in generated]


def _composed(heading: str, content: Sequence[str], lists: str, newline: str) -> str:
    """A part of this heading with the lists, and the text by hand around them.

    Text that was below the lists stays there if it begins with a heading. It would be part of the last list otherwise.
    """
    generated = _generated(content)
    at = min(generated, default=len(content))
    above, below = (
        "".join(line for index, line in enumerate(content) if index not in generated and (index < at) is first)
        for first in (True, False)
    )
    new = lists.replace("\n", newline)
    fragments = (above, new, below) if below.lstrip().startswith("#") else (above, below, new)
    return (newline * 2).join(text for part in (heading, *fragments) if (text := part.strip("\r\n"))) + newline


def _invalid(path: Path, what: str, diagnostics: Diagnostics, place: TextPlace | None = None, hint: str = "") -> Failed:
    hint = hint or "restore it from version control, or set `changelog = false` in the config"
    diagnostics.error("changelog-invalid", f"the changelog {what}", place or TextPlace(str(path)), hint)
    return Failed()
