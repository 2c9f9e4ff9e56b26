"""Write values of a document as Python source. Strings of a document enter code only through here."""

from __future__ import annotations

import json
import math
import textwrap

from generator.ir.types import Json
from generator.targets.python.types.json_values import is_array, is_object

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}


def string(text: str) -> str:
    """A string literal in double quotes: printable text as it is, everything else escaped."""
    return '"' + escape(text).replace('"', '\\"') + '"'


def escape(text: str) -> str:
    """Escape text for a string literal, except quotes: control and bidi characters, and backslashes."""
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(char if char.isprintable() and char != "\\" else _code(char) for char in text)


def _code(char: str) -> str:
    code = ord(char)
    known = _SHORT.get(char, "")
    return known or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def value(json_value: Json) -> str:
    """A Python expression for a JSON value. Objects keep their order. A number that is not finite becomes `None`."""
    if is_array(json_value):
        return "[" + ", ".join(map(value, json_value)) + "]"
    if is_object(json_value):
        return "{" + ", ".join(f"{string(str(key))}: {value(item)}" for key, item in json_value.items()) + "}"
    if isinstance(json_value, float):
        return repr(json_value) if math.isfinite(json_value) else "None"
    return repr(json_value) if json_value is None or isinstance(json_value, int) else string(str(json_value))


def is_literal(json_value: Json) -> bool:
    """Whether `typing.Literal` accepts the value (PEP 586): a string, an integer or a boolean."""
    return isinstance(json_value, (str, int, bool))


def compact(json_value: Json) -> str:
    """The value as JSON on one line, for documentation."""
    return json.dumps(json_value, ensure_ascii=False, separators=(", ", ": "))


def words(names: list[str]) -> str:
    """Names in one string literal, separated by spaces, in lines that the formatter does not change."""
    lines = textwrap.wrap(" ".join(names), 80, break_long_words=False, break_on_hyphens=False)
    if len(lines) < 2:
        return string(" ".join(names))
    return "(" + "\n".join(string(line + " ") for line in lines[:-1]) + "\n" + string(lines[-1]) + ")"
