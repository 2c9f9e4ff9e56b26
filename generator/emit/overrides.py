"""Folders of templates: their files, the purpose of each, and the built-in file a copy was made from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TEMPLATE: Final = ".jinja"
"""The end of a template's name; every other file is static, and read as it is."""

_PURPOSE: Final = re.compile(r"\A\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)
_MARK: Final = re.compile(
    r"\A(?:\{#|#) ejected from sdkwright (?P<generator>\S+), views (?P<views>\S+), sha256:(?P<digest>[0-9a-f]{64})"
    r"(?: #\})?\n"
)


def names_below(folder: Path) -> dict[str, Path]:
    """Every file below the folder by its name there, sorted, but for what editors, systems and Python leave behind."""
    return dict(sorted((path.relative_to(folder).as_posix(), path) for path in _files(folder)))


def _files(folder: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    real = folder.resolve()
    if real in above:
        return  # a symbolic link to a folder that it is in
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__" or path.name.endswith("~"):
            continue
        if path.is_dir():
            yield from _files(path, (*above, real))
        elif path.name.endswith(TEMPLATE) or not path.name.lower().startswith("readme"):
            yield path


def is_partial(name: str) -> bool:
    """Whether a file of the user is there for their other files to include: it or its folder starts with `_`."""
    return any(part.startswith("_") for part in name.split("/"))


def purpose(name: str, text: str) -> str:
    """The purpose of a built-in file, in one line: its first comment, or its module's docstring."""
    if name.endswith(TEMPLATE):
        found = _PURPOSE.match(text)
        comment = found[1] if found else ""
    else:
        comment = (ast.get_docstring(ast.parse(text)) or "") if name.endswith(".py") else ""
    return " ".join(comment.split("\n\n")[0].split())


@dataclass(frozen=True, slots=True)
class Mark:
    """The first line of an ejected file: by which version, with which version of the views, from which built-in text.

    `digest` is the SHA-256 of that text, in hexadecimal.
    """

    generator: str
    views: str
    digest: str

    def line(self, name: str) -> str:
        """The line, as a comment of the file's own kind."""
        text = f"ejected from sdkwright {self.generator}, views {self.views}, sha256:{self.digest}"
        return f"{{# {text} #}}" if name.endswith(TEMPLATE) else f"# {text}"


def mark_of(text: str) -> Mark | None:
    """The mark that the text of an override starts with, or None where it was made by hand."""
    found = _MARK.match(text)
    return Mark(found["generator"], found["views"], found["digest"]) if found else None


def unmarked(text: str) -> str:
    """The text without its mark."""
    return text[found.end() :] if (found := _MARK.match(text)) else text
