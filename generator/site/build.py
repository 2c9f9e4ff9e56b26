"""Build the files of a site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from posixpath import dirname, relpath
from typing import Final
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from generator.counting import counted
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.text_location import TextPlace
from generator.emit.environment import builtin_folder
from generator.emit.files import OutputFile
from generator.site.commonmark import HtmlPage, to_html
from generator.site.navigation import Line, lines, sections
from generator.site.pages import Site
from generator.site.search_index import search_index

_STATIC: Final = ("site.css", "site.js")
_CONTENTS: Final = 2
"""Headings from which a page has a list of its contents."""


@dataclass(frozen=True, slots=True)
class _Menu:
    """A section of the sidebar of one page."""

    title: str
    lines: list[Line]


def build_site(site: Site, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """The files of a site. Links that lead nowhere are errors (`broken-link`)."""
    files = {page.path: _file(page.path) for page in site.pages}
    pages = {page.path: to_html(page.path, page.text, files) for page in counted("pages", site.pages)}
    _check_links(pages, diagnostics)
    titles = {path: page.headings[0].text if page.headings else path for path, page in pages.items()}
    parts = sections(site.pages, titles)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(builtin_folder("site")),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["breakable"] = _breakable
    template = environment.get_template("page.html.jinja")
    for path, page in counted("pages", pages.items()):
        href = partial(_href, files, path)
        text = template.render(
            site=site,
            title=titles[path],
            body=page.html,
            summary=" ".join(" ".join(page.headings[0].words if page.headings else []).split())[:160],
            root=quote(relpath(".", dirname(files[path]) or ".")),
            home=href(site.pages[0].path),
            menus=[_Menu(part.title, list(lines(part.entries, path, href))) for part in parts],
            contents=_contents(page),
        )
        yield OutputFile(files[path], text, verbatim=True)
    for name in _STATIC:
        text = (builtin_folder("site") / name).read_text(encoding="utf-8")
        yield OutputFile(f"assets/{name}", f"/* {_in_comment(site.note)} */\n{text}", verbatim=True)
    index = search_index(pages.values(), files, " ".join(site.note.split()))
    yield OutputFile("assets/search.js", index, verbatim=True)


def _file(path: str) -> str:
    """The file of a page: the README is the start."""
    return "index.html" if path == "README.md" else f"{path.removesuffix('.md')}.html"


def _href(files: Mapping[str, str], path: str, target: str) -> str:
    """The link from the page at `path` to another page."""
    return quote(relpath(files[target], dirname(files[path]) or "."))


def _contents(page: HtmlPage) -> Sequence[Line]:
    """The headings of the second level, as links."""
    found = [Line(f"#{quote(each.id)}", each.text, 0, current=False) for each in page.headings if each.level == 2]
    return found if len(found) >= _CONTENTS else ()


def _breakable(text: str) -> Markup:
    """The text as HTML, whose lines may break after dots and underscores."""
    return Markup(re.sub(r"(?<=[._])(?=\w)", "<wbr>", escape(text)))


def _check_links(pages: Mapping[str, HtmlPage], diagnostics: Diagnostics) -> None:
    anchors = {path: {heading.id for heading in page.headings} for path, page in pages.items()}
    for path, page in pages.items():
        broken = list(dict.fromkeys(page.unknown))
        for target, anchor in dict.fromkeys(page.links):
            if anchor and anchor not in anchors[target]:
                broken.append(f"{'' if target == path else target}#{anchor}")
        for link in broken:
            hint = "correct the link in the template that the page is made from"
            diagnostics.error("broken-link", f"the page links to `{link}`, which is not there", TextPlace(path), hint)


def _in_comment(text: str) -> str:
    return " ".join(text.split()).replace("*/", "* /")
