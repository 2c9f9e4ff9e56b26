"""Create the exception for a failure: its class, message and typed body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Any

import httpx2

from ..errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    ErrorType,
    ResponseError,
    for_status,
)
from ..json_types import is_array, is_object
from ..service import Service
from .json_text import parse_json
from .response import Response

if TYPE_CHECKING:
    from ..errors import ErrorBodies

_MAX_MESSAGE = 500

# The members of error bodies that contain the message, best first (as in RFC 9457).
_MESSAGE_MEMBERS = (
    "message",
    "detail",
    "error_description",
    "title",
    "msg",
    "description",
    "reason",
)
_CODE_MEMBERS = ("code", "status", "status_code", "statusCode")


def status_error(
    service: Service, response: Response, bodies: ErrorBodies | None = None
) -> APIError:
    """The exception for an unsuccessful response; its class depends on the status alone.

    `bodies` are the types of the operation's own error bodies.
    """
    value = _parsed(response.content)
    return _api_error(service, response, response.status_code, value, response.body, bodies)


def embedded_error(
    service: Service,
    response: Response,
    value: Any,
    text: bytes | str,
    bodies: ErrorBodies | None = None,
) -> APIError:
    """The exception for an error in a successful response, by the status it names as code."""
    body = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    code = embedded_status(value)
    error = _api_error(
        service,
        response,
        code or response.status_code,
        value,
        body,
        bodies,
        known=code is not None,
    )
    error.body = body
    return error


BODY_ERRORS = (httpx2.RequestError, httpx2.StreamError, OSError)
"""Errors of the transport while a body is read; custom transports may raise a bare OSError."""


_EXPLANATIONS: dict[type[Exception], str] = {
    httpx2.ConnectTimeout: "the connection was not opened in time",
    httpx2.PoolTimeout: "no connection was free in time",
    httpx2.WriteTimeout: "the request was not accepted in time",
    httpx2.TimeoutException: "nothing arrived in time",
    httpx2.ConnectError: "the connection could not be opened",
    httpx2.WriteError: "the connection was lost while the request was sent",
    httpx2.NetworkError: "the connection was lost",
    httpx2.ProtocolError: "the server does not follow HTTP",
    OSError: "the connection was lost",
}


def transport_error(error: Exception, what: str) -> APIConnectionError:
    """The SDK's exception for one of the transport's, which becomes its cause."""
    kind = APITimeoutError if isinstance(error, httpx2.TimeoutException) else APIConnectionError
    return kind(f"{what}: {str(error) or _explanation(error)}")


def _explanation(error: Exception) -> str:
    """The words for an error of the transport that has none."""
    for known, words in _EXPLANATIONS.items():
        if isinstance(error, known):
            return f"{words} ({type(error).__name__})"
    return type(error).__name__


def response_error(response: Response, what: str) -> ResponseError:
    """The exception for a successful response that differs from the document."""
    shown = f"{_status_line(response, response.status_code)}: {what}"
    excerpt = _cut(response.body, 200)
    return ResponseError(f"{shown}: {excerpt}" if excerpt else shown, response=response)


def switched_protocols(response: Response) -> ResponseError:
    """The exception for a response that switches to another protocol, such as WebSocket."""
    return response_error(response, "the server switches protocols, which is not supported")


def refused_redirect(response: Response, method: str, reason: str) -> APIError:
    """The exception for a redirect that is not followed."""
    line = _status_line(response, response.status_code)
    return APIError(
        f"{line}: the redirect of this {method} is not followed: {reason}", response=response
    )


def embedded_status(value: Any) -> int | None:
    """The HTTP status that an error names as its code, as a number or digits, or None."""
    for holder in _holders(value):
        for member in _CODE_MEMBERS:
            code = holder.get(member)
            if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) == 3:
                code = int(code)
            if isinstance(code, int) and not isinstance(code, bool) and 400 <= code <= 599:
                return code
    return None


def _holders(value: Any) -> list[Mapping[str, Any]]:
    """The objects that may contain the code and message of an error, innermost first."""
    found: list[Mapping[str, Any]] = []
    while is_object(value) and len(found) < 4:
        found.insert(0, value)
        value = value.get("error")
    return found


def _api_error(
    service: Service,
    response: Response,
    status: int,
    value: Any,
    text: str,
    bodies: ErrorBodies | None,
    known: bool = True,
) -> APIError:
    entry = _error_type(service.package, service.errors, status) if known else None
    body = entry.body if entry else None
    if bodies and known:
        body = _body_of(bodies, status) or body
    kind = for_status(entry.kind if entry else APIError, status)
    data = value
    if body is not None:
        from .lenient import repaired_if_fits

        data = repaired_if_fits(body(), value)
    text_shown = message_of(value) or ("" if isinstance(value, dict | list) else text)
    line = _status_line(response, status)
    message = f"{line}: {_cut(text_shown, _MAX_MESSAGE)}" if text_shown.strip() else line
    return kind(message, response=response, data=data, status_code=status)


@lru_cache(maxsize=256)
def _error_type(package: str, module: str, status: int) -> ErrorType | None:
    table: Mapping[int | str, ErrorType] = import_module(module, package).STATUS_ERRORS
    return table.get(status) or table.get(f"{status // 100}XX") or table.get("default")


def _body_of(bodies: ErrorBodies, status: int) -> Callable[[], Any] | None:
    return bodies.get(str(status)) or bodies.get(f"{status // 100}XX") or bodies.get("default")


def message_of(value: Any) -> str:
    """The readable message in an error body, or an empty string."""
    if isinstance(value, str):
        return value
    if is_array(value):
        return message_of(value[0]) if value else ""
    if not is_object(value):
        return ""
    error: Any = value.get("error")
    nested = "" if isinstance(error, str) else message_of(error)
    if nested:
        return nested
    for member in _MESSAGE_MEMBERS:
        found = message_of(value.get(member))
        if found:
            return found
    return message_of(error) or message_of(value.get("errors"))


def _status_line(response: Response, status: int) -> str:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = response.transport.reason_phrase if status == response.status_code else ""
    return f"{status} {phrase}".rstrip()


def _parsed(content: bytes) -> Any:
    try:
        return parse_json(content)
    except ValueError:
        return None


def _cut(text: str, longest: int) -> str:
    words = " ".join(text[: longest * 4].split())
    return words if len(words) <= longest else words[: longest - 1] + "…"
