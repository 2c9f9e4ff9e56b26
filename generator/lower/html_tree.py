"""Parse the HTML in a text of Markdown into a tree; what is no HTML stays as it is.

A document's `<id>` is a placeholder and its `<p>` is HTML. An element is HTML if HTML has it and it is closed, has
attributes, or may be left open; any other element only if it is closed and written in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

_DEEPEST: Final = 40
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})
_LEFT_OPEN: Final = frozenset({"p", "li", "ul", "ol", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "div"})
KNOWN: Final = _VOID | _LEFT_OPEN | {
    "a", "abbr", "acronym", "address", "applet", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
    "body", "button", "canvas", "caption", "center", "cite", "code", "colgroup", "data", "datalist", "dd", "del",
    "details", "dfn", "dialog", "dl", "dt", "em", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "html", "i", "iframe", "ins", "kbd", "label",
    "legend", "main", "map", "mark", "math", "menu", "meter", "nav", "noscript", "object", "optgroup", "option",
    "output", "param", "picture", "pre", "progress", "q", "s", "samp", "script", "section", "select", "small", "source",
    "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "template", "textarea", "time", "title",
    "track", "tt", "u", "var", "video",
}  # fmt: skip
_DROPPED: Final = frozenset({"script", "style", "template", "svg", "math", "iframe", "object", "head", "noscript"})
"""Elements whose content is no text."""
_CLOSED_BY: Final[dict[str, frozenset[str]]] = {
    "p": frozenset({"p"}), "li": frozenset({"li", "p"}), "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}), "td": frozenset({"td", "th", "p"}), "th": frozenset({"td", "th", "p"}),
    "tr": frozenset({"td", "th", "tr", "p"}),
    **dict.fromkeys(("ul", "ol", "table", "pre", "div", "blockquote", "h1", "h2", "h3", "h4"), frozenset({"p"})),
}  # fmt: skip
"""The open elements that the start of an element closes (WHATWG HTML, "Optional tags")."""
_CONTAINERS: Final = frozenset({"ul", "ol", "table", "blockquote", "div", "td", "th", "dl"})
"""Elements that no start of an element inside them closes."""

_TOKEN: Final = re.compile(
    r"""
      (?P<escape> (?<!\\)\\< )
    | (?P<code> (?<![\\`])(?P<ticks>`+)(?!`) .*? (?<!`)(?P=ticks)(?!`) )
    | (?P<comment> <!-- | <![A-Za-z\[][^<>]*> | <\?[^<>]*\?> )
    | (?P<auto> <(?:[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^\s<>]*|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)> )
    | <(?P<close>/)?(?P<name>[A-Za-z][\w.:\-]*)
      (?P<attributes> (?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:\\?"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)* ) \s*(?P<alone>/)?>
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:\\?"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")


@dataclass(slots=True)
class Element:
    """An element of HTML: its name in lower case, its attributes, and its children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    children: list[Child] = field(default_factory=list["Child"])


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text that is no HTML and is not changed: a code span, or an address in angle brackets."""

    text: str


Child: TypeAlias = "Element | Verbatim | str"


def parse(text: str) -> Element:
    """The tree of a text; its root has no name."""
    root = Element("")
    open_elements = [root]
    last = {found["name"]: found.start() for found in _TOKEN.finditer(text) if found["close"]}
    end = 0
    while (found := _TOKEN.search(text, end)) is not None:
        into = open_elements[-1].children
        _add(into, text[end : found.start()])
        end = found.end()
        name = (found["name"] or "").lower()
        if found["code"] or found["auto"]:
            into.append(Verbatim(found[0]))
        elif found["escape"]:
            into.append("&lt;")
        elif found["comment"]:
            end = _end_of_comment(text, end) if found[0] == "<!--" else end
        elif found["close"]:
            if not _close(name, open_elements) and name not in KNOWN:
                _add(into, found[0])
        elif not _is_html(found, last.get(found["name"], -1) > found.start()):
            _add(into, found[0])
        else:
            _open(name, found, open_elements)
    _add(open_elements[-1].children, text[end:])
    return root


def is_dropped(element: Element) -> bool:
    """Whether the content of an element is no text: a script, a style sheet, a drawing."""
    return element.name in _DROPPED


def _add(into: list[Child], text: str) -> None:
    if text:
        into.append(text)


def _is_html(found: re.Match[str], closed: bool) -> bool:
    written, name = found["name"], found["name"].lower()
    if name in KNOWN:
        attributes = any(_ATTRIBUTE.finditer(found["attributes"]))
        return closed or attributes or found["alone"] is not None or name in _VOID or name in _LEFT_OPEN
    if found["alone"]:
        return True
    return closed and written == name and not found["attributes"].strip()


def _open(name: str, found: re.Match[str], open_elements: list[Element]) -> None:
    closes = _CLOSED_BY.get(name, frozenset())
    while open_elements[-1].name in closes and open_elements[-1].name:
        open_elements.pop()
    element = Element(name, dict(_attributes(found["attributes"])))
    open_elements[-1].children.append(element)
    if name not in _VOID and not found["alone"] and len(open_elements) < _DEEPEST:
        open_elements.append(element)


def _close(name: str, open_elements: list[Element]) -> bool:
    """Close the nearest open element of that name, and those in it; whether there is one."""
    for position in range(len(open_elements) - 1, 0, -1):
        if open_elements[position].name == name:
            del open_elements[position:]
            return True
        if open_elements[position].name in _CONTAINERS and name not in _CONTAINERS:
            return False
    return False


def _end_of_comment(text: str, start: int) -> int:
    """Where a comment ends; one that does not end has the rest of the text (WHATWG HTML, "eof-in-comment")."""
    found = text.find("-->", start)
    return found + 3 if found >= 0 else len(text)


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(text):
        # Quotes that were escaped once too often, as in JSON within JSON, leave a backslash.
        yield found[1].lower(), (found[2] or found[3] or found[4] or "").removesuffix("\\")
