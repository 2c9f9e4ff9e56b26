"""Words of a POSIX shell, quoted so that only variables of this module's making are expanded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_PLAIN: Final = re.compile(r"[\w :/.,=?&%+;@~-]*", re.ASCII)
"""Text that means itself inside double quotes, also at an interactive prompt."""
_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable."""

    name: str


Part = str | Variable


def word(*parts: Part) -> str:
    """One word of these parts: text as it is, and the values of variables."""
    if not any(isinstance(part, Variable) for part in parts):
        return quoted("".join(map(str, parts)))
    if all(isinstance(part, Variable) or _PLAIN.fullmatch(part) for part in parts):
        return f'"{"".join(map(_expanded, parts, [*parts[1:], ""]))}"'
    return "".join(f'"{_expanded(part, "")}"' if isinstance(part, Variable) else quoted(part) for part in parts if part)


def quoted(text: str) -> str:
    """The text in single quotes, without the character that no argument can have (NUL)."""
    inner = text.replace("\0", "").replace("'", "'\\''")
    return f"'{inner}'"


def _expanded(part: Part, following: Part) -> str:
    if not isinstance(part, Variable):
        return part
    name = part.name if _NAME.fullmatch(part.name) else "VALUE"
    return f"${{{name}}}" if isinstance(following, str) and re.match(r"[\w:]", following) else f"${name}"
