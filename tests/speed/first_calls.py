"""What the first call of each operation builds: classes of models, beside those that its types reach.

    python -m tests.speed.first_calls openapi.yaml

generates an SDK and prints one line an operation: the classes that reading its response builds, those that the type of
the response reaches, and their ratio; last the largest ratio. Each operation is measured in a process of its own.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class FirstCall:
    """The classes that the first call of an operation builds, and those that it reaches."""

    operation: str
    built: int
    reached: int

    @property
    def ratio(self) -> float:
        return self.built / max(self.reached, 1)


def first_calls(package: str) -> Iterator[FirstCall]:
    """The first call of each operation of an SDK that can be imported."""
    for module, table in _tables(package):
        yield _measured(package, module, table)


def _tables(package: str) -> list[tuple[str, str]]:
    """The modules of resources and the names of the tables in them. No model is built."""
    folder = Path(importlib.import_module(package).__file__ or "").parent
    operation = importlib.import_module(f"{package}._runtime.operation").Operation
    importlib.import_module(f"{package}._runtime.models")  # loads pydantic, once for all
    found: list[tuple[str, str]] = []
    for file in sorted((folder / "resources").rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        module = ".".join((package, *parts)).removesuffix(".__init__")
        members = vars(importlib.import_module(module))
        found += [(module, name) for name, value in members.items() if isinstance(value, operation)]
    return found


def _measured(package: str, module: str, table: str) -> FirstCall:
    """Measure one operation in a copy of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            counted: Any = _count(package, getattr(importlib.import_module(module), table))
        except BaseException as error:  # the parent reports it
            counted = repr(error)
        with os.fdopen(writing, "w") as out:
            json.dump(counted, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as source:
        result: Any = json.load(source)
    os.waitpid(child, 0)
    assert not isinstance(result, str), result
    operation, built, reached = result
    return FirstCall(str(operation), int(built), int(reached))


def _count(package: str, operation: Any) -> tuple[str, int, int]:
    base = importlib.import_module(f"{package}._runtime.models").Model
    types = [spec.annotation for spec in operation.specs if not spec.on_request]
    events = getattr(operation, "events", None)
    if events is not None:
        types.append(events.type())
    built = [cls for cls in _subclasses(base) if cls.__module__.startswith(f"{package}.models")]
    return operation.name, len(built), len(_reached(types, base))


def _subclasses(cls: type[Any]) -> Iterator[type[Any]]:
    for found in cls.__subclasses__():
        yield found
        yield from _subclasses(found)


def _reached(types: list[Any], base: type[Any]) -> set[type[Any]]:
    """The classes of models that types consist of, directly or through fields."""
    found: set[type[Any]] = set()
    seen: set[int] = set()
    stack = list(types)
    while stack:
        type_ = stack.pop()
        if id(type_) in seen:
            continue
        seen.add(id(type_))
        if isinstance(type_, type) and not typing.get_args(type_) and issubclass(type_, base):
            model: Any = type_
            found.add(model)
            model.model_rebuild()
            stack += [field.annotation for field in model.model_fields.values()]
            stack += [typing.get_type_hints(model).get("__pydantic_extra__")]
        else:
            stack += typing.get_args(type_)
            stack.append(getattr(type_, "__value__", None))
    return found


def main(document: str) -> None:
    from tests.generated.small_sdk import generate

    with tempfile.TemporaryDirectory() as folder:
        package = generate(Path(document).read_text(encoding="utf-8"), Path(folder))
        calls = list(first_calls(package.name))
    for call in calls:
        print(f"{call.ratio:6.2f}  {call.built:5} / {call.reached:5}  {call.operation}")
    total = sum(call.built for call in calls) / max(sum(call.reached for call in calls), 1)
    print(f"{len(calls)} operations: built ÷ reached {total:.2f}, at most {max(call.ratio for call in calls):.2f}")


if __name__ == "__main__":
    main(sys.argv[1])
