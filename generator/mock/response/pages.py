"""Pages of a list: three of them, as the generator's own reading of the document has a client ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final
from urllib.parse import quote

from generator.document.node import Node
from generator.ir.text import folded
from generator.ir.types import ABSENT, LAST, Json, Pagination
from generator.lower.pages.vocabulary import SIZES
from generator.lower.schema.json_values import is_list, is_mapping
from generator.mock.endpoints import Endpoint
from generator.mock.http.messages import Request
from generator.mock.preferences import PAGE
from generator.mock.request.validation import Checked
from generator.mock.response.paths import value_at, with_value
from generator.mock.response.sampler import Sampler
from generator.mock.schemas.kinds import KindReader
from generator.mock.schemas.validators import Validator

_SIZES: Final = (3, 2, 1)
"""Items of each page. No two pages are equal, so that a client does not take one for another."""
_HOST: Final = re.compile(r"[\w.-]+(:\d+)?|\[::1\](:\d+)?", re.ASCII)


@dataclass(frozen=True)
class Page:
    """A page: the value of the response, and the headers that lead to the next."""

    value: Json
    headers: Mapping[str, str]


class Pages:
    """Makes pages of the responses of operations."""

    def __init__(self, sampler: Sampler, kinds: KindReader, seed: int, origin: str) -> None:
        self._origin = origin
        self._sampler = sampler
        self._kinds = kinds
        self._seed = seed

    def page(
        self,
        endpoint: Endpoint,
        checked: Checked,
        request: Request,
        base: Json,
        schema: Node | None,
        own: Sequence[Json] | None,
    ) -> Page | None:
        """The page that a request asks for; None where the response is no page.

        `base` is the response without regard to pages. `own` are the items that requests created; without, samples.
        """
        pagination = endpoint.operation.pagination
        if pagination is None or pagination.kind == "single" or not is_list(value_at(base, pagination.items)):
            return None
        limit = _limit(checked)
        sizes = [min(size, limit or size) for size in _SIZES]
        items = own if own is not None else self._items(base, pagination, schema)[: sum(sizes)]
        starts = _starts(len(items), [limit or len(items)] * len(items) if own is not None else sizes)
        table = _Table(self, endpoint, pagination, items, starts)
        number = table.number(checked, request)
        shown = items[starts[number] : table.end(number)] if number is not None else []
        value = with_value(base, pagination.items, list(shown))
        following = None if number is None or table.is_last(number) else number + 1
        if _is_backward(pagination, checked):
            following = None
        url = _page_url(request, following, self._origin) if following is not None else ""
        values = table.positions(number, following, url)
        validator = self._sampler.validator(schema) if schema is not None else None
        for path, found in values:
            if found is None:
                value = without(value, path, validator)
                continue
            changed = with_value(value, path, found)
            if value_at(value, path[:-1]) is not ABSENT or validator is None or validator.is_valid(changed):
                value = changed
        by_header = url and pagination.kind == "url" and not pagination.next
        return Page(value, {"Link": f'<{url}>; rel="next"'} if by_header else {})

    def _items(self, base: Json, pagination: Pagination, schema: Node | None) -> list[Json]:
        """The items of all pages: those of the response, then samples."""
        first = value_at(base, pagination.items)
        items: list[Json] = first[: _SIZES[0]] if is_list(first) else []
        item = self._kinds.items(self._kinds.below(schema, pagination.items))
        for index in range(len(items), sum(_SIZES)):
            made = self._sampler.sample(item, self._seed + index + 1) if item is not None else f"item{index + 1}"
            if made is not ABSENT:
                items.append(made)
        return items

    def token(self, endpoint: Endpoint, parameter: tuple[str, str] | None, number: int) -> Json:
        """The cursor of a page, as the parameter's schema allows it."""
        schema = next(
            (
                given.schema
                for given in endpoint.parameters
                if (given.parameter.location, given.parameter.wire) == parameter
            ),
            None,
        )
        plain = f"page-{number + 1}"
        if schema is None or self._sampler.validator(schema).is_valid(plain):
            return plain
        made = self._sampler.sample(schema, 100 + number, examples=False)
        return plain if made is ABSENT else made


class _Table:
    """The pages of one response."""

    def __init__(
        self,
        pages: Pages,
        endpoint: Endpoint,
        pagination: Pagination,
        items: Sequence[Json],
        starts: Sequence[int],
    ) -> None:
        self._pages = pages
        self._endpoint = endpoint
        self._pagination = pagination
        self._items = items
        self._starts = starts

    def end(self, number: int) -> int:
        """The index after the last item of a page."""
        return self._starts[number + 1] if number + 1 < len(self._starts) else len(self._items)

    def is_last(self, number: int) -> bool:
        return number + 1 >= len(self._starts)

    def number(self, checked: Checked, request: Request) -> int | None:
        """The index of the page that a request asks for; None for one after the last."""
        pagination = self._pagination
        if pagination.kind == "url":
            given = next((value for name, value in request.pairs if name == PAGE), "1")
            number = int(given) - 1 if given.isdigit() and len(given) < 6 else 0
            return number if number < len(self._starts) else None
        value = _given(pagination.parameter, checked)
        if pagination.kind == "cursor":
            matching = (index for index in range(1, len(self._starts)) if str(self.cursor(index)) == str(value))
            return next(matching, 0)
        position = int(value) if isinstance(value, int | float) or str(value).isdigit() else pagination.first
        index = position - pagination.first
        if pagination.kind == "page":
            return max(index, 0) if index < len(self._starts) else None
        if index >= len(self._items):
            return None if index else 0
        return max((number for number, start in enumerate(self._starts) if start <= index), default=0)

    def cursor(self, number: int) -> Json:
        """The value that asks for a page: a token, or what the last item of the page before has."""
        path = self._pagination.next
        if LAST in path and self._items:
            at = path.index(LAST)
            found = value_at(self._items[self._starts[number] - 1], path[at + 1 :])
            return None if found is ABSENT else found
        return self._pages.token(self._endpoint, self._pagination.parameter, number)

    def positions(self, number: int | None, following: int | None, url: str) -> Iterator[tuple[tuple[str, ...], Json]]:
        """The paths and values that say which page this is and how to get the next; None for no value."""
        pagination = self._pagination
        if pagination.next and LAST not in pagination.next:
            match pagination.kind:
                case "url":
                    yield pagination.next, url or None
                case "cursor":
                    yield pagination.next, None if following is None else self.cursor(following)
                case _:
                    yield pagination.next, pagination.first + self._position(number)
        if pagination.backward is not None and LAST not in pagination.backward[1]:
            yield pagination.backward[1], None
        if pagination.more:
            yield pagination.more, following is not None
        if pagination.last:
            yield pagination.last, following is None
        if pagination.total:
            yield pagination.total, len(self._starts) if pagination.kind == "page" else len(self._items)

    def _position(self, number: int | None) -> int:
        if number is None:
            return len(self._starts) if self._pagination.kind == "page" else len(self._items)
        return number if self._pagination.kind == "page" else self._starts[number]


def without(value: Json, path: Sequence[str], validator: Validator | None) -> Json:
    """The value with nothing at a path: null, or no property, or an empty text, whichever is valid."""
    if value_at(value, path) is ABSENT:
        return value
    choices = [with_value(value, path, None), with_value(value, path, ABSENT), with_value(value, path, "")]
    valid = (choice for choice in choices if validator is None or validator.is_valid(choice))
    return next(valid, choices[0])


def _starts(count: int, sizes: Sequence[int]) -> list[int]:
    """The index of the first item of each page; there is at least one page."""
    starts = accumulate(sizes, initial=0)
    return [start for start in starts if start < count] or [0]


def _limit(checked: Checked) -> int | None:
    """The number of items that a request asks for at most, if it does."""
    given = [(name, value) for (_, name), value in checked.parameters.items()]
    given += checked.body.items() if is_mapping(checked.body) else ()
    for name, value in given:
        if SIZES.intersection(folded(name)) and isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return None


def _given(parameter: tuple[str, str] | None, checked: Checked) -> Json:
    if parameter is None:
        return None
    location, name = parameter
    found = value_at(checked.body, [name]) if location == "body" else checked.parameters.get((location, name))
    return None if found is ABSENT else found


def _is_backward(pagination: Pagination, checked: Checked) -> bool:
    return pagination.backward is not None and _given(pagination.backward[0], checked) is not None


def _page_url(request: Request, number: int, origin: str) -> str:
    """The URL of a page, at the host that the client used."""
    host = request.headers.get("host", "")
    pairs = [f"{quote(name, safe='')}={value}" for name, value in request.pairs if name != PAGE]
    target = f"{request.path}?{'&'.join([*pairs, f'{PAGE}={number + 1}'])}"
    return f"http://{host}{target}" if _HOST.fullmatch(host) else f"{origin}{target}"
