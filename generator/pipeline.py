"""From a document to a written, or compared, SDK: the calls in their order, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.config import Settings
from generator.diagnostics import Diagnostics, Failed
from generator.document import load_document
from generator.emit.drift import Drift, compare
from generator.emit.environment import Environment, builtin_folder
from generator.emit.files import FileSet
from generator.emit.format import format_files
from generator.emit.manifest import Manifest, Origin, digest, read_manifest
from generator.emit.writer import Plan, plan_writing, write
from generator.lower import lower
from generator.targets.python import target
from generator.targets.python.brand import decide_brand
from generator.version import VERSION

Stage: TypeAlias = Callable[[str], None]
"""Called with what a stage does, in words, when the stage starts."""


@dataclass(frozen=True, slots=True)
class Build:
    """An output in memory, where it belongs, and what it was counted to hold."""

    files: FileSet
    manifest: Manifest
    output: Path
    operations: int
    models: int


def generate(settings: Settings, diagnostics: Diagnostics, stage: Stage, *, strict: bool = False) -> tuple[Build, Plan]:
    """Build the SDK and write it. `strict` lets no warning pass. Raises `Failed`, with nothing written."""
    build = build_sdk(settings, diagnostics, stage)
    stage(f"Writing {build.output}")
    plan = plan_writing(build.files, build.manifest, build.output, diagnostics)
    _stop_if_failed(diagnostics, strict)
    write(plan, build.files, build.manifest, build.output, diagnostics)
    return build, plan


def check(settings: Settings, diagnostics: Diagnostics, stage: Stage, *, strict: bool = False) -> tuple[Build, Drift]:
    """Build the SDK and compare it with what is written, writing nothing. Raises `Failed`, with `strict` as above."""
    build = build_sdk(settings, diagnostics, stage)
    _stop_if_failed(diagnostics, strict)
    stage(f"Comparing {build.output}")
    before = read_manifest(build.output, VERSION, diagnostics)
    return build, compare(build.files, build.manifest, before, build.output)


def build_sdk(settings: Settings, diagnostics: Diagnostics, stage: Stage) -> Build:
    """Everything up to the disk. Raises `Failed` where the document, the config or a template is at fault."""
    stage(f"Reading {settings.source}")
    document = load_document(settings.spec, diagnostics, allow_remote=settings.allow_remote_refs)
    stage("Lowering")
    api = lower(document, diagnostics)
    stage("Rendering")
    environment = Environment(builtin_folder("python"), settings.templates, diagnostics)
    output = settings.output or Path(_distribution(api.title, settings, diagnostics))
    before = read_manifest(output, VERSION, diagnostics)
    generated = target.generate(api, settings, environment, diagnostics, before.names if before else {})
    files = FileSet(generated.files, diagnostics)
    _stop_if_failed(diagnostics)
    stage("Formatting")
    files = format_files(files, diagnostics)
    origin = Origin(VERSION, document.digest, environment.digest, _digest(settings))
    return Build(files, Manifest.of(files, origin, generated.names), output, len(api.operations), len(api.definitions))


def _distribution(title: str, settings: Settings, diagnostics: Diagnostics) -> str:
    """The name of the distribution, which is where an output goes that nobody gave a place."""
    names = {"package": settings.package, "client": settings.class_name, "distribution": settings.distribution}
    return decide_brand(title, diagnostics, **names).distribution


def _digest(settings: Settings) -> str:
    """SHA-256 of the settings that shape the output, and of nothing that is true on one machine only."""
    names = (settings.package, settings.class_name, settings.distribution)
    asked = dict(sorted(settings.names.items()))
    return digest(json.dumps([settings.source, settings.command, *names, settings.models, asked]).encode())


def _stop_if_failed(diagnostics: Diagnostics, strict: bool = False) -> None:
    if diagnostics.failed or (strict and diagnostics.count("warning")):
        raise Failed
