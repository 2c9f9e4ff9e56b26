"""Layout of calls in the programs on pages, as `ruff format` would produce it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from generator.ir.types import Json, Operation
from generator.targets.python.types import literals
from generator.targets.python.types.json_values import is_array, is_object

WIDTH: Final = 88
"""The line length, which is ruff's default."""

Argument = tuple[str, Json]
"""A keyword, empty for a positional argument, and its value: JSON, or `bytes` for a file."""


def call(head: str, arguments: Sequence[Argument], tail: str, indent: int) -> list[str]:
    """The lines of `head(arguments)tail`: on one line, or the arguments on one line, or one argument a line."""
    pad, deeper = " " * indent, " " * (indent + 4)
    inner = ", ".join(_named(keyword) + flat(value) for keyword, value in arguments)
    if indent + len(head) + len(inner) + len(tail) + 2 <= WIDTH or not arguments:
        return [f"{pad}{head}({inner}){tail}"]
    if indent + 4 + len(inner) <= WIDTH:
        return [f"{pad}{head}(", deeper + inner, f"{pad}){tail}"]
    lines = [line for keyword, value in arguments for line in _value(_named(keyword), value, indent + 4)]
    return [f"{pad}{head}(", *lines, f"{pad}){tail}"]


def at(indent: int, lines: Iterable[str]) -> list[str]:
    """The lines, each after as many spaces."""
    return [" " * indent + line for line in lines]


def only_streams(operation: Operation) -> bool:
    """Whether a call of an operation returns a stream and nothing else."""
    return operation.stream is not None and not operation.stream.switch


def flat(value: Json) -> str:
    """The value on one line."""
    if isinstance(value, str):
        return string(value)
    if isinstance(value, bytes):
        return f'b"{value.decode("ascii")}"'
    if is_array(value):
        return f"[{', '.join(map(flat, value))}]"
    if is_object(value):
        return f"{{{', '.join(f'{string(str(key))}: {flat(item)}' for key, item in value.items())}}}"
    return literals.value(value)


def string(text: str) -> str:
    """A string literal, in the quotes that need fewer escapes."""
    if text.count('"') > text.count("'"):
        return "'" + literals.escape(text).replace("'", "\\'") + "'"
    return literals.string(text)


def _value(prefix: str, value: Json, indent: int) -> Iterable[str]:
    """The lines of an argument or element, with a comma at the end."""
    pad = " " * indent
    whole = f"{pad}{prefix}{flat(value)},"
    if len(whole) <= WIDTH or not value:
        return [whole]
    if is_array(value):
        rows = [line for item in value for line in _value("", item, indent + 4)]
        return [f"{pad}{prefix}[", *rows, f"{pad}],"]
    if is_object(value):
        rows = [line for key, item in value.items() for line in _value(f"{string(str(key))}: ", item, indent + 4)]
        return [f"{pad}{prefix}{{", *rows, f"{pad}}},"]
    return [whole]


def _named(keyword: str) -> str:
    return f"{keyword}=" if keyword else ""
