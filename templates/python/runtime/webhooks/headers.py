"""Headers of a received request, in the forms that web frameworks give them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import RequestError
from ..json_types import is_array
from .errors import WebhookSignatureError
from .table import ReceivedHeaders


class Received:
    """Headers by lower-case name."""

    def __init__(self, headers: ReceivedHeaders) -> None:
        self._values: dict[str, list[str]] = {}
        pairs = _pairs(headers)
        wsgi = any(name.startswith("HTTP_") for name, _ in pairs)  # an environ (PEP 3333)
        for name, value in pairs:
            if wsgi and not (name.startswith("HTTP_") or name == "CONTENT_TYPE"):
                continue
            plain = name.removeprefix("HTTP_").replace("_", "-") if wsgi else name
            values: list[Any] = value if is_array(value) else [value]
            self._values.setdefault(plain.lower(), []).extend(map(_text, values))

    def get(self, name: str) -> str:
        """The value of a header, or an empty string.

        Raises `WebhookSignatureError` if it was sent more than once, as that is ambiguous.
        """
        values = self._values.get(name, [])
        if len(values) > 1:
            raise WebhookSignatureError(f"the header {name} was sent more than once")
        return values[0].strip() if values else ""

    def need(self, *names: str) -> str:
        """The value of the first of these headers that was sent.

        Raises `WebhookSignatureError` if there is none.
        """
        for name in names:
            value = self.get(name)
            if value:
                return value
        raise WebhookSignatureError(f"the header {names[0]} is missing")

    def plain(self) -> dict[str, str]:
        """The headers by lower-case name; values of a repeated one are joined by commas."""
        return {name: ", ".join(values) for name, values in self._values.items()}


def _pairs(headers: Any) -> list[tuple[str, object]]:
    listed: Iterable[tuple[object, object]]
    try:
        listed = headers.items() if hasattr(headers, "items") else headers
        return [(_text(name), value) for name, value in listed]
    except (TypeError, ValueError) as error:
        message = "expected a mapping, or pairs of names and values"
        raise RequestError(message, path="headers") from error


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if not isinstance(value, str):
        kind = type(value).__name__
        raise RequestError(f"expected str or bytes, not {kind}", path="headers")
    return value.encode("utf-8", "replace").decode()  # without lone surrogates
