"""The settings of a run: the command line, then `sdkwright.toml` or `[tool.sdkwright]` of `pyproject.toml`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal

from generator.config import table_values as tables
from generator.config.choices import MODELS, SIGNATURES, Models, Signatures
from generator.config.key_places import KeyPlaces
from generator.config.project_settings import Project, project_settings
from generator.config.subset_patterns import idempotency_settings, subset_patterns
from generator.config.toml_file import exists, mentions, read_toml
from generator.config.webhook_settings import webhook_settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import LocatedText, TextPlace
from generator.document_address import STANDARD_INPUT, file_name, is_address, is_same_document, is_url, name_in_output

CONFIG: Final = "sdkwright.toml"
_PYPROJECT: Final = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Options:
    """The options given on the command line or in a config; an option that is not given is empty.

    Editors show the docstrings below the keys: the JSON Schema of the config is derived from them.
    """

    spec: str = ""
    """Path or URL of the OpenAPI document: `https:`, or `http:` on this machine."""
    output: str = ""
    """Output folder of the SDK. Default: the name of the distribution."""
    overlays: tuple[str, ...] = ()
    """OpenAPI Overlay files, applied to the document in this order."""
    templates: str = ""
    """Folder of templates that replace or extend the built-in ones."""
    package: str = ""
    """Import name of the SDK. Default: derived from the title of the document."""
    class_name: str = ""
    """Name of the client class. Default: derived from the title of the document."""
    distribution: str = ""
    """Name of the distribution, as used by `pip install`. Default: derived from `package`."""
    target: str = ""
    """Language of the SDK. Default: `python`."""
    models: Models | Literal[""] = ""
    """How models are generated: by the built-in `templates` (default), or by `datamodel-code-generator`."""
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names to use in the SDK, by the keys that `sdkwright explain` reports: `"type:ChatUsage" = "Usage"`."""
    allow_remote_refs: bool = False
    """Fetch references to URLs."""
    lenient: bool = False
    """Treat an unresolvable reference as any value, with a warning instead of an error."""
    root: str = ""
    """Folder that may be read through references. Default: the folder of the document."""
    changelog: bool = False
    """Raise the version of the SDK when its interface changes, and list the changes in its CHANGELOG.md."""
    ruff: str = ""
    """Ruff settings file to format the output with, instead of the built-in settings."""
    signatures: Signatures | Literal[""] = ""
    """Keywords of methods: `packed` in one typed dict (default), or `explicit` in the signature."""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    """Files to add to the output, each with its template: `"NOTICE.md" = "notice.md.jinja"`."""
    pages: Mapping[str, bool | Mapping[str, str]] = field(default_factory=dict[str, bool | Mapping[str, str]])
    """Lists of several pages, by operation: `"GET /models" = false`, `true` for what a note reports, or a description:
    `{ cursor = "after", next = "last_id", items = "data" }`."""
    unreferenced: bool = False
    """Keep the models of schemas that no operation, webhook or callback uses."""
    waits: Mapping[str, bool | Mapping[str, str]] = field(default_factory=dict[str, bool | Mapping[str, str]])
    """Work that goes on after a response, by operation: `false`, `true`, `{ status = "state", done = "finished" }`."""
    include: tuple[str, ...] = ()
    """The operations of the SDK, by patterns: `"tag:chat"`, `"path:/v1/**"`, `"operation:get*"` or, for an extension of
    the operation or its path, `"marker:x-public"`. Default: all."""
    exclude: tuple[str, ...] = ()
    """Operations to leave out, by patterns as in `include`, which they take precedence over."""
    idempotency: Mapping[str, str] = field(default_factory=dict[str, str])
    """`header = "Idempotency-Key"`: the header of a key that every POST and PATCH sends, the same for its retries."""
    keep: tuple[str, ...] = ()
    """Globs of files in the output folder that are written by hand: never overwritten, removed or checked."""
    project: Project = field(default_factory=dict[str, str | tuple[str, ...]])
    """Metadata of the distribution: `license`, `authors`, `keywords`, `classifiers`, `repository`, `homepage` and
    `documentation`."""
    webhooks: Mapping[str, str] = field(default_factory=dict[str, str])
    """How the API sends its webhooks, if the document does not say it: `signature = "github"`, `"stripe"`, `"slack"` or
    `"standard"` (Standard Webhooks, the default); `event_header = "X-Event"`, the header that names the event."""

    def over(self, other: Options) -> Options:
        """These options, completed with the other ones."""
        return Options(**{key.name: getattr(self, key.name) or getattr(other, key.name) for key in fields(Options)})


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
    address: str = ""
    """The URL of the document, or `-` for standard input, if it is not a file."""

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files and folders that are read, without those that references lead to."""
        spec = None if self.address else self.spec
        return tuple(path for path in (spec, self.config, self.templates, self.ruff, *self.overlays) if path)


@dataclass(frozen=True, slots=True)
class Config:
    """A config file. `table` holds the options as they are written in it."""

    path: Path
    table: Options

    def resolved(self) -> Options:
        """The options, with paths relative to the current folder instead of the config's."""
        folder, table = self.path.parent, self.table
        spec, output, templates, ruff, root = (
            value if is_url(value) else str(folder / value) if value else ""
            for value in (table.spec, table.output, table.templates, table.ruff, table.root)
        )
        overlays = tuple(str(folder / overlay) for overlay in table.overlays)
        return replace(table, spec=spec, output=output, templates=templates, ruff=ruff, root=root, overlays=overlays)


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
    )


def find_config(folder: Path, diagnostics: Diagnostics) -> Config | None:
    """The config in the folder or the closest one above it, or None. `sdkwright.toml` precedes `pyproject.toml`.

    Raises `Failed` as `read_config` does, also for an `sdkwright.toml` that is a broken link or not a regular file.
    """
    for place in (folder, *folder.resolve().parents):
        if exists(place / CONFIG):
            return read_config(place / CONFIG, diagnostics)
        if mentions(place / _PYPROJECT, b"tool.sdkwright"):
            return read_config(place / _PYPROJECT, diagnostics)
    return None


def read_config(path: Path, diagnostics: Diagnostics) -> Config:
    """Read a config file. Raises `Failed`, with diagnostics, if it cannot be read or is invalid."""
    text, table = read_toml(path, diagnostics)
    names = ("tool", "sdkwright") if path.name == _PYPROJECT else ()
    for name in names:
        table = table.get(name, {}) if tables.is_table(table) else table
    if not tables.is_table(table):
        diagnostics.error("wrong-type", f"`{'.'.join(names)}` must be a table", TextPlace(str(path)))
        raise Failed
    return Config(path, _options(table, KeyPlaces(path, text, ".".join(names)), diagnostics))


def _options(table: Mapping[str, Any], keys: KeyPlaces, diagnostics: Diagnostics) -> Options:
    known = {key.name: tables.TOML_KINDS[type(getattr(Options(), key.name))] for key in fields(Options)}
    before = diagnostics.count("error")
    values: dict[str, Any] = {}
    for key, value in table.items():
        kind: type[object] = value.__class__
        if key not in known:
            hint = did_you_mean(key, known) or f"the keys are {', '.join(known)}"
            diagnostics.error("unknown-key", f"the config has an unknown key `{key}`", keys.place(key), hint)
        elif kind is not known[key]:
            diagnostics.error("wrong-type", tables.wrong_kind(key, known[key], kind), keys.place(key))
        elif key == "project":
            values[key] = project_settings(value, keys, diagnostics)
        elif (wrong := tables.misfits(key, value)) is not None:
            place = keys.place(wrong[0], key) if wrong else keys.place(key)
            diagnostics.error("wrong-type", f"`{key}` must have {tables.EXAMPLES[key]}", place)
        elif "\0" in str(value):
            diagnostics.error("wrong-value", f"`{key}` contains a NUL character", keys.place(key))
        elif isinstance(value, str) and value not in _CHOICES.get(key, (value,)):
            hint = did_you_mean(value, _CHOICES[key]) or f"one of {', '.join(f'`{name}`' for name in _CHOICES[key])}"
            diagnostics.error("wrong-value", f"invalid value `{value}` of `{key}`", keys.place(key), hint)
        else:
            values[key] = tuple(value) if kind is list else value
        if key in tables.OPERATIONS and tables.is_table(listed := values.get(key)):
            values[key] = {LocatedText.at(name, keys.place(name, key)): one for name, one in listed.items()}
        if key in {"webhooks", "idempotency"} and tables.is_table(own := values.get(key)):
            values[key] = (webhook_settings if key == "webhooks" else idempotency_settings)(own, keys, diagnostics)
        if key in {"include", "exclude"} and key in values:
            values[key] = subset_patterns(values[key], key, keys, diagnostics)
        if key in tables.NAMES and key in values:
            values[key] = LocatedText.at(value, keys.place(key))
        if key == "names" and tables.is_table(names := values.get(key)):
            values[key] = {name: LocatedText.at(text, keys.place(name, key)) for name, text in names.items()}
    if diagnostics.count("error") > before:
        raise Failed
    return Options(**values)


_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"models": MODELS, "signatures": SIGNATURES}


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
