"""URL-encoded form bodies (WHATWG URL, section 5), with the encodings of OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from pydantic import BaseModel

from ..errors import RequestError
from ..json_types import is_array
from .form_fields import Encoding, FieldsBody, field_text, form_fields, styled_pairs
from .json_body import check_text, to_json


class FormBody(FieldsBody):
    """A request body that is a URL-encoded form."""

    def encode(self, value: Any) -> tuple[bytes, str]:
        """The bytes of a form, and its media type. A string is sent unchanged.

        None is left out. A list is a repeated name, or one value with delimiters if its encoding
        has them. An object is JSON, or `name[key]` in the style `deepObject`. An encoding with a
        JSON media type sends JSON.
        """
        if isinstance(value, str):
            return check_text(value, "body").encode(), self.media_type
        pairs = self.pairs(value, "body")
        try:
            form = "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in pairs)
            return form.encode(), self.media_type
        except UnicodeEncodeError:
            raise RequestError("a lone surrogate cannot be encoded as UTF-8", path="body") from None

    def pairs(self, value: Any, path: str) -> list[tuple[str, str]]:
        """The names and values of the form, not encoded."""
        pairs: list[tuple[str, str]] = []
        for name, item in form_fields(value, path).items():
            if item is not None:
                pairs += _pairs(name, item, self.encoding(name))
        return pairs


def _pairs(name: str, value: Any, encoding: Encoding) -> list[tuple[str, str]]:
    if encoding.media_type.endswith("json"):
        return [(name, to_json(value, name).decode())]
    if is_array(value) or (encoding.style and isinstance(value, Mapping | BaseModel)):
        return styled_pairs(name, value, encoding)
    return [(name, field_text(value, name))]
