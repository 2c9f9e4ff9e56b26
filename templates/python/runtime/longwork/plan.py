"""What a caller asks for when it waits, and the steps of waiting: a request, progress, sleep.

Written once, as coroutines over an `Exchange`; the sync client runs each in a single step.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ..call.timeouts import chosen_timeouts
from ..errors import APITimeoutError
from ..json_types import is_object
from ..response.recorder import Recording
from .errors import WaitFailedError, WaitTimeoutError
from .schedule import Schedule

if TYPE_CHECKING:
    from ..call.call import Exchange
    from ..call.options import RequestOptions
    from ..operation import Operation
    from ..response.response import Response


class Plan:
    """What a caller asks for: the arguments of the operation, and how to wait."""

    def __init__(
        self,
        params: Mapping[str, Any],
        options: RequestOptions,
        timeout: float | timedelta | None,
        interval: float | timedelta | None,
        on_progress: Callable[[Any], object] | None,
    ) -> None:
        self.params = params
        self.options = options
        self.schedule = Schedule(timeout, interval)
        self.on_progress = on_progress
        self.last: Any = None

    async def guarded(self, name: str, work: Coroutine[Any, Any, Any]) -> Any:
        """Run the work; a request that the timeout has ended raises `WaitTimeoutError`."""
        try:
            return await work
        except APITimeoutError as error:
            remaining = self.schedule.remaining()
            if remaining is None or remaining > 0:
                raise
            raise self._timed_out(name) from error

    async def send(
        self,
        exchange: Exchange[Any],
        operation: Operation[Any],
        params: Mapping[str, Any],
        options: RequestOptions,
    ) -> tuple[Any, Response]:
        """Send a request within the time that is left; return the value and the response."""
        with Recording() as responses:
            value = await exchange.request(operation, params, self._limited(exchange, options))
        return value, responses[-1]

    async def progress(self, exchange: Exchange[Any], value: Any) -> None:
        """Keep what a poll returned, and pass it to the caller."""
        self.last = value
        if self.on_progress is not None:
            await exchange.transport.resolve(self.on_progress(value))

    async def sleep(self, exchange: Exchange[Any], response: Response, name: str) -> None:
        """Wait until the next poll. Raises `WaitTimeoutError` if the timeout has passed."""
        delay = self.schedule.delay(response.headers)
        if delay is None:
            raise self._timed_out(name)
        await exchange.transport.sleep(delay)

    def _timed_out(self, name: str) -> WaitTimeoutError:
        return WaitTimeoutError(
            f"{name}: the work has not ended within {self.schedule.limit:g} s", self.last
        )

    def _limited(self, exchange: Exchange[Any], options: RequestOptions) -> RequestOptions:
        """The options with a total timeout of what is left, if no shorter one is set."""
        remaining, given = self.schedule.remaining(), _plain(options.get("timeout"))
        if remaining is None or not (given is None or is_object(given)):
            return options
        limits = exchange.transport.limits
        own = chosen_timeouts(exchange.settings, limits, options.get("timeout")).total
        left = max(remaining, 1.0)  # the last poll is when the timeout has passed
        chosen: Any = {**(given or {}), "total": left if own is None else min(own, left)}
        limited = options.copy()
        limited["timeout"] = chosen
        return limited


def _plain(timeout: object) -> object:
    """A timeout as a dict, if it is a number of seconds."""
    seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout
    if isinstance(seconds, int | float):
        return {"connect": min(10.0, seconds), "read": seconds, "write": seconds, "pool": seconds}
    return seconds


def value_at(value: Any, path: tuple[str, ...]) -> Any:
    """The value at a path of attributes or keys, or None."""
    for step in path:
        value = value.get(step) if is_object(value) else getattr(value, step, None)
    return value if path else None


def failed(name: str, what: str, failure: Any, last: Any, status: str = "") -> WaitFailedError:
    """The error for work that has failed: with the server's message, if there is one."""
    said = failure
    for step in ("message", "detail", "code"):
        found = value_at(failure, (step,))
        if isinstance(found, str) and found:
            said = found
            break
    beside = f": {said[:500]}" if isinstance(said, str) and said else ""
    return WaitFailedError(f"{name}: {what}{beside}", last, status)
