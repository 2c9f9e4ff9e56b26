"""Highlight code: HTML of Python, JSON and shell commands, with spans for comments, strings, names and numbers."""

from __future__ import annotations

import re
from html import escape
from typing import Final

_PYTHON: Final = re.compile(
    r"""(?P<c>\#[^\n]*)
    |(?P<s>(?:\b[bBrRfF]{1,2})?(?:\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
    |(?P<k>\b(?:and|as|assert|async|await|break|case|class|continue|def|elif|else|except|finally|for|from|if|import|in
        |is|lambda|match|not|or|pass|raise|return|try|while|with|yield|None|True|False)\b)
    |(?P<n>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)
    |(?P<f>\b[A-Za-z_]\w*(?=\())""",
    re.VERBOSE,
)
_JSON: Final = re.compile(
    r"""(?P<f>"(?:\\.|[^"\\\n])*"(?=\s*:))
    |(?P<s>"(?:\\.|[^"\\\n])*")
    |(?P<k>\b(?:true|false|null)\b)
    |(?P<n>-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)""",
    re.VERBOSE,
)
_SHELL: Final = re.compile(
    r"""(?P<s>'[^']*'|"(?:\\.|[^"\\])*"|\\')
    |(?P<c>(?:^|(?<=\s))\#[^\n]*)
    |(?P<k>(?:^|(?<=\s))--?[A-Za-z][\w-]*)
    |(?P<f>(?:^|(?<=\n))[a-z][\w-]*)""",
    re.VERBOSE,
)
_LANGUAGES: Final = {
    "python": _PYTHON,
    "py": _PYTHON,
    "json": _JSON,
    "sh": _SHELL,
    "shell": _SHELL,
    "bash": _SHELL,
    "console": _SHELL,
}


def highlight(code: str, language: str) -> str:
    """The code as HTML: escaped, with a span around each token that has a color."""
    pattern = _LANGUAGES.get(language.lower())
    if pattern is None:
        return escape(code)
    parts: list[str] = []
    end = 0
    for found in pattern.finditer(code):
        parts.append(escape(code[end : found.start()]))
        parts.append(f'<span class="{found.lastgroup}">{escape(found[0])}</span>')
        end = found.end()
    return "".join([*parts, escape(code[end:])])
