"""Sanitize text of a document as Markdown (CommonMark with GitHub's tables).

A document is not trusted: its text must not add HTML, images, headings, scripts, or links other than web and mail
addresses, must not end a table cell, and must not reverse the text direction. Ordinary inline markup is kept.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Final

from generator.targets.python.pages.blocks import Fence, blocks, clean

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>#|~!&$]")
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_TOKEN: Final = re.compile(
    r"""
      (?P<escape> \\[!-/:-@\[-`{-~] )
    | (?P<code> (?<!`)(?P<ticks>`+)(?!`) (?P<content>.+?) (?<!`)(?P=ticks)(?!`) )
    | (?P<auto> <(?:https?://|mailto:)(?:[^\s<>"'`|\\&]|&(?![#\w]+;))+> )
    | (?P<break> <br\s*/?> )
    | (?P<bare> (?:https?://|ftp://|www\.)(?:[^\s<>`|\\\[\]{}()*"'^!&]|&(?![#\w]+;))* )
    | (?P<link> !?\[(?P<label>(?:[^\[\]\\`]|\\.|`[^`\[\]]*`)*)\]
        \(\s*(?P<target><[^<>]*>|(?:[^\s()<>]|\([^\s()<>]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\) )
    | (?P<entity> &(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31}); )
    | (?P<special> [<`\[\]|] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"[\\<`\[\]|&]|://|www\.", re.IGNORECASE)
"""What every token contains."""
_PLAIN: Final = re.compile(r"(?!\s*(?:[-+*#>=~:!_]|\d{1,9}[.)]))(?:(?![\\<`\[\]|&~]|://|www\.).)*", re.IGNORECASE)
"""A line that is text only: it has no token, and does not start with a marker."""
_WEB: Final = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`|\\\[\]{}]+", re.IGNORECASE)
_PREFIX: Final = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)]|>)(?=\s|$)\s*)*")
_HEADING: Final = re.compile(r"#{1,6}(?:\s+|$)(?P<text>.*?)(?:\s+#+)?\s*")
_MARKER: Final = re.compile(
    r"\A(?P<digits>\d*)(?=(?:(?<=\d)[.)]|[-+*])(?:\s|\Z)|(?<!\d)(?:#|>|=+\s*\Z|-+\s*\Z|~~~|:::|!!!))"
)
_RULE: Final = re.compile(r"\s{0,3}(?:=+|-+|(?:[-*_]\s*){3,})\s*")


def text(value: str) -> str:
    """Plain text, with every character of markup escaped."""
    return _plain(" ".join(clean(value).split()))


def code(value: str) -> str:
    """A code span with exactly this text, on one line."""
    known = _one_line(value)
    if not known.strip():
        return f"<code>{_entities(known)}</code>" if known else ""
    runs = {len(run) for run in re.findall(r"`+", known)}
    ticks = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    pad = " " if known[0] == "`" or known[-1] == "`" or (known[0] == known[-1] == " ") else ""
    return f"{ticks}{pad}{known}{pad}{ticks}"


def cell_code(value: str) -> str:
    """A code span for a table cell, where a bar ends the cell even inside code."""
    return _bars(_one_line(value), code(value))


def prose(value: str) -> str:
    """Blocks of text. Inline markup, lists, tables and fenced code are kept; headings become bold lines."""
    if _is_plain(value) and not value.startswith(" "):
        return value.rstrip()
    parts: list[str] = []
    for block in blocks(value):
        if isinstance(block, Fence):
            parts += ["", block.text, ""]
        else:
            parts += [_line(line) for line in _joined(block)]
    lines = "\n".join(parts).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", lines)


def cell(value: str) -> str:
    """A text on one line, for a table cell."""
    if _is_plain(value):
        return " ".join(value.split())
    parts = [
        " ".join(block.content.split()) if isinstance(block, Fence) else " ".join(map(_flat, block))
        for block in blocks(value)
    ]
    return _inline(" ".join(" ".join(parts).split()), bar="&#124;")


def sentence(value: str) -> str:
    """A text on one line, with its inline markup."""
    if _is_plain(value):
        return " ".join(value.split())
    parts = ["" if isinstance(block, Fence) else " ".join(map(_flat, block)) for block in blocks(value)]
    return _escape_marker(_inline(" ".join(" ".join(parts).split())))


def _is_plain(value: str) -> bool:
    """Whether a text is one line without markup, which needs no change."""
    return value.isprintable() and _PLAIN.fullmatch(value) is not None


def slug(heading: str) -> str:
    """The anchor of a plain-text heading on GitHub."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _joined(lines: list[str]) -> list[str]:
    """Join the lines of a paragraph, because a link or code span may span two of them."""
    joined: list[str] = []
    for line in lines:
        before = joined[-1] if joined else ""
        if before and not _is_own_block(before) and not _prefix(line).strip() and not _is_own_block(line):
            joined[-1] = f"{before} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _is_own_block(line: str) -> bool:
    """Whether a line is not part of a paragraph: blank, a heading, a rule, or a table row."""
    body = line[len(_prefix(line)) :]
    return not body or "|" in body or bool(_RULE.fullmatch(body) or _HEADING.fullmatch(body))


def _flat(line: str) -> str:
    """A line without the markers of a heading, rule or list item."""
    if _RULE.fullmatch(line):
        return ""
    body = line[len(_prefix(line)) :]
    heading = _HEADING.fullmatch(body)
    return heading["text"] if heading else body


def _line(line: str) -> str:
    if _RULE.fullmatch(line):
        return ""
    prefix = _prefix(line)
    body = line[len(prefix) :]
    heading = _HEADING.fullmatch(body)
    if heading:
        bold = _escape_marker(_inline(heading["text"]))
        line = f"{prefix}**{bold}**" if bold and "**" not in bold else f"{prefix}{bold}"
        return line if prefix else f"\n{line}\n"
    if _RULE.fullmatch(body):
        return prefix.rstrip()
    return prefix + _escape_marker(_inline(body))


def _escape_marker(line: str) -> str:
    """Escape a marker that would start a block."""
    return _MARKER.sub(r"\g<digits>\\", line.lstrip(), count=1)


def _prefix(line: str) -> str:
    found = _PREFIX.match(line)
    return found[0] if found else ""


def _inline(line: str, bar: str = "|", links: bool = True) -> str:
    """One line of text, with code, emphasis and web links kept and everything else escaped."""
    if not _MARKUP.search(line):
        return line
    write: dict[str, Callable[[re.Match[str]], str]] = {
        "escape": lambda found: {"\\<": "&lt;", "\\|": "&#124;"}.get(found[0], found[0]),
        "code": lambda found: _bars(found["content"], found[0], safe=bar == "|" and "<" not in found[0]),
        "auto": lambda found: found[0] if links else _plain(found[0][1:-1]),
        "break": lambda found: " ",
        "bare": lambda found: _bare(found[0], line[found.end() :], links),
        "link": lambda found: _link(found["label"], found["target"].strip("<>"), bar, links),
        "entity": lambda found: found[0] if html.unescape(found[0]).isprintable() else "",
        "special": lambda found: {"<": "&lt;", "|": bar}.get(found[0], f"\\{found[0]}"),
    }

    def replace(found: re.Match[str]) -> str:
        kind = next(name for name in write if found[name] is not None)
        return write[kind](found)

    written = _TOKEN.sub(replace, line)
    return written + "\\" if len(written) - len(written.rstrip("\\")) & 1 else written


def _bare(address: str, following: str, links: bool) -> str:
    """A bare URL. Renderers extend it to the next space, so one that is followed by markup is delimited."""
    if not re.match(r"\S*[`|\\\[\]*<]", following):
        return address
    return f"<{address}>" if links and _WEB.fullmatch(address) else re.sub(r"[:.]", _entity, address)


def _link(label: str, target: str, bar: str, links: bool) -> str:
    """A web link; for any other link its label, and its target if that is a relative path."""
    text = _inline(label, bar, links=False)
    if links and text.strip() and _WEB.fullmatch(target):
        return f"[{text}]({target.replace('(', '%28').replace(')', '%29')})"
    path = re.fullmatch(r"/?[\w\-./#?=&%]+", target)
    return f"{text} (`{target}`)" if path and "|" not in target and target not in label else text


def _bars(content: str, span: str, safe: bool = False) -> str:
    """A code span with its bars escaped. One with `\\|` needs an HTML element instead."""
    if "|" not in content or safe:
        return span
    if "\\|" not in content:
        return span.replace("|", "\\|")
    return f"<code>{_entities(content)}</code>"


def _one_line(value: str) -> str:
    return " ".join(clean(value).split("\n"))


def _entities(content: str) -> str:
    return re.sub(r"[^\w\s.,;/()=+-]|_", _entity, content)


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _plain(value: str) -> str:
    """Escape every character of markup; HTML's as entities, since a bare URL may swallow a backslash."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), value)
