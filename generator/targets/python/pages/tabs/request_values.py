"""Values of parameters as a request has them: the styles of OpenAPI 3.1 ("Style Values"), percent-encoded in URLs."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import Any, Final
from urllib.parse import quote

from generator.ir.types import Json, Parameter
from generator.targets.python.types.json_values import is_array, is_object

_DELIMITERS: Final = {"spaceDelimited": "%20", "tabDelimited": "%09", "pipeDelimited": "%7C"}
_RESERVED: Final = {"path": ":/@!$&'()*+,;=", "query": ":/?@!$'()*,;"}
_UNSEEN: Final = re.compile(
    r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]"
)


def path_text(parameter: Parameter, value: Json) -> str:
    """The text of a path parameter, encoded."""
    name, style, plain = quote(parameter.wire, safe=""), parameter.style, _plain(parameter, value)
    if isinstance(plain, dict):
        items = [(_encoded(parameter, key), _encoded(parameter, item)) for key, item in plain.items()]
        joined = (
            [f"{key}={item}" for key, item in items] if parameter.explode else [part for pair in items for part in pair]
        )
    else:
        joined = [_encoded(parameter, item) for item in (plain if isinstance(plain, list) else [plain])]
    if style == "matrix":
        exploded_object = parameter.explode and isinstance(plain, dict)
        values = joined if parameter.explode else [",".join(joined)]
        return "".join(f";{item}" if exploded_object else f";{name}={item}" if item else f";{name}" for item in values)
    if style == "label":
        return "." + ("." if parameter.explode else ",").join(joined)
    return _DELIMITERS.get(style, ",").join(joined)


def query_pairs(parameter: Parameter, value: Json) -> list[tuple[str, str]]:
    """The encoded names and values of a query or cookie parameter."""
    name = quote(parameter.wire, safe="")
    if parameter.style == "deepObject":
        return [(quote(key, safe=""), _encoded(parameter, item)) for key, item in _deep(parameter.wire, value)]
    plain = _plain(parameter, value)
    if isinstance(plain, str):
        return [(name, _encoded(parameter, plain))]
    if parameter.explode and isinstance(plain, dict):
        return [(quote(key, safe=""), _encoded(parameter, item)) for key, item in plain.items()]
    if parameter.explode:
        return [(name, _encoded(parameter, item)) for item in plain]
    items = [part for pair in plain.items() for part in pair] if isinstance(plain, dict) else plain
    delimiter = _DELIMITERS.get(parameter.style, ",")
    return [(name, delimiter.join(_encoded(parameter, item) for item in items))] if items else []


def header_text(parameter: Parameter, value: Json) -> str:
    """The text of a header parameter (style `simple`), which is not encoded."""
    plain = _plain(parameter, value)
    if isinstance(plain, dict):
        pairs = plain.items()
        plain = (
            [f"{key}={item}" for key, item in pairs] if parameter.explode else [part for pair in pairs for part in pair]
        )
    return " ".join((plain if isinstance(plain, str) else ",".join(plain)).split())


def scalar(value: Json) -> str:
    """A scalar as text: strings unchanged, bytes as base64, other values as JSON."""
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return value if isinstance(value, str) else json.dumps(value)


def json_text(value: Json, width: int = 0) -> str:
    """A value as JSON on one line, or indented if it is longer than the width. Invisible characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, default=_default)
    if width and len(text) > width:
        text = json.dumps(value, ensure_ascii=False, default=_default, indent=2)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _default(value: Any) -> str:
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else str(value)


def _encoded(parameter: Parameter, text: str) -> str:
    return quote(text, safe=_RESERVED.get(parameter.location, "") if parameter.allow_reserved else "", errors="replace")


def _plain(parameter: Parameter, value: Json) -> str | list[str] | dict[str, str]:
    """The value as text, a list of texts or an object of texts."""
    if parameter.media_type:
        return (
            json_text(value) if is_object(value) or is_array(value) or "json" in parameter.media_type else scalar(value)
        )
    if is_array(value):
        return [_text(item) for item in value]
    if is_object(value):
        return {str(key): _text(item) for key, item in value.items() if item is not None}
    return scalar(value)


def _text(value: Json) -> str:
    return json_text(value) if is_object(value) or is_array(value) else scalar(value)


def _deep(name: str, value: Json) -> list[tuple[str, str]]:
    if is_object(value):
        return [pair for key, item in value.items() for pair in _deep(f"{name}[{key}]", item)]
    if is_array(value):
        return [pair for index, item in enumerate(value) for pair in _deep(f"{name}[{index}]", item)]
    return [] if value is None else [(name, scalar(value))]
