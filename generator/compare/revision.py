"""Documents of another revision: `git:REV:PATH`, read from the repository around the current folder.

Nothing of the work tree is touched: the document and what may stand beside it are copied out of git's objects into a
folder that the caller gives.
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
_MOST: Final = 20_000
_SECONDS: Final = 120
_REGULAR: Final = (b"100644", b"100755")


def is_revision(name: str) -> bool:
    """Whether the name of a document is one of a revision."""
    return name.startswith(PREFIX)


def check_out(name: str, folder: Path, diagnostics: Diagnostics) -> Path:
    """Copy `git:REV:PATH` and the YAML and JSON files below its folder into `folder`; the path of the document there.

    `PATH` is relative to the top of the repository, or with `./` to the current folder, as git has it. Raises `Failed`,
    with a diagnostic, where there is no git, no repository, no such revision or no such file in it.
    """
    revision, _, path = name.removeprefix(PREFIX).partition(":")
    if not revision or not path:
        raise _failed(name, "a revision is written `git:REV:PATH`, as in `git:HEAD:openapi.yaml`", diagnostics)
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise _failed(name, f"there is no revision `{revision}` here", diagnostics, "`git log --oneline` lists them")
    here = (_git("rev-parse", "--show-prefix") or b"").decode("utf-8", "surrogateescape").strip("\n")
    inner = _normal(f"{here}{path}" if path.startswith(("./", "../")) else path)
    if inner is None:
        raise _failed(name, f"`{path}` leads out of the repository", diagnostics)
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
    """The paths and objects of the document and of the files that its references may reach."""
    below = path.rpartition("/")[0]
    listing = _git("ls-tree", "-r", "-z", "--full-tree", commit, *([f"{below}/"] if below else [])) or b""
    for row in listing.split(b"\0"):
        about, _, data = row.partition(b"\t")
        entry = data.decode("utf-8", "surrogateescape")
        if about.split(b" ")[0] in _REGULAR and (entry == path or entry.lower().endswith(_SUFFIXES)):
            yield entry, about.split(b" ")[2].decode()


def _copy(name: str, files: dict[str, str], folder: Path, diagnostics: Diagnostics) -> None:
    if len(files) > _MOST:
        raise _failed(name, f"there are more than {_MOST:,} YAML and JSON files beside the document", diagnostics)
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
    """What git says, or None where it fails or is not there."""
    try:
        done = subprocess.run(["git", *arguments], input=given, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _failed(name: str, message: str, diagnostics: Diagnostics, hint: str = "") -> Failed:
    diagnostics.error("bad-revision", message, TextPlace(name), hint)
    return Failed()
