"""The pipeline: load, lower, name, render, format, then write or compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from generator.compare.changelog import CHANGELOG, Changelog
from generator.compare.changes import Change, changes
from generator.compare.release import NO_RELEASE, Release, Unreleased, files_digest, unreleased
from generator.compare.surface import Surface
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.document import load_document
from generator.document.prune import pruned
from generator.document.resolver import Document
from generator.document_address import is_address
from generator.emit.drift import Drift, compare
from generator.emit.environment import Environment
from generator.emit.files import MANIFEST, FileSet, OutputFile
from generator.emit.format import format_files
from generator.emit.manifest import Manifest, Origin, read_manifest
from generator.emit.owned_globs import OwnedGlobs
from generator.emit.ownership import check_output_folder, kept_by_user
from generator.emit.writer import Plan, changed_meanwhile, finish_interrupted, plan_writing, write
from generator.ir.equal import kept_ids, with_equal_as_one
from generator.ir.types import Api
from generator.kept_names import kept_names
from generator.lower import lower
from generator.lower.subset import Subset
from generator.release_state import changelog_text, last_release
from generator.settings_digest import settings_digest
from generator.targets.registry import target_named
from generator.targets.target import NamedApi, Target
from generator.version import VERSION
from generator.workflow_output import WorkflowOutput, workflow_output

Progress: TypeAlias = Callable[[str], None]
"""Called with the name of each stage when it starts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read: the API in it, the names of its SDK, and the output folder with its last manifest."""

    document: Document
    api: Api
    target: Target
    named: NamedApi
    output: Path
    last: Manifest | None


@dataclass(frozen=True, slots=True)
class Build:
    """An output in memory."""

    files: FileSet
    manifest: Manifest
    reading: Reading
    before: Surface | None
    """The surface of the last output, or None where there is none or it is not known."""
    changes: tuple[Change, ...]
    """What changes for callers of the last output."""
    workflows: WorkflowOutput | None
    unreleased: Unreleased | None
    """What changed since the last release; None if no changelog is kept."""

    @property
    def output(self) -> Path:
        return self.reading.output

    @property
    def operations(self) -> int:
        return len(self.reading.api.operations)

    @property
    def models(self) -> int:
        return len(self.reading.api.definitions)


def generate(
    settings: Settings,
    diagnostics: Diagnostics,
    progress: Progress,
    *,
    strict: bool = False,
    dry_run: bool = False,
    keep_edits: bool = False,
    keep_document: bool = True,
    before_writing: Callable[[Build], None] | None = None,
) -> tuple[Build, Plan]:
    """Build the SDK and write it. With `strict`, a warning is a failure; with `dry_run`, nothing is written.

    With `keep_edits`, a file that was edited by hand is a failure instead of a warning. Without `keep_document`, the
    memory of the document is freed once it is lowered. Raises `Failed`, with diagnostics and with nothing written;
    `before_writing` may do so too.
    """
    prepare = partial(prepare_output, settings, diagnostics, dry_run)
    build = build_sdk(settings, diagnostics, progress, prepare=prepare, keep_document=keep_document)
    progress(f"Writing {build.output}")
    files, manifest, keep = build.files, build.manifest, OwnedGlobs(settings.keep)
    plan = plan_writing(files, manifest, build.output, diagnostics, keep, keep_edits=keep_edits)
    if plan.before != build.reading.last:
        raise changed_meanwhile(build.output / MANIFEST, diagnostics)
    beside: dict[str, str] = {}
    if build.unreleased is not None:
        changelog, text = _changelog(build, diagnostics, keep_edits=keep_edits)
        beside = {CHANGELOG: text} if text != changelog.text else {}
        plan = replace(plan, seen={**plan.seen, CHANGELOG: changelog.state}, beside=tuple(beside))
    side = build.workflows.plan(diagnostics, keep_edits=keep_edits) if build.workflows else None
    _stop_if_failed(diagnostics, strict)
    if before_writing:
        before_writing(build)
    if not dry_run:
        write(plan, build.files, build.manifest, build.output, diagnostics, beside)
    if build.workflows and side:
        plan = replace(plan, workflows=(*side.create, *side.change, *side.remove))
        if not dry_run:
            build.workflows.write(side, diagnostics)
    return build, plan


def prepare_output(settings: Settings, diagnostics: Diagnostics, dry_run: bool, output: Path) -> None:
    """Refuse an output folder that no SDK belongs in, and complete an interrupted run before its manifest is read."""
    check_output_folder(output, settings.inputs, diagnostics)
    finish_interrupted(output, diagnostics, dry_run=dry_run)


def check(
    settings: Settings,
    diagnostics: Diagnostics,
    progress: Progress,
    *,
    strict: bool = False,
    keep_document: bool = True,
) -> tuple[Build, Drift]:
    """Build the SDK and compare it with the output folder. Raises `Failed` as `generate` does."""
    build = build_sdk(settings, diagnostics, progress, keep_document=keep_document)
    _stop_if_failed(diagnostics, strict)
    progress(f"Comparing {build.output}")
    drift = compare(build.files, build.manifest, build.reading.last, build.output, OwnedGlobs(settings.keep))
    if build.unreleased is not None and build.reading.last is not None:
        changelog, text = _changelog(build, diagnostics, keep_edits=None)
        drift = drift if text == changelog.text else drift.with_changelog(CHANGELOG, changelog.text, text)
    if build.workflows:
        drift = build.workflows.drift(drift, build.output)
    return build, drift


def _changelog(build: Build, diagnostics: Diagnostics, *, keep_edits: bool | None) -> tuple[Changelog, str]:
    """The changelog of the output as it is, and the text to write. See `changelog_text`."""
    assert build.unreleased is not None
    last = build.reading.last
    return changelog_text(build.unreleased, last, VERSION, build.output, diagnostics, keep_edits=keep_edits)


def load_api(
    settings: Settings,
    diagnostics: Diagnostics,
    progress: Progress | None = None,
    *,
    spec: tuple[Path, str] | None = None,
) -> tuple[Document, Api]:
    """Load the document of the settings, or `spec` (a path, and its name in messages), and lower it.

    Faults of the document become diagnostics. Raises `Failed` where reading cannot go on.
    """
    path, name = spec or (settings.spec, "")
    address = (name if is_address(name) else "") if spec else settings.address
    if progress:
        progress(f"Reading {settings.source}")
    document = load_document(
        path,
        diagnostics,
        allow_remote=settings.allow_remote_refs,
        overlays=settings.overlays,
        lenient=settings.lenient,
        root=settings.root,
        name=name,
        address=address,
    )
    if progress:
        progress("Lowering")
    names, pages, webhooks = settings.names, settings.pages, settings.webhooks
    return document, lower(
        document,
        diagnostics,
        names,
        pages,
        webhooks,
        waits=settings.waits,
        unreferenced=settings.unreferenced,
        subset=Subset(settings.include, settings.exclude),
        idempotency=settings.idempotency.get("header", ""),
    )


def read(
    settings: Settings,
    diagnostics: Diagnostics,
    progress: Progress | None = None,
    *,
    spec: tuple[Path, str] | None = None,
    published: Mapping[str, str] | None = None,
    prepare: Callable[[Path], None] | None = None,
) -> Reading:
    """Load the document, lower it, and decide the names: `published` ones stay, by default those of the output folder.

    `prepare` is called with the output folder before its manifest is read. Takes and raises what `load_api` does.
    """
    document, api = load_api(settings, diagnostics, progress, spec=spec)
    target = target_named(settings.target, diagnostics)
    output = settings.output or Path(target.package_settings(api, settings, diagnostics)["output"])
    if prepare:
        prepare(output)
    last = read_manifest(output, VERSION, diagnostics) if published is None else None
    if published is None:
        published = kept_names(last, settings.released, diagnostics) if last else {}
    api = with_equal_as_one(api, kept_ids((*settings.names, *published)))
    named = target.name(api, settings, diagnostics, published)
    return Reading(document, api, target, named, output, last)


def build_sdk(
    settings: Settings,
    diagnostics: Diagnostics,
    progress: Progress,
    *,
    prepare: Callable[[Path], None] | None = None,
    keep_document: bool = True,
) -> Build:
    """Build an output in memory. Raises `Failed` where the document, the config or a template is at fault.

    `prepare` is called with the output folder before its manifest is read.
    """
    reading = read(settings, diagnostics, progress, prepare=prepare)
    if not keep_document and not settings.tests:
        reading.document.release()
    return build_from(reading, settings, diagnostics, progress)


def build_from(
    reading: Reading, settings: Settings, diagnostics: Diagnostics, progress: Progress, *, version: str = ""
) -> Build:
    """Build an output in memory, with `version` as a release of that version. Raises `Failed` as `build_sdk` does."""
    progress("Rendering")
    last, named, document = reading.last, reading.named, reading.document
    # A new version of the document itself is what the SDK is generated again for.
    referenced = {name: found for name, found in document.remote.items() if name != document.name}
    check_lock(referenced, last.remote if last else {}, diagnostics)
    shaping = settings_digest(settings, diagnostics)
    environment = Environment(reading.target.templates, settings.templates, diagnostics, settings.files.values())
    _stop_if_failed(diagnostics)
    surface, before = named.surface(), Surface.of(last.api) if last and last.api else None
    found = changes(before, surface) if before else ()
    last_one = last_release(last, surface.version, reading.output, diagnostics) if settings.changelog else None
    if own_version := version or (last_one.version if last_one else ""):
        surface = replace(surface, version=own_version)
        named = named.as_version(own_version)
    document_of_tests = pruned(document, reading.api.operations) if settings.tests else ""
    tests = [OutputFile("tests/openapi.json", document_of_tests, verbatim=True)] if settings.tests else []
    files = FileSet((*named.render(settings, environment, diagnostics), *tests), diagnostics)
    _stop_if_failed(diagnostics)
    keep = OwnedGlobs(settings.keep)
    files = files.without(kept_by_user(files, last, reading.output, keep))
    written = [*files.paths, *([CHANGELOG] if settings.changelog else [])]
    keep.check(written, diagnostics, TextPlace(str(settings.config)) if settings.config else None)
    progress("Formatting")
    files = format_files(files, diagnostics, settings.ruff)
    origin = Origin(VERSION, document.digest, environment.digest, shaping)
    manifest = Manifest.of(files, origin, named.published, surface.data(), document.remote)
    workflows = workflow_output(settings, named, environment, reading.output, diagnostics)
    if not settings.changelog:
        return Build(files, manifest, reading, before, found, workflows, None)
    if version:
        last_one = Release(manifest.api, files_digest(manifest.files))
    pending = unreleased(last_one, surface, files_digest(manifest.files))
    manifest = replace(manifest, released=last_one.data(manifest.api) if last_one else NO_RELEASE)
    return Build(files, manifest, reading, before, found, workflows, pending)


def check_lock(remote: Mapping[str, str], locked: Mapping[str, str], diagnostics: Diagnostics) -> None:
    """Report remote files whose content differs from what the last output was made from."""
    for url, found in remote.items():
        if locked.get(url, found) != found:
            message = f"`{url}` differs from what the output was made from: SHA-256 {found}, locked {locked[url]}"
            hint = "review the change; to accept it, delete the output folder and generate again"
            diagnostics.error("remote-changed", message, hint=hint)


def _stop_if_failed(diagnostics: Diagnostics, strict: bool = False) -> None:
    if diagnostics.failed or (strict and diagnostics.count("warning")):
        raise Failed
