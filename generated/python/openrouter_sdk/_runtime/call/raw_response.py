"""Access to the response of a call: status, headers, request id and body, beside the value.

```python
result = with_response(client.chat.send)(messages=[…])
result.value, result.response.headers
result = await async_with_response(async_client.chat.send)(messages=[…])
```
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import Generic, ParamSpec, TypeVar

from ..errors import ConfigurationError
from ..response.response import Response

P = ParamSpec("P")
T = TypeVar("T")

_recorder: ContextVar[list[Response] | None] = ContextVar("recorder", default=None)


@dataclass(frozen=True, slots=True)
class WithResponse(Generic[T]):
    """The value that a method returned, and the response it was decoded from."""

    value: T
    response: Response


def record(response: Response) -> None:
    """Keep the response for the `with_response` call of this context, if there is one."""
    recorder = _recorder.get()
    if recorder is not None:
        recorder.append(response)


class Recording:
    """Keep the responses that are recorded in the block, also for a `with_response` around it."""

    __slots__ = ("_recorded", "_token")

    def __enter__(self) -> list[Response]:
        self._recorded: list[Response] = []
        self._token = _recorder.set(self._recorded)
        return self._recorded

    def __exit__(self, *error: object) -> None:
        _recorder.reset(self._token)
        for response in self._recorded:
            record(response)


def with_response(method: Callable[P, T]) -> Callable[P, WithResponse[T]]:
    """Wrap a method of a sync client to return its value together with the response."""
    if iscoroutinefunction(method):
        raise TypeError("async_with_response is for methods of an async client")

    def call(*args: P.args, **kwargs: P.kwargs) -> WithResponse[T]:
        recorded: list[Response] = []
        token = _recorder.set(recorded)
        try:
            value = method(*args, **kwargs)
        finally:
            _recorder.reset(token)
        return WithResponse(value, _last(recorded))

    return call


def async_with_response(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, Awaitable[WithResponse[T]]]:
    """Wrap a method of an async client to return its value together with the response."""

    async def call(*args: P.args, **kwargs: P.kwargs) -> WithResponse[T]:
        recorded: list[Response] = []
        token = _recorder.set(recorded)
        try:
            value = await method(*args, **kwargs)
        finally:
            _recorder.reset(token)
        return WithResponse(value, _last(recorded))

    return call


def _last(recorded: list[Response]) -> Response:
    if not recorded:
        raise ConfigurationError(
            "with_response needs a method of a client that sends a request in the same context"
        )
    return recorded[-1]
