"""What a call carries along: for the stream that comes out of it, and for hooks and log lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..response.error_factory import embedded_error
from ..transport.logs import package_logger

if TYPE_CHECKING:
    import logging

    from ..errors import APIError
    from ..response.response import Response
    from ..service import Service


class CallContext:
    """One call, after its answer has begun. `response` has no body yet where that is a stream."""

    __slots__ = ("operation", "response", "service", "strict")

    def __init__(self, service: Service, operation: str, strict: bool, response: Response) -> None:
        self.service = service
        self.operation = operation
        self.strict = strict
        self.response = response

    @property
    def logger(self) -> logging.Logger:
        """The package's logger."""
        return package_logger(self.service)

    def api_error(self, value: Any, text: bytes | str) -> APIError:
        """The error for an error found inside a body or a stream.

        Takes the parsed JSON that holds it (the item with its `error` member, or the error itself)
        and its text. Its class is the one of the HTTP status that the error carries as its code,
        `APIError` where it carries none.
        """
        return embedded_error(self.service, self.response, value, text)
