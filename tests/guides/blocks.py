"""The fenced blocks of a page: what each holds, which file it stands for, and the output shown below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_FENCE = re.compile(r"(?P<mark>`{3,})(?P<language>\S+)(?: (?P<file>\S+))?")


@dataclass(frozen=True)
class Block:
    """`file` is what stands behind the language, or empty. `shown` is a block of plain text right below, or None."""

    page: str
    line: int
    language: str
    file: str
    text: str
    shown: str | None = None

    @property
    def id(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def commands(self) -> list[tuple[str, list[str]]]:
        """The commands of a console, each with the lines of output that are shown below it."""
        found: list[tuple[str, list[str]]] = []
        for line in self.text.replace("\\\n", "").splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                assert found, f"{self.id}: output before any command"
                found[-1][1].append(line)
        return found

    def commands_start(self, command: str) -> bool:
        """Whether the block is a console whose first command is this one."""
        return self.language == "console" and self.commands[0][0] == command


def blocks(page: Path) -> list[Block]:
    """The blocks of a page in their order; those of plain text are the output of the block above."""
    found: list[Block] = []
    end = 0
    for block in _read(page):
        if block.language != "text":
            found.append(block)
        else:
            assert found, f"{block.id}: output of nothing"
            assert block.line - end == 2, f"{block.id}: output that is not right below its program"
            found[-1] = replace(found[-1], shown=block.text)
        end = block.line + block.text.count("\n") + 1
    return found


def _read(page: Path) -> Iterator[Block]:
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), 1))
    for number, line in lines:
        if not line.startswith("```"):
            continue
        fence = _FENCE.fullmatch(line)
        assert fence, f"{page.name}:{number}: a fence without a language"
        content: list[str] = []
        for _, inner in lines:
            if inner == fence["mark"]:
                break
            content.append(f"{inner}\n")
        else:
            raise AssertionError(f"{page.name}:{number}: a fence is left open")
        yield Block(page.name, number, fence["language"], fence["file"] or "", "".join(content))
