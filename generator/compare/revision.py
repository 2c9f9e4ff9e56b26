"""Read documents of another git revision: `git:REV:PATH`, in the repository of the current folder.

The work tree is not touched: the document and the files that it may refer to are copied from git's objects.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace

PREFIX: Final = "git:"
_SUFFIXES: Final = (".yaml", ".yml", ".json")
_MAX_FILES: Final = 20_000
_TIMEOUT: Final = 120
_REGULAR: Final = (b"100644", b"100755")


def is_revision(name: str) -> bool:
    """Whether the name of a document has the form `git:…`."""
    return name.startswith(PREFIX)


def check_out(name: str, folder: Path, diagnostics: Diagnostics) -> Path:
    """Copy `git:REV:PATH`, and the YAML and JSON files in its folder, into `folder`. Returns the path of the copy.

    `PATH` is relative to the top of the repository, or to the current folder if it begins with `./`, as in git. Raises
    `Failed`, with a diagnostic, if there is no git, repository, revision or file.
    """
    revision, _, path = name.removeprefix(PREFIX).partition(":")
    if not revision or not path:
        raise _failed(name, "a revision is written `git:REV:PATH`, as in `git:HEAD:openapi.yaml`", diagnostics)
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise _failed(name, f"unknown revision `{revision}`", diagnostics, "`git log --oneline` lists them")
    here = (_git("rev-parse", "--show-prefix") or b"").decode("utf-8", "surrogateescape").strip("\n")
    inner = _normal(f"{here}{path}" if path.startswith(("./", "../")) else path)
    if inner is None:
        raise _failed(name, f"`{path}` is outside the repository", diagnostics)
    files = dict(_files(commit.decode().strip(), inner))
    if inner not in files:
        hint = f"`git ls-tree -r --name-only {revision}` lists its files"
        raise _failed(name, f"revision `{revision}` has no file `{inner}`", diagnostics, hint)
    _copy(name, files, folder, diagnostics)
    return folder / inner


def _normal(path: str) -> str | None:
    parts: list[str] = []
    for part in PurePosixPath(path.replace("\\", "/")).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {".", "/"}:
            parts.append(part)
    return "/".join(parts)


def _files(commit: str, path: str) -> Iterator[tuple[str, str]]:
    """The paths and object ids of the document and of the files that it may refer to."""
    below = path.rpartition("/")[0]
    listing = _git("ls-tree", "-r", "-z", "--full-tree", commit, *([f"{below}/"] if below else [])) or b""
    for row in listing.split(b"\0"):
        about, _, data = row.partition(b"\t")
        entry = data.decode("utf-8", "surrogateescape")
        if about.split(b" ")[0] in _REGULAR and (entry == path or entry.lower().endswith(_SUFFIXES)):
            yield entry, about.split(b" ")[2].decode()


def _copy(name: str, files: dict[str, str], folder: Path, diagnostics: Diagnostics) -> None:
    if len(files) > _MAX_FILES:
        raise _failed(name, f"there are more than {_MAX_FILES:,} YAML and JSON files beside the document", diagnostics)
    objects = list(files.values())
    data = _git("cat-file", "--batch", given="".join(f"{id}\n" for id in objects).encode()) or b""
    offset = 0
    for path in files:
        head, _, _ = data[offset : offset + 200].partition(b"\n")
        start = offset + len(head) + 1
        end = start + int(head.split(b" ")[2])
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data[start:end])
        offset = end + 1


def _git(*arguments: str, given: bytes = b"") -> bytes | None:
    """The output of git, or None if it fails or is not installed."""
    try:
        done = subprocess.run(["git", *arguments], input=given, capture_output=True, timeout=_TIMEOUT, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _failed(name: str, message: str, diagnostics: Diagnostics, hint: str = "") -> Failed:
    diagnostics.error("bad-revision", message, TextPlace(name), hint)
    return Failed()
