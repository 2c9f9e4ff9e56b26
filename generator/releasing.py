"""Release an SDK: close the changelog's part *Unreleased* with a version, and give the SDK that version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from generator.compare.changelog import CHANGELOG, Changelog, read_changelog
from generator.compare.release import Unreleased
from generator.compare.render import as_lists
from generator.compare.versions import order, raised
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.emit.drift import compare
from generator.emit.files import MANIFEST
from generator.emit.owned_globs import OwnedGlobs
from generator.emit.writer import changed_meanwhile, plan_writing, write
from generator.pipeline import Build, Progress, build_from, build_sdk, prepare_output

_NO_CHANGE = "No change for callers.\n"


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was made, or would be."""

    build: Build
    """The SDK as it was."""
    found: Unreleased
    """What is released."""
    version: str


def release(
    settings: Settings,
    diagnostics: Diagnostics,
    progress: Progress,
    *,
    version: str = "",
    date: str,
    strict: bool = False,
    dry_run: bool = False,
) -> Released | None:
    """Release what changed since the last release; None if there is nothing to release.

    `version` is the one to release, by default the one that the changes ask for; `date` is written to the changelog.
    With `strict`, a warning is a failure; with `dry_run`, nothing is written. Raises `Failed`, with diagnostics and
    nothing written, as `generate` does, and if no changelog is kept, the SDK is not up to date, or the version cannot
    follow the last one.
    """
    if not settings.changelog:
        place = TextPlace(str(settings.config)) if settings.config else None
        hint = "set `changelog = true` in the config, and run `sdkwright generate`"
        diagnostics.error("changelog-off", "a release needs a changelog", place, hint)
        raise Failed
    _check_version(version, diagnostics)
    build = build_sdk(settings, diagnostics, progress, prepare=partial(prepare_output, settings, diagnostics, dry_run))
    _check_up_to_date(build, settings, diagnostics)
    changelog, found = read_changelog(build.output, diagnostics), build.unreleased
    assert found is not None
    if _is_nothing(found, changelog, version):
        return None
    version = _next_version(found, version, changelog, build, diagnostics)
    if diagnostics.failed or (strict and diagnostics.count("warning")):
        raise Failed
    if not dry_run:
        _write(build, found, changelog, version, date, settings, diagnostics, progress)
    return Released(build, found, version)


def _check_version(version: str, diagnostics: Diagnostics) -> None:
    if version and order(version) is None:
        hint = "a version is numbers, as in `1.2.0`, and for a pre-release `a`, `b` or `rc` with a number: `2.0.0rc1`"
        diagnostics.error("bad-version", f"`{version}` is not a version", hint=hint)
        raise Failed


def _check_up_to_date(build: Build, settings: Settings, diagnostics: Diagnostics) -> None:
    """Report drift: a release is of files that were generated, reviewed and committed."""
    keep = OwnedGlobs(settings.keep)
    drift = compare(build.files, build.manifest, build.reading.last, build.output, keep)
    if drift.found:
        hint = f"run `{settings.command}`, and commit the result; `sdkwright check` lists the differences"
        message = "the SDK is not what would be generated now, so it is not released"
        diagnostics.error("release-drift", message, TextPlace(str(build.output)), hint)
        raise Failed


def _is_nothing(found: Unreleased, changelog: Changelog, version: str) -> bool:
    if not found.empty or changelog.notes:
        return False
    return not version or (found.release is not None and order(version) == order(found.release.version))


def _next_version(found: Unreleased, version: str, changelog: Changelog, build: Build, diagnostics: Diagnostics) -> str:
    """The version to release. Reports one that cannot follow the last, or is too low for the changes."""
    last = found.release.version if found.release else ""
    asked = raised(last, found.level or "documentation") if last else found.version
    new, lowest, before = (order(text) for text in (version or asked, asked, last))
    version = version or asked
    if new is not None and before is not None and new <= before:
        hint = f"a published version stays as it is; the next one is {asked}"
        diagnostics.error("bad-version", f"{version} does not follow {last}, the last release", hint=hint)
    elif changelog.has_part(version):
        place = TextPlace(str(build.output / CHANGELOG))
        hint = "rename that part to Unreleased, or give another version with --version"
        diagnostics.error("bad-version", f"the changelog has a part for {version} already", place, hint)
    elif last and new is not None and lowest is not None and new < lowest:
        hint = f"programs that work with {last} may break, or lack what they use; the changes ask for {asked}"
        diagnostics.warning("low-version", f"{version} is lower than the changes ask for", hint=hint)
    return version


def _write(
    build: Build,
    found: Unreleased,
    changelog: Changelog,
    version: str,
    date: str,
    settings: Settings,
    diagnostics: Diagnostics,
    progress: Progress,
) -> None:
    own = Diagnostics()  # the messages of the document are reported already
    try:
        after = build_from(build.reading, settings, own, progress, version=version)
    finally:
        diagnostics.items += [item for item in own.items if item.severity == "error"]
    lists = as_lists(found) or ("" if changelog.notes else _NO_CHANGE)
    plan = plan_writing(after.files, after.manifest, build.output, diagnostics, OwnedGlobs(settings.keep))
    if plan.before != build.reading.last:
        raise changed_meanwhile(build.output / MANIFEST, diagnostics)
    plan = replace(plan, seen={**plan.seen, CHANGELOG: changelog.state}, beside=(CHANGELOG,))
    text = changelog.released(lists, version, date)
    progress(f"Writing {build.output}")
    write(plan, after.files, after.manifest, build.output, diagnostics, {CHANGELOG: text})
