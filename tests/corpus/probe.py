"""Import every module of an SDK and build every model of it. Run in a process of its own, in the SDK's folder.

    python probe.py PACKAGE

prints a JSON object: `models`, how many there are, and `faults`, what would not import or build.
"""

from __future__ import annotations

import ast
import importlib
import json
import sys
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any


def main(package: str) -> None:
    """Probe the package in the current folder."""
    faults: list[str] = []
    modules = [module for name in _names(Path(package)) if (module := _imported(name, faults))]
    base: type[Any] = importlib.import_module(f"{package}._runtime.models").Model
    models = 0
    for module in modules:
        if module.__name__.startswith(f"{package}.models."):
            for name, value in _public(module).items():
                models += isinstance(value, type)
                _build(f"{module.__name__}.{name}", value, base, faults)
    public = importlib.import_module(f"{package}.models")
    faults += [f"{package}.models has no {name}" for name in dir(public) if not hasattr(public, name)]
    print(json.dumps({"models": models, "faults": faults}))


def _names(folder: Path) -> list[str]:
    """The modules of the package, its own last: what imports on demand must not depend on who came before."""
    parts = (path.with_suffix("").parts for path in folder.rglob("*.py"))
    return sorted((".".join(names[:-1] if names[-1] == "__init__" else names) for names in parts), reverse=True)


def _imported(name: str, faults: list[str]) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except Exception as error:
        faults.append(f"import {name}: {type(error).__name__}: {error}")
        return None


def _public(module: ModuleType) -> dict[str, Any]:
    """What the module itself defines. Typed dicts are left out: pydantic never sees them."""
    if ".params." in module.__name__ or module.__file__ is None:
        return {}
    names = []
    for node in ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body:
        match node:
            case ast.ClassDef(bases=[]):
                continue  # the constants of an enum
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
            case ast.Assign(targets=[ast.Name(id=name)]) if name != "__all__":
                names.append(name)
    return {name: getattr(module, name) for name in names}


def _build(name: str, value: Any, base: type[Any], faults: list[str]) -> None:
    from pydantic import TypeAdapter

    try:
        if isinstance(value, type) and issubclass(value, base):
            value.model_rebuild(force=True)
        else:
            TypeAdapter(value)
    except Exception as error:
        faults.append(f"{name}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    warnings.simplefilter("error")  # pydantic warns where a field hides something
    sys.path.insert(0, "")
    main(sys.argv[1])
