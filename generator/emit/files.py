"""The files of one output: relative paths and texts, checked before anything touches a disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from generator.diagnostics.model import Diagnostics

MANIFEST: Final = ".sdkwright.json"
STAGE: Final = ".sdkwright-stage"

_MAX_PATH: Final = 200
"""Characters of a relative path. Windows allows 260 for the whole path, so this leaves room for the folder above."""

_MAX_NAME: Final = 240
"""UTF-8 bytes of one name, below the 255 of common file systems."""

VERSION_CONTROL: Final = frozenset({".git", ".hg", ".svn", "git~1"})
"""`git~1` is the short name of `.git` on Windows."""

_FORBIDDEN: Final = frozenset('<>:"|?*\\')
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the output. `path` is relative, with forward slashes; `text` has `\\n` line ends.

    `verbatim` files are written as they are; others pass through the formatter where it knows their kind.
    """

    path: str
    text: str
    verbatim: bool = False
    optional: bool = False
    """Whether a file of the user that is at the path already is left in its place."""

    @property
    def data(self) -> bytes:
        return self.text.encode("utf-8")


_SHOWN = 120
"""Characters of a path in a message."""


def _short(path: str) -> str:
    """A path for a message, the middle of a very long one left out."""
    return path if len(path) <= _SHOWN else f"{path[: _SHOWN // 2]}…{path[-_SHOWN // 2 :]}"


class FileSet:
    """The files of one output, by path and sorted by it: every path is safe on every system, and no two collide."""

    def __init__(self, files: Iterable[OutputFile], diagnostics: Diagnostics) -> None:
        """Take the files; a path that is unsafe or taken is reported and left out."""
        self._files: dict[str, OutputFile] = {}
        taken: dict[str, _Taken] = {}
        for file in sorted(files, key=lambda file: file.path):
            problem = path_problem(file.path)
            if problem:
                diagnostics.error("unsafe-path", f"the output file `{_short(file.path)}` {problem}", hint=_RENAME)
                continue
            other = _clash(file.path, taken)
            if other:
                message = f"`{other}` and `{file.path}` are the same path on a case-insensitive file system"
                diagnostics.error("path-collision", message, hint=_RENAME)
                continue
            self._files[file.path] = file
            for prefix in prefixes(file.path):
                taken.setdefault(_fold(prefix), _Taken(prefix, file.path))

    def __iter__(self) -> Iterator[OutputFile]:
        return iter(self._files.values())

    def without(self, paths: Collection[str]) -> FileSet:
        """The files but those at these paths."""
        return self._of({path: file for path, file in self._files.items() if path not in paths})

    def replace_text(self, path: str, text: str) -> None:
        """Give the file at the path another text."""
        self._files[path] = replace(self._files[path], text=text)

    @classmethod
    def _of(cls, files: dict[str, OutputFile]) -> FileSet:
        """The set of files whose paths were checked."""
        made = cls.__new__(cls)
        made._files = files
        return made

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def __getitem__(self, path: str) -> OutputFile:
        return self._files[path]

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self._files)


_RENAME: Final = "rename the element that the file is named after, in the document or in the config"


def path_problem(path: str) -> str:
    """Why the relative path must not be written, as the end of a sentence, or an empty string where it may."""
    if not path or path.startswith("/"):
        return "has no relative path"
    if len(path) > _MAX_PATH:
        return f"has a path of more than {_MAX_PATH} characters"
    if unicodedata.normalize("NFC", path) != path:
        return "has a path that is not in Unicode's normal form C"
    names = path.split("/")
    if names[0].casefold() in {MANIFEST, STAGE}:
        return "has a name that is reserved for the generator"
    if not VERSION_CONTROL.isdisjoint(name.casefold() for name in names):
        return "is in a folder of version control"
    return next((problem for name in names if (problem := _name_problem(name))), "")


def _name_problem(name: str) -> str:
    if name in {"", ".", ".."}:
        return "has an empty name, `.` or `..` in its path"
    if _FORBIDDEN.intersection(name) or not name.isprintable():
        return "has a character in its path that some file systems reject"
    if name[-1] in ". ":
        return "has a name that ends in a dot or a space"
    if name.split(".")[0].rstrip().casefold() in _DEVICES:
        return f"has the name of a Windows device in its path (`{name}`)"
    if len(name.encode("utf-8", "surrogatepass")) > _MAX_NAME:
        return f"has a name of more than {_MAX_NAME} bytes in its path"
    return ""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A path, and the first file that needs it: the path itself, or a file below it."""

    path: str
    file: str


def _clash(path: str, taken: dict[str, _Taken]) -> str:
    """The file that this path collides with, or an empty string."""
    for prefix in prefixes(path):
        other = taken.get(_fold(prefix))
        if other and (other.path != prefix or other.file == prefix or prefix == path):
            return other.file
    return ""


def prefixes(path: str) -> list[str]:
    """The folders on a relative path, outermost first, then the path itself."""
    return [path[:index] for index, character in enumerate(path) if character == "/"] + [path]


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())
