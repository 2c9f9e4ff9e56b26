"""Documents made worse: values dropped, doubled, moved and replaced, and hostile text wherever text may stand."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Slot: TypeAlias = tuple[Any, Any]
"""A container and the key or index of one of its values."""

SENTINEL: Final = "sentinel"
"""A function that nobody has: where the output calls it, text of the document became code."""

HOSTILE: Final = (
    '"""\nsentinel()\n"""',
    "'''\nsentinel()\n'''",
    '"',
    "'",
    '"sentinel()',
    "') or sentinel() or ('",
    '")) or sentinel() or (("',
    "\\",
    '\\"""\nsentinel()\n#',
    "ends with a backslash\\",
    'ends with a quote"',
    "\\N{LATIN SMALL LETTER A}\\x41\\u0041",
    "line\nbreak",
    "carriage\rreturn",
    "\u2028sentinel()\u2029",
    "\u0085sentinel()",
    "\x0c\x0bsentinel()",
    "{{ sentinel() }}",
    "{% for x in range(9) %}{{ sentinel() }}{% endfor %}",
    "{# comment",
    "{sentinel()}",
    "%s%(x)s",
    "$(sentinel)`sentinel`",
    "\u202etni\u2066lenit\u2069nes",
    "\x00sentinel()\x1b[31m",
    "../../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\system32",
    "CON",
    "nul.txt",
    "aux",
    "",
    " ",
    ".",
    "..",
    "-",
    "__class__",
    "__init__",
    "self",
    "None",
    "class",
    "print",
    "import os; sentinel()",
    "# noqa\nsentinel()",
    "🎉",
    "ª²①ß",
    "日本語",
    "١٢٣",
    "é" * 300,
    "long_" * 2000,
    "word " * 2000,
    "1" * 5000,
)

WRONG: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    1.5,
    1e400,
    "",
    [],
    {},
    [None],
    {"": None},
    [[]],
    10**30,
    {"$ref": "#"},
)
"""Values of every type, for places that want another."""

FRAGMENTS: Final[tuple[dict[str, Any], ...]] = (
    {"type": ["string", 1]},
    {"type": {}},
    {"enum": [{}]},
    {"allOf": {}},
    {"oneOf": [[]]},
    {"properties": []},
    {"items": [None]},
    {"required": "x"},
    {"discriminator": {"propertyName": []}},
    {"const": {}},
    {"default": {"a": [None]}},
    {"format": {}},
    {"pattern": "((a+)+)+$"},
    {"pattern": "["},
    {"maxLength": -5, "minimum": "x", "multipleOf": 0, "exclusiveMinimum": {}},
    {"additionalProperties": []},
    {"patternProperties": {"[": {}}},
    {"prefixItems": [{}, None]},
    {"$dynamicRef": "#x"},
    {"$recursiveRef": "#"},
    {"$defs": {"a": {"$dynamicAnchor": "x"}}},
    {"title": 7, "description": [1]},
    {"name": {}, "in": []},
    {"security": [None], "servers": [{}], "tags": [{}], "parameters": [None]},
    {"content": {"": None}, "encoding": {"a": None}},
    {"x-speakeasy-retries": {"statusCodes": [None]}},
)
"""Keywords with values that mean nothing, to be put into any object."""

REFERENCES: Final = (
    "#",
    "#/",
    "#/components/schemas/Nowhere",
    "#/paths",
    "x.yaml",
    "../x.yaml",
    "http://x.invalid/",
    "#/info",
)


@dataclass(frozen=True)
class Move:
    """One change. `at` and `other` choose among all slots of the document, whatever their number."""

    kind: str
    at: int
    other: int
    text: str


KINDS: Final = ("drop", "double", "replace", "wrong", "rename", "swap", "copy", "reference", "nest", "blend")


def mutated(document: Any, moves: list[Move]) -> Any:
    """The document after the changes; the document itself stays as it is."""
    result = copy.deepcopy(document)
    for move in moves:
        slots = list(_slots(result))
        if slots:
            _change(slots[move.at % len(slots)], slots[move.other % len(slots)], move)
    return result


def _slots(value: Any, depth: int = 0) -> Iterator[Slot]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        if depth < 40:
            yield from _slots(value[key], depth + 1)


def _change(slot: Slot, other: Slot, move: Move) -> None:
    container, key = slot
    match move.kind:
        case "drop":
            del container[key]
        case "double":
            _insert(container, f"{key}{move.text[:9]}", copy.deepcopy(container[key]))
        case "replace":
            container[key] = move.text
        case "wrong":
            container[key] = copy.deepcopy(WRONG[move.other % len(WRONG)])
        case "rename" if isinstance(container, dict):
            items = [(move.text if name == key else name, value) for name, value in container.items()]
            container.clear()
            container.update(items)
        case "swap" if slot[0] is not other[0]:
            mine, theirs = copy.deepcopy(container[key]), copy.deepcopy(other[0][other[1]])
            container[key], other[0][other[1]] = theirs, mine
        case "copy":
            container[key] = copy.deepcopy(other[0][other[1]])
        case "reference":
            container[key] = {"$ref": REFERENCES[move.other % len(REFERENCES)]}
        case "blend" if isinstance(container[key], dict):
            container[key] = {**container[key], **copy.deepcopy(FRAGMENTS[move.other % len(FRAGMENTS)])}
        case "nest":
            container[key] = {"allOf": [container[key], copy.deepcopy(other[0][other[1]])]}
        case _:
            _insert(container, move.text, move.text)


def _insert(container: Any, name: str, value: Any) -> None:
    if isinstance(container, dict):
        container[name] = value
    else:
        container.append(value)


def with_text(document: Any, text: str, role: str) -> Any:
    """The document with the text in every place of one role: the name of a key, or `keys of` the object under it."""
    result = copy.deepcopy(document)
    for container, key in list(_slots(result)):
        if role == key and isinstance(container[key], str):
            container[key] = text
        elif role == f"keys of {key}" and isinstance(container[key], dict) and container[key]:
            first = next(iter(container[key]))
            container[key] = {text if name == first else name: value for name, value in container[key].items()}
        elif role == f"items of {key}" and isinstance(container[key], list):
            container[key] = [text, *container[key][1:]]
    return result


def roles(document: Any) -> list[str]:
    """Every role that text has in the document, for `with_text`."""
    found: dict[str, None] = {}
    for container, key in _slots(document):
        value = container[key]
        if isinstance(key, str):
            if isinstance(value, str) and key not in {"$ref", "openapi", "swagger"}:
                found[key] = None
            elif isinstance(value, dict) and value:
                found[f"keys of {key}"] = None
            elif isinstance(value, list) and value and isinstance(value[0], str):
                found[f"items of {key}"] = None
    return list(found)


def as_text(document: Any) -> str:
    """The document as JSON. Numbers that JSON cannot hold come out as they would in a careless writer's."""
    return json.dumps(document)
