"""The table `[project]` of a config: metadata of the distribution."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from generator.config.key_places import KeyPlaces
from generator.config.table_values import inner
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.suggest import did_you_mean

_URLS: Final = ("repository", "homepage", "documentation")
_LISTS: Final = ("authors", "keywords", "classifiers")
_KEYS: Final = ("license", *_URLS, *_LISTS)
_LICENSE: Final = re.compile(r"[A-Za-z0-9.+-]+|[()]")
_AUTHOR: Final = re.compile(r"[^<>\n,]+(<[^<>@\s]+@[^<>@\s]+>)?|<[^<>@\s]+@[^<>@\s]+>")
_CLASSIFIER: Final = re.compile(r"[^\n:]+( :: [^\n:]+)+")

Project = Mapping[str, str | tuple[str, ...]]


def project_settings(table: Mapping[str, Any], keys: KeyPlaces, diagnostics: Diagnostics) -> Project:
    """The table. Reports keys and values that are not known."""
    values: dict[str, str | tuple[str, ...]] = {}
    for key, value in table.items():
        problem, hint = _problem(key, value)
        if problem:
            code = "unknown-key" if key not in _KEYS else "wrong-value"
            diagnostics.error(code, f"[project] {problem}", keys.place(key, "project"), hint)
        else:
            values[key] = value if isinstance(value, str) else tuple(_texts(value))
    return values


def _problem(key: str, value: Any) -> tuple[str, str]:
    """What is wrong with a value and a hint, or two empty texts."""
    if key not in _KEYS:
        return f"has an unknown key `{key}`", did_you_mean(key, _KEYS) or f"the keys are {', '.join(_KEYS)}"
    texts, is_list = _texts(value), _is_list(value)
    if key in _LISTS and not is_list:
        return f"`{key}` must be an array of strings", ""
    if key not in _LISTS and (is_list or not texts):
        return f"`{key}` must be a string", ""
    if key in _URLS:
        return _url_problem(key, value)
    for text in texts:
        if not isinstance(text, str):
            return f"`{key}` must have strings", ""
        if not _is_valid(key, text):
            return f"invalid value `{text}` of `{key}`", _EXAMPLES[key]
        if key == "classifiers" and text.startswith("License ::"):
            return f"`{text}` cannot be a classifier", "set `license` to an SPDX expression instead (PEP 639)"
    return "", ""


def _is_valid(key: str, text: str) -> bool:
    if key == "license":
        return not _LICENSE.sub("", text).strip() and bool(text.strip())
    if key == "keywords":
        return "\n" not in text and "," not in text
    return bool((_AUTHOR if key == "authors" else _CLASSIFIER).fullmatch(text))


def _url_problem(key: str, value: str) -> tuple[str, str]:
    try:
        url = urlsplit(value)
        valid = url.scheme in {"https", "http"} and bool(url.hostname) and "@" not in url.netloc
    except ValueError:
        valid = False
    if valid and not re.search(r"[\s<>()\[\]\"\\^`{|}]", value):
        return "", ""
    return f"`{key}` must be a URL without user or password", f'such as {key} = "https://github.com/acme/acme-python"'


_EXAMPLES: Final[Mapping[str, str]] = {
    "license": 'an SPDX expression, such as "MIT" or "Apache-2.0 OR MIT"',
    "authors": 'a name, an address or both: "Ada Lovelace <ada@example.com>"',
    "keywords": "words without commas",
    "classifiers": 'such as "Development Status :: 5 - Production/Stable"',
}


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _texts(value: object) -> list[Any]:
    return [value] if isinstance(value, str) else inner(value)
