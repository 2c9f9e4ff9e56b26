"""Pages of a list: the fields of a response, and iteration over the items of all pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, NoReturn, Self, TypeVar

from pydantic import PrivateAttr

from ..client import AsyncClient, SyncClient
from ..models import Model
from ..response.recorder import Recording
from .pagination_error import PaginationError
from .position import History, Position, Request

T = TypeVar("T")
P = TypeVar("P")


class _Place:
    """The client and the position of a page. Copies of a page share it; it is not pickled."""

    __slots__ = ("client", "position")

    def __init__(self, client: Any, position: Position) -> None:
        self.client = client
        self.position = position

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a page holds its client: pickle its fields, as page.model_dump() has them")


class _AnyPage(Model, Generic[T]):
    _place: Any = PrivateAttr(default=None)

    def _checked(self, following: Self) -> Self:
        position = following._position()
        if position.repeats(self._position()):
            name = position.request.operation.name
            raise PaginationError(f"{name}: the server sends the same page again")
        return following

    def has_next_page(self) -> bool:
        """Whether the response shows a next page. A request for it may still return no items."""
        return self._position().has_next()

    def _position(self) -> Position:
        return self._requested().position

    def _requested(self) -> _Place:
        # pydantic looks up the attribute `_place`, which takes longer than all the rest.
        private = self.__pydantic_private__
        place: _Place | None = private["_place"] if private is not None else None
        if place is None:
            raise PaginationError("this page was not returned by a call")
        return place


class Page(_AnyPage[T]):
    """A page of a list, with the fields of its response; iteration yields the items of all pages.

    Further pages are requested as the iteration reaches them, each with the retries and the options
    of the call. A list that never ends raises `PaginationError`.
    """

    # Iteration over a model yields its fields; over a page, its items.
    def __iter__(  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride]
        self,
    ) -> Iterator[T]:
        return self.iter_items()

    def iter_items(
        self, *, max_items: int | None = None, max_pages: int | None = None
    ) -> Iterator[T]:
        """Iterate over the items of this page and those after it, up to a number of either."""
        left = max_items
        for page in self.pages(max_pages=max_pages):
            items = page._position().items
            if left is None:
                yield from items
                continue
            yield from items[: max(left, 0)]
            left -= len(items)
            if left <= 0:
                return

    def pages(self, *, max_pages: int | None = None) -> Iterator[Self]:
        """Iterate over this page and those after it, up to a number of pages."""
        page, count = self, 0
        while max_pages is None or count < max_pages:
            yield page
            count += 1
            if count == max_pages or not page.has_next_page():
                return
            page = page.next_page()

    def next_page(self) -> Self:
        """Request the next page. Raises `PaginationError` if there is none."""
        place = self._requested()
        request, history = place.position.next()
        return self._checked(requested(place.client, request, history))


class AsyncPage(_AnyPage[T]):
    """A page of a list, with the fields of its response; `async for` yields the items of all pages.

    Further pages are requested as the iteration reaches them, each with the retries and the options
    of the call. A list that never ends raises `PaginationError`.
    """

    def __iter__(self) -> NoReturn:
        raise TypeError("iterate over a page of the async client with `async for`")

    def __aiter__(self) -> AsyncIterator[T]:
        return self.iter_items()

    async def iter_items(
        self, *, max_items: int | None = None, max_pages: int | None = None
    ) -> AsyncIterator[T]:
        """Iterate over the items of this page and those after it, up to a number of either."""
        left = max_items
        async for page in self.pages(max_pages=max_pages):
            items = page._position().items
            for item in items if left is None else items[: max(left, 0)]:
                yield item
            if left is not None and (left := left - len(items)) <= 0:
                return

    async def pages(self, *, max_pages: int | None = None) -> AsyncIterator[Self]:
        """Iterate over this page and those after it, up to a number of pages."""
        page, count = self, 0
        while max_pages is None or count < max_pages:
            yield page
            count += 1
            if count == max_pages or not page.has_next_page():
                return
            page = await page.next_page()

    async def next_page(self) -> Self:
        """Request the next page. Raises `PaginationError` if there is none."""
        place = self._requested()
        request, history = place.position.next()
        return self._checked(await awaited(place.client, request, history))


class ListPage(Page[T]):
    """A page of a list whose response is an array: `items` has the array."""

    items: list[T]


class AsyncListPage(AsyncPage[T]):
    """A page of a list whose response is an array: `items` has the array."""

    items: list[T]


def requested(client: SyncClient, request: Request, history: History) -> Any:
    """The page of a request."""
    with Recording() as recorded:
        value = client.request(request.operation, request.params, request.options or None)
    return _page(client, Position(request, recorded[-1], value, history))


async def awaited(client: AsyncClient, request: Request, history: History) -> Any:
    """`requested` for the async client."""
    with Recording() as recorded:
        value = await client.request(request.operation, request.params, request.options or None)
    return _page(client, Position(request, recorded[-1], value, history))


def _page(client: Any, position: Position) -> Any:
    """A page with the fields of a value, which it shares."""
    value, kind = position.value, position.request.page()
    fields: Any = kind.model_construct(items=value) if isinstance(value, list) else value
    page: Any = object.__new__(kind)
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__"):
        object.__setattr__(page, name, getattr(fields, name))
    object.__setattr__(page, "__pydantic_private__", {"_place": _Place(client, position)})
    return page
