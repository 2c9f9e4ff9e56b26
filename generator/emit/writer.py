"""Write an output completely or not at all, and only over files that the generator owns."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from generator.counting import counted
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.emit.files import MANIFEST, STAGE, FileSet, prefixes
from generator.emit.manifest import Manifest, digest, is_edited, read_manifest
from generator.emit.owned_globs import NO_OWNED_GLOBS, OwnedGlobs
from generator.emit.ownership import may_remove
from generator.emit.transaction import OTHER, BusyError, ChangedError, Transaction, interrupted, state
from generator.file_bytes import NotRegular, read_regular, with_lf

_LISTED: Final = 10
_ELSEWHERE: Final = "move them away, or choose another folder with --output, or --site-dir of a site"


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes that a write makes, as relative paths. `manifest` is true where the manifest changes."""

    create: tuple[str, ...]
    change: tuple[str, ...]
    remove: tuple[str, ...]
    unchanged: tuple[str, ...]
    manifest: bool
    beside: tuple[str, ...] = ()
    """The files of the user that are written too."""
    workflows: tuple[str, ...] = ()
    """The workflows that are written, changed or removed, in their own folder."""
    edited: tuple[str, ...] = ()
    """The changed and removed files that were edited by hand."""
    seen: Mapping[str, str | None] = field(default_factory=dict[str, str | None], compare=False)
    """The state of each path when the plan was made (`transaction.state`): writing refuses where it is another."""
    before: Manifest | None = field(default=None, compare=False)
    """The manifest of the folder when the plan was made."""

    @property
    def empty(self) -> bool:
        return not (self.create or self.change or self.remove or self.manifest or self.beside)


def plan_writing(
    files: FileSet,
    manifest: Manifest,
    output: Path,
    diagnostics: Diagnostics,
    keep: OwnedGlobs = NO_OWNED_GLOBS,
    *,
    keep_edits: bool = False,
) -> Plan:
    """Compare the files with the folder. An interrupted earlier run is completed first.

    Files that `keep` covers are not removed. The caller checks that it covers none of `files`.

    Reports an edit by hand that will be lost (`hand-edited`), with `keep_edits` as an error. Raises `Failed`, with
    diagnostics, where the folder is no folder, holds files of others at our paths (`foreign-file`), or symbolic links
    there.
    """
    try:
        plan = _plan(files, manifest, output, diagnostics, keep)
    except OSError as error:
        reason = f"{error.strerror}: {error.filename}" if error.filename else str(error)
        raise _unwritable(output, reason, diagnostics) from None
    for path in plan.edited:
        _report_edit(output / path, "removed" if path in plan.remove else "replaced", diagnostics, keep_edits)
    return plan


def _plan(files: FileSet, manifest: Manifest, output: Path, diagnostics: Diagnostics, keep: OwnedGlobs) -> Plan:
    finish_interrupted(output, diagnostics)
    before = read_manifest(output, manifest.origin.generator, diagnostics)
    owned: Mapping[str, str] = before.files if before else {}
    listed = tuple(path for path in owned if path not in files and not keep.covers(path))
    _check_links(output, (*files.paths, *listed), diagnostics)
    seen = {path: state(f"{output}/{path}") for path in (*listed, MANIFEST)}
    gone = tuple(path for path in listed if seen[path] in {None, OTHER} or _may_remove(output / path, diagnostics))
    create: list[str] = []
    change: list[str] = []
    foreign: list[str] = []
    unchanged: list[str] = []
    remove: list[str] = []
    edited: list[str] = []
    for file in files:
        current = _current(f"{output}/{file.path}")
        seen[file.path] = OTHER if current is _NO_FILE else None if current is None else digest(current)
        if current is None or (current is _NO_FILE and _only_removed(output, file.path, gone)):
            create.append(file.path)
        elif with_lf(current) == with_lf(file.data):
            unchanged.append(file.path)
        elif file.path in owned and current is not _NO_FILE:
            change.append(file.path)
            if is_edited(current, owned[file.path]):
                edited.append(file.path)
        else:
            foreign.append(file.path)
    foreign += _blocked(output, create, gone)
    if foreign:
        _report_foreign(output, foreign, diagnostics)
    for path in gone:
        current = _current(f"{output}/{path}")
        if current is not None and current is not _NO_FILE:
            remove.append(path)
            if is_edited(current, owned[path]):
                edited.append(path)
    stale = before is None or before != manifest
    lists = tuple(create), tuple(change), tuple(remove), tuple(unchanged)
    return Plan(*lists, manifest=stale, edited=tuple(edited), seen=seen, before=before)


def write(
    plan: Plan,
    files: FileSet,
    manifest: Manifest,
    output: Path,
    diagnostics: Diagnostics,
    beside: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Carry out the plan; unchanged files are not touched. Raises `Failed`, with a diagnostic, where that cannot be.

    The folder is locked meanwhile, and a file that is not as it was when the plan was made stops everything. `beside`
    are texts, by path, of files of the user, written in the same transaction: the `beside` of the plan.
    """
    if plan.empty:
        _clear_stage(output)
        return
    try:
        with Transaction(output) as transaction:
            for path in (*plan.create, *plan.change, *plan.remove, *plan.unchanged, *beside, MANIFEST):
                # A folder is in the place of a file where all files in it are removed.
                if plan.seen.get(path, OTHER) != OTHER:
                    transaction.expect(path, plan.seen[path])
            for path in plan.remove:
                transaction.remove(path)
            for path in counted("files", (*plan.create, *plan.change)):
                transaction.replace(path, files[path].data)
            for path, text in beside.items():
                transaction.replace(path, text.encode())
            if manifest.files:
                transaction.replace(MANIFEST, manifest.text().encode())
            else:
                transaction.remove(MANIFEST)
            transaction.commit()
    except BusyError:
        raise _unwritable(output, "another sdkwright is writing to it", diagnostics) from None
    except ChangedError as error:
        raise changed_meanwhile(output / str(error), diagnostics) from None
    except OSError as error:
        raise _unwritable(output, error.strerror or str(error), diagnostics) from None


def changed_meanwhile(path: Path, diagnostics: Diagnostics) -> Failed:
    """Report that another process, or a person, changed a path of the output during the run."""
    message = "this file changed while the SDK was generated; nothing was written"
    diagnostics.error("output-changed", message, TextPlace(str(path)), "run the command again")
    return Failed()


_NO_FILE: Final = b"(no file)"
"""A folder or device at the path; compared by identity."""


def _current(path: str) -> bytes | None:
    """The bytes at the path; None where nothing is there, `_NO_FILE` where something else than a file is."""
    try:
        return read_regular(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except NotRegular:
        return _NO_FILE


def _only_removed(output: Path, path: str, gone: tuple[str, ...]) -> bool:
    """Whether the folder at the path holds files, all of which will be removed."""
    below = [inner.relative_to(output).as_posix() for inner in (output / path).rglob("*") if not inner.is_dir()]
    return bool(below) and set(below).issubset(gone)


def _blocked(output: Path, paths: Iterable[str], gone: tuple[str, ...]) -> list[str]:
    """The paths at a parent of which there is a file that stays."""
    blocks: dict[str, bool] = {}
    for path in paths:
        for parent in prefixes(path)[:-1]:
            if parent not in blocks:
                blocks[parent] = os.path.isfile(f"{output}/{parent}") and parent not in gone
    return [path for path in paths if any(blocks[parent] for parent in prefixes(path)[:-1])]


def finish_interrupted(output: Path, diagnostics: Diagnostics, *, dry_run: bool = False) -> None:
    """Complete an interrupted run, so that the folder is as one run left it.

    Raises `Failed`, with a diagnostic, where that cannot be, the path is not that of a folder, or a link is in the way;
    with `dry_run`, also instead of completing a run.
    """
    try:
        if output.exists() and not output.is_dir():
            raise _unwritable(output, "it is a file, not a folder", diagnostics)
        _check_links(output, (STAGE, f"{STAGE}/lock", MANIFEST), diagnostics)
        if interrupted(output):
            if dry_run:
                raise _unwritable(output, "an earlier run was interrupted; run without --dry-run first", diagnostics)
            with Transaction(output):
                pass
            diagnostics.note("resumed", "an earlier run was interrupted; it is finished now", TextPlace(str(output)))
    except BusyError:
        raise _unwritable(output, "another sdkwright is writing to it", diagnostics) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unwritable(output, reason, diagnostics) from None


def _clear_stage(output: Path) -> None:
    """Remove what a run left that was killed before it changed a file."""
    if (output / STAGE).is_dir():
        with suppress(BusyError, OSError), Transaction(output):
            pass


def _may_remove(path: Path, diagnostics: Diagnostics) -> bool:
    if may_remove(path):
        return True
    message = "the manifest lists this file, but it does not look generated; it is not removed"
    diagnostics.warning("not-removed", message, TextPlace(str(path)), "remove it by hand if it is not needed")
    return False


def _check_links(output: Path, paths: tuple[str, ...], diagnostics: Diagnostics) -> None:
    every = {prefix for path in paths for prefix in prefixes(path)}
    found = {prefix for prefix in every if os.path.islink(f"{output}/{prefix}")}
    links = sorted(link for link in found if found.isdisjoint(prefixes(link)[:-1]))
    for link in links[:_LISTED]:
        message = "a symbolic link is in the path of a generated file"
        diagnostics.error("symbolic-link", message, TextPlace(str(output / link)), "remove the link")
    if links:
        raise Failed


def _report_edit(path: Path, fate: str, diagnostics: Diagnostics, keep_edits: bool) -> None:
    message = "this file was edited by hand since it was generated"
    where = TextPlace(str(path))
    if keep_edits:
        hint = "move the edit into the document, the config or a template, or run without --keep-edits to lose it"
        diagnostics.error("hand-edited", f"{message}; nothing is written", where, hint)
    else:
        hint = "change the document, the config or a template instead; version control has the edit"
        diagnostics.warning("hand-edited", f"{message}; the edit is {fate}", where, hint)


def _report_foreign(output: Path, paths: list[str], diagnostics: Diagnostics) -> None:
    names = ", ".join(f"`{path}`" for path in sorted(paths)[:_LISTED])
    more = f" and {len(paths) - _LISTED} more" if len(paths) > _LISTED else ""
    message = f"the folder holds files that the generator did not write and will not overwrite: {names}{more}"
    diagnostics.error("foreign-file", message, TextPlace(str(output)), _ELSEWHERE)
    raise Failed


def _unwritable(output: Path, why: str, diagnostics: Diagnostics) -> Failed:
    diagnostics.error("unwritable-output", f"cannot write to the output folder: {why}", TextPlace(str(output)))
    return Failed()
