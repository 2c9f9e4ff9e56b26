"""The answer's status, headers, request id and body beside its value, for any method.

```python
answer = with_response(client.chat.send)(messages=[…])
answer.value, answer.response.headers
answer = await async_with_response(async_client.chat.send)(messages=[…])
```
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import Generic, ParamSpec, TypeVar

from ..errors import SDKError
from ..response.response import Response

P = ParamSpec("P")
T = TypeVar("T")

_recorder: ContextVar[list[Response] | None] = ContextVar("recorder", default=None)


@dataclass(frozen=True, slots=True)
class WithResponse(Generic[T]):
    """What a method returned, and the answer it came from."""

    value: T
    response: Response


def record(response: Response) -> None:
    """Keeps the answer for the `with_response` that is under way in this context, if one is."""
    recorder = _recorder.get()
    if recorder is not None:
        recorder.append(response)


def with_response(method: Callable[P, T]) -> Callable[P, WithResponse[T]]:
    """The method, returning its value together with the answer. For a method of a sync client."""
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
    """The method, returning its value together with the answer. For a method of an async client."""

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
        raise SDKError(
            "with_response needs a method of a client that sends a request in the same context"
        )
    return recorded[-1]
