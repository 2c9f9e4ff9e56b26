"""Convert the HTML in descriptions to Markdown, so that docstrings and pages hold no tags.

Descriptions are CommonMark (OpenAPI, "Rich Text Formatting"), which admits HTML. Code spans, fenced code and addresses
and placeholders such as `<id>` stay as they are. A tag that the author escaped becomes a code span.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from typing import Final

from generator.lower.html_tree import KNOWN, Child, Element, Verbatim, is_dropped, parse

_FENCE: Final = re.compile(
    r"^[ \t]*(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_KEPT: Final = re.compile("\x00(\\d+)\x00")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKUP: Final = frozenset("\\`*_[]#|~!")
_TAG: Final = rf"</?(?i:{'|'.join(sorted(KNOWN))})(?![\w.:-])[^<>\n]{{0,200}}>|<[!?][^<>\n]{{0,200}}>|<!--"
_AROUND: Final = r"[\w/:.=&?{}@%~+-]"
_LEFT: Final = re.compile(
    rf"""
      (?P<code> (?<![\\`])(?P<ticks>`+)(?!`) .*? (?<!`)(?P=ticks)(?!`) )
    | (?P<auto> <(?:[A-Za-z][A-Za-z0-9+.\-]{{1,31}}:[^\s<>]*|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)> )
    | (?P<target> (?<=\]\()[^\s()]* )
    | (?P<run> (?<!{_AROUND}){_AROUND}{{0,200}}(?:{_TAG})(?:{_AROUND}|{_TAG})* | {_TAG} )
    """,
    re.VERBOSE | re.DOTALL,
)

_CODE: Final = frozenset({"code", "kbd", "samp", "tt", "var", "c"})
_STRONG: Final = frozenset({"b", "strong", "big", "summary", "caption", "legend", "dt"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMPHASIS: Final = frozenset({"i", "em", "cite", "dfn"})
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
    "main", "nav", "note", "p", "para", "pre", "remarks", "section", "summary", "table", "ul", "ol", "menu", "caption",
})  # fmt: skip
_FLOWING: Final = frozenset({"p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "para"})
"""Elements in which a line break and an indent are a space."""
_TARGET: Final = re.compile(r"(?:https?://|mailto:|/|#|\.{0,2}/)[^\s<>\"'`\\()]*", re.IGNORECASE)


def to_markdown(text: str) -> str:
    """A description in Markdown without HTML."""
    if "<" not in text and "&" not in text:
        return text
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    text = _FENCE.sub(keep, text.replace("\x00", ""))
    written = "".join(_converted(part, one_line=is_row) for is_row, part in _by_rows(text))

    def restore(found: re.Match[str]) -> str:
        # A fence is one only on a line of its own (CommonMark 0.31, section 4.5).
        before = "" if found.start() == 0 or written[found.start() - 1] == "\n" else "\n"
        after = "" if written[found.end() : found.end() + 1] in {"", "\n"} else "\n"
        return f"{before}{kept[int(found[1])]}{after}"

    return _KEPT.sub(restore, written)


def _by_rows(text: str) -> Iterable[tuple[bool, str]]:
    """The text in parts: each row of a table of Markdown, which must stay on its line, and what is between them."""
    between: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("|"):
            if between:
                yield False, "".join(between)
                between = []
            yield True, line
        else:
            between.append(line)
    if between:
        yield False, "".join(between)


def _converted(text: str, one_line: bool) -> str:
    tree = parse(text)
    plain = all(not isinstance(child, Element) for child in tree.children)
    written = _Writer(one_line).children(tree)
    if one_line:
        end = "\n" if text.endswith("\n") else ""
        return _without_tags(" ".join(written.split())) + end
    if not plain:
        written = re.sub(r"[ \t]+\n", "\n", written)
        written = re.sub(r"\n{3,}", "\n\n", written)
        written = written if text[:1] == "\n" else written.lstrip("\n")
    return _without_tags(written)


class _Writer:
    """Writes the elements of a text as Markdown."""

    def __init__(self, one_line: bool) -> None:
        self._one_line = one_line

    def children(self, element: Element, flows: bool = False) -> str:
        return "".join(self._child(child, flows) for child in element.children)

    def _child(self, child: Child, flows: bool) -> str:
        if isinstance(child, Verbatim):
            return child.text
        if isinstance(child, str):
            text = _decoded(child)
            return re.sub(r"\s*\n\s*", "\n", text) if flows else text
        return self._element(child, flows or child.name in _FLOWING)

    def _element(self, element: Element, flows: bool) -> str:
        name = element.name
        if is_dropped(element):
            return ""
        write: dict[str, Callable[[Element, bool], str]] = {
            "a": self._link, "img": self._image, "pre": self._pre, "ul": self._list, "ol": self._list,
            "menu": self._list, "table": self._table, "blockquote": self._quote,
        }  # fmt: skip
        if name in write:
            return write[name](element, flows)
        if name == "br":
            return " " if self._one_line else "\n"
        if name in _CODE:
            return _code(_text(element))
        if name == "sup":
            return f"^{self.children(element, flows)}"
        if (cref := element.attributes.get("cref") or element.attributes.get("langword")) and not element.children:
            return _code(re.sub(r"^[A-Z]:", "", cref))
        if name == "paramref" and not element.children:
            return _code(element.attributes.get("name", ""))
        content = self.children(element, flows)
        if name == "li":
            return self._block(f"- {_indented(content.strip())}")
        if name in _HEADINGS and content.strip():
            content = f"{'#' * int(name[1])} {' '.join(content.split())}"
        elif name in _STRONG:
            content = _marked(content, "**")
        elif name in _EMPHASIS:
            content = _marked(content, "*")
        return self._block(content) if name in _BLOCKS else content

    def _block(self, content: str) -> str:
        if self._one_line:
            return f" {content.strip()} "
        stripped = content.strip("\n") if content.strip() else ""
        return f"\n\n{stripped}\n\n"

    def _link(self, element: Element, flows: bool) -> str:
        target = html.unescape(element.attributes.get("href", "")).strip()
        content = " ".join(self.children(element, flows).split())
        if not content or not _TARGET.fullmatch(target) or re.search(r"[\[\]]", content):
            return content
        return f"<{target}>" if content == target and target.startswith("http") else f"[{content}]({target})"

    def _image(self, element: Element, _: bool) -> str:
        return _decoded(" ".join(element.attributes.get("alt", "").split()))

    def _pre(self, element: Element, _: bool) -> str:
        text = _text(element).strip("\n")
        if self._one_line or not text.strip():
            return _code(text)
        longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}\n{text}\n{fence}\n\n"

    def _list(self, element: Element, _: bool) -> str:
        items: list[str] = []
        for child in element.children:
            if isinstance(child, Element) and child.name == "li":
                content = self.children(child, True)
            else:
                content = self._child(child, True)
            if content.strip():
                marker = f"{len(items) + 1}. " if element.name == "ol" else "- "
                items.append(marker + _indented(_closed_up(content)))
        if self._one_line:
            return " " + "; ".join(item.removeprefix("- ") for item in items) + " "
        return self._block("\n".join(items))

    def _quote(self, element: Element, flows: bool) -> str:
        content = _closed_up(self.children(element, flows))
        return self._block(content if self._one_line else re.sub(r"^", "> ", content, flags=re.MULTILINE))

    def _table(self, element: Element, _: bool) -> str:
        rows = [row for row in _rows(element) if row]
        width = max((len(row) for row in rows), default=0)
        inline = _Writer(one_line=True)
        lines: list[str] = []
        for row in rows:
            cells = [" ".join(inline.children(cell, True).split()).replace("|", "\\|") for cell in row]
            lines.append(f"| {' | '.join([*cells, *[''] * (width - len(cells))])} |")
            if len(lines) == 1:
                lines.append("|" + " --- |" * width)
        return self._block("\n".join(lines)) if not self._one_line else " ".join(lines)


def _rows(table: Element) -> Iterable[list[Element]]:
    """The cells of a table, row by row."""
    for child in table.children:
        if isinstance(child, Element) and child.name == "tr":
            yield [cell for cell in child.children if isinstance(cell, Element) and cell.name in {"td", "th"}]
        elif isinstance(child, Element) and child.name in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _text(element: Element) -> str:
    """The text of an element without markup."""
    found: list[str] = []
    for child in element.children:
        if isinstance(child, Element):
            found.append("\n" if child.name == "br" else "" if is_dropped(child) else _text(child))
        else:
            found.append(child.text if isinstance(child, Verbatim) else html.unescape(child))
    return "".join(found)


def _code(text: str) -> str:
    """A code span of a text."""
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        return ""
    if re.fullmatch(r"`[^`]+`", text):
        return text
    runs = {len(run) for run in re.findall(r"`+", text)}
    ticks = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _marked(content: str, mark: str) -> str:
    """Content between marks of emphasis, where Markdown has it on one line of its own words."""
    text = content.strip()
    if not text or "\n\n" in text or mark in text or text.startswith("*"):
        return content
    before, after = content[: len(content) - len(content.lstrip())], content[len(content.rstrip()) :]
    return f"{before}{mark}{text}{mark}{after}"


def _closed_up(content: str) -> str:
    """The blocks of an item, one below the other."""
    return re.sub(r"\n\s*\n", "\n", content.strip())


def _indented(content: str) -> str:
    return content.replace("\n", "\n  ")


def _decoded(text: str) -> str:
    """The text with its entities as characters, except those that stand for markup of Markdown."""

    def character(found: re.Match[str]) -> str:
        decoded = html.unescape(found[0])
        if decoded == "\xa0":
            return " "
        return found[0] if not decoded.isprintable() or not _MARKUP.isdisjoint(decoded) else decoded

    return _ENTITY.sub(character, text)


def _without_tags(text: str) -> str:
    """The text with everything that still looks like a tag in code spans, or escaped if lone backticks prevent that."""

    def escaped(found: re.Match[str]) -> str:
        return found[0] if found["run"] is None else found[0].replace("<", "&lt;")

    def written(found: re.Match[str]) -> str:
        if found["target"] is not None:
            return found[0].replace("<", "%3C").replace(">", "%3E")
        if found["run"] is None:
            return found[0]
        run = found["run"].rstrip(".:?")
        return _code(run) + found["run"][len(run) :]

    text = _LEFT.sub(written, text)
    for _ in range(3):  # an escape may change where code spans begin and end
        before, text = text, _LEFT.sub(escaped, text)
        if text == before:
            break
    return text
