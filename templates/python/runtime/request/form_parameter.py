"""Parameters that are sent as a URL-encoded form."""

from __future__ import annotations

from typing import Any

from ..operation import Parameter
from .form import FormBody


class FormParameter(Parameter):
    """A parameter whose content is `application/x-www-form-urlencoded`."""

    def pairs(self, value: Any) -> list[tuple[str, str]] | None:
        """The names and values of the form, not encoded; None for text, which is sent unchanged."""
        if isinstance(value, str):
            return None
        return FormBody(self.media_type).pairs(value, self.keyword)
