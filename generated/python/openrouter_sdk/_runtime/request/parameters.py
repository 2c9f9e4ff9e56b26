"""Parameters in each style of OpenAPI 3.1 ("Style Values"; RFC 6570, RFC 3986)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import quote, quote_plus

from pydantic_core import from_json

from ..errors import RequestError
from ..json_types import is_array, is_object
from ..operation import Parameter, media_kind
from .json_body import is_sequence, to_json

Pairs: TypeAlias = list[tuple[str, str]]

_RESERVED = {"path": ":/@!$&'()*+,;=", "query": ":/?@!$'()*,;"}
"""The reserved characters (RFC 3986) that do not end a value in its place, nor separate it."""
_DELIMITERS = {
    "spaceDelimited": "%20",
    "tabDelimited": "%09",
    "pipeDelimited": "%7C",
}
DELIMITERS = {"spaceDelimited": " ", "tabDelimited": "\t", "pipeDelimited": "|"}
_TRIPLET = re.compile("(%[0-9A-Fa-f]{2})")
_NOT_IN_COOKIE = re.compile(r"[\x00-\x1f\x7f;]")


def encode(text: str, safe: str = "") -> str:
    """Percent-encode all but the unreserved characters (RFC 3986) and those of `safe`.

    With `safe`, percent-encoded triplets pass unchanged (RFC 6570, section 3.2.3).
    """
    if safe and "%" in text:
        parts = _TRIPLET.split(text)
        return "".join(
            part if index % 2 else quote(part, safe=safe) for index, part in enumerate(parts)
        )
    return quote(text, safe=safe)


def _safe(parameter: Parameter, separators: str = "") -> str:
    """The characters that stay as they are in a value that `separators` delimit."""
    safe = _RESERVED.get(parameter.location, "") if parameter.allow_reserved else ""
    return "".join(character for character in safe if character not in separators)


def path_segment(parameter: Parameter, value: Any) -> str:
    """The text of a path parameter. Raises `RequestError` if it is empty, None or a wrong bool."""
    _check_path_value(parameter, value, parameter.keyword)
    if is_sequence(value) and not isinstance(value, str) and not parameter.media_type:
        for index, item in enumerate(value):
            _check_path_value(parameter, item, f"{parameter.keyword}[{index}]")
    plain = _plain(parameter, value)
    name = encode(parameter.wire)
    exploded = parameter.explode is True
    separator = _DELIMITERS.get(parameter.style, ",")
    safe = _safe(parameter, f"{separator};" if parameter.style == "matrix" else separator)
    if isinstance(plain, dict):
        items = [(encode(key), encode(item, safe)) for key, item in plain.items()]
        if exploded:
            # In the style `matrix` an empty value has no equals sign (RFC 6570, section 3.2.7).
            bare = parameter.style == "matrix"
            joined = [f"{key}={item}" if item or not bare else key for key, item in items]
        else:
            joined = [part for pair in items for part in pair]
    else:
        joined = [encode(item, safe) for item in (plain if isinstance(plain, list) else [plain])]
    if parameter.style == "matrix":
        if not joined:
            raise RequestError("a path parameter cannot be empty", path=parameter.keyword)
        if exploded and isinstance(plain, dict):
            return "".join(f";{item}" for item in joined)
        values = joined if exploded else [separator.join(joined)]
        return "".join(f";{name}={item}" if item else f";{name}" for item in values)
    if parameter.style == "label" and joined:
        return "." + ("." if exploded else ",").join(joined)
    if not any(joined):
        raise RequestError("a path parameter cannot be empty", path=parameter.keyword)
    return separator.join(joined)


def _check_path_value(parameter: Parameter, value: Any, path: str) -> None:
    if value is None:
        raise RequestError("a path parameter cannot be None", path=path)
    if isinstance(value, bool) and not parameter.boolean:
        raise RequestError("expected no bool", path=path)


def query_pairs(parameter: Parameter, value: Any) -> Pairs:
    """The encoded names and values of a query or cookie parameter; none for an empty list."""
    name = encode(parameter.wire)
    safe = _safe(parameter)
    if parameter.style == "deepObject":
        return [
            (encode(key), encode(item, safe))
            for key, item in deep(parameter.wire, _jsonable(parameter, value))
        ]
    plain = _plain(parameter, value)
    if isinstance(plain, str):
        return [(name, encode(plain, safe))]
    if parameter.explode and isinstance(plain, dict):
        return [(encode(key), encode(item, safe)) for key, item in plain.items()]
    if parameter.explode:
        return [(name, encode(item, safe)) for item in plain]
    items = plain if isinstance(plain, list) else [part for pair in plain.items() for part in pair]
    delimiter = _DELIMITERS.get(parameter.style, ",")
    safe = _safe(parameter, delimiter)
    return [(name, delimiter.join(encode(item, safe) for item in items))] if items else []


def cookie_pairs(parameter: Parameter, value: Any) -> Pairs:
    """The names and values of a cookie parameter; those of the style `cookie` are not encoded."""
    if parameter.style != "cookie":
        return query_pairs(parameter, value)
    plain = _plain(parameter, value)
    if isinstance(plain, dict):
        pairs = list(plain.items())
    else:
        pairs = [(parameter.wire, item) for item in (plain if isinstance(plain, list) else [plain])]
    if not parameter.explode and not isinstance(plain, str):
        parts = plain if isinstance(plain, list) else [part for pair in pairs for part in pair]
        pairs = [(parameter.wire, ",".join(parts))] if parts else []
    if any(_NOT_IN_COOKIE.search(text) for pair in pairs for text in pair):
        message = "a cookie cannot contain a semicolon or a control character"
        raise RequestError(message, path=parameter.keyword)
    return pairs


def query_string(parameter: Parameter, value: Any) -> list[tuple[str, str | None]]:
    """The encoded pairs of a parameter that is the entire query (OpenAPI 3.2, `querystring`).

    A query of another media type than a form is one name without a value.
    """
    pairs = parameter.pairs(value)
    if pairs is None:
        return [(encode(_content(parameter, value)), None)]
    return [(quote_plus(name), quote_plus(text)) for name, text in pairs]


def header_value(parameter: Parameter, value: Any) -> str:
    """The text of a header parameter: style `simple`, not percent-encoded."""
    plain = _plain(parameter, value)
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list):
        return DELIMITERS.get(parameter.style, ",").join(plain)
    if parameter.explode:
        return ",".join(f"{key}={item}" for key, item in plain.items())
    return ",".join(part for pair in plain.items() for part in pair)


def extra_query(query: Mapping[str, Any]) -> dict[str, Pairs]:
    """The encoded pairs of query parameters outside the document, by encoded name."""
    pairs: dict[str, Pairs] = {}
    for name, value in query.items():
        parameter = Parameter(f'query["{name}"]', "query", name)
        pairs[encode(name)] = [] if value is None else query_pairs(parameter, value)
    return pairs


def deep(name: str, value: Any) -> Pairs:
    """The pairs of the style `deepObject`, at any depth: `name[key][inner]`, `name[key][0]`."""
    if is_object(value):
        return [pair for key, item in value.items() for pair in deep(f"{name}[{key}]", item)]
    if is_array(value):
        return [pair for index, item in enumerate(value) for pair in deep(f"{name}[{index}]", item)]
    return [] if value is None else [(name, scalar(value))]


def scalar(value: Any) -> str:
    """A JSON scalar as text: strings unchanged, other values as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def _plain(parameter: Parameter, value: Any) -> str | list[str] | dict[str, str]:
    """The value as text, a list of texts or an object of texts."""
    if parameter.media_type:
        return _content(parameter, value)
    jsonable = _jsonable(parameter, value)
    if is_array(jsonable):
        return [_text(item) for item in jsonable]
    if is_object(jsonable):
        return {key: _text(item) for key, item in jsonable.items() if item is not None}
    return scalar(jsonable)


def _content(parameter: Parameter, value: Any) -> str:
    """The value in the media type of the parameter, as text."""
    pairs = parameter.pairs(value)
    if pairs is not None:
        return "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in pairs)
    kind = media_kind(parameter.media_type)
    if kind == "json" or is_array(value) or is_object(value):
        return to_json(value, parameter.keyword).decode()
    return scalar(_jsonable(parameter, value))


def _text(value: Any) -> str:
    """The text of a member. Nested objects and arrays, which OpenAPI leaves undefined, are JSON."""
    return to_json(value).decode() if isinstance(value, dict | list) else scalar(value)


def _jsonable(parameter: Parameter, value: Any) -> Any:
    """The value in plain JSON: models, mappings, dates and enums are serialized as in a body."""
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if parameter.format == "date" and isinstance(value, datetime):
        raise RequestError("expected a date, not a datetime", path=parameter.keyword)
    return from_json(to_json(value, parameter.keyword))
