"""The workflows of an SDK's repository: an output of its own, in `.github/workflows` beside the config.

GitHub reads workflows only in the top folder of a repository, which the output folder often is not. So they are written
to the folder of the config, with a manifest of their own: files that were not generated are never replaced.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.emit.drift import Drift, compare
from generator.emit.environment import Environment
from generator.emit.files import MANIFEST, VERSION_CONTROL, FileSet
from generator.emit.manifest import Manifest, Origin, read_manifest
from generator.emit.writer import Plan, plan_writing, write
from generator.targets.target import NamedApi, RepositoryPaths, inside
from generator.version import VERSION

FOLDER: Final = ".github/workflows"
_ORIGIN: Final = Origin(VERSION, "", "", "")
"""Without digests: a token of GitHub Actions may not push changes in this folder, so they are rare."""


@dataclass(frozen=True, slots=True)
class WorkflowOutput:
    """The workflows to write, and the manifest of those that were written last (None if there are none)."""

    folder: Path
    files: FileSet
    manifest: Manifest
    last: Manifest | None

    def plan(self, diagnostics: Diagnostics, *, keep_edits: bool) -> Plan:
        """Compare the files with the folder, as `plan_writing` does."""
        return plan_writing(self.files, self.manifest, self.folder, diagnostics, keep_edits=keep_edits)

    def write(self, plan: Plan, diagnostics: Diagnostics) -> None:
        """Carry out the plan."""
        write(plan, self.files, self.manifest, self.folder, diagnostics)

    def drift(self, drift: Drift, output: Path) -> Drift:
        """The drift of an output with that of the workflows, by paths relative to the output."""
        own = compare(self.files, self.manifest, self.last, self.folder)
        below = os.path.relpath(self.folder, output).replace(os.sep, "/")
        causes = tuple(cause for cause in own.causes if cause != "never-generated" and cause not in drift.causes)
        return replace(
            drift,
            missing=(*drift.missing, *(f"{below}/{path}" for path in own.missing)),
            changed=(*drift.changed, *(f"{below}/{path}" for path in own.changed)),
            leftover=(*drift.leftover, *(f"{below}/{path}" for path in own.leftover)),
            edited=(*drift.edited, *(f"{below}/{path}" for path in own.edited)),
            causes=(*drift.causes, *causes),
            diff=drift.diff or own.diff,
            hidden=drift.hidden + (len(own.diff) if drift.diff else 0) + own.hidden,
        )


def workflow_output(
    settings: Settings,
    named: NamedApi,
    environment: Environment,
    output: Path,
    diagnostics: Diagnostics,
) -> WorkflowOutput | None:
    """The workflows of the settings; without files if there are to be none, but were. None if there is nothing to do.

    Reports a repository in which they cannot work. Raises `Failed`, with a diagnostic, if their manifest is damaged.
    """
    if settings.config is None:
        return None
    top = settings.config.parent
    folder = top / FOLDER
    if not settings.workflow and not (folder / MANIFEST).is_file():
        return None
    _check_links(top, diagnostics)
    last = read_manifest(folder, VERSION, diagnostics)
    files = FileSet((), diagnostics)
    if settings.workflow and (paths := _paths(settings, settings.config, output, diagnostics)):
        files = FileSet(named.workflows(paths, settings, environment), diagnostics)
        _check_top(top, settings.config, diagnostics)
    return WorkflowOutput(folder, files, Manifest.of(files, _ORIGIN, {}), last)


def _paths(settings: Settings, config: Path, output: Path, diagnostics: Diagnostics) -> RepositoryPaths | None:
    top = config.parent
    sdk = inside(output, top)
    if sdk is None:
        hint = "put the config in the top folder of the SDK's repository"
        message = f"`workflow` needs an output folder in the folder of the config, which `{output}` is not"
        diagnostics.error("workflow-outside", message, TextPlace(str(config)), hint)
        return None
    spec = None if settings.address else inside(settings.spec, top)
    return RepositoryPaths(config.name, sdk, spec or "")


def _check_links(top: Path, diagnostics: Diagnostics) -> None:
    for folder in (top / ".github", top / FOLDER):
        if folder.is_symlink():
            message = "a symbolic link is in the path of a generated file"
            diagnostics.error("symbolic-link", message, TextPlace(str(folder)), "remove the link")
            raise Failed


def _check_top(top: Path, config: Path, diagnostics: Diagnostics) -> None:
    """Warn of a config that is in a folder of a repository: GitHub does not read workflows there."""
    real = top.resolve()
    repository = next((each for each in (real, *real.parents) if _is_repository(each)), real)
    if repository != real:
        hint = f"move the config to {repository}, or copy the workflows to its {FOLDER}"
        message = f"GitHub reads workflows only in the top folder of a repository, not in {inside(real, repository)}"
        diagnostics.warning("workflow-not-read", message, TextPlace(str(config)), hint)


def _is_repository(folder: Path) -> bool:
    return any((folder / name).exists() for name in VERSION_CONTROL)
