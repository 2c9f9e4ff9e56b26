"""What the SDK raises. Everything is an `SDKError`.

    SDKError
    ├── APIError                  the server answered with a status that is no success (one class a
    documented status) ├── APIConnectionError        no answer, or half of one │   └──
    APITimeoutError ├── ResponseError             a success that is not what the document promises
    ├── StreamError               a stream that went wrong after it had begun │   ├──
    TruncatedStreamError      it ended without its end mark │   ├── StreamInterruptedError    the
    connection was lost (an APIConnectionError too) │   ├── StreamTimeoutError        nothing
    arrived for too long (an APITimeoutError too) │   └── EventTooLargeError        one event went
    over the limit ├── RequestError              a value that cannot be sent ├── ConfigurationError
    a missing or bad key, server name or setting └── ClosedError               use after close

Importing this module costs nothing: no pydantic, no HTTP client.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    import httpx2

    from .response.response import Response


class SDKError(Exception):
    """The root of everything that the SDK raises.

    An error pickles with what it says and carries; the transport's own objects stay behind, for
    they hold the key.
    """

    def __reduce__(self) -> tuple[Callable[..., SDKError], tuple[Any, ...]]:
        state = {name: value for name, value in vars(self).items() if name != "response"}
        return _revive, (type(self), self.args, state)


def _revive(kind: type[SDKError], args: tuple[Any, ...], state: dict[str, Any]) -> SDKError:
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(state)
    return error


class _Answered(SDKError):
    """An error over an answer: status, headers, request id and body of it."""

    response: httpx2.Response | None = None
    """The transport's response; None once the error has been pickled."""

    def __init__(self, message: str, *, response: Response) -> None:
        super().__init__(message)
        self.message = message
        self.status_code: int = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.request_id: str | None = response.request_id
        self.body: str = response.body
        self.response = response.transport


class APIError(_Answered):
    """The server answered with an error.

    `message` is for people (`403 Forbidden: …`), `body` the text as it came, `data` the body as
    the document's type: fields that do not fit are raw, those left out None. `data` is the parsed
    JSON, or None, where the document has no type.
    `status_code` is the status the error stands for: the one an error inside a successful answer
    carries, if it does.
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


class APIConnectionError(SDKError):
    """No answer, or half of one: the connection failed. `__cause__` is the transport's error."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class APITimeoutError(APIConnectionError):
    """The server, or the way to it, took longer than the timeout allows."""


class ResponseError(_Answered):
    """A success that is not what the document promises: HTML, no JSON, an empty body."""


class StreamError(SDKError):
    """A stream went wrong after it had begun.

    `received` is the end of what had arrived, `events` how many events had been delivered,
    `response` the transport's response.
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
        self.message = message
        self.received = received
        self.events = events
        self.status_code = None if response is None else response.status_code
        self.headers: Mapping[str, str] | None = None if response is None else response.headers
        self.request_id = None if response is None else response.request_id
        self.response = None if response is None else response.transport


class TruncatedStreamError(StreamError):
    """The stream ended without the mark that ends it: some of it may be missing."""


class StreamInterruptedError(StreamError, APIConnectionError):
    """The connection was lost in the middle of a stream. `__cause__` is the transport's error."""


class StreamTimeoutError(StreamError, APITimeoutError):
    """Nothing arrived for longer than the timeout allows. `__cause__` is the transport's error."""


class EventTooLargeError(StreamError):
    """One event of the stream is larger than the limit."""


class RequestError(SDKError, ValueError):
    """A value that cannot be sent. `path` names it: `messages[0].content`."""

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.message = message
        self.path = path


class ConfigurationError(SDKError, ValueError):
    """The client is not set up right: a missing or bad key, server name or setting."""


class ClosedError(SDKError):
    """The client, or the stream, was used after it had been closed."""


class ErrorType:
    """An entry of the status table: the class, and a function that gives the body's type."""

    __slots__ = ("body", "kind")

    def __init__(self, kind: type[APIError], body: Callable[[], Any] | None = None) -> None:
        self.kind = kind
        self.body = body
