"""The index that the search of a site reads: one entry for each heading of the first two levels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from generator.site.commonmark import HtmlPage

_MOST: Final = 400
"""Characters of the text, and of the names, of an entry."""


def search_index(pages: Iterable[HtmlPage], files: Mapping[str, str], note: str) -> str:
    """A script that sets `searchIndex`: the pages, and entries of page, anchor, title, detail, text and names."""
    known: list[list[str]] = []
    entries: list[list[str | int]] = []
    for page in pages:
        number, title = len(known), page.headings[0].text if page.headings else page.path
        known.append([files[page.path], title])
        for place, heading in enumerate(page.headings):
            if heading.level <= 2:
                texts = [" ".join(" ".join(words).split())[:_MOST] for words in (heading.words, heading.names)]
                entries.append([number, heading.id if place else "", heading.text, heading.detail, *texts])
    data = json.dumps({"pages": known, "entries": entries}, separators=(",", ":"))
    return f"// {note}\nwindow.searchIndex = {data.replace('<', chr(92) + 'u003c')};\n"
