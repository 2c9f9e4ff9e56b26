"""Sort the imports of a module as ruff's import rules require."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from generator.targets.python.views.module_views import Import, Imports


def arrange(needs: Iterable[tuple[str, str]], runtime: str = "_runtime") -> Imports:
    """The imports of a module.

    Each item is (module, name). An empty module means `import name`; so does `dt` of `datetime`.
    """
    lines: dict[str, set[str]] = {}
    for module, name in needs:
        if module == "datetime" and name == "dt":
            lines.setdefault("", set()).add("datetime as dt")
        else:
            lines.setdefault(module, set()).add(name)
    plain = lines.pop("", set())
    renamed = [Import(module, (name,)) for module, names in lines.items() for name in sorted(_renamed(names))]
    whole = [Import("", (name,)) for name in sorted(plain)]
    parts = [Import(module, tuple(sorted(names - _renamed(names), key=order))) for module, names in lines.items()]
    parts = [line for line in parts if line.names] + renamed
    local = sorted((line for line in parts if line.module.startswith(".")), key=_nearness)
    absolute = sorted((line for line in parts if not line.module.startswith(".")), key=lambda line: line.module)
    standard = [line for line in (*whole, *absolute) if _is_standard(line)]
    third = [line for line in (*whole, *absolute) if not _is_standard(line)]
    return Imports(tuple(standard), tuple(third), tuple(local))


def _is_standard(line: Import) -> bool:
    root = (line.module or line.names[0].split()[0]).split(".")[0]
    return root in sys.stdlib_module_names


def _nearness(line: Import) -> tuple[int, str]:
    dots = len(line.module) - len(line.module.lstrip("."))
    return -dots, line.module


def _renamed(names: set[str]) -> set[str]:
    return {name for name in names if " as " in name}


def order(name: str) -> tuple[int, list[tuple[int, int, str]], str]:
    """The sort key of an imported name, as in isort: constants, classes, functions, ignoring case."""
    return _kind(name), _parts(name.lower()), name


def listed(name: str) -> tuple[int, list[tuple[int, int, str]]]:
    """The sort key of a name in `__all__`: as `order`, but upper case precedes lower case."""
    return _kind(name), _parts(name)


def _kind(name: str) -> int:
    return 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2


def _parts(text: str) -> list[tuple[int, int, str]]:
    """Split digits from text, so that numbers compare by value."""
    parts = re.split(r"(\d+)", text)
    return [(1, len(part.lstrip("0")), part.lstrip("0")) if part.isdigit() else (0, 0, part) for part in parts]
