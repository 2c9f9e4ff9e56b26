"""The position of a page in a list: how it was requested, and the request for the page after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from ..call.options import RequestOptions
from ..response.response import Response
from .pagination_error import PaginationError

if TYPE_CHECKING:
    from .page_operation import PageOperation

MAX_EMPTY = 100
"""The number of pages without items, one after the other, after which a list is given up."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a page is requested with."""

    operation: PageOperation[Any, Any]
    params: Mapping[str, Any]
    options: RequestOptions


@dataclass(frozen=True, slots=True)
class History:
    """What is kept of the earlier pages, to recognise a list that never ends.

    `mark` is the step that led to an earlier page, and moves forward at each power of two, so that
    any cycle is found (Brent's algorithm) without keeping all steps.
    """

    mark: Any = None
    count: int = 0
    limit: int = 1
    empty: int = 0

    def after(self, step: Any, name: str, *, is_empty: bool) -> History:
        """The history with one more step. Raises `PaginationError` for a step that is repeated."""
        if step == self.mark:
            raise PaginationError(f"{name}: the server repeats the position of a page")
        empty = self.empty + 1 if is_empty else 0
        if empty > MAX_EMPTY:
            raise PaginationError(f"{name}: {empty} pages without items, one after the other")
        if self.count + 1 == self.limit:
            return History(step, 0, self.limit * 2, empty)
        return History(self.mark, self.count + 1, self.limit, empty)


@dataclass(frozen=True, slots=True)
class Position:
    """A page that was received: its request, its response and its value."""

    request: Request
    response: Response
    value: Any
    history: History

    @property
    def items(self) -> Sequence[Any]:
        """The items of the page."""
        path = self.request.operation.pagination.items
        found = value_at(self.value, path) if path else self.value
        return cast(Sequence[Any], found) if isinstance(found, list) else ()

    def has_next(self) -> bool:
        """Whether there is a next page, as far as the response shows it."""
        return self._step() is not None

    def next(self) -> tuple[Request, History]:
        """The request for the next page, and the history with it.

        Raises `PaginationError` if there is no next page, or if it must not be requested.
        """
        step, name = self._step(), self.request.operation.name
        if step is None:
            raise PaginationError(f"{name}: there is no next page")
        history = self.history.after(step, name, is_empty=not self.items)
        return self._request(step), history

    def repeats(self, other: Position) -> bool:
        """Whether a numbered page has the items of the one before: the server ignores the number."""
        numbered = self.request.operation.pagination.kind in ("offset", "page")
        return numbered and bool(self.items) and self.items == other.items

    # --- the step to the next page ---

    def _step(self) -> Any:
        """What selects the next page: a cursor, a URL or a number. None after the last page."""
        table = self.request.operation.pagination
        more, last = value_at(self.value, table.more), value_at(self.value, table.last)
        if table.kind == "single" or more is False or last is True:
            return None
        if table.kind in ("offset", "page"):
            return self._number(more is True)
        if table.kind == "url":
            found = value_at(self.value, table.next) if table.next else _linked(self.response)
        else:
            found = value_at(self.value, table.back if self._is_backward() else table.next)
        if found is None or found == "":
            if more is True:
                name = self.request.operation.name
                raise PaginationError(f"{name}: the server has more items, but does not say where")
            return None
        if isinstance(found, str | int) and not isinstance(found, bool):
            return found
        raise PaginationError(f"{self.request.operation.name}: the position of a page is no text")

    def _number(self, more: bool) -> int | None:
        table, name = self.request.operation.pagination, self.request.operation.name
        if not self.items:
            if more:
                raise PaginationError(f"{name}: the server has more items, but the page is empty")
            return None
        received = value_at(self.value, table.next)
        sent = self.request.params.get(table.keyword)
        number = next((one for one in (received, sent) if _is_number(one)), table.first)
        total = value_at(self.value, table.total)
        if table.kind == "page":
            end = total if _is_number(total) else None
            return None if end is not None and number - table.first + 1 >= end else number + 1
        following = number + len(self.items)
        done = _is_number(total) and following - table.first >= total
        return None if done else following

    def _is_backward(self) -> bool:
        keyword = self.request.operation.pagination.back_keyword
        return bool(keyword) and self.request.params.get(keyword) is not None

    # --- the request for the next page ---

    def _request(self, step: Any) -> Request:
        operation = self.request.operation
        table = operation.pagination
        options = cast(RequestOptions, dict(self.request.options))
        options.pop("idempotency_key", None)
        if table.kind == "url":
            from .next_url import request_of

            return request_of(self.request, str(step), self.response, options)
        keyword = table.back_keyword if self._is_backward() else table.keyword
        for key in ("query", "body"):
            given = options.get(key)
            if given and table.wire in given:
                options[key] = {name: given[name] for name in given if name != table.wire}
        return Request(operation, {**self.request.params, keyword: step}, options)


def value_at(value: Any, path: tuple[str, ...]) -> Any:
    """The value at a path of attributes, keys and indices, or None."""
    for step in path:
        if isinstance(value, list):
            found = cast(list[Any], value)
            index = int(step) if step.lstrip("-").isdigit() else len(found)
            value = found[index] if -len(found) <= index < len(found) else None
        elif isinstance(value, dict):
            value = cast(dict[str, Any], value).get(step)
        else:
            value = getattr(value, step, None)
    return None if not path else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _linked(response: Response) -> str | None:
    """The URL of the link `next` in the `Link` header (RFC 8288)."""
    url = response.transport.links.get("next", {}).get("url")
    return url or None

