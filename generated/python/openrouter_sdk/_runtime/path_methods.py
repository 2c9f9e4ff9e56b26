"""The methods of a client for paths that the document does not have."""

from __future__ import annotations

TYPE_CHECKING: bool = False  # annotated, as jedi takes a constant for its value
if not TYPE_CHECKING:
    from .deferred import path_call
else:
    from .call import path_call
    from .call.call import Exchange
    from .transport.async_transport import AsyncTransport
    from .transport.sync_transport import SyncTransport


class PathMethods:
    """A method for each HTTP method, to call any path of the server. Each is a `PathCall`."""

    def _exchange(self) -> Exchange[SyncTransport]:
        raise NotImplementedError

    @property
    def get(self) -> path_call.PathCall:
        """Send a GET request to a path of the server."""
        return path_call.PathCall("GET", self._exchange)

    @property
    def post(self) -> path_call.PathCall:
        """Send a POST request to a path of the server."""
        return path_call.PathCall("POST", self._exchange)

    @property
    def put(self) -> path_call.PathCall:
        """Send a PUT request to a path of the server."""
        return path_call.PathCall("PUT", self._exchange)

    @property
    def patch(self) -> path_call.PathCall:
        """Send a PATCH request to a path of the server."""
        return path_call.PathCall("PATCH", self._exchange)

    @property
    def delete(self) -> path_call.PathCall:
        """Send a DELETE request to a path of the server."""
        return path_call.PathCall("DELETE", self._exchange)


class AsyncPathMethods:
    """`PathMethods` for an async client. Each method is an `AsyncPathCall`."""

    def _exchange(self) -> Exchange[AsyncTransport]:
        raise NotImplementedError

    @property
    def get(self) -> path_call.AsyncPathCall:
        """Send a GET request to a path of the server."""
        return path_call.AsyncPathCall("GET", self._exchange)

    @property
    def post(self) -> path_call.AsyncPathCall:
        """Send a POST request to a path of the server."""
        return path_call.AsyncPathCall("POST", self._exchange)

    @property
    def put(self) -> path_call.AsyncPathCall:
        """Send a PUT request to a path of the server."""
        return path_call.AsyncPathCall("PUT", self._exchange)

    @property
    def patch(self) -> path_call.AsyncPathCall:
        """Send a PATCH request to a path of the server."""
        return path_call.AsyncPathCall("PATCH", self._exchange)

    @property
    def delete(self) -> path_call.AsyncPathCall:
        """Send a DELETE request to a path of the server."""
        return path_call.AsyncPathCall("DELETE", self._exchange)
