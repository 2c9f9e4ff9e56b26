"""From a document to a written, or compared, SDK: the calls in their order, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from generator.compare.changes import Change, changes, worst
from generator.compare.render import as_entry
from generator.compare.surface import Surface
from generator.compare.versions import raised
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.document import load_document
from generator.document.resolver import Document
from generator.emit.changelog import CHANGELOG, with_entry
from generator.emit.drift import Drift, compare
from generator.emit.environment import Environment, builtin_folder
from generator.emit.files import FileSet
from generator.emit.format import format_files
from generator.emit.manifest import Manifest, Origin, digest, read_manifest
from generator.emit.owned_globs import Keep
from generator.emit.ruff_settings import check_settings
from generator.emit.writer import Plan, plan_writing, write
from generator.ir.types import Api
from generator.lower import lower
from generator.targets.python import target
from generator.targets.python.names.package_name import decide_brand
from generator.targets.python.target import Named
from generator.version import VERSION

Stage: TypeAlias = Callable[[str], None]
"""Called with what a stage does, in words, when the stage starts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, what it describes, and what everything in the SDK is called."""

    document: Document
    api: Api
    named: Named


@dataclass(frozen=True, slots=True)
class Build:
    """An output in memory, where it belongs, what it was made of, and what it changes for callers of the last one."""

    files: FileSet
    manifest: Manifest
    output: Path
    reading: Reading
    before: Surface | None
    """What the last output published, where that is known."""
    changes: tuple[Change, ...]
    version: str
    """The distribution's."""

    @property
    def operations(self) -> int:
        return len(self.reading.api.operations)

    @property
    def models(self) -> int:
        return len(self.reading.api.definitions)


def generate(settings: Settings, diagnostics: Diagnostics, stage: Stage, *, strict: bool = False) -> tuple[Build, Plan]:
    """Build the SDK and write it. `strict` lets no warning pass. Raises `Failed`, with nothing written."""
    build = build_sdk(settings, diagnostics, stage)
    stage(f"Writing {build.output}")
    plan = plan_writing(build.files, build.manifest, build.output, diagnostics, Keep(settings.keep))
    beside = {}
    if settings.changelog and build.changes:
        beside[CHANGELOG] = with_entry(build.output, as_entry(build.changes, build.version), diagnostics)
    _stop_if_failed(diagnostics, strict)
    write(plan, build.files, build.manifest, build.output, diagnostics, beside)
    return build, plan


def check(settings: Settings, diagnostics: Diagnostics, stage: Stage, *, strict: bool = False) -> tuple[Build, Drift]:
    """Build the SDK and compare it with what is written, writing nothing. Raises `Failed`, with `strict` as above."""
    build = build_sdk(settings, diagnostics, stage)
    _stop_if_failed(diagnostics, strict)
    stage(f"Comparing {build.output}")
    before = read_manifest(build.output, VERSION, diagnostics)
    return build, compare(build.files, build.manifest, before, build.output, Keep(settings.keep))


def build_sdk(settings: Settings, diagnostics: Diagnostics, stage: Stage) -> Build:
    """Everything up to the disk. Raises `Failed` where the document, the config or a template is at fault."""
    stage(f"Reading {settings.source}")
    document = load_document(
        settings.spec,
        diagnostics,
        allow_remote=settings.allow_remote_refs,
        overlays=settings.overlays,
        lenient=settings.lenient,
        root=settings.root,
    )
    stage("Lowering")
    api = lower(document, diagnostics)
    stage("Rendering")
    shaping = _digest(settings, diagnostics)
    environment = Environment(builtin_folder("python"), settings.templates, diagnostics, settings.files.values())
    output = settings.output or Path(_distribution(api.title, settings, diagnostics))
    last = read_manifest(output, VERSION, diagnostics)
    check_lock(document.remote, last.remote if last else {}, diagnostics)
    named = target.name(api, settings, diagnostics, last.names if last else {})
    _stop_if_failed(diagnostics)
    surface, before = named.surface(), Surface.of(last.api) if last and last.api else None
    found = changes(before, surface) if before else ()
    if settings.changelog and before:
        surface = replace(surface, version=raised(before.version, worst(found)))
        named = named.as_version(surface.version)
    files = FileSet(target.generate(named, settings, environment, diagnostics), diagnostics)
    _stop_if_failed(diagnostics)
    written = [*files.paths, *([CHANGELOG] if settings.changelog else [])]
    Keep(settings.keep).check(written, diagnostics, TextPlace(str(settings.config)) if settings.config else None)
    stage("Formatting")
    files = format_files(files, diagnostics, settings.ruff)
    origin = Origin(VERSION, document.digest, environment.digest, shaping)
    manifest = Manifest.of(files, origin, named.published, surface.data(), document.remote)
    return Build(files, manifest, output, Reading(document, api, named), before, found, surface.version)


def check_lock(remote: Mapping[str, str], locked: Mapping[str, str], diagnostics: Diagnostics) -> None:
    """Report files of the network that are not what the last output was made from."""
    for url, found in remote.items():
        if locked.get(url, found) != found:
            message = f"`{url}` is not what the output was made from: its SHA-256 is {found}, locked is {locked[url]}"
            hint = "look at what changed there; to take it, delete the output folder and generate again"
            diagnostics.error("remote-changed", message, hint=hint)


def compare_documents(
    settings: Settings, old: tuple[Path, str], new: tuple[Path, str], diagnostics: Diagnostics
) -> tuple[tuple[Change, ...], str]:
    """What the SDK of one document changes for the callers of another's, and the version of the latter.

    Each document is a path and what to call it; the overlays of the settings apply to both. The older one's names stay,
    as in an output that is generated again. Only errors are reported. Raises `Failed` where there are any.
    """
    before = diagnostics.count("error")
    asked = replace(settings, names={})  # a name of the config may be for what only the newer document has
    earlier = _named(asked, *old, {}, diagnostics)
    later = _named(settings, *new, earlier.published if earlier else {}, diagnostics)
    if earlier is None or later is None or diagnostics.count("error") > before:
        raise Failed
    surface = earlier.surface()
    return changes(surface, later.surface()), surface.version


def _named(
    settings: Settings, path: Path, name: str, published: Mapping[str, str], diagnostics: Diagnostics
) -> Named | None:
    own = Diagnostics()
    named = None
    with suppress(Failed):
        document = load_document(
            path,
            own,
            allow_remote=settings.allow_remote_refs,
            overlays=settings.overlays,
            lenient=settings.lenient,
            root=settings.root,
            name=name,
        )
        named = target.name(lower(document, own), settings, own, published)
    diagnostics.items += [item for item in own.items if item.severity == "error"]
    return named


def _distribution(title: str, settings: Settings, diagnostics: Diagnostics) -> str:
    """The name of the distribution, which is where an output goes that nobody gave a place."""
    names = {"package": settings.package, "client": settings.class_name, "distribution": settings.distribution}
    return decide_brand(title, diagnostics, **names).distribution


def _digest(settings: Settings, diagnostics: Diagnostics) -> str:
    """SHA-256 of the settings that shape the output, and of nothing that is true on one machine only.

    Raises `Failed`, with a diagnostic, where the settings of the formatter are at fault.
    """
    names = (settings.package, settings.class_name, settings.distribution)
    asked = dict(sorted(settings.names.items()))
    further = {
        "changelog": settings.changelog,
        "files": dict(sorted(settings.files.items())),
        "ruff": check_settings(settings.ruff, diagnostics) if settings.ruff else "",
        "signatures": settings.signatures if settings.signatures != "packed" else "",
    }
    given = {key: value for key, value in further.items() if value}
    content = [settings.source, settings.command, *names, settings.models, asked, *([given] if given else [])]
    return digest(json.dumps(content).encode())


def _stop_if_failed(diagnostics: Diagnostics, strict: bool = False) -> None:
    if diagnostics.failed or (strict and diagnostics.count("warning")):
        raise Failed
