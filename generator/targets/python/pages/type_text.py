"""Types in words, with links to the models: what the columns "Type" of the pages say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from generator.ir.types import (
    Array,
    Constant,
    Enumeration,
    Map,
    Nullable,
    Ref,
    Scalar,
    Tuple,
    Type,
    Union,
)
from generator.targets.python.names.names import Names
from generator.targets.python.pages import markdown
from generator.targets.python.types import literals

_STRINGS: Final = {"date-time": "datetime", "date": "date", "uuid": "UUID", "decimal": "Decimal", "binary": "bytes"}
_PLAIN: Final = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_FEW: Final = 6
"""How many values of an enum stand in a table's cell."""


@dataclass(frozen=True, slots=True)
class Words:
    """Writes types on one page. `address` gives a model's page and anchor, seen from here."""

    names: Names
    address: Callable[[str], str]

    def say(self, type: Type | None) -> str:
        """The type in words: "list of [`Message`](models.md#message), or `None`"."""
        match type:
            case Nullable(inner):
                words = self.say(inner)
                return f"{words}{',' if ' ' in words else ''} or `None`"
            case Scalar(kind, format):
                return f"`{_STRINGS.get(format, 'str') if kind == 'string' else _PLAIN[kind]}`"
            case Constant(value):
                return literal(value)
            case Enumeration(values):
                return self.values(values)
            case Array(item):
                return f"list of {self.say(item)}"
            case Map(value):
                return f"dict of {self.say(value)}"
            case Tuple(items, rest):
                further = f", then any number of {self.say(rest)}" if rest else ""
                return f"tuple of {', '.join(map(self.say, items))}{further}"
            case Union(members):
                return alternatives([self.say(member) for member in members])
            case Ref(id):
                return self.model(id)
            case _:
                return "any"

    def model(self, id: str) -> str:
        """A model's name, linked."""
        return f"[`{self.names.types[id]}`]({self.address(id)})"

    def values(self, values: tuple[str | int | float | bool, ...]) -> str:
        if len(values) <= _FEW:
            return alternatives([literal(value) for value in values])
        kinds = list(dict.fromkeys(value.__class__.__name__ for value in values))
        return f"{alternatives([f'`{kind}`' for kind in kinds])} ({len(values)} known values)"


def literal(value: object) -> str:
    """A JSON value as Python writes it, as code for a cell."""
    return markdown.cell_code(literals.value(value))


def alternatives(words: list[str]) -> str:
    """The words as a choice: "a, b or c"."""
    known = list(dict.fromkeys(words))
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} or {known[-1]}"
