"""Values of a config file, by their types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeGuard

EXAMPLES: Final[Mapping[str, str]] = {
    "names": 'names as strings: "type:ChatUsage" = "Usage"',
    "webhooks": 'a name as a string: signature = "github"',
    "files": 'templates as strings: "NOTICE.md" = "notice.md.jinja"',
    "pages": 'true, false or a table of strings: "GET /models" = { cursor = "after", next = "last_id" }',
    "waits": 'true, false or a table of strings: "GET /jobs/{id}" = { status = "state", done = "finished" }',
    "idempotency": 'a name as a string: header = "Idempotency-Key"',
    "include": 'patterns as strings: ["tag:chat"]',
    "exclude": 'patterns as strings: ["path:/internal/**"]',
    "overlays": 'paths as strings: ["spec/overlays/house.yaml"]',
    "keep": 'globs as strings: ["docs/house/**"]',
}
"""What a table or an array must have, by its key."""
HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""The name of a header (RFC 9110, section 5.1)."""
NAMES: Final = frozenset({"package", "class_name", "distribution"})
OPERATIONS: Final = frozenset({"pages", "waits"})
"""Tables whose keys are operations."""
TOML_KINDS: Final[Mapping[type, type]] = {str: str, bool: bool, dict: dict, tuple: list}
TOML_TYPES: Final[Mapping[type, str]] = {
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "an array",
    dict: "a table",
}


def is_table(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def inner(value: object) -> list[Any]:
    """The keys and values of a table, or the elements of an array."""
    if is_table(value):
        return [*value, *value.values()]
    return [*value] if isinstance(value, list) else []


def is_page_setting(value: object) -> bool:
    return isinstance(value, bool) or (is_table(value) and all_texts(list(value.values())))


def wrong_kind(key: str, expected: type, found: type) -> str:
    """The message for a value of another kind."""
    return f"`{key}` must be {TOML_TYPES[expected]}, found {TOML_TYPES.get(found, 'a date or time')}"


def misfits(key: str, value: Any) -> tuple[str, ...] | None:
    """The entries of a table that are wrong, as far as they have names; None if there are none."""
    if key in OPERATIONS:
        return tuple(name for name, one in value.items() if not is_page_setting(one)) or None
    return None if all_texts(inner(value)) else ()


def all_texts(items: list[Any]) -> bool:
    return all(isinstance(item, str) and item for item in items)
