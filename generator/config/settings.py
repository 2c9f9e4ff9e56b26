"""The settings of a run: from the command line, over `sdkwright.toml` or `[tool.sdkwright]` of a `pyproject.toml`."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import TextPlace

CONFIG: Final = "sdkwright.toml"
_PYPROJECT: Final = "pyproject.toml"

Models = Literal["templates", "datamodel-code-generator"]
MODELS: Final[tuple[Models, ...]] = ("templates", "datamodel-code-generator")

Signatures = Literal["packed", "explicit"]
SIGNATURES: Final[tuple[Signatures, ...]] = ("packed", "explicit")


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for, on the command line or in a config; empty where nothing was. Paths are ready to open.

    What stands below a key is what editors show of it: the JSON Schema of the config is made from here.
    """

    spec: str = ""
    """The OpenAPI document, as a path relative to this file."""
    output: str = ""
    """The folder that the SDK is written into; by default one with the name of the distribution."""
    overlays: tuple[str, ...] = ()
    """OpenAPI Overlay documents, applied to the document in this order."""
    templates: str = ""
    """A folder of templates that replace or extend the built-in ones."""
    package: str = ""
    """The name that the SDK is imported by; by default from the document's title."""
    class_name: str = ""
    """The name of the client's class; by default from the document's title."""
    distribution: str = ""
    """The name that the SDK is installed by; by default from the package."""
    target: str = ""
    """The language of the SDK; `python` by default."""
    models: Models | Literal[""] = ""
    """Who writes the models."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of your own, by the keys that `sdkwright explain` tells: `"type:ChatUsage" = "Usage"`."""
    allow_remote_refs: bool = False
    """Whether references may lead to the network."""
    lenient: bool = False
    """Whether a reference that leads nowhere stands for any value, with a warning, instead of being an error."""
    root: str = ""
    """The folder that references may lead to files in; by default the document's own."""
    changelog: bool = False
    """Whether what changes for callers raises the SDK's version and is written into its CHANGELOG.md."""
    ruff: str = ""
    """A ruff settings file that the output is formatted by, in place of our settings."""
    signatures: Signatures | Literal[""] = ""
    """How methods take keywords: `packed` into one typed dict (the default), or each `explicit` in the signature."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Files to add to the output, each with the template that makes it: `"NOTICE.md" = "notice.md.jinja"`."""
    keep: tuple[str, ...] = ()
    """Files inside the output that a person owns, as globs: never overwritten, never removed, never drift."""

    def over(self, other: Options) -> Options:
        """These options, and the other's where these say nothing."""
        return Options(**{key.name: getattr(self, key.name) or getattr(other, key.name) for key in fields(Options)})


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a run is told. An empty name is for the target to derive from the document."""

    spec: Path
    source: str
    """The document as generated files call it: the same wherever the command runs."""
    command: str
    """The command that generates, likewise."""
    output: Path | None
    templates: Path | None
    overlays: tuple[Path, ...] = ()
    package: str = ""
    class_name: str = ""
    distribution: str = ""
    target: str = "python"
    """The language of the SDK, by the name that its target is registered under."""
    models: Models = "templates"
    names: Mapping[str, str] = field(default_factory=dict)
    lenient: bool = False
    root: Path | None = None
    """The folder that references may lead to files in, where it is not the document's own."""
    allow_remote_refs: bool = False
    changelog: bool = False
    """Whether what changes for callers raises the SDK's version, and goes into its changelog."""
    config: Path | None = None
    ruff: Path | None = None
    signatures: Signatures = "packed"
    """Whether keywords stand in the signatures of methods, or in a typed dict beside them."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Paths in the output, each with the template of the overlay that makes it."""
    keep: tuple[str, ...] = ()
    """Globs of what a person owns inside the output."""


@dataclass(frozen=True, slots=True)
class Config:
    """A config file that was read. `table` holds the keys as they are written there."""

    path: Path
    table: Options

    def resolved(self) -> Options:
        """The options with the paths made relative to the current folder instead of the config's."""
        folder, table = self.path.parent, self.table
        spec, output, templates, ruff, root = (
            str(folder / value) if value else ""
            for value in (table.spec, table.output, table.templates, table.ruff, table.root)
        )
        overlays = tuple(str(folder / overlay) for overlay in table.overlays)
        return replace(table, spec=spec, output=output, templates=templates, ruff=ruff, root=root, overlays=overlays)


def settle(asked: Options, config_file: str, folder: Path, diagnostics: Diagnostics) -> Settings:
    """The settings of a run that `asked` for this, with the config named, or found from the folder upwards.

    A config that was found, not named, speaks for its own document only: with another SPEC it is passed over. Raises
    `Failed`, with diagnostics, where the config is at fault or no document is named.
    """
    config = read_config(Path(config_file), diagnostics) if config_file else find_config(folder, diagnostics)
    if config and not config_file and asked.spec and not _same_file(asked.spec, config.resolved().spec):
        config = None
    options = asked.over(config.resolved()) if config else asked
    if not options.spec:
        where = TextPlace(str(config.path)) if config else None
        hint = f'give SPEC, as in `sdkwright generate openapi.yaml`, or set `spec = "…"` in {CONFIG}'
        diagnostics.error("no-document", "no OpenAPI document is named", where, hint)
        raise Failed
    own = config if config and _same_file(options.spec, config.resolved().spec) else None
    return Settings(
        spec=Path(options.spec),
        source=own.table.spec if own else Path(options.spec).name,
        command=_command(asked, own),
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
        keep=options.keep,
    )


def find_config(folder: Path, diagnostics: Diagnostics) -> Config | None:
    """The nearest config in the folder or above it, or None. In one folder `sdkwright.toml` comes first."""
    for place in (folder, *folder.resolve().parents):
        if (place / CONFIG).is_file():
            return read_config(place / CONFIG, diagnostics)
        if (place / _PYPROJECT).is_file() and b"tool.sdkwright" in (place / _PYPROJECT).read_bytes():
            return read_config(place / _PYPROJECT, diagnostics)
    return None


def read_config(path: Path, diagnostics: Diagnostics) -> Config:
    """Read a config file. Raises `Failed`, with diagnostics, where it cannot be read or says what we do not know."""
    text = ""
    try:
        text = path.read_bytes().decode("utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        diagnostics.error("config-not-read", f"cannot read the config: {error.strerror}", TextPlace(str(path)))
        raise Failed from None
    except UnicodeDecodeError:
        diagnostics.error("config-syntax", "the config is not UTF-8", TextPlace(str(path)))
        raise Failed from None
    except tomllib.TOMLDecodeError as error:
        diagnostics.error("config-syntax", f"the config is not TOML: {error}", _syntax_place(path, text, str(error)))
        raise Failed from None
    names = ("tool", "sdkwright") if path.name == _PYPROJECT else ()
    for name in names:
        table = table.get(name, {})
        if not isinstance(table, dict):
            diagnostics.error("wrong-type", f"`{'.'.join(names)}` wants a table", TextPlace(str(path)))
            raise Failed
    return Config(path, _options(table, _Keys(path, text, ".".join(names)), diagnostics))


@dataclass(frozen=True, slots=True)
class _Keys:
    """Finds the lines of keys in a config: `tomllib` keeps no positions."""

    path: Path
    text: str
    section: str

    def place(self, key: str) -> TextPlace:
        section, pattern = "", re.compile(rf"\s*([\"']?){re.escape(key)}\1\s*(=|\.)|\s*\[\s*{re.escape(key)}\b")
        for number, line in enumerate(self.text.splitlines(), 1):
            if section == self.section and (found := pattern.match(line)):
                column = len(found[0]) - len(found[0].lstrip()) + 1
                return TextPlace(str(self.path), number, column, self.text)
            if header := re.match(r"\s*\[([^\[\]]+)\]", line):
                section = header[1].strip()
        return TextPlace(str(self.path))


def _options(table: Mapping[str, Any], keys: _Keys, diagnostics: Diagnostics) -> Options:
    known = {key.name: _TOML_KINDS[type(getattr(Options(), key.name))] for key in fields(Options)}
    before = diagnostics.count("error")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            hint = did_you_mean(key, known) or f"the keys are {', '.join(known)}"
            diagnostics.error("unknown-key", f"the config has an unknown key `{key}`", keys.place(key), hint)
        elif type(value) is not known[key]:
            found = _TOML_TYPES.get(type(value), "a date or time")
            message = f"`{key}` wants {_TOML_TYPES[known[key]]}, found {found}"
            diagnostics.error("wrong-type", message, keys.place(key))
        elif isinstance(value, dict | list) and not _all_texts(value):
            message = f"`{key}` wants {_EXAMPLES[key]}"
            diagnostics.error("wrong-type", message, keys.place(key))
        elif "\0" in str(value):
            diagnostics.error("wrong-value", f"`{key}` has a NUL character in it", keys.place(key))
        elif isinstance(value, str) and value not in _CHOICES.get(key, (value,)):
            hint = did_you_mean(value, _CHOICES[key]) or f"one of {', '.join(f'`{name}`' for name in _CHOICES[key])}"
            diagnostics.error("wrong-value", f"`{key}` cannot be `{value}`", keys.place(key), hint)
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    if diagnostics.count("error") > before:
        raise Failed
    return Options(**values)


def _all_texts(value: Mapping[str, Any] | list[Any]) -> bool:
    items: list[Any] = value if isinstance(value, list) else [*value, *value.values()]
    return all(isinstance(item, str) and item for item in items)


_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"models": MODELS, "signatures": SIGNATURES}
_EXAMPLES: Final[Mapping[str, str]] = {
    "names": 'names in quotes: "type:ChatUsage" = "Usage"',
    "files": 'templates in quotes: "NOTICE.md" = "notice.md.jinja"',
    "overlays": 'paths in quotes: ["spec/overlays/house.yaml"]',
    "keep": 'globs in quotes: ["docs/house/**"]',
}
_TOML_KINDS: Final[Mapping[type, type]] = {str: str, bool: bool, dict: dict, tuple: list}
_TOML_TYPES: Final[Mapping[type, str]] = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "an array",
    dict: "a table",
}


def _syntax_place(path: Path, text: str, message: str) -> TextPlace:
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    return TextPlace(str(path), int(found[1]), int(found[2]), text) if found else TextPlace(str(path))


def _same_file(one: str, other: str) -> bool:
    return bool(other) and Path(one).resolve() == Path(other).resolve()


def _command(asked: Options, config: Config | None) -> str:
    """The command, without what its config says already and what shapes no output or is true on one machine only."""
    words = ["sdkwright", "generate"]
    if config is None:
        words.append(Path(asked.spec).name)
    flags = {"--package": asked.package, "--class-name": asked.class_name, "--models": asked.models}
    for flag, value in flags.items():
        if value and (config is None or value != getattr(config.table, flag[2:].replace("-", "_"))):
            words += [flag, value]
    for overlay in asked.overlays:
        words += ["--overlay", Path(overlay).name]
    if asked.allow_remote_refs and not (config and config.table.allow_remote_refs):
        words.append("--allow-remote-refs")
    if asked.lenient and not (config and config.table.lenient):
        words.append("--lenient")
    if asked.root and not (config and config.table.root):
        words += ["--root", Path(os.path.relpath(asked.root, Path(asked.spec).parent)).as_posix()]
    return shlex.join(words)
