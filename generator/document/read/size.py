"""Measure the size and depth of values."""

from __future__ import annotations

from typing import NamedTuple

from generator.document.json_types import Json, JsonArray, JsonObject


class Size(NamedTuple):
    """`distinct` values as they are in memory, `expanded` with shared ones counted at each place; `depth` in levels."""

    distinct: int
    expanded: int
    depth: int


def depth(value: Json) -> int:
    """The levels of nested objects and arrays in a tree, without recursion."""
    levels = 0
    level: list[JsonObject | JsonArray] = [value] if isinstance(value, (dict, list)) else []
    while level:
        levels += 1
        level = [
            child
            for one in level
            for child in (one.values() if type(one) is dict else one)
            if type(child) is dict or type(child) is list
        ]
    return levels


def measure(root: Json) -> Size:
    """The size of a value that may share parts but has no cycle, without recursion."""
    known: dict[int, tuple[int, int]] = {}
    distinct = 0
    stack: list[tuple[Json, bool]] = [(root, False)]
    while stack:
        value, ready = stack.pop()
        if id(value) in known or not isinstance(value, (dict, list)):
            continue
        children = list(value.values()) if isinstance(value, dict) else value
        if not ready:
            stack.append((value, True))
            stack += [(child, False) for child in children if isinstance(child, (dict, list))]
            continue
        sizes = [known.get(id(child), (1, 0)) if isinstance(child, (dict, list)) else (1, 0) for child in children]
        known[id(value)] = (1 + sum(size for size, _ in sizes), 1 + max((levels for _, levels in sizes), default=0))
        distinct += 1 + sum(not isinstance(child, (dict, list)) for child in children)
    expanded, levels = known.get(id(root), (1, 0))
    return Size(distinct, expanded, levels)
