"""The pipeline of `sdkwright docs`: read the document, render the pages, build the site, and write it."""

from __future__ import annotations

from pathlib import Path

from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.emit.environment import Environment
from generator.emit.files import FileSet
from generator.emit.manifest import Manifest, Origin, read_manifest
from generator.emit.ownership import check_output_folder
from generator.emit.writer import Plan, finish_interrupted, plan_writing, write
from generator.pipeline import Progress, read
from generator.settings_digest import settings_digest
from generator.version import VERSION

_MARK = "assets/site.js"
"""A file that every site has."""


def generate_site(
    settings: Settings, folder: Path, diagnostics: Diagnostics, progress: Progress, *, strict: bool = False
) -> tuple[Plan, FileSet]:
    """Build the site of an SDK and write it into a folder. With `strict`, a warning is a failure.

    Raises `Failed`, with diagnostics and with nothing written, also where a link leads nowhere (`broken-link`).
    """
    try:
        from generator.site.build import build_site
    except ImportError as error:
        hint = "install it with `pip install 'sdkwright[docs]'`"
        diagnostics.error("missing-extra", f"`sdkwright docs` needs the extra `docs`: {error}", hint=hint)
        raise Failed from None
    _check_folder(folder, settings, diagnostics)
    reading = read(settings, diagnostics, progress)
    progress("Rendering")
    environment = Environment(reading.target.templates, settings.templates, diagnostics, settings.files.values())
    site = reading.named.site(settings, environment, diagnostics)
    _stop_if_failed(diagnostics)
    progress("Building the site")
    files = FileSet(build_site(site, diagnostics), diagnostics)
    _stop_if_failed(diagnostics, strict=strict)
    progress(f"Writing {folder}")
    shaping = settings_digest(settings, diagnostics)
    manifest = Manifest.of(files, Origin(VERSION, reading.document.digest, environment.digest, shaping), {})
    plan = plan_writing(files, manifest, folder, diagnostics)
    _stop_if_failed(diagnostics)
    write(plan, files, manifest, folder, diagnostics)
    return plan, files


def _check_folder(folder: Path, settings: Settings, diagnostics: Diagnostics) -> None:
    """Raise `Failed`, with a diagnostic, for a folder that no site belongs in, such as that of an SDK."""
    check_output_folder(folder, settings.inputs, diagnostics, "choose a folder of its own, as in `--site-dir site`")
    finish_interrupted(folder, diagnostics)
    known = read_manifest(folder, VERSION, diagnostics)
    if known is not None and _MARK not in known.files:
        hint = "choose another folder with --site-dir"
        diagnostics.error("unsafe-output", "the folder of the site is that of an SDK", TextPlace(str(folder)), hint)
        raise Failed


def _stop_if_failed(diagnostics: Diagnostics, *, strict: bool = False) -> None:
    if diagnostics.failed or (strict and diagnostics.count("warning")):
        raise Failed
