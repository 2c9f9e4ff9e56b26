"""Validate examples with the types of an SDK, and dump them again. Run in a process of its own, in the SDK's folder.

    python example_probe.py PACKAGE MODULE < SAMPLES

MODULE of PACKAGE holds the names that types are written with. SAMPLES is a JSON array of [expression, wire name or "",
value]. Prints a JSON array with an object for each: `errors`, of pydantic, as [type, place, message, input]; `trip`,
what came back otherwise than it went in, or an empty string; `respelled`, whether a property came back under its name.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError

Types: TypeAlias = tuple[Callable[[str], Any], TypeAdapter[Any]]

_SPELLINGS = (dt.datetime, UUID, Decimal)


def main(package: str, module: str) -> None:
    """Probe what comes on standard input."""
    names = vars(importlib.import_module(f"{package}.{module}"))
    validator = importlib.import_module(f"{package}._runtime.response.lenient").validator
    rfc3339 = importlib.import_module(f"{package}._runtime.rfc3339")
    formats = {rfc3339._DATE: "date_text", rfc3339._DATE_TIME: "datetime_text"}

    @cache
    def types(expression: str, wire: str) -> Types:
        found = eval(expression, names)
        annotation = _field(found, wire) if wire else found
        return validator(annotation), TypeAdapter(annotation)

    results = [_probed(*types(expression, wire), value, formats) for expression, wire, value in json.load(sys.stdin)]
    json.dump(results, sys.stdout)


def _field(model: Any, wire: str) -> Any:
    """The annotation of the field of that wire name."""
    model.model_rebuild()
    field = next(field for name, field in model.model_fields.items() if (field.alias or name) == wire)
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def _probed(
    validate: Callable[[str], Any], adapter: TypeAdapter[Any], value: Any, formats: dict[str, str]
) -> dict[str, Any]:
    try:
        typed = validate(json.dumps(value))
    except ValidationError as invalid:
        errors = [_error(entry, formats) for entry in invalid.errors(include_url=False)]
        return {"errors": errors, "trip": "", "respelled": []}
    came = adapter.dump_python(typed, mode="json", by_alias=True, exclude_unset=True)
    trip = _Trip()
    return {"errors": [], "trip": trip.differs(value, came, typed, ""), "respelled": trip.respelled}


def _error(entry: Any, formats: dict[str, str]) -> list[Any]:
    """An error's type, place, message and input. Where the runtime's pattern of a date failed, the type says so."""
    given = entry["input"] if isinstance(entry["input"], str | int | float | None) else type(entry["input"]).__name__
    kind = formats.get(entry.get("ctx", {}).get("pattern"), entry["type"])
    return [kind, ".".join(map(str, entry["loc"])), entry["msg"], given]


class _Trip:
    """Compares what went in with what came back, knowing what Python held meanwhile."""

    def __init__(self) -> None:
        self.respelled: list[str] = []

    def differs(self, given: Any, came: Any, held: Any, path: str) -> str:
        """The first difference, or an empty string."""
        if isinstance(given, dict) and isinstance(came, dict):
            return self._object(given, came, held, path)
        if isinstance(given, list) and isinstance(came, list) and len(given) == len(came):
            triples = enumerate(zip(given, came, held, strict=True))
            return next((found for at, each in triples if (found := self.differs(*each, f"{path}[{at}]"))), "")
        return "" if _same(given, came, held) else f"{path}: {given!r} came back as {came!r}"

    def _object(self, given: dict[str, Any], came: dict[str, Any], held: Any, path: str) -> str:
        values, wires = _held(held)
        # Callers may use a field's Python name, so pydantic reads a property of that very name as the field, and sends
        # it by its wire name: the value is kept, and is where the document wants it.
        back = {key: wires[key] if key not in came and wires.get(key, key) not in given else key for key in given}
        self.respelled += [f"{path}.{key}" for key, wire in back.items() if wire != key]
        if set(back.values()) != came.keys():
            lost, new = sorted(set(back.values()) - came.keys()), sorted(came.keys() - set(back.values()))
            return f"{path}: lost {lost}, new {new}"
        pairs = ((given[key], came[wire], values[wire], f"{path}.{key}") for key, wire in back.items())
        return next((found for each in pairs if (found := self.differs(*each))), "")


def _held(value: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What a model or dict holds by wire name, and the wire name of each field by its Python name."""
    if not isinstance(value, BaseModel):
        return value, {}
    wires = {name: field.alias or name for name, field in type(value).model_fields.items()}
    return {wire: vars(value)[name] for name, wire in wires.items()} | (value.model_extra or {}), wires


def _same(given: Any, came: Any, held: Any) -> bool:
    if isinstance(given, bool) or isinstance(came, bool):
        return given is came
    if isinstance(given, int | float) and isinstance(came, int | float):
        return given == came  # JSON has one kind of number: 1 is 1.0
    if isinstance(given, str) and isinstance(came, str) and isinstance(held, _SPELLINGS):
        # Instants (+00:00 is Z, fractions past microseconds are cut), UUIDs (letters have no case) and decimals (1e1
        # is 10) have several spellings.
        reader = TypeAdapter(type(held))
        return bool(reader.validate_python(given) == reader.validate_python(came))
    return type(given) is type(came) and bool(given == came)


if __name__ == "__main__":
    sys.path.insert(0, "")
    main(*sys.argv[1:])
