"""Hooks: functions that run before and after each attempt of a call.

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

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

    from ..errors import SDKError
    from ..response.response import Response


@dataclass(frozen=True, slots=True)
class HookCall:
    """The attempt that a hook runs for: the operation (`chat.send`) and its number, from 1."""

    operation: str
    attempt: int


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
