"""The context of a call: what a stream and the errors inside a body need to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..response.error_factory import embedded_error
from ..transport.logs import package_logger

if TYPE_CHECKING:
    import logging

    from ..errors import APIError, ErrorBodies
    from ..response.response import Response
    from ..service import Service


class CallContext:
    """The context of one call. The body of `response` is not read yet if it is a stream."""

    __slots__ = ("errors", "event_timeout", "operation", "response", "service", "strict")

    def __init__(
        self,
        service: Service,
        operation: str,
        strict: bool,
        response: Response,
        event_timeout: float | None = None,
        errors: ErrorBodies | None = None,
    ) -> None:
        self.errors = errors
        self.service = service
        self.operation = operation
        self.strict = strict
        self.response = response
        self.event_timeout = event_timeout

    @property
    def logger(self) -> logging.Logger:
        """The package's logger."""
        return package_logger(self.service)

    def api_error(self, value: Any, text: bytes | str) -> APIError:
        """The exception for an error inside a body or a stream.

        `value` is the parsed JSON that contains the error, or the error itself, and `text` is its
        text. The class is that of the HTTP status that the error names as its code, or `APIError`
        if it names none.
        """
        return embedded_error(self.service, self.response, value, text, self.errors)
