"""The event loop of the caller: asyncio, or trio, which is used through anyio."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Task

_tasks: set[Task[None]] = set()  # an event loop holds its tasks only weakly


def running_loop() -> object:
    """The running event loop of asyncio, or the token of trio. Connections are bound to it."""
    loop = _asyncio_loop()
    if loop is not None:
        return loop
    from anyio.lowlevel import current_token

    return current_token().native_token


def is_closed(loop: Any) -> bool:
    """Whether an event loop has ended."""
    if hasattr(loop, "is_closed"):
        return bool(loop.is_closed())
    return not _runs(loop, bool)


def run_later(loop: Any, function: Callable[[], Awaitable[None]]) -> None:
    """Run a function on an event loop, from any thread. A loop that has ended runs nothing."""
    if hasattr(loop, "call_soon_threadsafe"):
        if not loop.is_closed():
            loop.call_soon_threadsafe(_create_task, loop, function)
        return
    trio = sys.modules["trio"]
    _runs(loop, trio.lowlevel.spawn_system_task, function)


def _runs(token: Any, *call: Any) -> bool:
    """Call a function on the event loop of a trio token, unless it has ended."""
    try:
        token.run_sync_soon(*call)
    except sys.modules["trio"].RunFinishedError:
        return False
    return True


def _create_task(loop: AbstractEventLoop, function: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        await function()

    task = loop.create_task(run())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


def _asyncio_loop() -> AbstractEventLoop | None:
    asyncio = sys.modules.get("asyncio")  # without it, none of its event loops runs
    if asyncio is None:
        return None
    try:
        loop: AbstractEventLoop = asyncio.get_running_loop()
    except RuntimeError:
        return None
    return loop
