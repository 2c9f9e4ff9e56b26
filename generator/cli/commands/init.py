"""`sdkwright init`: write a config for a document."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import command
from generator.cli.console import DONE, guarded, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.diagnostics.model import Diagnostics
    from generator.ir.types import Api

_EXAMPLE: Final = """\
examples:
  sdkwright init openapi.yaml                   writes sdkwright.toml, and its JSON Schema for editors
  sdkwright init                                uses openapi.yaml, swagger.json … in this folder
  sdkwright init --names-from api.md            keeps the calls of an SDK that exists already
  sdkwright init --schema > .sdkwright.schema.json      updates the schema after an upgrade
"""
_STEMS: Final = ("openapi", "swagger", "api", "spec")
_SUFFIXES: Final = (".yaml", ".yml", ".json")
_PROPOSED: Final = {
    "overlays": ["overlay.yaml"],
    "templates": "house",
    "ruff": "ruff.toml",
    "keep": ["docs/house/**"],
    "files": {"NOTICE.md": "notice.md.jinja"},
}
"""Example values of keys whose defaults are empty."""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = command(commands, "init", run, "write an sdkwright.toml for a document", _EXAMPLE, "[SPEC]")
    parser.add_argument(
        "spec", metavar="SPEC", nargs="?", help="the OpenAPI document (default: the one in this folder)"
    )
    parser.add_argument("--allow-remote-refs", action="store_true", help="fetch references to URLs")
    parser.add_argument(
        "--names-from",
        metavar="FILE",
        default="",
        help="keep an SDK's calls: stainless.yml, api.md, or a list",
    )
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the config and exit")


def run(arguments: argparse.Namespace) -> int:
    """Write the config, or print the schema. Returns the exit code."""
    if arguments.schema:
        say([_schema_text().rstrip("\n")])
        return DONE
    return guarded(lambda diagnostics: _init(arguments, diagnostics))


def _init(arguments: argparse.Namespace, diagnostics: Diagnostics) -> int:
    from pathlib import Path

    from generator.config.config_file import CONFIG
    from generator.config.settings import Settings
    from generator.diagnostics.model import Diagnostics as Own
    from generator.diagnostics.model import Failed
    from generator.document_address import STANDARD_INPUT, file_name, is_url
    from generator.pipeline import load_api
    from generator.targets.registry import target_named

    folder = Path()
    _refuse_second(folder, diagnostics)
    if arguments.spec == STANDARD_INPUT:
        hint = "write the document to a file, and give its path"
        diagnostics.error("no-document", "a config cannot name standard input", hint=hint)
        raise Failed
    spec = arguments.spec or str(_found(folder, diagnostics))
    address = spec if is_url(spec) else ""
    own = Own()  # warnings and notes are for `generate`
    path, remote = Path(file_name(spec)), arguments.allow_remote_refs
    settings = Settings(path, path.name, "", None, None, allow_remote_refs=remote, address=address)
    try:
        _, api = load_api(settings, own)
    finally:
        diagnostics.items += [item for item in own.items if item.severity == "error"]
    if diagnostics.failed:
        raise Failed
    package = target_named(settings.target, diagnostics).package_settings(api, settings, diagnostics)
    names: Mapping[str, str] = {}
    if arguments.names_from:
        from generator.adopt.adopt import adopted_names

        names, report = adopted_names(Path(arguments.names_from), settings, diagnostics)
        say(report)
    text = _config_text(api, spec, package, names, remote=remote)
    _write(folder, text, diagnostics)
    say([f"{CONFIG}: {_about(api)}", "next: sdkwright generate"])
    return DONE


def _refuse_second(folder: Path, diagnostics: Diagnostics) -> None:
    """Raise `Failed` if the folder already has a config."""
    from os.path import lexists

    from generator.config.config_file import CONFIG, find_config
    from generator.diagnostics.model import Diagnostics as Own
    from generator.diagnostics.model import Failed
    from generator.diagnostics.text_location import TextPlace

    there = folder / CONFIG if lexists(folder / CONFIG) else None
    try:
        nearest = None if there else find_config(folder, Own())
    except Failed:  # an invalid config in a parent folder is not used here
        nearest = None
    if nearest and nearest.path.parent == folder:
        there = nearest.path
    if there is not None:
        hint = "edit it, or remove it first"
        diagnostics.error("config-exists", "the config exists already and is not replaced", TextPlace(str(there)), hint)
        raise Failed


def _found(folder: Path, diagnostics: Diagnostics) -> Path:
    """The only file in the folder that has a usual name of an OpenAPI document."""
    from generator.diagnostics.model import Failed

    found = [path for stem in _STEMS for suffix in _SUFFIXES if (path := folder / f"{stem}{suffix}").is_file()]
    if len(found) != 1:
        message = f"{len(found)} files may be the OpenAPI document" if found else "no OpenAPI document in this folder"
        names = ", ".join(path.name for path in found)
        diagnostics.error(
            "no-document", f"{message}: {names}" if names else message, hint="name it: sdkwright init SPEC"
        )
        raise Failed
    return found[0]


def _config_text(api: Api, spec: str, package: Mapping[str, str], names: Mapping[str, str], *, remote: bool) -> str:
    import os

    from generator.config.schema import FILE
    from generator.document_address import is_url

    path = spec if is_url(spec) or not os.path.isabs(spec) else os.path.relpath(spec)
    written = path if is_url(path) else path.replace(os.sep, "/")
    chosen = {
        "spec": written,
        **{key: value for key, value in package.items() if key != "distribution"},
        **({"allow_remote_refs": True} if remote else {}),
    }
    proposed: dict[str, Any] = {"distribution": package["distribution"], **_PROPOSED, "names": _example_name(api)}
    return "\n".join(
        [
            f"#:schema ./{FILE}",
            f"# Settings of the SDK for {_about(api)}.",
            "# Paths are relative to this file. `sdkwright generate` writes the SDK, `sdkwright check` verifies it.",
            "",
            *(f"{key} = {_toml(value)}" for key, value in chosen.items()),
            "",
            "# Other settings:",
            "",
            *_others({*chosen, *(["names"] if names else [])}, proposed),
            "",
            *(["[names]", *(f"{_toml(key)} = {_toml(name)}" for key, name in names.items()), ""] if names else []),
        ]
    )


def _others(chosen: set[str], proposed: dict[str, Any]) -> list[str]:
    """The other keys as comments, each with its description and a value. Tables come last, as TOML requires."""
    from generator.config.schema import config_schema

    scalars: list[str] = []
    tables: list[str] = []
    for key, schema in config_schema()["properties"].items():
        if key in chosen:
            continue
        empty: Any = [] if schema.get("type") == "array" else ""
        if schema.get("type") == "object" and key not in proposed:
            tables += ["", f"# {schema['description']}", f"# [{key}]"]
            continue
        value = proposed.get(key, schema.get("default", next(iter(schema.get("enum", ())), empty)))
        if schema.get("type") == "object":
            rows = (f"# {_toml(name)} = {_toml(inner)}" for name, inner in value.items())
            tables += ["", f"# {schema['description']}", f"# [{key}]", *rows]
        else:
            scalars += [f"# {schema['description']}", f"# {key} = {_toml(value)}"]
    return [*scalars, *tables]


def _example_name(api: Api) -> dict[str, str]:
    first = next((definition.id for definition in api.definitions if definition.component), "Pet")
    return {f"type:{_one_line(first)}": "AnotherName"}


def _about(api: Api) -> str:
    counts = {"operation": len(api.operations), "schema": sum(definition.component for definition in api.definitions)}
    counted = ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for noun, number in counts.items())
    return f"{_one_line(f'{api.title} {api.version}') or 'an API without a title'} ({counted})"


def _one_line(text: str) -> str:
    from generator.diagnostics.sanitize import sanitize

    return sanitize(" ".join(text.split()))[:200]


def _toml(value: Any) -> str:
    """A TOML value. Strings, booleans and arrays are written as in JSON, except U+007F."""
    import json

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _schema_text() -> str:
    import json

    from generator.config.schema import config_schema

    return json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n"


def _write(folder: Path, text: str, diagnostics: Diagnostics) -> None:
    """Write both the config and the schema, or neither, without replacing a file."""
    from generator.config.config_file import CONFIG
    from generator.config.schema import FILE
    from generator.diagnostics.model import Failed
    from generator.diagnostics.text_location import TextPlace

    contents = {CONFIG: text, **({} if (folder / FILE).exists() else {FILE: _schema_text()})}
    written: list[Path] = []
    try:
        for name, content in contents.items():
            with (folder / name).open("xb") as file:
                written.append(folder / name)
                file.write(content.encode("utf-8"))
    except (OSError, UnicodeEncodeError) as error:
        for path in written:
            path.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) else "the path of the document is not UTF-8"
        diagnostics.error("config-not-written", f"cannot write the config: {reason}", TextPlace(CONFIG))
        raise Failed from None
