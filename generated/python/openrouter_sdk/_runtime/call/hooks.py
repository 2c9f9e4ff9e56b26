"""Hooks: functions that run before and after each attempt of a call, and when a stream ends.

Subclass `Hooks`, override methods, and pass an instance as `hooks=`:

```python
class Timing(Hooks):
    def after_response(self, response: Response, call: HookCall) -> None:
        metrics.count(call.operation, response.status_code)

client = Client(hooks=Timing())
```

An exception raised by a hook, or by an event hook of the caller's HTTP client, ends the call and
reaches the caller unchanged. Hooks run in the caller's thread or task.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2

    from ..errors import SDKError
    from ..response.response import Response


@dataclass(frozen=True, slots=True)
class HookCall:
    """The attempt that a hook runs for: the operation (`chat.send`) and its number, from 1.

    - `method`, `path`: those of the operation; `path` is the template (`/books/{id}`).
    - `stream`: whether the call returns a stream, so that `after_stream` runs last.
    - `state`: a dict for the hooks to use, the same one in all attempts of the call.
    """

    operation: str
    attempt: int
    method: str = ""
    path: str = ""
    stream: bool = False
    state: dict[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)


class Hooks:
    """The base class of hooks for a sync client. Every method does nothing."""

    def before_request(self, request: httpx2.Request, call: HookCall) -> None:
        """Run before each attempt is sent. `request` may be changed in place."""

    def after_response(self, response: Response, call: HookCall) -> None:
        """Run after each response, failed ones included. The body is read unless it is a stream."""

    def on_error(self, error: SDKError, call: HookCall) -> None:
        """Run once, when the call fails with `error`, before the error is raised."""

    def on_retry(self, error: SDKError, delay: float, call: HookCall) -> None:
        """Run after an attempt failed with `error`, before waiting `delay` seconds for the next."""

    def after_stream(self, error: Exception | None, call: HookCall) -> None:
        """Run once, when a stream that was returned ends.

        `error` is what reading it raised, or None if it was read to its end or closed early.
        """


class AsyncHooks:
    """The base class of hooks for an async client. Every method does nothing."""

    async def before_request(self, request: httpx2.Request, call: HookCall) -> None:
        """Run before each attempt is sent. `request` may be changed in place."""

    async def after_response(self, response: Response, call: HookCall) -> None:
        """Run after each response, failed ones included. The body is read unless it is a stream."""

    async def on_error(self, error: SDKError, call: HookCall) -> None:
        """Run once, when the call fails with `error`, before the error is raised."""

    async def on_retry(self, error: SDKError, delay: float, call: HookCall) -> None:
        """Run after an attempt failed with `error`, before waiting `delay` seconds for the next."""

    async def after_stream(self, error: Exception | None, call: HookCall) -> None:
        """Run once, when a stream that was returned ends.

        `error` is what reading it raised, or None if it was read to its end or closed early.
        """
