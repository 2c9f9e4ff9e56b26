"""URL-encoded form bodies (WHATWG URL, section 5), with the encodings of OpenAPI."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus

from ..errors import RequestError
from ..json_types import is_array
from ..operation import Parameter
from .form_fields import Encoding, FieldsBody, field_text, form_fields
from .json_body import check_text, to_json
from .parameters import query_pairs


class FormBody(FieldsBody):
    """A request body that is a URL-encoded form."""

    def encode(self, value: Any) -> tuple[bytes, str]:
        """The bytes of a form, and its media type. A string is sent unchanged.

        None is left out. A field whose encoding has a style is sent as a query parameter of that
        style. Else a list is a repeated name, and an object is JSON, as is the value of a field
        with a JSON media type.
        """
        if isinstance(value, str):
            return check_text(value, "body").encode(), self.media_type
        try:
            form = "&".join(f"{name}={text}" for name, text in self._encoded(value))
            return form.encode(), self.media_type
        except UnicodeEncodeError:
            raise RequestError("a lone surrogate cannot be encoded as UTF-8", path="body") from None

    def pairs(self, value: Any, path: str) -> list[tuple[str, str]]:
        """The names and values of a form whose fields have no style, not encoded."""
        return [
            pair
            for name, item in form_fields(value, path).items()
            if item is not None
            for pair in _pairs(name, item, self.encoding(name))
        ]

    def _encoded(self, value: Any) -> list[tuple[str, str]]:
        """The encoded names and values. Fields with a style are encoded as query parameters are."""
        pairs: list[tuple[str, str]] = []
        for name, item in form_fields(value, "body").items():
            encoding = self.encoding(name)
            if item is None:
                continue
            if encoding.style:
                pairs += query_pairs(_parameter(name, encoding), item)
            else:
                plain = _pairs(name, item, encoding)
                pairs += [(quote_plus(key), quote_plus(text)) for key, text in plain]
        return pairs


def _parameter(name: str, encoding: Encoding) -> Parameter:
    """The query parameter that is sent as the field is."""
    return Parameter(
        name,
        "query",
        name,
        style=encoding.style,
        explode=encoding.explode,
        allow_reserved=encoding.allow_reserved,
    )


def _pairs(name: str, value: Any, encoding: Encoding) -> list[tuple[str, str]]:
    if encoding.media_type.endswith("json"):
        return [(name, to_json(value, name).decode())]
    if is_array(value):
        return [(name, field_text(item, f"{name}[{index}]")) for index, item in enumerate(value)]
    return [(name, field_text(value, name))]
