"""The navigation of a site: sections, each a tree of pages that follows the paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.site.pages import SitePage


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


def lines(entries: Sequence[Entry], path: str, hrefs: Mapping[str, str], depth: int = 0) -> Iterator[Line]:
    """The lines of a section on the page at `path`: only the branch of the page is open."""
    for entry in entries:
        yield Line(hrefs[entry.path], entry.label, depth, entry.path == path)
        if path == entry.path or path.startswith(f"{entry.path.removesuffix('.md')}/"):
            yield from lines(entry.below, path, hrefs, depth + 1)
