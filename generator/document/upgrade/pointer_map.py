"""What an upgrade moves: pointers of the new document, and where the values below them were in the old one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Moves: TypeAlias = Mapping[str, str]


def before(path: str, moves: Moves) -> str:
    """Where the value of a pointer was before the moves: the longest prefix of it that has moved decides."""
    prefix = path
    while True:
        if prefix in moves:
            return moves[prefix] + path[len(prefix) :]
        cut = prefix.rfind("/")
        if cut < 0:
            return path
        prefix = prefix[:cut]


def inverse(moves: Moves) -> Moves:
    """The moves the other way round. A value that went to several places is found at the first of them."""
    found: dict[str, str] = {}
    for new, old in moves.items():
        found.setdefault(old, new)
    return found
