"""Types as text with links to the models, for the "Type" columns of the pages."""

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

_STRINGS: Final = {
    "date-time": "datetime",
    "date": "date",
    "uuid": "UUID",
    "decimal": "Decimal",
    "binary": "bytes",
    "byte": "bytes",
}
_PLAIN: Final = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_MAX_VALUES: Final = 6
"""Maximum number of enum values in a cell."""


@dataclass(frozen=True, slots=True)
class TypeText:
    """Writes types on one page. `address` returns the link to a model, relative to that page."""

    names: Names
    address: Callable[[str], str]

    def text(self, type: Type | None) -> str:
        """The type as text: "list of [`Message`](models.md#message), or `None`"."""
        match type:
            case Nullable(inner):
                text = self.text(inner)
                return f"{text}{',' if ' ' in text else ''} or `None`"
            case Scalar(kind, format):
                return f"`{_STRINGS.get(format, 'str') if kind == 'string' else _PLAIN[kind]}`"
            case Constant(value):
                return literal(value)
            case Enumeration(values):
                return self.values(values)
            case Array(item):
                return f"list of {self.text(item)}"
            case Map(value):
                return f"dict of {self.text(value)}"
            case Tuple(items, rest):
                further = f", then any number of {self.text(rest)}" if rest else ""
                return f"tuple of {', '.join(map(self.text, items))}{further}"
            case Union(members):
                return alternatives([self.text(member) for member in members])
            case Ref(id):
                return self.model(id)
            case _:
                return "any"

    def model(self, id: str) -> str:
        """A link to a model, with its name as the text."""
        return f"[`{self.names.types[id]}`]({self.address(id)})"

    def values(self, values: tuple[str | int | float | bool, ...]) -> str:
        """The values of an enum, or their types and number if there are many."""
        if len(values) <= _MAX_VALUES:
            return alternatives([literal(value) for value in values])
        kinds = list(dict.fromkeys(value.__class__.__name__ for value in values))
        return f"{alternatives([f'`{kind}`' for kind in kinds])} ({len(values)} known values)"


def literal(value: object) -> str:
    """A JSON value as a Python literal, in a code span for a cell."""
    return markdown.cell_code(literals.value(value))


def alternatives(texts: list[str]) -> str:
    """The texts joined as "a, b or c", each once."""
    *others, last = dict.fromkeys(texts)
    return f"{', '.join(others)} or {last}" if others else last
