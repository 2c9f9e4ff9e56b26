"""What changes for callers between the SDKs of two documents."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from generator.compare.changes import Change, changes
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.pipeline import read
from generator.targets.target import NamedApi


def compare_documents(
    settings: Settings, old: tuple[Path, str], new: tuple[Path, str], diagnostics: Diagnostics
) -> tuple[tuple[Change, ...], str]:
    """What changes for callers between the SDKs of two documents, and the version of the old one.

    Each document is a path and its name in messages. The settings apply to both; the names of the old one stay, as
    when an output is generated again. Only errors are reported. Raises `Failed` where there are any.
    """
    before = diagnostics.count("error")
    # Configured names and pages may be for elements that only the new document has.
    earlier = _named(
        replace(settings, names={}), old, {}, diagnostics, ignored=("unknown-name", "bad-pagination", "bad-wait")
    )
    later = _named(settings, new, earlier.published if earlier else {}, diagnostics)
    if earlier is None or later is None or diagnostics.count("error") > before:
        raise Failed
    surface = earlier.surface()
    return changes(surface, later.surface()), surface.version


def _named(
    settings: Settings,
    spec: tuple[Path, str],
    published: Mapping[str, str],
    diagnostics: Diagnostics,
    ignored: tuple[str, ...] = (),
) -> NamedApi | None:
    own, named = Diagnostics(), None
    with suppress(Failed):
        named = read(settings, own, spec=spec, published=published).named
    diagnostics.items += [item for item in own.items if item.severity == "error" and item.code not in ignored]
    return named
