"""Render diagnostics as text, JSON lines or GitHub workflow commands."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, Literal

from generator.diagnostics.model import Diagnostic, Position, Severity
from generator.diagnostics.sanitize import sanitize

Style = Literal["text", "json", "github"]

_COLORS: dict[Severity, str] = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "note": "\x1b[1;36m"}
_HELP_PAGE: Final = "docs/diagnostics.md"
_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(items: Iterable[Diagnostic], style: Style = "text", *, color: bool = False, most: int = 0) -> str:
    """Render the diagnostics in their order; an empty string if there are none.

    `text` shows `file:line:col: severity[code]: message`, an excerpt, the JSON pointer and the hint, with colors if
    `color` is set. `json` writes one object per line, with the keys of `as_data`. `github` writes one workflow command
    per line (GitHub Actions, "Workflow commands"). Text from a document is sanitized. With `most`, `text` shows so many
    warnings of each code and counts the others; errors are always shown.
    """
    if style == "json":
        return "".join(json.dumps(as_data(item), ensure_ascii=True) + "\n" for item in items)
    if style == "github":
        return "".join(_command(item) + "\n" for item in items)
    shown, counts = _first(items, most) if most else (items, {})
    return "".join([*(_text(item, color) for item in shown), *(_more(code, counts[code], color) for code in counts)])


def _first(items: Iterable[Diagnostic], most: int) -> tuple[list[Diagnostic], dict[str, int]]:
    """The errors, the first warnings and notes of each code, and the numbers of the others by their codes."""
    shown: list[Diagnostic] = []
    seen: Counter[str] = Counter()
    for item in items:
        seen[item.code] += item.severity != "error"
        if item.severity == "error" or seen[item.code] <= most:
            shown.append(item)
    return shown, {code: number - most for code, number in seen.items() if number > most}


def _more(code: str, number: int, color: bool) -> str:
    name = _painted(f"warning[{code}]", _COLORS["warning"], color)
    return f"{name}: {number} more of this code (--verbose shows {'it' if number == 1 else 'them'})\n"


def as_data(item: Diagnostic) -> dict[str, Any]:
    """A diagnostic as JSON: severity, code, message, file, line, column, pointer, hint, help.

    Line and column start at 1, and are 0 for a complete file. Without a location, `file` is empty and `pointer` null.
    """
    position = _position(item)
    return {
        "severity": item.severity,
        "code": item.code,
        "message": item.message,
        "file": position.file,
        "line": position.line,
        "column": position.column,
        "pointer": item.at.pointer if item.at and position.line else None,
        "hint": item.hint,
        "help": help_link(item.code),
    }


def help_link(code: str) -> str:
    """The link to a code on the page of all codes, relative to the root of the sdkwright repository."""
    return f"{_HELP_PAGE}#{code}"


def _text(item: Diagnostic, color: bool) -> str:
    severity = _painted(f"{item.severity}[{item.code}]", _COLORS[item.severity], color)
    place = _place(_position(item))
    head = _painted(f"{place}: ", _BOLD, color) if place else ""
    lines = [f"{head}{severity}: {sanitize(item.message)}"]
    if item.at is not None:
        lines += [f"  {_painted(sanitize(line), _DIM, color)}" for line in item.at.excerpt()]
        if item.at.pointer:
            lines.append(f"  #{sanitize(item.at.pointer)}")
    if item.hint:
        lines.append(f"  hint: {sanitize(item.hint)}")
    return "\n".join(lines) + "\n"


def _command(item: Diagnostic) -> str:
    position = _position(item)
    properties = {"file": position.file, "line": position.line, "col": position.column, "title": item.code}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    message = "\n".join(filter(None, (item.message, item.hint and f"hint: {item.hint}")))
    return f"::{_COMMANDS[item.severity]} {written}::{_data(message)}"


def _data(text: str) -> str:
    """Escape a message: a line break would end the command, and a percent sign starts an escape."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return sanitize(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _position(item: Diagnostic) -> Position:
    return item.at.position() if item.at is not None else Position("")


def _place(position: Position) -> str:
    """`file:line:col`, or as much of it as is known."""
    name = sanitize(position.file)
    return f"{name}:{position.line}:{position.column}" if name and position.line else name


def _painted(text: str, paint: str, color: bool) -> str:
    return f"{paint}{text}{_RESET}" if color else text
