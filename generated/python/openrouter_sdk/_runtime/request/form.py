"""`application/x-www-form-urlencoded` bodies (WHATWG URL, section 5), with OpenAPI's encodings."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus

from ..errors import RequestError
from ..json_types import is_array
from ..operation import Body, Encoding
from .content import form_text, members
from .json_body import sound, to_json
from .parameters import deep

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}


def encode_form(body: Body, value: Any) -> bytes:
    """The bytes of a form. None is left out; a string is a form already, and sent as it is.

    A list is a repeated name, or one value with delimiters where its encoding says so; an object
    is JSON, or `name[key]` in the style
    `deepObject`; an encoding with a JSON media type sends JSON.
    """
    if isinstance(value, str):
        return sound(value, "body").encode()
    pairs: list[tuple[str, str]] = []
    for name, item in members(value, "body").items():
        if item is not None:
            pairs += _pairs(name, item, body.encodings.get(name, Encoding()))
    try:
        return "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in pairs).encode()
    except UnicodeEncodeError:
        raise RequestError("a lone surrogate has no form in UTF-8", path="body") from None


def _pairs(name: str, value: Any, encoding: Encoding) -> list[tuple[str, str]]:
    if encoding.media_type.endswith("json"):
        return [(name, to_json(value, name).decode())]
    if encoding.style == "deepObject":
        from pydantic_core import from_json

        return deep(name, from_json(to_json(value, name)))
    if is_array(value):
        texts = [form_text(item, f"{name}[{index}]") for index, item in enumerate(value)]
        if encoding.explode:
            return [(name, text) for text in texts]
        return [(name, _DELIMITERS.get(encoding.style, ",").join(texts))]
    return [(name, form_text(value, name))]
