"""Hooks: what a program may do around each attempt of a call.

Subclass, override what is wanted, pass as `hooks=`.

```python
class Timing(Hooks):
    def after_response(self, response: Response, call: HookCall) -> None:
        metrics.count(call.operation, response.status_code)

client = Client(hooks=Timing())
```

An exception that a hook raises ends the call and reaches the caller as it is. Hooks run in the
caller's thread or task.
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
    """Which attempt a hook is called for: the operation (`chat.send`), and a number from 1."""

    operation: str
    attempt: int


class Hooks:
    """Does nothing. The base of a program's own hooks for a sync client."""

    def before_request(self, request: httpx2.Request, call: HookCall) -> None:
        """Before each attempt is sent. `request` may be changed in place."""

    def after_response(self, response: Response, call: HookCall) -> None:
        """After each answer, good or bad, its body read unless it is a stream that begins."""

    def on_error(self, error: SDKError, call: HookCall) -> None:
        """Once, when the call fails with `error`, before it is raised."""

    def on_retry(self, error: SDKError, delay: float, call: HookCall) -> None:
        """After `call` failed with `error`, before waiting `delay` seconds for the next attempt."""


class AsyncHooks:
    """Does nothing. The base of a program's own hooks for an async client; as `Hooks`, awaited."""

    async def before_request(self, request: httpx2.Request, call: HookCall) -> None:
        """Before each attempt is sent. `request` may be changed in place."""

    async def after_response(self, response: Response, call: HookCall) -> None:
        """After each answer, good or bad, its body read unless it is a stream that begins."""

    async def on_error(self, error: SDKError, call: HookCall) -> None:
        """Once, when the call fails with `error`, before it is raised."""

    async def on_retry(self, error: SDKError, delay: float, call: HookCall) -> None:
        """After `call` failed with `error`, before waiting `delay` seconds for the next attempt."""
