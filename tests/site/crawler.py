"""Reads a site as a browser does: links, anchors, and what it loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("object", "data"), ("source", "src")}


@dataclass
class Read:
    """A page: `tags` are its elements with their attributes, in order."""

    path: Path
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""

    @property
    def anchors(self) -> set[str]:
        return {attributes["id"] for _, attributes in self.tags if "id" in attributes}

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.tags if tag == "a" and "href" in attributes]

    @property
    def loads(self) -> list[str]:
        return [attributes[name] for tag, attributes in self.tags for name in attributes if (tag, name) in LOADS]


class _Reader(HTMLParser):
    def __init__(self, page: Read) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        self.page.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.page.text += data


def read(path: Path) -> Read:
    """Read one page."""
    page = Read(path)
    _Reader(page).feed(path.read_text(encoding="utf-8"))
    return page


def crawl(folder: Path) -> dict[Path, Read]:
    """All pages that links lead to from the start, by path."""
    pages: dict[Path, Read] = {}
    pending = [(folder / "index.html").resolve()]
    while pending:
        path = pending.pop()
        if path not in pages and path.is_file():
            pages[path] = read(path)
            pending += [target for target, _ in targets(pages[path])]
    return pages


def targets(page: Read) -> Iterator[tuple[Path, str]]:
    """The file and the anchor of each link to the site itself."""
    for link in page.links:
        parts = urlsplit(link)
        if not parts.scheme:
            path = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            yield path, unquote(parts.fragment)


def broken(pages: dict[Path, Read]) -> list[str]:
    """The links that lead to no page or anchor."""
    return [
        f"{page.path.name}: {path.name}#{anchor}"
        for page in pages.values()
        for path, anchor in targets(page)
        if path not in pages or (anchor and anchor not in pages[path].anchors)
    ]
