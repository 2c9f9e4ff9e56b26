"""Rules on which properties an object has: alternatives of required properties, and `dependentRequired`."""

from __future__ import annotations

from typing import Final

from generator.ir.types import Constraint, Json
from generator.lower.schema.composition.shape import Shape
from generator.lower.schema.json_values import is_list, is_mapping

_MEMBERS: Final = ("allOf", "anyOf", "oneOf")
_PLAIN: Final = ("required", "dependentRequired", "minProperties", "maxProperties")
_RULES: Final = frozenset({"dependentRequired", "anyOf", "oneOf", "not"})
_WITHOUT_EFFECT: Final = frozenset({"type", "title", "description", "properties", *_PLAIN, *_MEMBERS, "not"})
_MAX_DEPTH: Final = 5


def presence_rules(shape: Shape) -> tuple[Constraint, ...]:
    """The rules of a schema as constraints, in which only keywords on the presence of properties are left.

    Where alternatives differ in other ways too, one or more of them may hold: `oneOf` becomes `anyOf`.
    """
    found: dict[str, Json] = {}
    several: list[Json] = []
    for part in shape.parts:
        value = part.node.value
        if _RULES.isdisjoint(value):
            continue
        rule = _rule({key: value[key] for key in _RULES if key in value}, 0)
        if found.keys() & rule.keys():
            several.append(rule)
        else:
            found.update(rule)
    if several:
        found["allOf"] = several
    return tuple(Constraint(key, value) for key, value in found.items())


def _rule(value: Json, depth: int) -> dict[str, Json]:
    """The keywords of a schema on the presence of properties; empty if it has none."""
    if not is_mapping(value) or depth > _MAX_DEPTH:
        return {}
    found: dict[str, Json] = {key: value[key] for key in _PLAIN if key in value}
    for key in _MEMBERS:
        members = value.get(key)
        if not is_list(members) or not members:
            continue
        rules = [_rule(member, depth + 1) for member in members]
        if key == "allOf":
            rules = [rule for rule in rules if rule]
        elif not all(rules):
            continue  # one of the alternatives asks for nothing
        if key == "oneOf" and not all(map(_is_pure, members)):
            key = "anyOf"
        if rules:
            found[key] = [*found.get(key, ()), *rules] if key == "allOf" else rules
    if "not" in value and _is_pure(value["not"]) and (rule := _rule(value["not"], depth + 1)):
        found["not"] = rule
    return found


def _is_pure(value: Json) -> bool:
    """Whether a schema speaks of nothing but the presence of properties."""
    if not is_mapping(value) or not value.keys() <= _WITHOUT_EFFECT:
        return False
    properties = value.get("properties", {})
    return is_mapping(properties) and not any(properties.values())
