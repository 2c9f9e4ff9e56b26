"""Read texts of a URL, a header or a form as values of the types that a schema admits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final, TypeAlias

from generator.document.node import Node
from generator.ir.types import Json
from generator.lower.schema.json_values import is_list, is_mapping
from generator.mock.schemas.kinds import KindReader

Raw: TypeAlias = "str | list[Raw] | dict[str, Raw]"
"""Texts in the structure that the style of a parameter gives them."""

_INTEGER: Final = re.compile(r"-?\d{1,400}")
_NUMBER: Final = re.compile(r"-?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?")
_DEEPEST: Final = 20


def readings(raw: Raw, schema: Node | None, kinds: KindReader) -> Iterator[Json]:
    """The values that texts can stand for: first all texts that may be strings as strings, then typed where possible.

    A text is typed as the types of its schema allow: `5` is a number for `type: integer`, and a string for a schema
    of strings.
    """
    as_text = _typed(raw, schema, kinds, strings=True, depth=0)
    yield as_text
    typed = _typed(raw, schema, kinds, strings=False, depth=0)
    if typed != as_text or type(typed) is not type(as_text):
        yield typed


def _typed(raw: Raw, schema: Node | None, kinds: KindReader, *, strings: bool, depth: int) -> Json:
    if depth > _DEEPEST:
        return raw
    if isinstance(raw, list):
        items = kinds.items(schema)
        return [_typed(item, items, kinds, strings=strings, depth=depth + 1) for item in raw]
    if isinstance(raw, dict):
        return {
            name: _typed(value, kinds.property(schema, name), kinds, strings=strings, depth=depth + 1)
            for name, value in raw.items()
        }
    return scalar(raw, kinds.kinds(schema), strings=strings)


def scalar(text: str, kinds: frozenset[str], *, strings: bool = True) -> Json:
    """A text as a value of one of the types; as it is, where it is none of them."""
    if not kinds or (strings and "string" in kinds):
        return text
    if kinds & {"integer", "number"} and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in kinds and _NUMBER.fullmatch(text):
        return float(text)
    if "boolean" in kinds and text in {"true", "false"}:
        return text == "true"
    if "null" in kinds and text in {"", "null"}:
        return None
    if ("object" in kinds and text[:1] == "{") or ("array" in kinds and text[:1] == "["):
        with suppress(ValueError, RecursionError):
            return json.loads(text)
    return text


def set_path(target: dict[str, Any], keys: list[str], value: Raw) -> None:
    """Put a value at the keys of a name such as `filter[a][b]`; `[]`, or a name that is repeated, makes a list."""
    here: Any = target
    for key in keys[:-1]:
        following = here.setdefault(key, {})
        if not is_mapping(following):
            return
        here = following
    last = keys[-1]
    if last not in here:
        here[last] = value
    elif is_list(here[last]):
        here[last].append(value)
    else:
        here[last] = [here[last], value]


def bracketed(name: str) -> list[str]:
    """The keys of a name with brackets: `a[b][0]` is `a`, `b`, `0`."""
    first, bracket, rest = name.partition("[")
    return [first, *rest.rstrip("]").split("][")] if bracket else [name]


def with_lists(raw: Raw) -> Raw:
    """The structure with lists in place of objects whose keys are numbers in order, or empty."""
    if is_list(raw):
        return [with_lists(item) for item in raw]
    if not is_mapping(raw):
        return raw
    found = {key: with_lists(value) for key, value in raw.items()}
    if list(found) == [""]:
        only = found[""]
        return only if is_list(only) else [only]
    if found and list(found) == [str(index) for index in range(len(found))]:
        return list(found.values())
    return found
