"""Work whose state is in the response of an operation: call it until the work has ended."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from ..errors import APIError
from .plan import Plan, failed, value_at

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..call.call import Exchange
    from ..operation import Operation

GRACE = 5.0
"""The seconds in which a 404 may mean that the server does not know the work yet."""


async def polled(
    plan: Plan,
    exchange: Exchange[Any],
    operation: Operation[Any],
    path: tuple[str, ...],
    done: Collection[str],
    failures: Collection[str],
    error: tuple[str, ...],
) -> Any:
    """Call an operation until the value at `path` is true, one of `done` or one of `failures`.

    Raises `WaitFailedError` if the work has failed, with the value at `error`.
    """
    name = operation.name
    while True:
        try:
            value, response = await plan.send(exchange, operation, plan.params, plan.options)
        except APIError as missing:
            early = plan.last is None and plan.schedule.elapsed() < GRACE
            delay = plan.schedule.delay(missing.headers) if early else None
            if missing.status_code != 404 or delay is None:
                raise
            await exchange.transport.sleep(delay)
            continue
        await plan.progress(exchange, value)
        state = value_at(value, path)
        status = str(state.value if isinstance(state, Enum) else state)
        failure = value_at(value, error)
        if state is True and failure is not None:
            raise failed(name, "the work has failed", failure, value)
        if status in failures:
            raise failed(name, f"the status is {status!r}", failure, value, status)
        if state is True or status in done:
            return value
        await plan.sleep(exchange, response, name)
