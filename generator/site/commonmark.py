"""Convert a page from CommonMark, with GitHub's tables, to HTML.

Only what this module writes becomes HTML: raw HTML of a page is shown as text, images as their text, and links lead to
other pages, to the web or to mail addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from posixpath import dirname, join, normpath, relpath
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from generator.site.highlight import highlight

Tokens: TypeAlias = Sequence[Token]

_TAB: Final = re.compile(r'(?P<language>[\w+#.-]*) tab="(?P<label>[^"]+)"')
_COMMENT: Final = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*", re.DOTALL)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]]*[^\s<>\"'`|\\^{}\[\].,;:!?)*_~]", re.IGNORECASE)
_EXTERNAL: Final = re.compile(r"https?://|mailto:", re.IGNORECASE)
_INLINE: Final = frozenset({"<code>", "</code>"})
"""The raw HTML that pages have, for code that Markdown cannot write in a table."""
_LANGUAGE: Final = re.compile(r"[\w+#.-]{1,20}")


@dataclass(slots=True)
class Heading:
    """A heading of a page, and what is below it.

    `detail` is a code span that is a paragraph of its own, `words` are the other paragraphs up to the
    next heading, `names` the first cells of rows.
    """

    level: int
    id: str
    text: str
    detail: str = ""
    words: list[str] = field(default_factory=list[str])
    names: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class HtmlPage:
    """A page as HTML. `links` are the pages and anchors that it links to; `unknown` the links that lead nowhere."""

    path: str
    html: str = ""
    headings: list[Heading] = field(default_factory=list[Heading])
    links: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    unknown: list[str] = field(default_factory=list[str])


def to_html(path: str, text: str, files: Mapping[str, str]) -> HtmlPage:
    """Convert the page at a path. `files` are the paths of the site's files by those of their pages."""
    page = HtmlPage(path)
    tokens = _PARSER.parse(text)
    _read_headings(tokens, page)
    environment: dict[str, Any] = {"page": page, "files": files, "linked": False}
    page.html = _PARSER.renderer.render(tokens, _PARSER.options, environment)
    return page


def _read_headings(tokens: Tokens, page: HtmlPage) -> None:
    """Give each heading GitHub's anchor, and collect the texts below the headings of the first two levels."""
    counts: dict[str, int] = {}
    current = Heading(1, "", "")
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            title = _plain(tokens[index + 1])
            slug = re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
            counts[slug] = count = counts.get(slug, -1) + 1
            token.attrSet("id", f"{slug}-{count}" if count else slug)
            heading = Heading(int(token.tag[1:]), str(token.attrGet("id")), title)
            page.headings.append(heading)
            current = heading if heading.level <= 2 else current
        elif token.type == "inline" and tokens[index - 1].type == "paragraph_open":
            children = token.children or []
            if len(children) == 1 and children[0].type == "code_inline":
                current.detail = current.detail or children[0].content
            elif not page.headings or page.headings[-1] is current:
                current.words.append(_plain(token))
        elif token.type == "td_open" and tokens[index - 1].type == "tr_open":
            current.names.append(_plain(tokens[index + 1]))


def _plain(token: Token) -> str:
    """The text of an inline token, without markup."""
    kept = {"text", "code_inline", "softbreak"}
    return "".join(child.content or " " for child in token.children or () if child.type in kept)


class _Renderer(RendererHTML):
    """Writes the HTML of tokens. A method has the name of the type of token that it writes."""

    def heading_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<{tokens[idx].tag} id="{escape(str(tokens[idx].attrGet("id")))}">'

    def heading_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        id = escape(quote(str(tokens[idx - 2].attrGet("id"))))
        return f'<a class="anchor" href="#{id}" aria-label="Link to this section">#</a></{tokens[idx].tag}>\n'

    def table_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="table"><table>\n'

    def table_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"

    def text(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        content = tokens[idx].content
        if "://" not in content or env["linked"]:
            return escape(content)
        parts: list[str] = []
        end = 0
        for found in _ADDRESS.finditer(content):  # as GitHub links bare addresses
            parts += [escape(content[end : found.start()]), f"{_link(found[0])}{escape(found[0])}</a>"]
            end = found.end()
        return "".join([*parts, escape(content[end:])])

    def link_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        env["linked"] = True
        href = str(tokens[idx].attrGet("href") or "")
        if _EXTERNAL.match(href):
            return _link(href)
        page: HtmlPage = env["page"]
        files: Mapping[str, str] = env["files"]
        path, _, anchor = href.partition("#")
        target = normpath(join(dirname(page.path), unquote(path))) if path else page.path
        if target not in files:
            page.unknown.append(href)
            return "<a>"
        page.links.append((target, unquote(anchor)))
        file = relpath(files[target], dirname(files[page.path]) or ".") if path else ""
        return f'<a href="{escape(quote(file) + ("#" + anchor if anchor else ""))}">'

    def link_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        env["linked"] = False
        return "</a>"

    def image(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return escape(tokens[idx].content)

    def html_block(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        content = tokens[idx].content
        return "" if _COMMENT.fullmatch(content) else f"<p>{escape(content)}</p>\n"

    def html_inline(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        content = tokens[idx].content
        return content if content in _INLINE else escape(content)

    def fence(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token, tab = tokens[idx], _TAB.fullmatch(tokens[idx].info)
        if not tab:
            return _code(token.content, token.info.partition(" ")[0])
        before = _tab(tokens[idx - 1]) if idx else None
        labels = _labels_from(tokens, idx)
        start = "" if before else _tab_list(labels)
        if before is None or before["label"] != tab["label"]:
            start += f'<div class="panel" data-tab="{escape(tab["label"])}">'
        end = "" if labels[1:2] == labels[:1] else "</div>\n"
        return start + _code(token.content, tab["language"]) + end + ("</div>\n" if len(labels) == 1 else "")

    def code_block(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return _code(tokens[idx].content, "")


def _tab(token: Token) -> re.Match[str] | None:
    return _TAB.fullmatch(token.info) if token.type == "fence" else None


def _labels_from(tokens: Tokens, index: int) -> list[str]:
    """The labels of the tabs from this token on, up to the last one that follows it without anything between."""
    found: list[str] = []
    while index < len(tokens) and (tab := _tab(tokens[index])):
        found.append(tab["label"])
        index += 1
    return found


def _tab_list(labels: Sequence[str]) -> str:
    """The start of a group of tabs. Without scripts, the panels are shown one below the other."""
    buttons = "".join(
        f'<button type="button" data-tab="{escape(label)}">{escape(label)}</button>' for label in dict.fromkeys(labels)
    )
    return f'<div class="tabs"><div class="tab-list">{buttons}</div>\n'


def _code(content: str, language: str) -> str:
    known = language if _LANGUAGE.fullmatch(language) else ""
    kind = ' class="output"' if known == "text" else ""
    return f'<div class="code"><pre{kind}><code>{highlight(content, known)}</code></pre></div>\n'


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer noopener">'


_PARSER: Final = MarkdownIt("commonmark", renderer_cls=_Renderer).enable(["table", "strikethrough"])
