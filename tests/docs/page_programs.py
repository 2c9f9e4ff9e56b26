"""The programs of a page: each fenced Python block, with its headings and the output shown below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"(?P<mark>`{3,})(?P<language>\S*)")
HEADING = re.compile(r"(?P<level>#{1,6}) (?P<text>.+)")


@dataclass(frozen=True)
class Program:
    """A program of a page. `output` is what the page shows that it prints, or None."""

    page: str
    line: int
    headings: tuple[str, ...]
    source: str
    output: str | None

    @property
    def id(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass
class _Block:
    language: str
    line: int
    headings: tuple[str, ...]
    content: str


def programs(folder: Path) -> list[Program]:
    """The programs of the README and of every page below `docs/`."""
    pages = [folder / "README.md", *sorted((folder / "docs").rglob("*.md"))]
    return [program for page in pages for program in programs_of(page, page.relative_to(folder).as_posix())]


def programs_of(path: Path, name: str) -> Iterator[Program]:
    blocks = list(_blocks(path.read_text(encoding="utf-8").splitlines()))
    for number, block in enumerate(blocks):
        if block.language == "python":
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            close = following is not None and following.line - block.line == block.content.count("\n") + 4
            shown = following.content if following and close and following.language == "text" else None
            yield Program(name, block.line, block.headings, block.content, shown)


def _blocks(lines: list[str]) -> Iterator[_Block]:
    headings: dict[int, str] = {}
    block: _Block | None = None
    mark, content = "", []
    for number, line in enumerate(lines, 1):
        fence, heading = FENCE.fullmatch(line), HEADING.fullmatch(line)
        if block is not None:
            if line == mark:
                block.content = "\n".join(content)
                yield block
                block = None
            else:
                content.append(line)
        elif fence:
            mark, content = fence["mark"], []
            block = _Block(fence["language"], number, tuple(text for _, text in sorted(headings.items())), "")
        elif heading:
            level = len(heading["level"])
            headings = {known: text for known, text in headings.items() if known < level} | {level: heading["text"]}
    assert block is None, f"line {len(lines)}: a fence is left open"


def written(found: list[Program], folder: Path) -> list[Path]:
    """Every program as a module of its own."""
    paths: list[Path] = []
    for number, program in enumerate(found):
        name = re.sub(r"\W+", "_", program.page)
        paths.append(folder / f"program_{number}_{name}_{program.line}.py")
        paths[-1].write_text(program.source + "\n", encoding="utf-8")
    assert paths
    return paths
