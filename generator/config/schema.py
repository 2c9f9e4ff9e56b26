"""The JSON Schema of the config, made from the class that holds it, for editors to complete and check."""

from __future__ import annotations

import ast
import inspect
import types
import typing
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, get_args, get_origin

from generator.config.settings import Options

FILE: Final = ".sdkwright.schema.json"
"""What the schema is called beside a config, out of the way of other files."""

_SCALARS: Final[Mapping[object, str]] = {str: "string", bool: "boolean", int: "integer", float: "number"}


def config_schema() -> dict[str, Any]:
    """The schema as JSON (draft-07, the latest that editors of TOML read)."""
    hints, said, empty = typing.get_type_hints(Options), _docstrings(Options), Options()
    properties: dict[str, Any] = {}
    for key in fields(Options):
        about = said.get(key.name, "")
        schema = {"description": about, **_schema(hints[key.name])}
        if isinstance(default := getattr(empty, key.name), bool):
            schema["default"] = default
        properties[key.name] = schema
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "sdkwright.toml",
        "description": "How sdkwright writes an SDK from an OpenAPI document. Paths are relative to the file.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _schema(hint: Any) -> dict[str, Any]:
    """The schema of one type. Raises `TypeError` for a type that no config holds: a fault of ours."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if origin is typing.Literal:
        return {"enum": [value for value in inner if value != ""]}  # empty: nothing was asked for
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
    """What is said below each field of a class, on one line."""
    (definition,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(definition, ast.ClassDef)
    found: dict[str, str] = {}
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        match field, text:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(value=ast.Constant(value=str(said))):
                found[name] = " ".join(said.split())
    return found
