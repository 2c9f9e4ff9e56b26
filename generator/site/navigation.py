"""The navigation of a site: sections, each a tree of pages that follows the paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.site.pages import SitePage

_LONG: Final = 80
"""Entries from which a branch is long."""
_NEAR: Final = 20
"""Entries of a long branch that are shown on each side of the page."""


@dataclass(slots=True)
class Entry:
    """A page in the navigation, with the pages below it."""

    path: str
    label: str
    below: list[Entry] = field(default_factory=list["Entry"])


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the navigation; the first one has no title."""

    title: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page's sidebar: a link at a depth, 0 for the entries of a section."""

    href: str
    label: str
    depth: int
    current: bool


def sections(pages: Sequence[SitePage], titles: Mapping[str, str]) -> list[Section]:
    """The sections, in the order of their first pages. `titles` are the headings of pages without a label.

    `docs/chat/files.md` is below `docs/chat.md`, if there is such a page.
    """
    found: dict[str, Section] = {}
    known: dict[str, Entry] = {}
    for page in pages:
        entry = known[page.path] = Entry(page.path, page.label or titles[page.path])
        above = known.get(f"{page.path.rpartition('/')[0]}.md")
        if above is not None:
            above.below.append(entry)
        else:
            found.setdefault(page.section, Section(page.section, [])).entries.append(entry)
    return list(found.values())


def lines(entries: Sequence[Entry], path: str, href: Callable[[str], str], depth: int = 0) -> Iterator[Line]:
    """The lines of a section on the page at `path`: only the branch of the page is open. `href` is the link to a page.

    Of a long branch, the lines near the page are shown: the page above has links to all.
    """
    for entry in _near(entries, path) if depth else entries:
        yield Line(href(entry.path), entry.label, depth, entry.path == path)
        if _is_in(path, entry):
            yield from lines(entry.below, path, href, depth + 1)


def _near(entries: Sequence[Entry], path: str) -> Sequence[Entry]:
    at = next((index for index, entry in enumerate(entries) if _is_in(path, entry)), None)
    if len(entries) < _LONG:
        return entries
    return entries[max(0, at - _NEAR) : at + _NEAR + 1] if at is not None else ()


def _is_in(path: str, entry: Entry) -> bool:
    """Whether a page is that of an entry, or below it."""
    return path == entry.path or path.startswith(f"{entry.path.removesuffix('.md')}/")
