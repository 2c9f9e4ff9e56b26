"""The exceptions of the SDK. Their base is `SDKError`.

    SDKError
    ├── APIError                      the status of the response is not successful
    │   ├── ClientError               4XX
    │   │   ├── AuthenticationError   401
    │   │   ├── PermissionDeniedError 403
    │   │   ├── NotFoundError         404
    │   │   └── RateLimitError        429
    │   └── ServerError               5XX
    ├── APIConnectionError            no response, or an incomplete one
    │   └── APITimeoutError           the timeout has passed
    ├── ResponseError                 a successful response that differs from the document
    ├── StreamError                   a stream failed after it had started
    │   ├── TruncatedStreamError      it ended before its end mark
    │   ├── StreamInterruptedError    the connection was lost (also an APIConnectionError)
    │   ├── StreamTimeoutError        nothing arrived in time (also an APITimeoutError)
    │   └── EventTooLargeError        an event is larger than the limit
    ├── RequestError                  a value cannot be sent
    ├── ConfigurationError            a key, server name or setting is missing or not valid
    └── ClosedError                   the client or stream is closed

Each documented status has a class of its own, derived from the class of its status here. Importing
this module loads neither pydantic nor the HTTP client.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    import httpx2

    from .response.response import Response
    from .response.response_headers import ResponseHeaders

    ErrorBodies: TypeAlias = Mapping[str, Callable[[], Any]]
    # The types of error bodies, by status (`404`, `4XX`, `default`), each returned by a function.


class SDKError(Exception):
    """The base class of all exceptions of the SDK.

    Its text can be printed on any terminal: control characters and lone surrogates, which a server
    may have sent, are escaped. A pickled error keeps its message and data, but not the transport's
    objects, which contain the credentials.
    """

    def __str__(self) -> str:
        return printable(super().__str__())

    def __reduce__(self) -> tuple[Callable[..., SDKError], tuple[Any, ...]]:
        state = {name: value for name, value in vars(self).items() if name != "response"}
        return _revive, (getattr(self, "_declared", type(self)), self.args, state)


def printable(text: str) -> str:
    """A text with escapes for the characters that can change a terminal or cannot be encoded."""
    if text.isprintable():
        return text
    return "".join(
        _escaped(character) if _is_unsafe(character) else character for character in text
    )


def _is_unsafe(character: str) -> bool:
    if character < " ":
        return character not in "\n\t"
    return (
        "\x7f" <= character <= "\x9f"
        or "\u2028" <= character <= "\u202e"  # line separators and changes of the direction
        or "\u2066" <= character <= "\u2069"
        or "\ud800" <= character <= "\udfff"
    )


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _revive(kind: type[SDKError], args: tuple[Any, ...], state: dict[str, Any]) -> SDKError:
    if issubclass(kind, APIError) and "status_code" in state:
        kind = for_status(kind, state["status_code"])
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(state)
    return error


class _ErrorWithResponse(SDKError):
    """An error with a response: its status, headers, request id and body."""

    response: httpx2.Response | None = None
    """The transport's response; None after unpickling."""

    def __init__(self, message: str, *, response: Response) -> None:
        super().__init__(message)
        self.message = printable(message)
        self.status_code: int = response.status_code
        self.headers: ResponseHeaders = response.headers
        self.request_id: str | None = response.request_id
        self.body: str = response.body
        self.response = response.transport


class APIError(_ErrorWithResponse):
    """The server responded with an error.

    - `message`: the status and a readable text (`403 Forbidden: …`).
    - `status_code`: the HTTP status. For an error inside a successful response it is the status
      that the error names as its code, if it does.
    - `body`: the text of the response.
    - `data`: the body as the document's type, or None if the body is something else, such as HTML:
      fields that do not match are left as parsed JSON, missing ones are None. Without such a type
      it is the parsed JSON, or None.
    """

    data: Any = None

    def __init__(
        self,
        message: str,
        *,
        response: Response,
        data: Any = None,
        status_code: int | None = None,
    ) -> None:
        super().__init__(message, response=response)
        self.data = data
        if status_code is not None:
            self.status_code = status_code


class ClientError(APIError):
    """A response with status 4XX: the server refuses the request."""


class AuthenticationError(ClientError):
    """401: the credentials are missing or not valid."""


class PermissionDeniedError(ClientError):
    """403: the credentials do not permit the request."""


class NotFoundError(ClientError):
    """404: the resource does not exist."""


class RateLimitError(ClientError):
    """429: too many requests."""


class ServerError(APIError):
    """A response with status 5XX: the server has failed."""


_CLASSES: dict[int, type[APIError]] = {
    4: ClientError,
    5: ServerError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitError,
}
_combined: dict[tuple[type[APIError], type[APIError]], type[APIError]] = {}


def for_status(declared: type[APIError], status: int) -> type[APIError]:
    """The class of an error: the declared class, derived from the class of the status as well.

    They differ for a class that is declared for a range of statuses, such as 4XX.
    """
    base = _CLASSES.get(status) or _CLASSES.get(status // 100, APIError)
    if issubclass(declared, base):
        return declared
    if issubclass(base, declared):
        return base
    known = _combined.get((declared, base))
    if known is None:
        members = {"__module__": declared.__module__, "_declared": declared}
        known = _combined[declared, base] = type(declared.__name__, (declared, base), members)
    return known


class APIConnectionError(SDKError):
    """The connection failed during the call. `__cause__` is the transport's error."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = printable(message)


class APITimeoutError(APIConnectionError):
    """The response took longer than the timeout."""


class ResponseError(_ErrorWithResponse, ValueError):
    """A successful response that differs from the document: HTML, not JSON, an empty body.

    `from_response` of a model raises it too, for data that is not a JSON object: `body` is then the
    text, `status_code` is 200 and `headers` is empty.
    """


class StreamError(SDKError):
    """A stream failed after it had started.

    - `received`: the end of the text that had arrived.
    - `events`: the number of events that were delivered.
    - `response`: the transport's response.
    """

    response: httpx2.Response | None = None

    def __init__(
        self,
        message: str,
        *,
        received: str = "",
        events: int = 0,
        response: Response | None = None,
    ) -> None:
        super().__init__(message)
        self.message = printable(message)
        self.received = received
        self.events = events
        self.status_code = None if response is None else response.status_code
        self.headers: ResponseHeaders | None = None if response is None else response.headers
        self.request_id = None if response is None else response.request_id
        self.response = None if response is None else response.transport


class TruncatedStreamError(StreamError):
    """The stream ended without its end mark, so items may be missing."""


class StreamInterruptedError(StreamError, APIConnectionError):
    """The connection was lost during a stream. `__cause__` is the transport's error."""


class StreamTimeoutError(StreamError, APITimeoutError):
    """Nothing arrived within the timeout. `__cause__` is the transport's error."""


class EventTooLargeError(StreamError):
    """An event of the stream is larger than the limit."""


class RequestError(SDKError, ValueError):
    """A value that cannot be sent. `path` is its place: `messages[0].content`."""

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.message = printable(message)
        self.path = path


class ConfigurationError(SDKError, ValueError):
    """The configuration is wrong: a key, server name or setting is missing or not valid."""


class ClosedError(SDKError):
    """The client or the stream was used after it had been closed."""


class ErrorType:
    """An entry of the status table: the exception, and a function that returns the body's type."""

    __slots__ = ("body", "kind")

    def __init__(self, kind: type[APIError], body: Callable[[], Any] | None = None) -> None:
        self.kind = kind
        self.body = body
