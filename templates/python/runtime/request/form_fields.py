"""Fields of URL-encoded and multipart forms, and their encodings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from ..errors import RequestError
from ..json_types import is_object
from ..operation import Body
from .json_body import check_text, to_json


@dataclass(eq=False, repr=False)
class Encoding:
    """How one field of a form is sent (OpenAPI 3.1, "Encoding Object")."""

    media_type: str = ""
    style: str = "form"
    explode: bool = True


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


def field_text(value: Any, path: str) -> str:
    """The value of a form field as text: scalars as plain text, anything else as JSON."""
    if isinstance(value, str):
        return check_text(value, path)
    text = to_json(value, path).decode()
    return text[1:-1] if text.startswith('"') and "\\" not in text else text
