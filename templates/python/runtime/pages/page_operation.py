"""Tables of operations whose responses are pages of a list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ..client import AsyncClient, SyncClient
from ..operation import Operation
from .pagination import Pagination

if TYPE_CHECKING:
    from ..call.options import RequestOptions

P = TypeVar("P")
A = TypeVar("A")


@dataclass(eq=False, repr=False)
class PageOperation(Operation[Any], Generic[P, A]):
    """An operation that returns a page: of type `P`, of type `A` on the async client."""

    pagination: Pagination
    page: Callable[[], type[P]]
    async_page: Callable[[], type[A]]

    @overload
    def call(
        self,
        client: SyncClient,
        params: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> P: ...

    @overload
    def call(
        self,
        client: AsyncClient,
        params: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> Awaitable[A]: ...

    def call(
        self,
        client: SyncClient | AsyncClient,
        params: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> Any:
        """Call the operation and return the first page."""
        from .page import awaited, requested
        from .position import History, Request

        page = self.page if isinstance(client, SyncClient) else self.async_page
        request = Request(self, self.pagination, page, params, options or {})
        if isinstance(client, SyncClient):
            return requested(client, request, History())
        return awaited(client, request, History())
