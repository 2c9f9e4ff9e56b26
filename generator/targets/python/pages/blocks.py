"""Split Markdown text into runs of lines and fenced code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

_OPEN: Final = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(?P<mark>`{3,}|~{3,})\s*(?P<language>[^`]*)")
_LANGUAGE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+#.-]{0,20}")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block. `python` becomes `py`, since the tests run every `python` block of a page."""

    content: str
    language: str

    @property
    def text(self) -> str:
        """The block without indentation."""
        return fenced(self.content, {"python": "py"}.get(self.language.lower(), self.language))


Block: TypeAlias = "list[str] | Fence"


def fenced(content: str, language: str) -> str:
    """A fenced block, with a fence longer than any run of backquotes in its content."""
    longest = max((len(run) for run in re.findall(r"`+", content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{content}\n{fence}"


def clean(text: str) -> str:
    """The text without invisible and text-reversing characters, with `\\n` line ends."""
    if text.isprintable():
        return text
    lines = re.sub("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text).expandtabs(4)
    return _INVISIBLE.sub("", lines)


def blocks(text: str) -> Iterator[Block]:
    """The runs of lines and the fenced code of a text, in order. An unclosed fence ends with the text."""
    lines: list[str] = []
    code: list[str] = []
    mark = language = ""
    for line in clean(text).strip("\n").split("\n"):
        found = _OPEN.fullmatch(line)
        if mark:
            closing = line.strip()
            if closing.startswith(mark) and not closing.strip(mark[0]):
                yield _fence(code, language)
                mark = ""
            else:
                code.append(line)
        elif found:
            yield lines
            lines, code = [], []
            mark, language = found["mark"], found["language"]
        else:
            lines.append(line.rstrip())
    yield _fence(code, language) if mark else lines


def _fence(lines: list[str], language: str) -> Fence:
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    known = _LANGUAGE.match(language.strip())
    return Fence("\n".join(line[indent:].rstrip() for line in lines).strip("\n"), known[0] if known else "")
