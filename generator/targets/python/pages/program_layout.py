"""Python source laid out as ruff's formatter would, for the programs on pages, which no formatter sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from generator.ir.types import Json
from generator.targets.python.types import literals

WIDTH: Final = 88
"""Columns: the formatters' default, which fits a page."""

Argument = tuple[str, Json]
"""A keyword, or nothing for a positional argument, and its value. `bytes` are allowed where files go."""


def call(head: str, arguments: Sequence[Argument], tail: str, indent: int) -> list[str]:
    """The lines of `head(arguments)tail` at an indentation: on one line, else the arguments on one, else one a line."""
    pad, deeper = " " * indent, " " * (indent + 4)
    inner = ", ".join(_named(keyword) + flat(value) for keyword, value in arguments)
    if indent + len(head) + len(inner) + len(tail) + 2 <= WIDTH or not arguments:
        return [f"{pad}{head}({inner}){tail}"]
    if indent + 4 + len(inner) <= WIDTH:
        return [f"{pad}{head}(", deeper + inner, f"{pad}){tail}"]
    lines = [line for keyword, value in arguments for line in _value(_named(keyword), value, indent + 4)]
    return [f"{pad}{head}(", *lines, f"{pad}){tail}"]


def flat(value: Json) -> str:
    """The value on one line."""
    match value:
        case str():
            return string(value)
        case bytes():
            return f'b"{value.decode("ascii")}"'
        case list():
            return f"[{', '.join(map(flat, value))}]"
        case dict():
            return f"{{{', '.join(f'{string(str(key))}: {flat(item)}' for key, item in value.items())}}}"
        case _:
            return literals.value(value)


def string(text: str) -> str:
    """A string literal, in the quotes that need fewer escapes."""
    if text.count('"') > text.count("'"):
        return "'" + literals.escape(text).replace("'", "\\'") + "'"
    return literals.string(text)


def _value(prefix: str, value: Json, indent: int) -> Iterable[str]:
    """The lines of an item that ends in a comma."""
    pad = " " * indent
    whole = f"{pad}{prefix}{flat(value)},"
    if len(whole) <= WIDTH or not value or not isinstance(value, (list, dict)):
        return [whole]
    if isinstance(value, list):
        rows = [line for item in value for line in _value("", item, indent + 4)]
        return [f"{pad}{prefix}[", *rows, f"{pad}],"]
    rows = [line for key, item in value.items() for line in _value(f"{string(str(key))}: ", item, indent + 4)]
    return [f"{pad}{prefix}{{", *rows, f"{pad}}},"]


def _named(keyword: str) -> str:
    return f"{keyword}=" if keyword else ""
