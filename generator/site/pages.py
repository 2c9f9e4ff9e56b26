"""What a site is built from: pages of CommonMark, as a target gives them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page.

    - `path`: its path in the output, such as `docs/chat.md`. Links between pages are relative to it.
    - `label`: its name in the navigation, or empty for its heading.
    - `section`: the part of the navigation that it belongs to, or empty for the first part.

    Fenced code whose language is followed by `tab="NAME"` is a tab, beside those right before and after it.
    """

    path: str
    text: str
    label: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A site: `title` names the API, `note` says what generates the files, `pages` are in reading order."""

    title: str
    note: str
    pages: tuple[SitePage, ...]
