"""Access to the response of a call: status, headers, request id and body, beside the value.

```python
result = with_response(client.chat.send)(messages=[…])
result.value, result.response.headers
result = await async_with_response(async_client.chat.send)(messages=[…])
```
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import Generic, ParamSpec, TypeVar

from ..errors import ConfigurationError
from ..response.recorder import recorder
from ..response.response import Response

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WithResponse(Generic[T]):
    """The value that a method returned, and the response it was decoded from."""

    value: T
    response: Response


def with_response(method: Callable[P, T]) -> Callable[P, WithResponse[T]]:
    """Wrap a method of a sync client to return its value together with the response."""
    if iscoroutinefunction(method):
        raise TypeError("async_with_response is for methods of an async client")

    def call(*args: P.args, **kwargs: P.kwargs) -> WithResponse[T]:
        recorded: list[Response] = []
        token = recorder.set(recorded)
        try:
            value = method(*args, **kwargs)
        finally:
            recorder.reset(token)
        return WithResponse(value, _last(recorded))

    return call


def async_with_response(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, Awaitable[WithResponse[T]]]:
    """Wrap a method of an async client to return its value together with the response."""

    async def call(*args: P.args, **kwargs: P.kwargs) -> WithResponse[T]:
        recorded: list[Response] = []
        token = recorder.set(recorded)
        try:
            value = await method(*args, **kwargs)
        finally:
            recorder.reset(token)
        return WithResponse(value, _last(recorded))

    return call


def _last(recorded: list[Response]) -> Response:
    if not recorded:
        raise ConfigurationError(
            "with_response needs a method of a client that sends a request in the same context"
        )
    return recorded[-1]
