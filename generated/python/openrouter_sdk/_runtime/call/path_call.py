"""Calls of paths that the document does not have: `client.get("/new", query={"a": 1})`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..errors import RequestError
from ..operation import Body, Operation, ResponseSpec, media_kind
from .frames import shorten
from .options import RequestOptions

if TYPE_CHECKING:
    from ..request.content import Content
    from ..transport.async_transport import AsyncTransport
    from ..transport.sync_transport import SyncTransport
    from .call import Exchange

T = TypeVar("T")

_JSON = "application/json"
_UNTYPED = (
    ResponseSpec("default", _JSON, lambda: Any),
    ResponseSpec("default", "text/plain"),
    ResponseSpec("default", "application/octet-stream"),
    ResponseSpec("default"),
)
_ACCEPTED = f"{_JSON}, */*;q=0.8"
_BAD_CHARACTER = re.compile(r"[\x00-\x20\x7f\\#]")


class _AnyPathCall:
    def __init__(self, method: str) -> None:
        self._method = method

    def _call(
        self,
        path: str,
        query: Mapping[str, Any] | None,
        body: Any,
        content_type: str | None,
        response: Any,
        options: RequestOptions | None,
    ) -> tuple[Operation[Any], Mapping[str, Any], RequestOptions, str]:
        """The arguments of `Exchange.request`."""
        route, _, constant = _checked(path).partition("?")
        pairs = (pair.partition("=") for pair in constant.split("&") if pair)
        operation: Operation[Any] = Operation(
            f"{self._method} {route}",
            f"{self._method} {route}",
            in_path="",
            fixed_query=tuple((name, value if equals else None) for name, equals, value in pairs),
            body=None if body is None else _PathBody(_media_type(body, content_type)),
            responses=_UNTYPED if response is None else (_spec(response),),
        )
        chosen: RequestOptions = {**options} if options else {}
        if query:
            chosen["query"] = {**(chosen.get("query") or {}), **query}
        arguments = {} if body is None else {"body": body}
        return operation, arguments, chosen, _ACCEPTED if response is None else ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._method}>"


class PathCall(_AnyPathCall):
    """Sends requests with one HTTP method to any path of the server, with the client's settings.

    Credentials, retries, hooks, time limits and errors are those of all calls.
    """

    def __init__(self, method: str, exchange: Callable[[], Exchange[SyncTransport]]) -> None:
        super().__init__(method)
        self._exchange = exchange

    @overload
    def __call__(
        self,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content_type: str | None = None,
        type: None = None,
        options: RequestOptions | None = None,
    ) -> Any: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        type: type[T],
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content_type: str | None = None,
        options: RequestOptions | None = None,
    ) -> T: ...

    def __call__(
        self,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content_type: str | None = None,
        type: Any = None,
        options: RequestOptions | None = None,
    ) -> Any:
        """Send a request and return the value of its response.

        Args:
            path: The path below the base URL, percent-encoded: `/pets/1`. It starts with a slash.
            query: Query parameters; a list is sent as a repeated parameter.
            body: A JSON value or a model; bytes, or text of another media type, are sent unchanged.
            content_type: The media type of the body; by default that of JSON, or of bytes.
            type: The type of the response, such as a model. Without one, JSON is returned as it is
                parsed, text as a str, other content as bytes, and no content as None.
            options: Timeout, retries, headers and other settings of this call.
        """
        exchange = self._exchange()
        try:
            call = self._call(path, query, body, content_type, type, options)
            return exchange.transport.run(exchange.request(*call))
        except Exception as error:
            shorten(error, exchange.settings.service)
            raise


class AsyncPathCall(_AnyPathCall):
    """`PathCall` for an event loop."""

    def __init__(self, method: str, exchange: Callable[[], Exchange[AsyncTransport]]) -> None:
        super().__init__(method)
        self._exchange = exchange

    @overload
    async def __call__(
        self,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content_type: str | None = None,
        type: None = None,
        options: RequestOptions | None = None,
    ) -> Any: ...

    @overload
    async def __call__(
        self,
        path: str,
        *,
        type: type[T],
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content_type: str | None = None,
        options: RequestOptions | None = None,
    ) -> T: ...

    async def __call__(
        self,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content_type: str | None = None,
        type: Any = None,
        options: RequestOptions | None = None,
    ) -> Any:
        """Send a request and return the value of its response. See `PathCall`."""
        exchange = self._exchange()
        try:
            call = self._call(path, query, body, content_type, type, options)
            return await exchange.request(*call)
        except Exception as error:
            shorten(error, exchange.settings.service)
            raise


class _PathBody(Body):
    """A body in JSON, or bytes and text that are sent unchanged."""

    def encode(self, value: Any) -> tuple[Content, str]:
        if isinstance(value, bytes | bytearray):
            return bytes(value), self.media_type
        if media_kind(self.media_type) == "json":
            return super().encode(value)
        if isinstance(value, str):
            return value.encode(), self.media_type
        kind = type(value).__name__
        raise RequestError(f"expected str or bytes for {self.media_type}, not {kind}", path="body")


def _media_type(body: Any, content_type: str | None) -> str:
    is_binary = isinstance(body, bytes | bytearray)
    return content_type or ("application/octet-stream" if is_binary else _JSON)


def _checked(path: str) -> str:
    """The path. Raises `RequestError` for one that could lead to another server or directory."""
    if not path.startswith("/"):
        what = "a URL" if "://" in path else "this"
        raise RequestError(
            f"expected a path below the base URL that starts with /, not {what}", path="path"
        )
    if _BAD_CHARACTER.search(path):
        raise RequestError(
            "spaces, backslashes, # and control characters must be encoded", path="path"
        )
    segments = path.partition("?")[0].lower().replace("%2e", ".").split("/")
    if not {".", ".."}.isdisjoint(segments):
        raise RequestError("a path cannot contain the segments '.' and '..'", path="path")
    return path


_specs: dict[Any, ResponseSpec] = {}


def _spec(annotation: Any) -> ResponseSpec:
    """The entry of a typed response, with its validator compiled once."""
    try:
        known = _specs.get(annotation)
    except TypeError:  # not hashable
        return ResponseSpec("default", _JSON, lambda: annotation)
    if known is None:
        if len(_specs) >= 256:
            _specs.clear()
        known = _specs[annotation] = ResponseSpec("default", _JSON, lambda: annotation)
    return known
