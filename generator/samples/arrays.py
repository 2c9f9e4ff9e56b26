"""Sample arrays: `minItems`, `maxItems` and `uniqueItems`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from generator.ir.types.common import ABSENT, Absent, Json
from generator.samples.json_values import is_array, is_object
from generator.samples.strings import length_limits

MAX_ITEMS: Final = 1_000
"""The number of items of the longest array that is made."""
_TRIES: Final = 100


def array(
    keywords: Mapping[str, Json], item: Callable[[int], Json | Absent], index: int = 0, *, at_least: int = 1
) -> list[Json] | None:
    """An array with as many items as `minItems` asks for, or `at_least` where `maxItems` allows it; else None.

    `item` makes the item with an index, or returns `ABSENT`. With `uniqueItems`, no two items are equal.
    """
    least, most = length_limits(keywords, "minItems", "maxItems")
    wanted = max(least, at_least if most is None else min(at_least, most))
    if least > MAX_ITEMS or (most is not None and most < least):
        return None
    unique = keywords.get("uniqueItems") is True
    found: list[Json] = []
    place = index * wanted
    for _ in range(wanted + (_TRIES if unique else 0)):
        if len(found) == wanted:
            break
        made = item(place)
        place += 1
        if made is ABSENT:
            break
        if not unique or not any(same(made, each) for each in found):
            found.append(made)
    return found if len(found) >= least else None


def array_fits(keywords: Mapping[str, Json], value: list[Json]) -> bool:
    """Whether an array has an allowed number of items, and no two equal ones with `uniqueItems`."""
    least, most = length_limits(keywords, "minItems", "maxItems")
    if len(value) < least or (most is not None and len(value) > most):
        return False
    if keywords.get("uniqueItems") is not True:
        return True
    return not any(same(one, other) for place, one in enumerate(value) for other in value[:place])


def same(one: Json, other: Json) -> bool:
    """Whether two JSON values are equal (JSON Schema 2020-12, section 4.2.2): true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if is_array(one) and is_array(other):
        return len(one) == len(other) and all(map(same, one, other))
    if is_object(one) and is_object(other):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)
