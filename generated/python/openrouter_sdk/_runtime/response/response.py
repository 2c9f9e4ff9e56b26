"""The response of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .response_headers import ResponseHeaders

if TYPE_CHECKING:
    import httpx2

_REQUEST_ID_HEADERS = (
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-ms-request-id",
    "cf-ray",
)


class Response:
    """Status, headers, request id and body of a response.

    `content` is the decompressed body; it is empty for a stream. `transport` is the response of the
    HTTP client.
    """

    __slots__ = ("content", "transport")

    def __init__(self, transport: httpx2.Response, content: bytes = b"") -> None:
        self.transport = transport
        self.content = content

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.transport.status_code

    @property
    def headers(self) -> ResponseHeaders:
        """The headers; names are case-insensitive. Those of the document are attributes too."""
        return ResponseHeaders(self.transport.headers)

    @property
    def request_id(self) -> str | None:
        """The id that the server assigned to the request: the first known header, or None."""
        headers = self.transport.headers
        return next((headers[name] for name in _REQUEST_ID_HEADERS if name in headers), None)

    @property
    def body(self) -> str:
        """The body as text, in its charset or UTF-8; invalid bytes are replaced."""
        encoding = self.transport.charset_encoding or "utf-8"
        try:
            return self.content.decode(encoding, "replace")
        except (LookupError, UnicodeError):
            return self.content.decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """The same as `body`."""
        return self.body

    def json(self) -> Any:
        """The parsed JSON of the body. Raises `ValueError` if it is not JSON, as for a stream."""
        from .json_text import parse_json

        return parse_json(self.body.removeprefix("\ufeff"))

    def __repr__(self) -> str:
        return f"<Response {self.status_code}>"
