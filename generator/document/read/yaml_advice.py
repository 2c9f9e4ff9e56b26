"""What to do about what the YAML parser reports."""

from __future__ import annotations

from typing import Final

_ADVICE: Final = {
    "cannot start any token": "YAML is indented with spaces; a text that starts with a special character needs quotes",
    "mapping values are not allowed": "a text that holds `: ` needs quotes",
    "did not find expected node content": "something is missing before this place: a value, or the end of a `[` or `{`",
    "did not find expected key": "the keys of one object are in one column; a text that holds `: ` needs quotes",
    "did not find expected '-' indicator": "the elements of one list are in one column",
    "did not find expected ','": "what `[` or `{` opens needs commas, and a `]` or `}` at its end",
    "could not find expected ':'": "a key needs `: ` behind it; look at the line before too",
    "found unexpected end of stream": "a quote or bracket is opened and never closed",
    "undefined alias": "`*name` needs an `&name` before it; a text that begins with `*` needs quotes",
    "found unknown escape": "a backslash in double quotes is doubled; in single quotes it stays as it is",
    "tab": "YAML is indented with spaces",
}
"""What to do, by a part of what the parser says."""


def advice(problem: str) -> str:
    """What to do about a problem of the parser, or an empty string."""
    return next((found for part, found in _ADVICE.items() if part in problem), "")
