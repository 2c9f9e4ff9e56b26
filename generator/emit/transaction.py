"""Transactions: change many files in one folder, completely or not at all.

New texts are first written to a stage inside the folder, which is therefore on the same file system. Then a journal
is put into the stage with one rename: from that moment the change is decided. Each staged file is renamed into place.
A fault on the way restores what was there; a process killed on the way leaves its journal, and the next transaction
on the folder carries it out before anything else.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from generator.emit.files import MANIFEST, STAGE, path_problem, prefixes
from generator.emit.ownership import may_remove
from generator.file_bytes import NotRegular, read_regular, write_new

_JOURNAL: Final = "journal.json"
_LOCK: Final = "lock"
OTHER: Final = "other"
"""The state of a path that has a link, a folder or a device."""


class BusyError(Exception):
    """Another process is changing the folder."""


class ChangedError(Exception):
    """A file is not as it was when the change was planned. The argument is its relative path."""


@dataclass(frozen=True, slots=True)
class _Journal:
    """Relative paths: first those to remove, then those to rename out of the stage, both in this order."""

    remove: tuple[str, ...]
    replace: tuple[str, ...]


class Transaction:
    """A context: `replace` and `remove` as needed, then `commit`; without it nothing happens. Errors: `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stage = folder / STAGE
        self._made: list[Path] = []
        self._remove: list[str] = []
        self._replace: list[str] = []
        self._seen: dict[str, str | None] = {}
        self._lock: int | None = None
        self._keep = False

    def __enter__(self) -> Self:
        """Make the folder and its stage. Raises `BusyError` where another process is at work."""
        try:
            self._make_folders()
            self._lock = _locked_stage(self._stage)
            self._keep = interrupted(self._folder)  # a journal that cannot be carried out stays
            _finish(self._folder)
            self._keep = False
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            if sys.platform == "win32":
                os.close(self._lock)  # first, as Windows removes no open file
            if not self._keep:
                shutil.rmtree(self._stage, ignore_errors=True)
            if sys.platform != "win32":
                os.close(self._lock)
            self._lock = None
        for folder in reversed(self._made):
            _remove_if_empty(folder)

    def replace(self, path: str, data: bytes) -> None:
        """Have the file at the relative path, new or old, hold the bytes."""
        staged = f"{self._stage}/new/{path}"
        try:
            write_new(staged, data)
        except FileNotFoundError:
            Path(staged).parent.mkdir(parents=True, exist_ok=True)
            write_new(staged, data)
        self._replace.append(path)

    def remove(self, path: str) -> None:
        """Have no file at the relative path, and no folder above it that this empties."""
        self._remove.append(path)

    def expect(self, path: str, state: str | None) -> None:
        """Have `commit` refuse unless the path has this state (see `state`), or the one that the change gives it."""
        self._seen[path] = state

    def commit(self) -> None:
        """Carry out the change. Where that fails, everything is as before and the error is raised.

        Raises `ChangedError` where a file is not as expected.
        """
        journal = _Journal(tuple(self._remove), tuple(self._replace))
        self._back_up(journal)
        text = json.dumps({"remove": journal.remove, "replace": journal.replace})
        draft = self._stage / f"{_JOURNAL}.draft"
        draft.write_text(text, encoding="utf-8")
        self._verify()
        draft.replace(self._stage / _JOURNAL)
        try:
            _carry_out(self._folder, journal, complete=True)
        except BaseException:
            self._keep = True  # where restoring fails too, the journal stays for the next transaction
            self._restore(journal)
            self._keep = False
            raise
        (self._stage / _JOURNAL).unlink()

    def _verify(self) -> None:
        for path, seen in self._seen.items():
            now = state(f"{self._folder}/{path}")
            if now != seen and now != state(f"{self._stage}/new/{path}"):
                raise ChangedError(path)

    def _make_folders(self) -> None:
        """Create the folder and its parents, and remember the new ones."""
        for folder in (*reversed(self._folder.parents), self._folder):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                self._made.append(folder)

    def _back_up(self, journal: _Journal) -> None:
        for path in (*journal.remove, *journal.replace):
            current = f"{self._folder}/{path}"
            if os.path.isfile(current):
                backup = self._stage / "old" / path
                backup.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(current, backup)

    def _restore(self, journal: _Journal) -> None:
        for path in journal.replace:
            if not (self._stage / "old" / path).is_file():
                (self._folder / path).unlink(missing_ok=True)
                _prune(self._folder, [path])
        for path in (*journal.remove, *journal.replace):
            backup = self._stage / "old" / path
            if backup.is_file() and state(backup) != state(self._folder / path):
                (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
                backup.replace(self._folder / path)


def interrupted(folder: Path) -> bool:
    """Whether a change of the folder was decided and not finished."""
    return os.path.lexists(folder / STAGE / _JOURNAL)


def state(path: str | Path) -> str | None:
    """The SHA-256 of the file at a path, `OTHER` for a link, a folder or a device, or None where nothing is there."""
    try:
        is_link = stat.S_ISLNK(os.lstat(path).st_mode)
        return OTHER if is_link else hashlib.sha256(read_regular(path)).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except NotRegular:
        return OTHER


def link_on_the_way(folder: Path, path: str) -> str:
    """The first symbolic link on the relative path, which could lead out of the folder, or an empty string."""
    return next((prefix for prefix in prefixes(path) if os.path.islink(f"{folder}/{prefix}")), "")


def _finish(folder: Path) -> None:
    """Carry out a journal that a killed process left, and clear the stage of everything but the lock."""
    stage = folder / STAGE
    if interrupted(folder):
        _carry_out(folder, _read_journal(stage / _JOURNAL, folder))
        (stage / _JOURNAL).unlink()
    for left in stage.iterdir():
        if left.is_symlink() or not left.is_dir():
            if left.name != _LOCK:
                left.unlink()
        else:
            shutil.rmtree(left)


def _carry_out(folder: Path, journal: _Journal, *, complete: bool = False) -> None:
    """Carry out a journal. With `complete`, the stage has each file to replace, and nothing else."""
    # Removals first: on a file system without case an old name may be a new one, and a file may become a folder.
    for path in journal.remove:
        # A part of the path may be a new file by now, where a killed process had come that far.
        with suppress(FileNotFoundError, NotADirectoryError):
            (folder / path).unlink()
    _prune(folder, journal.remove)
    staged = f"{folder / STAGE}/new"
    known: dict[str, bool] = {"": True}  # whether the files of a folder are still in the stage
    for path in journal.replace:
        parent = path.rpartition("/")[0]
        if parent not in known:
            _enter(folder, parent, known, complete=complete)
        if known[parent] and os.path.isfile(f"{staged}/{path}"):
            os.replace(f"{staged}/{path}", f"{folder}/{path}")


def _enter(folder: Path, name: str, known: dict[str, bool], *, complete: bool) -> None:
    """Make a folder of the output, and record whether its files are still in the stage.

    Where the folder is new and the stage is `complete`, it is moved out of the stage with all its files.
    """
    for prefix in prefixes(name):
        target = f"{folder}/{prefix}"
        if prefix not in known:
            known[prefix] = staged = known[prefix.rpartition("/")[0]]
            if staged and complete and not os.path.lexists(target):
                os.rename(f"{folder / STAGE}/new/{prefix}", target)
                known[prefix] = False
            elif staged and not os.path.isdir(target):
                os.mkdir(target)


def _read_journal(path: Path, folder: Path) -> _Journal:
    """The journal. Raises `OSError` where it names what this folder's generator cannot have meant."""
    if path.is_symlink():
        raise OSError(f"the journal of an interrupted run is a symbolic link; remove {path.parent}")
    try:
        content = json.loads(read_regular(path))
        journal = _Journal(tuple(map(str, content["remove"])), tuple(map(str, content["replace"])))
    except (ValueError, KeyError, TypeError, RecursionError, NotRegular):
        raise OSError(f"the journal of an interrupted run is damaged; remove {path.parent}") from None
    for name in (*journal.remove, *journal.replace):
        staged = link_on_the_way(folder / STAGE, f"new/{name}")
        if (path_problem(name) and name != MANIFEST) or link_on_the_way(folder, name) or staged:
            raise OSError(f"the journal of an interrupted run names a file outside the output; remove {path.parent}")
    for name in journal.remove:
        if (folder / name).is_file() and not may_remove(folder / name):
            raise OSError(f"the journal of an interrupted run removes a foreign file; remove {path.parent}")
    return journal


def _prune(folder: Path, paths: Iterable[str]) -> None:
    """Remove the folders above the paths that are empty now, innermost first, but not the folder itself."""
    for path in paths:
        parent = (folder / path).parent
        while parent != folder and _remove_if_empty(parent):
            parent = parent.parent


def _remove_if_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True


def _locked_stage(stage: Path) -> int:
    """Make the stage and lock it until the descriptor that is returned is closed. Raises `BusyError`."""
    while True:
        if stage.is_symlink():
            raise OSError(f"{stage} is a symbolic link; remove it")
        stage.mkdir(exist_ok=True)
        descriptor = _lock(stage / _LOCK)
        # A process that ended in between has removed the file that is locked now.
        with suppress(FileNotFoundError):
            if sys.platform == "win32" or os.path.samestat(os.fstat(descriptor), (stage / _LOCK).lstat()):
                return descriptor
        os.close(descriptor)


def _lock(path: Path) -> int:
    """Open the file and lock it until it is closed."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags, 0o666)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise BusyError from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{path} is not a regular file; remove it")
    return descriptor
