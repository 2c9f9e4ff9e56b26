"""Parameters in each style of OpenAPI 3.1 ("Style Values"; RFC 6570, RFC 3986)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import quote

from pydantic_core import from_json

from ..errors import RequestError
from ..json_types import is_array, is_object
from ..operation import Parameter
from .json_body import to_json

Pairs: TypeAlias = list[tuple[str, str]]

_RESERVED = ":/?#[]@!$&'()*+,;="
_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}


def encode(text: str, allow_reserved: bool = False) -> str:
    """Percent-encode all but the unreserved characters (RFC 3986), or keep reserved ones too."""
    return quote(text, safe=_RESERVED if allow_reserved else "", encoding="utf-8")


def path_segment(parameter: Parameter, value: Any) -> str:
    """The text of a path parameter. Raises `RequestError` if it is empty."""
    plain = _plain(parameter, value)
    name = encode(parameter.wire)
    exploded = parameter.explode is True
    if isinstance(plain, dict):
        items = [(encode(key), encode(item)) for key, item in plain.items()]
        joined = (
            [f"{key}={item}" for key, item in items]
            if exploded
            else [part for pair in items for part in pair]
        )
        pairs = exploded
    else:
        joined = [encode(item) for item in (plain if isinstance(plain, list) else [plain])]
        pairs = False
    if not any(joined):
        raise RequestError("a path parameter cannot be empty", path=parameter.keyword)
    if parameter.style == "label":
        return "." + ("." if exploded else ",").join(joined)
    if parameter.style == "matrix":
        if pairs:
            return "".join(f";{item}" for item in joined)
        if exploded:
            return "".join(f";{name}={item}" for item in joined)
        return f";{name}={','.join(joined)}"
    return ",".join(joined)


def query_pairs(parameter: Parameter, value: Any) -> Pairs:
    """The encoded names and values of a query or cookie parameter; none for an empty list."""
    name = encode(parameter.wire)
    reserved = parameter.allow_reserved
    if parameter.style == "deepObject":
        return [
            (encode(key), encode(item, reserved))
            for key, item in deep(parameter.wire, _jsonable(parameter, value))
        ]
    plain = _plain(parameter, value)
    if isinstance(plain, str):
        return [(name, encode(plain, reserved))]
    if parameter.explode and isinstance(plain, dict):
        return [(encode(key), encode(item, reserved)) for key, item in plain.items()]
    if parameter.explode:
        return [(name, encode(item, reserved)) for item in plain]
    items = plain if isinstance(plain, list) else [part for pair in plain.items() for part in pair]
    delimiter = _DELIMITERS.get(parameter.style, ",")
    return [(name, delimiter.join(encode(item, reserved) for item in items))] if items else []


def header_value(parameter: Parameter, value: Any) -> str:
    """The text of a header parameter: style `simple`, not percent-encoded."""
    plain = _plain(parameter, value)
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list):
        return ",".join(plain)
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
        return to_json(value, parameter.keyword).decode()
    jsonable = _jsonable(parameter, value)
    if is_array(jsonable):
        return [_text(item) for item in jsonable]
    if is_object(jsonable):
        return {key: _text(item) for key, item in jsonable.items() if item is not None}
    return scalar(jsonable)


def _text(value: Any) -> str:
    """The text of a member. Nested objects and arrays, which OpenAPI leaves undefined, are JSON."""
    return to_json(value).decode() if isinstance(value, dict | list) else scalar(value)


def _jsonable(parameter: Parameter, value: Any) -> Any:
    """The value in plain JSON: models, mappings, dates and enums are serialized as in a body."""
    return from_json(to_json(value, parameter.keyword))
