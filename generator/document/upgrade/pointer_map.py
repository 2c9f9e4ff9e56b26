"""Pointer maps: pointers of the upgraded document to pointers of the file as written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

PointerMap: TypeAlias = Mapping[str, str]


def before(path: str, pointer_map: PointerMap) -> str:
    """The pointer in the file as written: the longest mapped prefix is replaced."""
    prefix = path
    while True:
        if prefix in pointer_map:
            return pointer_map[prefix] + path[len(prefix) :]
        cut = prefix.rfind("/")
        if cut < 0:
            return path
        prefix = prefix[:cut]


def inverse(pointer_map: PointerMap) -> PointerMap:
    """The map from old to new pointers. A value with several new pointers is found at the first."""
    found: dict[str, str] = {}
    for new, old in pointer_map.items():
        found.setdefault(old, new)
    return found
