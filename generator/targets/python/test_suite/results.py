"""The lines of a test that check what a call returns, and the errors that it can raise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.ir.index import Index, body_type
from generator.ir.types import Operation, Response, Type, Union
from generator.targets.python.code import response_types
from generator.targets.python.code.pages import is_paged, page_types
from generator.targets.python.names.names import Names
from generator.targets.python.types.annotations import Scope, annotate
from generator.targets.python.views.suite_views import ErrorCaseView

_MAX_PAGES = 3
"""The number of pages of a list that a test reads."""


@dataclass(frozen=True, slots=True)
class Results:
    """Writes the checks of one module, whose imports are collected in `scope`."""

    index: Index
    names: Names
    scope: Scope

    def value(self, operation: Operation, call: str, *, is_async: bool) -> tuple[str, ...]:
        """A call that returns a value or a page."""
        waits = "await " if is_async else ""
        if is_paged(operation, self.index):
            return self._pages(operation, f"{waits}{call}", is_async=is_async)
        annotation = response_types.annotation(operation, self.scope)
        if annotation == "None":
            return (f"{waits}{call}",)
        return f"result = {waits}{call}", f"check(result, {annotation})"

    def stream(self, operation: Operation, call: str, *, is_async: bool) -> tuple[str, ...]:
        """A stream that is read to its end."""
        head = f"async with await {call} as stream:" if is_async else f"with {call} as stream:"
        items = "[item async for item in stream]" if is_async else "list(stream)"
        item = response_types.item(operation, self.scope)
        return head, f"    items = {items}", "assert items", "for item in items:", f"    check(item, {item})"

    def file(self, call: str, *, is_async: bool) -> tuple[str, ...]:
        """A file that is read in one piece."""
        if is_async:
            return f"async with await {call} as file:", "    check(await file.read(), bytes)"
        return f"with {call} as file:", "    check(file.read(), bytes)"

    def _pages(self, operation: Operation, call: str, *, is_async: bool) -> tuple[str, ...]:
        pagination, loop = operation.pagination, "async for" if is_async else "for"
        assert pagination is not None
        types = page_types(operation, self.index, self.names, Scope(self.index, self.names))
        page = (types.async_page if is_async else types.page).removeprefix("_pages.")
        self.scope.need("..", "pages")
        return (
            f"first = {call}",
            f"{loop} page in first.pages(max_pages={_MAX_PAGES}):",
            f"    check(page, pages.{page})",
            f"{loop} item in first.iter_items(max_pages={_MAX_PAGES}):",
            f"    check(item, {annotate(pagination.item, self.scope)})",
        )

    def errors(self, operation: Operation) -> Iterator[ErrorCaseView]:
        """The documented errors. A range of statuses, and `default`, are tried with a status that has no own class."""
        classes = {error.status: error for error in self.names.errors}
        known = {status.upper() for status in classes}
        for response in operation.errors:
            status, error = _status(response.status.upper(), known), classes.get(response.status)
            if not status or error is None:
                continue
            self.scope.need("..", "errors")
            bodies = error.bodies if not error.by_operation else ()
            data = self._data(response, bodies) if operation.method != "HEAD" else "object"
            yield ErrorCaseView(status, f"errors.{error.cls}", "object" if data == "Any" else data)

    def _data(self, response: Response, bodies: tuple[Type, ...]) -> str:
        """The type of an error's data. A body of a class with several is read as any of them."""
        own = body_type(response)
        if own is None:
            return "object"
        annotation = annotate(Union(bodies) if len(bodies) > 1 else own, self.scope)
        return f"{annotation} | None" if self._may_be_empty(own) else annotation

    def _may_be_empty(self, type: Type) -> bool:
        """Whether `{}` is a value of a type: an error with that body has no data."""
        plain = self.index.plain(type)
        if isinstance(plain, Union):
            return any(map(self._may_be_empty, plain.members))
        shape = self.index.object(plain)
        return shape is not None and not any(field.required for field in shape.fields)


def _status(status: str, known: set[str]) -> int:
    """A status for a documented response; 0 if every status that it is for has a class of its own in the SDK."""
    if status.isdigit():
        return int(status)
    known = known - {status}
    codes = range(400, 600) if status == "DEFAULT" else range(int(status[0]) * 100, int(status[0]) * 100 + 100)
    return next((code for code in codes if known.isdisjoint((str(code), f"{code // 100}XX"))), 0)
