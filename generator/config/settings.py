"""The settings of a run: the options of the command line, completed with those of the config file."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from generator.config.choices import MODELS, Models, Signatures, Workflow
from generator.config.config_file import CONFIG, Config, find_config, read_config
from generator.config.options import Options
from generator.config.project_settings import Project
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.document_address import STANDARD_INPUT, file_name, is_address, is_same_document, name_in_output


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run. The target derives an empty name from the document."""

    spec: Path
    """The path of the document; of one that has an address, a name for its file."""
    source: str
    """The path of the document in generated files; it does not depend on the current folder."""
    command: str
    """The command in generated files; it does not depend on the current folder."""
    output: Path | None
    templates: Path | None
    overlays: tuple[Path, ...] = ()
    package: str = ""
    class_name: str = ""
    distribution: str = ""
    target: str = "python"
    """The registered name of the target."""
    models: Models = "templates"
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    lenient: bool = False
    root: Path | None = None
    """The folder that may be read through references, if it is not the document's."""
    allow_remote_refs: bool = False
    changelog: bool = False
    config: Path | None = None
    ruff: Path | None = None
    signatures: Signatures = "packed"
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    """Paths in the output, each with its template."""
    pages: Mapping[str, bool | Mapping[str, str]] = field(default_factory=dict[str, bool | Mapping[str, str]])
    unreferenced: bool = False
    waits: Mapping[str, bool | Mapping[str, str]] = field(default_factory=dict[str, bool | Mapping[str, str]])
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    idempotency: Mapping[str, str] = field(default_factory=dict[str, str])
    keep: tuple[str, ...] = ()
    webhooks: Mapping[str, str] = field(default_factory=dict[str, str])
    project: Project = field(default_factory=dict[str, str | tuple[str, ...]])
    released: tuple[str, ...] = ()
    """Globs of the keys of published names that do not stay; never from a config."""
    tests: bool = False
    workflow: Workflow | Literal[""] = ""
    address: str = ""
    """The URL of the document, or `-` for standard input, if it is not a file."""

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files and folders that are read, without those that references lead to."""
        spec = None if self.address else self.spec
        return tuple(path for path in (spec, self.config, self.templates, self.ruff, *self.overlays) if path)


def settle(given: Options, config_file: str, folder: Path, diagnostics: Diagnostics) -> Settings:
    """Combine the options of the command line with those of the config.

    Without `config_file`, the config is searched for in `folder` and above it, and it applies only if `given` names its
    document or none. Raises `Failed`, with diagnostics, if the config is invalid or no document is given.
    """
    config = read_config(Path(config_file), diagnostics) if config_file else find_config(folder, diagnostics)
    if config and not config_file and given.spec and not is_same_document(given.spec, config.resolved().spec):
        config = None
    options = given.over(config.resolved()) if config else given
    if not options.spec:
        where = TextPlace(str(config.path)) if config else None
        hint = f'give SPEC, as in `sdkwright generate openapi.yaml`, or set `spec = "…"` in {CONFIG}'
        diagnostics.error("no-document", "no OpenAPI document is given", where, hint)
        raise Failed
    own = config if config and is_same_document(options.spec, config.resolved().spec) else None
    return Settings(
        spec=Path(file_name(options.spec)),
        source=name_in_output(options.spec, own.table.spec if own else ""),
        command=_command(given, own),
        output=Path(options.output) if options.output else None,
        overlays=tuple(Path(overlay) for overlay in options.overlays),
        templates=Path(options.templates) if options.templates else None,
        package=options.package,
        class_name=options.class_name,
        distribution=options.distribution,
        names=options.names,
        target=options.target or "python",
        models="datamodel-code-generator" if options.models == MODELS[1] else MODELS[0],
        allow_remote_refs=options.allow_remote_refs,
        lenient=options.lenient,
        root=Path(options.root) if options.root else None,
        changelog=options.changelog,
        config=config.path if config else None,
        ruff=Path(options.ruff) if options.ruff else None,
        signatures="explicit" if options.signatures == "explicit" else "packed",
        files=options.files,
        pages=options.pages,
        unreferenced=options.unreferenced,
        waits=options.waits,
        include=options.include,
        exclude=options.exclude,
        idempotency=options.idempotency,
        keep=options.keep,
        address=options.spec if is_address(options.spec) else "",
        webhooks=options.webhooks,
        project=options.project,
        tests=options.tests,
        workflow="github" if options.workflow == "github" else "",
    )


def _command(given: Options, config: Config | None) -> str:
    """The command, without options that are in its config, do not affect the output or depend on the machine."""
    words = ["sdkwright", "generate"]
    if config is None:
        words.append(given.spec if given.spec == STANDARD_INPUT else name_in_output(given.spec))
    flags = {"--package": given.package, "--class-name": given.class_name, "--models": given.models}
    for flag, value in flags.items():
        if value and (config is None or value != getattr(config.table, flag[2:].replace("-", "_"))):
            words += [flag, value]
    for overlay in given.overlays:
        words += ["--overlay", Path(overlay).name]
    if given.allow_remote_refs and not (config and config.table.allow_remote_refs):
        words.append("--allow-remote-refs")
    if given.lenient and not (config and config.table.lenient):
        words.append("--lenient")
    if given.root and not (config and config.table.root):
        folder = Path() if is_address(given.spec) else Path(given.spec).parent
        words += ["--root", Path(os.path.relpath(given.root, folder)).as_posix()]
    return shlex.join(words)
