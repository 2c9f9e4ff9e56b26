"""Choose the parts of the runtime that an SDK needs.

The generated modules import the parts that the API requires: streams, forms, multipart bodies, files. An SDK gets the
modules that these imports reach, so that none is missing and none is unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

_IMPORT = re.compile(r"^[ \t]*from (\.*)([\w.]*) import (\w[^\n]*|\([^)]*)", re.MULTILINE)
_NAME = re.compile(r"\w+")


def needed(runtime: Mapping[str, str], generated: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The paths of the runtime's files that the generated files need.

    `runtime` are all files of the runtime, `generated` the other files of the SDK: paths in the output and texts.
    """
    pending = [path for name, text in generated for path in _imported(name, text)]
    found: set[str] = set()
    while pending:
        path = pending.pop()
        if path in runtime and path not in found:
            found.add(path)
            pending += _imported(path, runtime[path])
    return frozenset(found)


def _imported(path: str, text: str) -> Iterator[str]:
    """The paths of the modules that a module may import, and of the packages that contain them."""
    if path.endswith(".py"):
        folder = path.rpartition("/")[0]
        for dots, module, names in _IMPORT.findall(text):
            yield from _paths(folder, len(dots), module, names)


@lru_cache(maxsize=4096)
def _paths(folder: str, dots: int, module: str, names: str) -> tuple[str, ...]:
    """The paths that one import may refer to, from a module in that folder."""
    # The first dot is the folder itself; more dots than folders lead to the outermost one.
    start = (PurePosixPath(folder), *PurePosixPath(folder).parents)[:dots][-1] if dots else PurePosixPath()
    target = start / module.replace(".", "/")
    return (
        f"{target}.py",
        *(f"{target / name}.py" for name in _NAME.findall(names)),
        *(f"{package}/__init__.py" for package in (target, *target.parents)),
    )
