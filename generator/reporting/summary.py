"""The summary at the end of a run, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from generator.compare.release import Unreleased
from generator.compare.render import as_data, as_markdown, as_text, counts, escaped, release_text, verdict
from generator.compare.versions import step
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.sanitize import sanitize
from generator.diagnostics.text_location import TextPlace
from generator.emit.drift import Cause, Drift
from generator.emit.files import MANIFEST, FileSet
from generator.emit.writer import Plan
from generator.pipeline import Build
from generator.workflow_output import FOLDER

_LISTED: Final = 20

_CAUSES: Final[Mapping[Cause, str]] = {
    "never-generated": "there is no generated SDK yet: run `{generate}`",
    "interrupted": "an earlier run was interrupted: run `{generate}` to complete it",
    "document": "the document changed: run `{generate}` and commit the result",
    "settings": "the config or the command line changed: run `{generate}` and commit the result",
    "generator": "another sdkwright version generated it: install that one, or run `{generate}` and commit the result",
    "templates": "the templates changed: run `{generate}` and commit the result",
    "hand-edited": "files were edited by hand: change the document or a template instead, and run `{generate}`",
    "changelog": "the part Unreleased of the changelog is out of date: run `{generate}` and commit the result",
}


def written_text(
    build: Build, plan: Plan, diagnostics: Diagnostics, seconds: float, *, dry_run: bool = False
) -> Iterator[str]:
    """The counts of the SDK, the counts of written files, and the changes to the SDK."""
    yield from _counts(build, plan, diagnostics, seconds, "to be " if dry_run else "")
    if dry_run:
        yield "dry run: nothing was written"
    elif not plan.empty:
        yield from _removed(plan)
    if build.workflows and plan.workflows and not dry_run:
        yield f"workflows: {', '.join((build.workflows.folder / name).as_posix() for name in plan.workflows)}"
    found = build.unreleased
    if build.before is not None and build.changes:
        what = counts(build.changes) if found else verdict(build.changes, build.before.version)
        yield f"callers: {sanitize(what)}"
        yield from (f"  {sanitize(line)}" for line in as_text(build.changes, _LISTED))
    if found and not found.empty:
        yield f"unreleased: {sanitize(release_text(found))}"


def planned_text(build: Build, plan: Plan, diagnostics: Diagnostics, seconds: float) -> Iterator[str]:
    """Every file that would be written, changed or removed, and what would change for callers."""
    for verb, paths in (
        ("write", plan.create),
        ("change", plan.change),
        ("remove", plan.remove),
        ("change", plan.beside),
    ):
        for path in paths:
            yield f"{verb}: {path}{' (edited by hand)' if path in plan.edited else ''}"
    for name in plan.workflows:
        verb = "write" if build.workflows and name in build.workflows.files else "remove"
        yield f"{verb}: {FOLDER}/{name}"
    yield from written_text(build, plan, diagnostics, seconds, dry_run=True)


def left_text(folders: Iterable[str], outputs: Iterable[str]) -> Iterator[str]:
    """What the run leaves behind: folders of the output without generated files, and earlier outputs of the API."""
    for folder in folders:
        yield f"left: {folder}/ has only files that were not generated; remove it if it is not needed"
    for folder in outputs:
        yield f"left: {folder}/ is an earlier SDK of this API; remove it if it is not needed"


def _counts(build: Build, plan: Plan, diagnostics: Diagnostics, seconds: float, tense: str) -> Iterator[str]:
    messages = _count(diagnostics.count("warning"), "warning")
    if notes := diagnostics.count("note"):
        messages += f", {_count(notes, 'note')} (--verbose shows {'it' if notes == 1 else 'them'})"
    api = build.reading.api
    filtered = sum(one.by_config for one in api.ignored)
    ignored = len(api.ignored) - filtered
    excluded = [f"{ignored} ignored"] if ignored else []
    excluded += [f"{filtered} left out"] if filtered else []
    widened = [_count(len(api.fallbacks), "fallback")] if api.fallbacks else []
    operations = " and ".join([_count(build.operations, "operation"), *excluded])
    yield f"{build.output}: {', '.join([operations, _count(build.models, 'model'), *widened, messages])}"
    if plan.empty:
        yield f"files: all {len(build.files)} up to date ({seconds:.2f} s)"
        return
    by_action = {"written": plan.create, "changed": plan.change, "removed": plan.remove, "unchanged": plan.unchanged}
    files = ", ".join(f"{len(paths)} {tense if verb != 'unchanged' else ''}{verb}" for verb, paths in by_action.items())
    yield f"files: {files} ({seconds:.2f} s)"


def _removed(plan: Plan) -> Iterator[str]:
    yield from (f"removed: {path}" for path in plan.remove[:_LISTED])
    if len(plan.remove) > _LISTED:
        yield f"removed: {len(plan.remove) - _LISTED} more"


def site_text(files: FileSet, plan: Plan, folder: Path, diagnostics: Diagnostics, seconds: float) -> Iterator[str]:
    """The counts of a site, and the page to open."""
    pages = sum(path.endswith(".html") for path in files.paths)
    written = len(plan.create) + len(plan.change)
    counts = [_count(pages, "page"), f"{written} of {_count(len(files), 'file')} written"]
    counts += [f"{len(plan.remove)} removed"] if plan.remove else []
    counts += [_count(diagnostics.count("warning"), "warning")] if diagnostics.count("warning") else []
    yield f"{folder.as_posix()}: {', '.join(counts)} ({seconds:.1f} s)"
    yield f"open {(folder / 'index.html').as_posix()}"


def site_data(files: FileSet, plan: Plan, folder: Path, seconds: float) -> dict[str, Any]:
    """The same as `site_text`, as data."""
    pages = sum(path.endswith(".html") for path in files.paths)
    counts = {"pages": pages, "written": len(plan.create) + len(plan.change), "removed": len(plan.remove)}
    return {"site": folder.as_posix(), **counts, "seconds": round(seconds, 3)}


def drift_text(build: Build, drift: Drift, command: str, seconds: float) -> Iterator[str]:
    """The drifted files, an excerpt of the diff, and the causes with the command that removes the drift."""
    if not drift.found:
        yield f"{build.output}: no drift ({_count(len(build.files), 'file')}, {seconds:.2f} s)"
        return
    lists = {
        "missing": drift.missing,
        "changed": drift.changed,
        "no longer generated": drift.leftover,
        "foreign": drift.foreign,
    }
    for name, paths in lists.items():
        for path in paths[:_LISTED]:
            yield f"{name}: {path}{' (edited by hand)' if path in drift.edited else ''}"
        if len(paths) > _LISTED:
            yield f"{name}: {len(paths) - _LISTED} more"
    if drift.diff:
        yield from ("", *map(sanitize, drift.diff))
    if drift.hidden:
        yield f"… {_count(drift.hidden, 'more line')} of diff"
    yield ""
    yield f"{build.output}: drift: " + ", ".join(f"{len(paths)} {name}" for name, paths in lists.items() if paths)
    yield from (f"- {_CAUSES[cause].format(generate=command)}" for cause in drift.causes)
    if drift.foreign:
        yield "- foreign files are in folders of generated files: remove them, or move them out of the package"


def report_drift(build: Build, drift: Drift, command: str, diagnostics: Diagnostics) -> None:
    """Report each drifted file and each cause as a diagnostic, for annotations and code scanning."""
    lists: dict[str, tuple[str, ...]] = {
        "is missing": drift.missing,
        "is out of date": drift.changed,
        "is no longer generated": drift.leftover,
        "was not generated but is in a folder of generated files": drift.foreign,
    }
    hint = f"run `{command}` and commit the result"
    for what, paths in lists.items():
        for path in paths:
            edited = "; it was edited by hand" if path in drift.edited else ""
            place = TextPlace((build.output / path).as_posix())
            diagnostics.error("drift", f"{path} {what}{edited}", place, "" if path in drift.foreign else hint)
    for cause in drift.causes:
        place = TextPlace((build.output / MANIFEST).as_posix())
        diagnostics.error("drift", _CAUSES[cause].format(generate=command), place)


def changes_markdown(build: Build) -> str:
    """What a run changed for callers, as Markdown for a pull request."""
    if build.before is None:
        return "### Changes of the SDK\n\nThe SDK is new.\n"
    text = as_markdown(build.changes, build.before.version, kept=build.unreleased is not None)
    if build.unreleased and not build.unreleased.empty:
        text += f"\nUnreleased: {escaped(release_text(build.unreleased))}\n"
    return text


def written_data(build: Build, plan: Plan, seconds: float) -> dict[str, Any]:
    """`written_text` as JSON."""
    return {
        **_data(build, seconds),
        "files": {
            "written": plan.create,
            "changed": plan.change,
            "removed": plan.remove,
            "unchanged": len(plan.unchanged),
        },
        "callers": as_data(build.changes, build.before.version) if build.before is not None else None,
        "workflows": plan.workflows,
        "unreleased": _unreleased_data(build.unreleased) if build.unreleased else None,
    }


def _unreleased_data(found: Unreleased) -> dict[str, Any]:
    """What changed since the last release, as JSON; `version.old` is null before the first one."""
    if found.release is None:
        return {"version": {"old": None, "new": found.version}, "changes": []}
    data = as_data(found.changes, found.release.version)
    return {
        **data,
        "step": step(found.level, found.release.version),
        "version": {**data["version"], "new": found.version},
    }


def drift_data(build: Build, drift: Drift, seconds: float) -> dict[str, Any]:
    """`drift_text` as JSON."""
    return {
        **_data(build, seconds),
        "drift": drift.found,
        "causes": drift.causes,
        "files": {
            "missing": drift.missing,
            "changed": drift.changed,
            "leftover": drift.leftover,
            "foreign": drift.foreign,
            "edited": drift.edited,
        },
    }


def _data(build: Build, seconds: float) -> dict[str, Any]:
    counts = {"operations": build.operations, "models": build.models}
    return {"output": build.output.as_posix(), **counts, "seconds": round(seconds, 3)}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
