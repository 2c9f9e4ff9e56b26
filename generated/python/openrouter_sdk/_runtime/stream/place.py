"""Places in the items of a stream: how their values add up, and their types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..response.lenient import (
    annotation_of,
    is_model,
    item_of,
    maps,
    union_members,
    unwrap,
    wire_fields,
)

INTO = "into:"

# The last word of properties that are sent at once or repeated, never continued.
_COMPLETE = frozenset(
    {
        "id",
        "name",
        "type",
        "role",
        "format",
        "signature",
        "model",
        "status",
        "reason",
        "object",
        "provider",
        "language",
        "version",
        "url",
        "phase",
        "recipient",
        "channel",
        "fingerprint",
    }
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


class Place:
    """A path in the items, with its rule and its annotations in the sum and in the items.

    - `name`: its name in the sum.
    - `listed`: whether it is in the items of a list with the rule `index`, such as the choices.
    - `delta`: whether it is in an object with the rule `into`, whose values continue those before.
    - `declared`: whether the document has it, in the sum or in the items.
    """

    def __init__(
        self, rules: Mapping[str, str], annotation: Any, item: Any, path: str = "", key: str = ""
    ) -> None:
        rule = rules.get(path, "")
        self.rule = "into" if rule.startswith(INTO) else rule
        self.name = rule.removeprefix(INTO) if self.rule == "into" else key
        self.annotation = annotation
        self.listed = self.delta = False
        self.declared = True
        self.has_rules = any(other.startswith(f"{path}.") for other in rules) or bool(rule)
        self._rules = rules
        self._item = item
        self._path = path
        self._children: dict[str, Place] = {}

    def child(self, key: str) -> Place:
        """The place of a property, of the object or of each object of the list."""
        known = self._children.get(key)
        if known is None:
            path = f"{self._path}.{key}" if self._path else key
            known = Place(self._rules, None, None, path, key)
            known.annotation = _member(self.annotation, known.name)
            known._item = _member(self._item, key)
            known.listed = self.listed or self.rule == "index"
            known.delta = self.delta or known.rule == "into"
            known.declared = (known.annotation, known._item) != (None, None)
            self._children[key] = known
        return known

    def joins_texts(self) -> bool:
        """Whether texts at this place are joined: by its rule, or in a delta if it is unknown."""
        if self.declared or not self.delta:
            return self.rule == "concat"
        words = _WORD.findall(self.name)
        return not words or words[-1].lower() not in _COMPLETE


def inner(annotation: Any) -> Any:
    """The annotation of the items of a list, or of the list in a union, or None."""
    plain = unwrap(annotation)
    found = (item_of(unwrap(member)) for member in union_members(plain) or (plain,))
    return next((item for item in found if item is not None), None)


def declared(annotation: Any, wire: str) -> Any:
    """The annotation of a property by wire name, or None. In a union, the first one counts."""
    plain = unwrap(annotation)
    for member in union_members(plain) or (plain,):
        member = unwrap(member)
        if is_model(member):
            for _, name, field in wire_fields(member):
                if name == wire:
                    return annotation_of(field)
        elif maps(member):
            return Any
    return None


def _member(annotation: Any, wire: str) -> Any:
    """The annotation of a property of an object, or of the objects of a list."""
    found = declared(annotation, wire)
    item = inner(annotation) if found is None else None
    return found if item is None else declared(item, wire)
