"""The position of a page in a list: how it was requested, and the request for the page after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from ..call.options import RequestOptions
from ..json_types import is_array, is_object
from ..operation import Operation
from ..response.response import Response
from .links import linked
from .next_url import parts_of
from .pagination import Pagination
from .pagination_error import PaginationError

MAX_EMPTY = 100
"""The number of pages without items, one after the other, after which a list is given up."""


@dataclass(eq=False, slots=True)
class Request:
    """What a page is requested with."""

    operation: Operation[Any]
    pagination: Pagination
    page: Callable[[], type[Any]]
    params: Mapping[str, Any]
    options: RequestOptions


@dataclass(eq=False, slots=True)
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


@dataclass(eq=False, slots=True)
class Position:
    """A page that was received: its request, its response and its value."""

    request: Request
    response: Response
    value: Any
    history: History

    @property
    def items(self) -> Sequence[Any]:
        """The items of the page."""
        path = self.request.pagination.items
        found = value_at(self.value, path) if path else self.value
        return found if is_array(found) else ()

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
        """Whether a numbered page has the items of the one before: the number is ignored."""
        numbered = self.request.pagination.kind in ("offset", "page")
        return numbered and bool(self.items) and self.items == other.items

    # --- the step to the next page ---

    def _step(self) -> Any:
        """What selects the next page: a cursor, a URL or a number. None after the last page."""
        table = self.request.pagination
        more, last = value_at(self.value, table.more), value_at(self.value, table.last)
        if table.kind == "single" or more is False or last is True:
            return None
        if table.kind in ("offset", "page"):
            return self._number(more is True)
        if table.kind == "url":
            found = value_at(self.value, table.next) if table.next else self._linked()
        else:
            found = value_at(self.value, table.back if self._is_backward() else table.next)
        if found is None or found == "":
            if more is True:
                name = self.request.operation.name
                raise PaginationError(f"{name}: the server has more items, but does not say where")
            return None
        if isinstance(found, UUID):
            return str(found)
        if isinstance(found, str | int) and not isinstance(found, bool):
            return found
        raise PaginationError(f"{self.request.operation.name}: the position of a page is no text")

    def _linked(self) -> str | None:
        """The URL of the link `next` in the header `Link`."""
        return linked(self.response.headers.get("link", ""), "next")

    def _number(self, more: bool) -> int | None:
        table, name = self.request.pagination, self.request.operation.name
        if not self.items:
            if more:
                raise PaginationError(f"{name}: the server has more items, but the page is empty")
            return None
        received = value_at(self.value, table.next)
        sent = self.request.params.get(table.keyword)
        numbers = (one for one in (_number(received), _number(sent)) if one is not None)
        number: int = next(numbers, table.first)
        total = _number(value_at(self.value, table.total))
        following = number + (1 if table.kind == "page" else len(self.items))
        return None if total is not None and following - table.first >= total else following

    def _is_backward(self) -> bool:
        keyword = self.request.pagination.back_keyword
        return bool(keyword) and self.request.params.get(keyword) is not None

    # --- the request for the next page ---

    def _request(self, step: Any) -> Request:
        table = self.request.pagination
        options = self.request.options.copy()
        options.pop("idempotency_key", None)
        if table.kind == "url":
            return self._to_url(str(step), options)
        keyword = table.back_keyword if self._is_backward() else table.keyword
        if query := options.get("query"):
            options["query"] = {name: query[name] for name in query if name != table.wire}
        if body := options.get("body"):
            options["body"] = {name: body[name] for name in body if name != table.wire}
        params = {**self.request.params, keyword: step}
        page = self.request.page
        return Request(self.request.operation, table, page, params, options)

    def _to_url(self, text: str, options: RequestOptions) -> Request:
        """The request to a URL, with the headers, cookies and body of the page."""
        operation = self.request.operation
        own = self.request.pagination.own
        origin, path, query = parts_of(text, self.response, operation.name, own)
        kept = tuple(one for one in operation.parameters if one.location in ("header", "cookie"))
        dropped = {one.keyword for one in operation.parameters} - {one.keyword for one in kept}
        options.pop("query", None)
        options.pop("server", None)
        options.pop("server_variables", None)
        options["base_url"] = f"{origin}?{query}" if query else origin
        params = {
            keyword: value
            for keyword, value in self.request.params.items()
            if keyword not in dropped
        }
        operation = replace(
            operation,
            route=f"{operation.method} {path}",
            query="",
            other_parameters=kept,
            in_path="",
            fixed_query=(),
        )
        pagination, page = self.request.pagination, self.request.page
        return Request(operation, pagination, page, params, options)


def value_at(value: Any, path: tuple[str, ...]) -> Any:
    """The value at a path of attributes, keys and indices, or None."""
    for step in path:
        if is_array(value):
            found = value
            index = int(step) if step.lstrip("-").isdigit() else len(found)
            value = found[index] if -len(found) <= index < len(found) else None
        elif is_object(value):
            value = value.get(step)
        else:
            value = getattr(value, step, None)
    return None if not path else value


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
