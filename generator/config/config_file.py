"""The config file: `sdkwright.toml`, or `[tool.sdkwright]` of `pyproject.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from generator.config import table_values as tables
from generator.config.choices import MODELS, SIGNATURES, WORKFLOWS
from generator.config.key_places import KeyPlaces
from generator.config.options import Options
from generator.config.project_settings import project_settings
from generator.config.subset_patterns import idempotency_settings, subset_patterns
from generator.config.toml_file import exists, mentions, read_toml
from generator.config.webhook_settings import webhook_settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import LocatedText, TextPlace
from generator.document_address import is_url

CONFIG: Final = "sdkwright.toml"
_PYPROJECT: Final = "pyproject.toml"


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


_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"models": MODELS, "signatures": SIGNATURES, "workflow": WORKFLOWS}
