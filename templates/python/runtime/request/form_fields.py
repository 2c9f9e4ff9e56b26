"""Fields of URL-encoded and multipart forms, and their encodings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from pydantic_core import from_json

from ..errors import RequestError
from ..json_types import is_object
from ..operation import Body
from .json_body import check_text, to_json
from .parameters import DELIMITERS, deep


@dataclass(eq=False, repr=False)
class Encoding:
    """How one field of a form is sent (OpenAPI 3.1, "Encoding Object").

    `style` is empty if the document has neither `style`, `explode` nor `allowReserved`. `headers`
    are those of a part that have one value.
    """

    media_type: str = ""
    style: str = ""
    explode: bool = True
    allow_reserved: bool = False
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(eq=False, repr=False)
class FieldsBody(Body):
    """A request body of fields; `encodings` are by wire name."""

    encodings: Mapping[str, Encoding] = field(default_factory=dict[str, Encoding])

    def encoding(self, name: str) -> Encoding:
        """The encoding of a field."""
        return self.encodings.get(name) or Encoding()


def form_fields(value: Any, path: str) -> dict[str, Any]:
    """The fields of a form by wire name: those of a mapping, or those that are set on a model.

    Raises `RequestError` if the value is neither.
    """
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True, exclude_unset=True, warnings=False)
    if is_object(value):
        return value
    raise RequestError(f"expected an object, not {type(value).__name__}", path=path)


def styled_pairs(name: str, value: Any, encoding: Encoding) -> list[tuple[str, str]]:
    """The names and values of an array or object in its style, not percent-encoded."""
    plain = from_json(to_json(value, name))
    if encoding.style == "deepObject":
        return deep(name, plain)
    if is_object(plain):
        pairs = [(key, field_text(item, name)) for key, item in plain.items() if item is not None]
        if encoding.explode:
            return pairs
        texts = [text for pair in pairs for text in pair]
    else:
        texts = [field_text(item, f"{name}[{index}]") for index, item in enumerate(plain)]
        if encoding.explode:
            return [(name, text) for text in texts]
    return [(name, DELIMITERS.get(encoding.style, ",").join(texts))] if texts else []


def field_text(value: Any, path: str) -> str:
    """The value of a form field as text: scalars as plain text, anything else as JSON."""
    if isinstance(value, str):
        return check_text(value, path)
    text = to_json(value, path).decode()
    return text[1:-1] if text.startswith('"') and "\\" not in text else text
