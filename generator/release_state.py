"""The last release of an output, and its changelog as a run writes it."""

from __future__ import annotations

from pathlib import Path

from generator.compare.changelog import CHANGELOG, Changelog, plain, read_changelog
from generator.compare.release import Release, Unreleased, files_digest, unreleased
from generator.compare.render import as_lists
from generator.compare.surface import Surface
from generator.compare.versions import Order, order
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.text_location import TextPlace
from generator.emit.manifest import Manifest


def last_release(last: Manifest | None, version: str, output: Path, diagnostics: Diagnostics) -> Release | None:
    """The last release of the output, or None if there was none. `version` is that of the document.

    Manifests of sdkwright 0.1 have no releases: there, each run made a version. The last output counts as released if
    the changelog has a part for its version, or if the version is above the document's. Without a manifest, and if none
    of this applies, the newest version in the changelog counts, unless it is below the document's: what changed since
    is not known. Raises `Failed`, with a diagnostic, if the changelog is needed and cannot be read.
    """
    if last and last.released:
        return Release.of(last.released, last.api)
    changelog, documented = read_changelog(output, diagnostics), order(version)
    if last and last.api:
        before = Release(last.api, files_digest(last.files))
        if changelog.has_part(before.version) or _is_above(order(before.version), documented):
            return before
    newest = changelog.newest
    if not newest or _is_above(documented, order(newest)):
        return None
    return Release({**(last.api if last else {}), "version": newest}, "")


def _is_above(one: Order | None, other: Order | None) -> bool:
    return one is not None and other is not None and one > other


def changelog_text(
    found: Unreleased,
    last: Manifest | None,
    generator: str,
    output: Path,
    diagnostics: Diagnostics,
    *,
    keep_edits: bool | None,
) -> tuple[Changelog, str]:
    """The changelog of the output as it is, and the text to write.

    Reports lists in *Unreleased* that were edited by hand, as the writer does: with `keep_edits` as an error,
    without as a warning, not at all if it is None. Raises `Failed`, with a diagnostic, if the changelog cannot be read.
    """
    changelog, lists = read_changelog(output, diagnostics), as_lists(found)
    known = (plain(_lists_before(last, generator)), plain(lists))
    if keep_edits is not None and changelog.lists and changelog.lists not in known and known[0]:
        message = "the lists in the part Unreleased were edited by hand; "
        place = TextPlace(str(output / CHANGELOG))
        hint = "write above the lists, or below them after a heading: such text is kept"
        if keep_edits:
            diagnostics.error("hand-edited", f"{message}nothing is written", place, hint)
        else:
            diagnostics.warning("hand-edited", f"{message}they are replaced", place, hint)
    return changelog, changelog.with_unreleased(lists)


def _lists_before(last: Manifest | None, generator: str) -> str:
    """The lists that the last run wrote; empty if they are not known, as another version may word them otherwise."""
    surface = Surface.of(last.api) if last and last.api else None
    if last is None or surface is None or not last.released or last.origin.generator != generator:
        return ""
    return as_lists(unreleased(Release.of(last.released, last.api), surface, files_digest(last.files)))
