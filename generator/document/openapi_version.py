"""Which specification a document follows."""

from __future__ import annotations

import json
import re
from typing import Literal, NamedTuple, NoReturn

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.suggest import closest_match
from generator.document.json_types import Json, JsonObject
from generator.document.positions.source import Source

Family = Literal["2.0", "3.0", "3.1", "3.2"]

_OPENAPI = re.compile(r"(3\.[012])(?:\.\d+)?(?:-[0-9A-Za-z.-]+)?")
_KNOWN = "2.0, 3.0, 3.1 and 3.2 are read"
_FAMILIES: dict[str, Family] = {"2.0": "2.0", "3.0": "3.0", "3.1": "3.1", "3.2": "3.2"}


class Version(NamedTuple):
    """A version of the specification: its family, and how the document writes it."""

    family: Family
    text: str


_TOP_LEVEL: dict[type, str] = {list: "a list", str: "a string", type(None): "null"}


def own_version(value: Json) -> Version | None:
    """The version that a document declares, or None if it declares no known one."""
    if not isinstance(value, dict):
        return None
    declared = _text(value.get("openapi"))
    match = _OPENAPI.fullmatch(declared)
    if match:
        return Version(_FAMILIES[match[1]], declared)
    if _text(value.get("swagger")) in ("2.0", "2"):
        return Version("2.0", "2.0")
    return None


def root_version(value: Json, source: Source, diagnostics: Diagnostics) -> Version:
    """The version of a document that must be OpenAPI. Raises `Failed` after reporting the reason if it is not."""
    version = own_version(value)
    if version is None:
        _refuse(value, source, diagnostics)
    return version


def _refuse(value: Json, source: Source, diagnostics: Diagnostics) -> NoReturn:
    if not isinstance(value, dict):
        found = _TOP_LEVEL.get(type(value), "a single value")
        message = f"not an OpenAPI document: its top level is {found}, an object is expected"
        diagnostics.error("not-openapi", message, source.at(""))
        raise Failed
    for key in ("openapi", "swagger"):
        if key in value:
            declared = _text(value[key]) or json.dumps(value[key], default=str)[:40]
            message = f"`{key}: {declared[:40]}` is not a supported version of OpenAPI"
            diagnostics.error("unsupported-version", message, source.at(f"/{key}"), _version_hint(key, declared))
            raise Failed
    message, hint = _describe(value)
    diagnostics.error("not-openapi", f"not an OpenAPI document: {message}", source.at(""), hint)
    raise Failed


def _version_hint(key: str, declared: str) -> str:
    if key == "openapi" and declared in ("2", "2.0"):
        return 'version 2.0 is written `swagger: "2.0"`'
    if key == "swagger" and declared.startswith("3"):
        return f"from version 3 on, write `openapi: {declared}`"
    return _KNOWN


def _describe(value: JsonObject) -> tuple[str, str]:
    """What an object without a version is, and what to do about it."""
    missing = "it has no `openapi` key"
    misspelt = closest_match("openapi", value) or closest_match("swagger", value)
    if misspelt:
        return f"{missing}, though `{misspelt}` is close to it", "the key is `openapi`, or `swagger` for version 2.0"
    if "asyncapi" in value:
        return "it is an AsyncAPI document", ""
    if "services" in value and "paths" not in value:
        return f"{missing}; it looks like a Docker Compose file", ""
    if "apiVersion" in value and "kind" in value:
        return f"{missing}; it looks like a Kubernetes resource", ""
    if "overlay" in value:
        return f"{missing}; it is an OpenAPI Overlay, which changes a document but is not one", ""
    if {"paths", "webhooks", "components"} & value.keys():
        return f"{missing}, which gives its version", "add `openapi: 3.1.0`, or the version that it was written for"
    if "$schema" in value or {"type", "properties", "$defs", "definitions"} & value.keys():
        return (
            f"{missing}; it looks like a JSON Schema",
            "a schema becomes part of a document below `components/schemas`",
        )
    return missing, "the top level needs `openapi`, `info` and `paths`"


def _text(value: Json) -> str:
    # `swagger: 2.0` and `openapi: 3.1` without quotes are numbers, and common.
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
