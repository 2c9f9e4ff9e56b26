"""What an upgrade pointer_map: pointers of the new document, and where the values below them were in the old one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

PointerMap: TypeAlias = Mapping[str, str]


def before(path: str, pointer_map: PointerMap) -> str:
    """Where the value of a pointer was before the pointer_map: the longest prefix of it that has moved decides."""
    prefix = path
    while True:
        if prefix in pointer_map:
            return pointer_map[prefix] + path[len(prefix) :]
        cut = prefix.rfind("/")
        if cut < 0:
            return path
        prefix = prefix[:cut]


def inverse(pointer_map: PointerMap) -> PointerMap:
    """The moves the other way round. A value that went to several places is found at the first of them."""
    found: dict[str, str] = {}
    for new, old in pointer_map.items():
        found.setdefault(old, new)
    return found
