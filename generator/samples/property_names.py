"""Choose the properties of a sample object: required ones, alternatives of them, and `minProperties`.

A rule is a schema of which only the keywords count that ask for the presence of properties: `required`,
`dependentRequired`, `minProperties`, `maxProperties`, and `allOf`, `anyOf`, `oneOf` and `not` of such schemas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

from generator.ir.types.common import Json
from generator.samples.json_values import is_array, is_object
from generator.samples.strings import length_limits

_MAX_CHOICES: Final = 400
"""How many sets of properties are tried."""
_MAX_DEPTH: Final = 6
PRESENCE: Final = (
    "required", "dependentRequired", "minProperties", "maxProperties", "allOf", "anyOf", "oneOf", "not",
)  # fmt: skip
"""The keywords of a rule."""


def property_names(
    rule: Mapping[str, Json], declared: Iterable[str], wanted: Collection[str] = (), *, further: bool = False
) -> list[str] | None:
    """The names of the fewest properties that satisfy a rule, in the order of `declared`; None if none are found.

    They include those of `wanted` that the rule does not exclude. With `further`, the object may have undeclared
    properties, which are named `key1`, `key2`, ….
    """
    known = dict.fromkeys(declared)
    least, _ = length_limits(rule, "minProperties", "maxProperties")
    if least > _MAX_CHOICES:
        return None
    pool = [*known, *(f"key{number}" for number in range(1, least + 1) if further)]
    required = set(_strings(rule.get("required")))
    free = {*required, *wanted} - _named(rule, 0)
    for start in ({*required, *wanted}, free | required, required):
        for extra in _options(rule, 0, pool):
            chosen = start | extra
            for name in pool:
                if len(chosen) >= least:
                    break
                if names_fit({**rule, "minProperties": 0}, chosen | {name}):
                    chosen |= {name}
            if names_fit(rule, chosen) and (further or chosen <= known.keys()):
                return [*(name for name in pool if name in chosen), *sorted(chosen.difference(pool))]
    return None


def names_fit(rule: Json, names: Collection[str], depth: int = 0) -> bool:
    """Whether an object with properties of these names satisfies a rule."""
    if not is_object(rule) or depth > _MAX_DEPTH:
        return rule is not False
    least, most = length_limits(rule, "minProperties", "maxProperties")
    if any(name not in names for name in _strings(rule.get("required"))):
        return False
    if len(names) < least or (most is not None and len(names) > most):
        return False
    dependent = rule.get("dependentRequired")
    for name, others in dependent.items() if is_object(dependent) else ():
        if name in names and any(other not in names for other in _strings(others)):
            return False
    held = {
        key: [names_fit(each, names, depth + 1) for each in _rules(rule, key)] for key in ("allOf", "anyOf", "oneOf")
    }
    if not all(held["allOf"]) or (held["anyOf"] and not any(held["anyOf"])):
        return False
    if held["oneOf"] and sum(held["oneOf"]) != 1:
        return False
    return "not" not in rule or not names_fit(rule["not"], names, depth + 1)


def _options(rule: Mapping[str, Json], depth: int, pool: list[str]) -> Iterator[set[str]]:
    """Sets of names to add: those that alternatives ask for, then any, beginning with the names in the rule."""
    yield set()
    sets = _unions(rule, depth)
    yield from sorted(sets, key=len)
    named = _named(rule, 0)
    candidates = sorted(pool, key=lambda name: name not in named)
    tried = 0
    for size in range(1, len(candidates) + 1):
        for combination in combinations(candidates, size):
            tried += 1
            if tried > _MAX_CHOICES:
                return
            yield set(combination)


def _unions(rule: Json, depth: int) -> list[set[str]]:
    """The names that each choice of alternatives requires."""
    if not is_object(rule) or depth > _MAX_DEPTH:
        return [set()]
    required = set(_strings(rule.get("required")))
    dependent = rule.get("dependentRequired")
    found = [required]
    parts = [
        [each for member in _rules(rule, key) for each in _unions(member, depth + 1)] for key in ("anyOf", "oneOf")
    ]
    parts += [_unions(member, depth + 1) for member in _rules(rule, "allOf")]
    for part in parts:
        if part:
            found = [one | other for one in found for other in part][:_MAX_CHOICES]
    for _ in range(_MAX_DEPTH):
        for names in found:
            for name, others in dependent.items() if is_object(dependent) else ():
                if name in names:
                    names.update(_strings(others))
    return found


def _named(rule: Json, depth: int) -> set[str]:
    """All names that a rule speaks of."""
    if not is_object(rule) or depth > _MAX_DEPTH:
        return set()
    found = set(_strings(rule.get("required")))
    dependent = rule.get("dependentRequired")
    for name, others in dependent.items() if is_object(dependent) else ():
        found |= {name, *_strings(others)}
    members = [*(each for key in ("allOf", "anyOf", "oneOf") for each in _rules(rule, key)), rule.get("not")]
    return found.union(*(_named(member, depth + 1) for member in members))


def _rules(rule: Mapping[str, Json], key: str) -> list[Json]:
    found = rule.get(key)
    return found if is_array(found) else []


def _strings(value: Json) -> list[str]:
    return [each for each in value if isinstance(each, str)] if is_array(value) else []
