"""What a run leaves behind after the output or its package was renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from generator.compare.surface import Surface
from generator.diagnostics.model import Diagnostics, Failed
from generator.emit.manifest import Manifest, read_manifest
from generator.emit.writer import Plan

_SEARCHED: Final = 500
"""Entries of a folder that are looked at."""


def folders_kept(plan: Plan, output: Path) -> list[str]:
    """The folders that generated files were removed from, and no generated file is in, but which other files keep."""
    generated = [*plan.create, *plan.change, *plan.unchanged]
    in_use = {str(parent) for path in generated for parent in Path(path).parents}
    left = {str(parent) for path in plan.remove for parent in Path(path).parents} - in_use - {"."}
    there = sorted(folder for folder in left if (output / folder).is_dir())
    return [folder for folder in there if str(Path(folder).parent) not in there]  # the outermost ones


def other_outputs(manifest: Manifest, output: Path) -> Iterator[str]:
    """The folders beside the output that hold an SDK of the same API: made from its document, or with its calls."""
    for folder in _beside(output):
        try:
            other = read_manifest(folder, manifest.origin.generator, Diagnostics())
        except Failed:
            continue
        if other is not None and _is_same_api(manifest, other):
            yield folder.as_posix()


def _is_same_api(one: Manifest, other: Manifest) -> bool:
    calls, others = _calls(one), _calls(other)
    return one.origin.document == other.origin.document or 2 * len(calls & others) > len(calls | others)


def _beside(output: Path) -> list[Path]:
    try:
        with os.scandir(output.resolve().parent) as entries:
            found = sorted(entry.name for entry in islice(entries, _SEARCHED) if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []
    return [output.parent / name for name in found if name != output.resolve().name]


def _calls(manifest: Manifest) -> set[str]:
    """The operations of an output, such as `GET /pets`."""
    surface = Surface.of(manifest.api) if manifest.api else None
    return {method.http for method in surface.methods.values()} if surface else set()
