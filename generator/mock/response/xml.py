"""XML of a JSON value, for responses whose media type is XML."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

from generator.ir.types import Json
from generator.lower.schema.json_values import is_list, is_mapping

_NOT_IN_NAMES: Final = re.compile(r"[^\w.-]|^(?=[\d.-])", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def as_xml(value: Json, name: str = "response") -> bytes:
    """A document with an element for each property; an array is an element for each of its items."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_element(name, value)}\n'.encode()


def _element(name: str, value: Json) -> str:
    tag = _NOT_IN_NAMES.sub("_", name) or "item"
    if is_mapping(value):
        inner = "".join(_elements(key, child) for key, child in value.items())
    elif is_list(value):
        inner = "".join(_element("item", child) for child in value)
    elif isinstance(value, bool):
        inner = str(value).lower()
    else:
        inner = "" if value is None else escape(_CONTROL.sub("", str(value)))
    return f"<{tag}>{inner}</{tag}>"


def _elements(name: str, value: Json) -> str:
    return "".join(_element(name, child) for child in value) if is_list(value) else _element(name, value)
