"""The JSON Schema of the config, derived from `Options`, for completion and checks in editors."""

from __future__ import annotations

import ast
import inspect
import types
import typing
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, get_args, get_origin

from generator.config.options import Options

FILE: Final = ".sdkwright.schema.json"
"""The name of the schema's file beside a config."""

_SCALARS: Final[Mapping[object, str]] = {str: "string", bool: "boolean", int: "integer", float: "number"}


def config_schema() -> dict[str, Any]:
    """The schema as JSON (draft-07, the latest that TOML editors support)."""
    hints, descriptions, empty = typing.get_type_hints(Options), _docstrings(Options), Options()
    properties: dict[str, Any] = {}
    for key in fields(Options):
        schema = {"description": descriptions.get(key.name, ""), **_schema(hints[key.name])}
        if isinstance(default := getattr(empty, key.name), bool):
            schema["default"] = default
        properties[key.name] = schema
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "sdkwright.toml",
        "description": "The settings of sdkwright. Paths are relative to this file.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _schema(hint: Any) -> dict[str, Any]:
    """The schema of one type. Raises `TypeError` for a type that the config does not use."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if origin is typing.Literal:
        return {"enum": [value for value in inner if value != ""]}  # empty: not set
    if origin in {typing.Union, types.UnionType}:
        members = [_schema(member) for member in inner]
        values = [value for member in members for value in member.get("enum", ())]
        return {"enum": values} if all("enum" in member for member in members) else {"anyOf": members}
    if origin in {tuple, list}:
        return {"type": "array", "items": _schema(inner[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(inner[1])}
    raise TypeError(f"no JSON Schema for {hint}")


def _docstrings(cls: type) -> dict[str, str]:
    """The docstrings below the fields of a class, each on one line."""
    (definition,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(definition, ast.ClassDef)
    found: dict[str, str] = {}
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        match field, text:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(value=ast.Constant(value=str(docstring))):
                found[name] = " ".join(docstring.split())
            case _:
                pass
    return found
