"""Tables of work: how its state is read, and the calls that wait for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from ..client import AsyncClient, SyncClient
from ..operation import Operation

if TYPE_CHECKING:
    from ..call.call import Exchange
    from ..call.options import RequestOptions
    from .plan import Plan

T = TypeVar("T")

Via: TypeAlias = Literal["", "location", "original-uri", "operation-location"]


class Work(ABC, Generic[T]):
    """Work that is waited for over an operation."""

    def __init__(self, operation: Operation[Any]) -> None:
        self.operation = operation

    def wait(
        self,
        client: SyncClient,
        params: Mapping[str, Any],
        options: RequestOptions | None,
        timeout: float | timedelta | None,
        interval: float | timedelta | None,
        on_progress: Callable[[Any], object] | None,
    ) -> T:
        """Block until the work has ended, and return its result."""
        from .plan import Plan

        plan = Plan(params, options or {}, timeout, interval, on_progress)
        value: T = _Sync.run(client, self, plan)
        return value

    async def async_wait(
        self,
        client: AsyncClient,
        params: Mapping[str, Any],
        options: RequestOptions | None,
        timeout: float | timedelta | None,
        interval: float | timedelta | None,
        on_progress: Callable[[Any], object] | None,
    ) -> T:
        """Wait until the work has ended, and return its result."""
        from .plan import Plan

        plan = Plan(params, options or {}, timeout, interval, on_progress)
        value: T = await _Async.run(client, self, plan)
        return value

    @abstractmethod
    def steps(self, plan: Plan, exchange: Exchange[Any]) -> Coroutine[Any, Any, Any]:
        """Wait over the connections of a client."""


class Polled(Work[T]):
    """Work whose state is in the response of the operation.

    `path` leads to it through attributes. It is a boolean that becomes true, or a status: the work
    goes on while it is none of `done` and `failed`. `error` leads to what went wrong.
    """

    def __init__(
        self,
        operation: Operation[T],
        path: tuple[str, ...],
        done: tuple[str, ...] = (),
        failed: tuple[str, ...] = (),
        error: tuple[str, ...] = (),
    ) -> None:
        super().__init__(operation)
        self.path = path
        self.done = done
        self.failed = failed
        self.error = error

    def steps(self, plan: Plan, exchange: Exchange[Any]) -> Coroutine[Any, Any, Any]:
        """Call the operation until its response says that the work has ended."""
        from .polled import polled

        return polled(plan, exchange, self.operation, self.path, self.done, self.failed, self.error)


class Monitored(Work[T]):
    """Work whose state is at a URL that a header of the operation's response has.

    `final` returns the type of the result, or is None for parsed JSON. `via` is where the result
    is read, if the document says it.
    """

    def __init__(
        self,
        operation: Operation[Any],
        final: Callable[[], Any] | None = None,
        via: Via = "",
    ) -> None:
        super().__init__(operation)
        self.final = final
        self.via = via

    def steps(self, plan: Plan, exchange: Exchange[Any]) -> Coroutine[Any, Any, Any]:
        """Call the operation once, then request the URL until the work has ended."""
        from .monitor import monitored

        return monitored(plan, exchange, self.operation, self.final, self.via)


class _Sync(SyncClient):
    """Access to the connections of a client, which only clients have."""

    @staticmethod
    def run(client: SyncClient, work: Work[Any], plan: Plan) -> Any:
        exchange = client._exchange()
        name = work.operation.name
        try:
            return exchange.transport.run(plan.guarded(name, work.steps(plan, exchange)))
        except Exception as error:
            client._shorten(error)
            raise


class _Async(AsyncClient):
    """Access to the connections of a client, which only clients have."""

    @staticmethod
    async def run(client: AsyncClient, work: Work[Any], plan: Plan) -> Any:
        exchange = client._exchange()
        try:
            return await plan.guarded(work.operation.name, work.steps(plan, exchange))
        except Exception as error:
            client._shorten(error)
            raise
