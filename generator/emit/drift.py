"""Compare an output folder with what would be generated now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from generator.emit.files import MANIFEST, FileSet
from generator.emit.manifest import Manifest, is_edited
from generator.emit.owned_globs import NO_OWNED_GLOBS, OwnedGlobs
from generator.emit.transaction import interrupted
from generator.file_bytes import read_regular, with_lf

Cause = Literal[
    "never-generated", "interrupted", "document", "settings", "generator", "templates", "hand-edited", "changelog"
]

_SCREEN: Final = 60
"""Lines of the diff that are shown before the rest is only counted."""

_SOURCES: Final = (".py", ".md")


@dataclass(frozen=True, slots=True)
class Drift:
    """Relative paths, sorted. `changed` differ, `missing` do not exist, `leftover` are no longer generated,
    `foreign` were not generated, `edited` were changed by hand. `diff` is shortened to a screen."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    diff: tuple[str, ...] = ()
    hidden: int = 0
    """Lines of the diff that are left out."""

    @property
    def found(self) -> bool:
        return bool(self.missing or self.changed or self.leftover or self.foreign or self.causes)

    def with_changelog(self, path: str, old: str, new: str) -> Drift:
        """The drift with that of a changelog, which is its own cause if there is no other."""
        lines = tuple(_diff(path, old.encode(), new.encode()))
        shown = max(_SCREEN - len(self.diff), 0)
        return replace(
            self,
            changed=(*self.changed, path),
            causes=self.causes or ("changelog",),
            diff=(*self.diff, *lines[:shown]),
            hidden=self.hidden + len(lines[shown:]),
        )


def compare(
    files: FileSet, manifest: Manifest, before: Manifest | None, output: Path, keep: OwnedGlobs = NO_OWNED_GLOBS
) -> Drift:
    """Compare what would be generated now with the folder and the manifest in it (`before`). Only reads.

    Line ends do not count, as version control may convert them. Files that `keep` covers are not reported.
    """
    current = {path: data for path in _known(files, before) if (data := _read(output / path)) is not None}
    owned = {path: known for path, known in before.files.items() if not keep.covers(path)} if before else {}
    missing = tuple(path for path in files.paths if path not in current)
    changed = tuple(
        file.path for file in files if file.path in current and with_lf(current[file.path]) != with_lf(file.data)
    )
    edited = tuple(sorted(path for path, known in owned.items() if path in current and is_edited(current[path], known)))
    lines = [line for path in changed for line in _diff(path, current[path], files[path].data)]
    return Drift(
        missing=missing,
        changed=changed,
        leftover=tuple(sorted(path for path in owned if path in current and path not in files)),
        foreign=tuple(path for path in _foreign(files, owned, output) if not keep.covers(path)),
        edited=edited,
        causes=tuple(_causes(manifest, before, bool(edited), interrupted(output))),
        diff=tuple(lines[:_SCREEN]),
        hidden=max(len(lines) - _SCREEN, 0),
    )


def _causes(now: Manifest, before: Manifest | None, edited: bool, unfinished: bool) -> Iterator[Cause]:
    if unfinished:
        yield "interrupted"
        return  # its other effects end with it
    if before is None:
        yield "never-generated"
        return
    if now.origin.document != before.origin.document:
        yield "document"
    if now.origin.settings != before.origin.settings:
        yield "settings"
    if now.origin.generator != before.origin.generator:
        yield "generator"
    if now.origin.templates != before.origin.templates:
        yield "templates"
    if edited:
        yield "hand-edited"


def _known(files: FileSet, before: Manifest | None) -> list[str]:
    return sorted({*files.paths, *(before.files if before else ())})


def _read(path: Path) -> bytes | None:
    try:
        return read_regular(path) if not path.is_symlink() else None
    except OSError:
        return None


def _foreign(files: FileSet, owned: Mapping[str, str], output: Path) -> Iterator[str]:
    """Source files in generated folders, except the root of the output, which may hold other files."""
    folders = {path.rpartition("/")[0] for path in files.paths} - {""}
    ours = {*files.paths, MANIFEST}
    for folder in sorted(folders):
        try:
            found = sorted((output / folder).iterdir())
        except OSError:  # it does not exist, or cannot be read: its files are reported as missing
            continue
        for path in found:
            name = f"{folder}/{path.name}"
            if path.suffix in _SOURCES and name not in ours and name not in owned:
                yield name


def _diff(path: str, old: bytes, new: bytes) -> Iterator[str]:
    from difflib import unified_diff  # imported on demand: only a difference needs it

    before, after = (data.decode("utf-8", "replace").splitlines() for data in (old, new))
    yield from unified_diff(before, after, f"a/{path}", f"b/{path}", lineterm="", n=2)
