"""Convert the HTML in descriptions to Markdown (CommonMark 0.31, sections 4 to 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^\n]*)")
_TICKS = re.compile("`+")
_KEPT = re.compile("\ue000([0-9]+)\ue001")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "del": "~~", "s": "~~", "strike": "~~"}
_CODES = frozenset({"code", "tt", "kbd", "samp", "var"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "head", "header", "html", "main", "nav", "p", "section", "summary",
    "table", "tbody", "tfoot", "thead", "ul", "ol",
})  # fmt: skip
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_PLAIN = frozenset({
    "a", "abbr", "big", "cite", "col", "colgroup", "dfn", "font", "img", "ins", "label", "mark", "q", "small",
    "span", "sub", "sup", "time", "u", "wbr",
})  # fmt: skip
_OTHERS = frozenset({"br", "hr", "li", "pre", "tr", "td", "th"})
_DROPPED = frozenset({"script", "style", "iframe", "object", "template", "svg", "title", "noscript"})
_KNOWN = _MARKS.keys() | _CODES | _BLOCKS | _HEADINGS.keys() | _PLAIN | _OTHERS | _DROPPED
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>{'|'.join(sorted(_KNOWN))})(?P<attributes>\s[^<>]*?)?(?P<empty>/?)>|(?P<comment><!--)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""\s(href|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_DEEPEST_LIST = 8
_DEEPEST = 50
"""Levels of inline elements; deeper ones are plain text."""
_LINK = re.compile(r"(?:https?://|mailto:|#|/|\./)[^\s()<>]*", re.IGNORECASE)


def to_markdown(text: str) -> str:
    """A description without HTML: tags become Markdown, entities characters; scripts and comments are removed.

    Code of Markdown is unchanged, and so are words in angle brackets that are no elements of HTML, such as `<id>`.
    """
    if "<" not in text and "&" not in text:
        return text
    code: list[str] = []
    rest = "".join(_without_code(text, code))
    rest = _Converter().convert(rest) if _TAG.search(rest) else unescape(rest)
    return _KEPT.sub(lambda found: code[int(found[1])] if int(found[1]) < len(code) else found[0], rest)


def _without_code(text: str, code: list[str]) -> Iterator[str]:
    """The text with a mark in place of each code block and code span; those are added to `code`."""
    lines = text.splitlines(keepends=True)
    plain: list[str] = []
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if fence is None or (fence[1][0] == "`" and "`" in fence[2]):
            plain.append(lines[at])
            at += 1
            continue
        yield from _without_spans("".join(plain), code)
        plain.clear()
        start = at
        at += 1
        while at < len(lines) and not _closes(lines[at], fence[1]):
            at += 1
        at += 1  # a block without an end reaches to the end of the text (CommonMark, section 4.5)
        block = "".join(lines[start:at])
        code.append(block.rstrip("\n"))
        yield f"\ue000{len(code) - 1}\ue001" + ("\n" if block.endswith("\n") else "")
    yield from _without_spans("".join(plain), code)


def _closes(line: str, fence: str) -> bool:
    closing = line.strip()
    return len(closing) >= len(fence) and closing == fence[0] * len(closing)


def _without_spans(text: str, code: list[str]) -> Iterator[str]:
    """The text with a mark in place of each code span (CommonMark, section 6.1)."""
    runs = list(_TICKS.finditer(text))
    later: dict[int, list[int]] = {}
    for index in reversed(range(len(runs))):
        later.setdefault(len(runs[index][0]), []).append(index)
    end = index = 0
    while index < len(runs):
        same = later[len(runs[index][0])]
        while same and same[-1] <= index:
            same.pop()
        if not same:
            index += 1
            continue
        closing = same.pop()
        yield text[end : runs[index].start()]
        end = runs[closing].end()
        code.append(text[runs[index].start() : end])
        yield f"\ue000{len(code) - 1}\ue001"
        index = closing + 1
    yield text[end:]


class _Converter:
    """Writes Markdown for a text with HTML."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[tuple[str, int, str]] = []
        """Open inline elements: the tag, the number of parts before it, and the address of a link."""
        self._lists: list[int] = []
        """Open lists: the number of the next item, or 0 for bullets."""
        self._at_start = True

    def convert(self, text: str) -> str:
        at = 0
        while (found := _TAG.search(text, at)) is not None:
            self._text(text[at : found.start()])
            name = (found["name"] or "").lower()
            dropped = "-->" if found["comment"] else f"</{name}" if name in _DROPPED and not found["end"] else ""
            at = found.end()
            if dropped and not found["empty"]:
                end = re.compile(re.escape(dropped), re.IGNORECASE).search(text, at)
                if end is None:
                    break  # the element has no end: the rest of the text is in it
                at = text.find(">", end.end() - 1) + 1 or len(text)
            elif found["end"]:
                self._close(name)
            elif name not in _DROPPED:
                values = _ATTRIBUTE.findall(found["attributes"] or "")
                self._start(name, {key.lower(): unescape(a or b or c) for key, a, b, c in values})
        else:
            self._text(text[at:])
        self._close_all()
        result = re.sub(r"[ \t]+\n", "\n", "".join(self._parts))
        return re.sub(r"\n{3,}", "\n\n", result).strip()

    def _text(self, text: str) -> None:
        text = unescape(text)
        if self._at_start:
            text = text.lstrip()
        if text:
            self._write(text)

    def _close(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            del self._lists[-1:]
            self._break("\n" if self._lists else "\n\n")
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._break("\n\n")
        elif tag == "tr":
            self._break("\n")
        else:
            self._end(tag)

    def _close_all(self) -> None:
        while self._open:
            self._end(self._open[0][0])

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _MARKS or tag in _CODES or tag in {"a", "pre"}:
            if tag == "pre":
                self._break("\n\n")
            if len(self._open) < _DEEPEST:
                self._open.append((tag, len(self._parts), attributes.get("href", "")))
        elif tag == "br":
            self._break("\n")
        elif tag == "hr":
            self._break("\n\n---\n\n")
        elif tag == "img":
            self._write(attributes.get("alt", ""))
        elif tag in {"ul", "ol"}:
            self._break("\n" if self._lists else "\n\n")
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._item()
        elif tag in {"td", "th"}:
            if not self._at_start:
                self._parts.append(" | ")
        elif tag == "tr":
            self._break("\n")
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._break("\n\n")
            if tag in _HEADINGS:
                self._parts.append(f"{_HEADINGS[tag]} ")

    def _item(self) -> None:
        number = self._lists[-1] if self._lists else 0
        self._break("\n")
        self._parts.append(f"{'  ' * min(len(self._lists) - 1, _DEEPEST_LIST)}{f'{number}. ' if number else '- '}")
        if number:
            self._lists[-1] += 1

    def _end(self, tag: str) -> None:
        """Close an inline element, and those inside it that were left open."""
        if all(name != tag for name, _, _ in self._open):
            return
        while self._open:
            name, start, address = self._open.pop()
            inner = "".join(self._parts[start:])
            del self._parts[start:]
            self._parts.append(_marked(name, inner, address))
            if name == tag:
                return

    def _break(self, space: str) -> None:
        if self._parts:
            self._parts.append(space)
        self._at_start = True

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at_start = False


def _marked(tag: str, inner: str, address: str) -> str:
    """An inline element in Markdown; spaces at its ends stay outside the marks (CommonMark, section 6.2)."""
    text = inner.strip()
    if not text:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    if tag == "pre":
        return f"```\n{inner.strip(chr(10)).strip('`')}\n```\n\n"
    if tag in _CODES:
        text = text if "`" in text or "\ue000" in text or "\n" in text else f"`{text}`"
    elif tag == "a":
        text = f"[{text}]({address})" if _LINK.fullmatch(address) else text
    elif "\n\n" not in text:
        text = f"{_MARKS[tag]}{text}{_MARKS[tag]}"
    return f"{before}{text}{after}"
