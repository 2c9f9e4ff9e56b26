"""Pagination by shape: the names and types of parameters and of properties of the response that belong together.

A shape counts if a parameter and a property agree in name and type, or if a property can have no other meaning. What is
likely, but not that certain, is a doubt: it is reported with the line of the config that turns it on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from generator.ir.types import LAST, Operation, Pagination, PaginationKind, Type
from generator.ir.walk import object_of
from generator.lower.pages.described import first_of
from generator.lower.pages.findings import Finding, by_link, integer, of_array, pagination_of
from generator.lower.pages.items import arrays_of, is_list, items_of
from generator.lower.pages.parts import Definitions, Input, Parts, Property, item_of
from generator.lower.pages.vocabulary import (
    AFTER,
    BACK,
    BEFORE,
    COUNTS,
    LAST_FLAGS,
    MORE,
    OFFSETS,
    PAGES,
    PAGING,
    POSITIONS,
    QUALIFIERS,
    SELECTING,
    TOKENS,
    URLS,
    WORDS,
    is_total_of_items,
    is_total_of_pages,
    is_url,
    opaque,
    stem,
)


def find_shape(parts: Parts, operation: Operation, headers: frozenset[str], definitions: Definitions) -> Finding | None:
    """The shape of an operation. `headers` are the lower-case names of the response's declared headers."""
    if parts.array is not None:
        return of_array(parts, headers)
    items = items_of(parts, operation)
    candidates = [items] if items is not None else arrays_of(parts)
    item = item_of(candidates[0].type, definitions) if candidates else None
    if item is None:
        return None
    shape = _Shapes(parts, operation, candidates[0], item, headers, definitions)
    found = [one for one in shape.findings() if one is not None]
    surest = next((one for one in found if one.certain), found[0] if found else None)
    if items is not None:
        return surest or shape.single()
    if surest is None:
        return None
    names = ", ".join(f"`{one.shown}`" for one in candidates)
    why = f"{surest.pagination.why}, but it is not clear which array has the items: {names}"
    return Finding(replace(surest.pagination, why=why), certain=False)


class _Shapes:
    """The shapes of one response with an array of items."""

    def __init__(
        self,
        parts: Parts,
        operation: Operation,
        items: Property,
        item: Type,
        headers: frozenset[str],
        definitions: Definitions,
    ) -> None:
        self.parts, self.operation, self.headers = parts, operation, headers
        self.items, self.item, self.definitions = items, item, definitions
        self.given = [one for one in parts.inputs if one.location != "cookie"]
        self.inputs = [one for one in self.given if not one.required]
        self.outputs = [one for one in parts.properties if not BACK.intersection((*one.above, *one.words))]
        self.more = self._flag(MORE)
        self.last = self._flag(LAST_FLAGS)

    def findings(self) -> Iterator[Finding | None]:
        """Everything that is found, the surest first."""
        yield self.cursor()
        yield self.url()
        yield self.last_item()
        if "link" in self.headers and (finding := by_link(self.parts, self.items.path, self.item)) is not None:
            yield finding
        yield self.offset()
        yield self.page()

    def cursor(self) -> Finding | None:
        """A property whose value is the parameter of the next request."""
        found: list[tuple[int, Input, Property]] = []
        for output in self.outputs:
            if output.kind not in {"string", "integer"} or output.path[: len(self.items.path)] == self.items.path:
                continue
            same = (given for given in self.given if given.kind == output.kind)
            found += [(rank, given, output) for given in same if (rank := self._agreement(given, output))]
        if not found:
            return self._unnamed_cursor()
        _, given, output = min(found, key=lambda one: one[0])
        why = f"the parameter `{given.wire}` and the property `{output.shown}` agree"
        pagination = self._pagination("cursor", why, given, output.path)
        return Finding(replace(pagination, backward=self._backward(given)), certain=True)

    def _agreement(self, given: Input, output: Property) -> int:
        """How well a parameter and a property agree in name: 1 is best, 0 is not at all."""
        if not SELECTING.intersection(given.words) or given.location == "header":
            return 0
        next_named = "next" in (*output.words, *output.above)
        if given.required and not next_named:
            return 0
        position = opaque(given.words) and given.words == output.words
        paging = position or next_named or bool(PAGING.intersection(output.above)) or self.more is not None
        uncertain = given.kind == "integer" or output.format in {"date", "date-time"}
        if uncertain and not next_named and not position:
            return 0
        if given.location == "body" and not paging:
            return 0
        if next_named and URLS.intersection(output.words):
            return 0
        core, wanted = stem(output.words), stem(given.words)
        sure = next_named or bool(POSITIONS.intersection(core)) or (paging and "token" in core)
        if core and core == wanted and sure:
            return 1 if next_named else 2
        if core and next_named and output.words[0] == "next" and core == given.words[-len(core) :]:
            return 2
        if given.words in AFTER and output.words in {("last", "id"), ("end", "cursor"), ("after", "cursor")}:
            return 3 if self.more is not None else 0
        if output.words == ("next",) and self.more is not None and not is_url(output):
            return 3 if given.words in AFTER or opaque(given.words) else 0
        joined = tuple(word for word in (*output.above, *output.words) if word not in QUALIFIERS | PAGING)
        if next_named and joined and joined == wanted:
            return 3
        return 4 if opaque(given.words) and next_named and opaque(stem(output.words)) else 0

    def _unnamed_cursor(self) -> Finding | None:
        """A property `next…` beside one parameter for a position: likely, but their names do not agree."""
        outputs = [one for one in self.outputs if one.kind == "string" and one.words[:1] == ("next",)]
        outputs = [one for one in outputs if not is_url(one)]
        inputs = [one for one in self.inputs if one.kind == "string" and TOKENS.intersection(one.words[-1:])]
        if len(outputs) != 1 or len(inputs) != 1 or URLS.intersection(outputs[0].words):
            return None
        given, output = inputs[0], outputs[0]
        why = f"the parameter `{given.wire}` may take the property `{output.shown}`, but their names differ"
        return Finding(self._pagination("cursor", why, given, output.path), certain=False)

    def url(self) -> Finding | None:
        """A property with the URL of the next page."""
        found = [one for one in self.outputs if one.kind == "string" and "next" in (*one.above, *one.words)]
        named = [one for one in found if is_url(one)]
        if named:
            output = min(named, key=lambda one: len(one.path))
            why = f"the property `{output.shown}` is the URL of the next page"
            return Finding(self._pagination("url", why, None, output.path), certain=True)
        if len(found) == 1 and found[0].words == ("next",):
            why = f"the property `{found[0].shown}` may be the URL of the next page"
            return Finding(self._pagination("url", why, None, found[0].path), certain=False)
        return None

    def last_item(self) -> Finding | None:
        """A parameter that takes the id of the last item, beside a property that says whether there are more."""
        given = next((one for one in self.inputs if one.words in AFTER and one.kind == "string"), None)
        shape = object_of(self.item, self.definitions)
        has_id = shape is not None and any(field.wire == "id" for field in shape.fields)
        named = any("next" in one.words and one.kind == "string" for one in self.outputs)
        if given is None or not has_id or named:
            return None
        if self.more is None:
            return self._last_item_alone(given)
        why = f"the parameter `{given.wire}` takes the `id` of the last item while `{self.more.shown}` is true"
        pagination = self._pagination("cursor", why, given, (*self.items.path, LAST, "id"))
        return Finding(replace(pagination, backward=self._backward(given)), certain=True)

    def _last_item_alone(self, given: Input) -> Finding | None:
        """The id of the last item, if nothing says whether there are more: the parameter may be a time."""
        if any(one.words == given.words for one in self.parts.properties):
            return None
        why = f"the parameter `{given.wire}` may take the `id` of the last item, but nothing in the response says so"
        return Finding(self._pagination("cursor", why, given, (*self.items.path, LAST, "id")), certain=False)

    def offset(self) -> Finding | None:
        """A number of items to skip, beside a total or an echo of it."""
        given = self._integer(OFFSETS)
        if given is None:
            return None
        total = self._number(is_total_of_items)
        echo = self._number(lambda one: one.words == given.words and one.kind == "integer")
        why = f"the parameter `{given.wire}` skips items"
        pagination = replace(
            self._pagination("offset", why, given, echo.path if echo else ()),
            total=total.path if total else (),
            first=first_of(given, "offset"),
        )
        known = total or echo or self.more or self.last or self._number(lambda one: one.words in COUNTS)
        return self._numbered(pagination, given, known, "offset")

    def page(self) -> Finding | None:
        """A number of the page, beside a total or an echo of it."""
        given = self._integer(PAGES)
        if given is None:
            return None
        total = self._number(is_total_of_pages)
        echo = self._number(lambda one: one.words in {*PAGES, given.words} and one.kind == "integer")
        counted = self._number(is_total_of_items) or self._number(lambda one: one.words in COUNTS)
        why = f"the parameter `{given.wire}` is the number of the page"
        pagination = self._pagination("page", why, given, echo.path if echo else ())
        pagination = replace(pagination, total=total.path if total else (), first=first_of(given, "page"))
        return self._numbered(pagination, given, total or echo or self.more or self.last or counted, "page")

    def _numbered(self, pagination: Pagination, given: Input, known: Property | None, key: str) -> Finding:
        header = next((name for name in ("x-total", "x-total-count", "x-next-page") if name in self.headers), "")
        if known is not None or header:
            evidence = f"the property `{known.shown}`" if known is not None else f"the header `{header}`"
            return Finding(replace(pagination, why=f"{pagination.why}, and {evidence} goes with it"), certain=True)
        why = f"{pagination.why}, but nothing in the response says so"
        return Finding(replace(pagination, why=why), certain=False)

    def single(self) -> Finding | None:
        """A list without further pages: a collection's GET, nothing in which looks like pages."""
        last = self.operation.path.rstrip("/").rpartition("/")[2]
        if self.operation.method != "GET" or "{" in last or not is_list(self.items, self.operation):
            return None
        counted = self._number(lambda one: one.words in COUNTS or is_total_of_items(one))
        if len(self.items.path) > 1 or (
            counted is not None and any(one.location == "query" for one in self.parts.inputs)
        ):
            return None
        if self.more or self.last or any(WORDS.intersection(one.words) for one in self.parts.inputs):
            return None
        if any("next" in one.words or PAGING.intersection(one.above) for one in self.outputs):
            return None
        why = f"the response is a list, `{self.items.shown}`, without further pages"
        return Finding(self._pagination("single", why, None), certain=True)

    # --- parts of shapes ---

    def _pagination(
        self, kind: PaginationKind, why: str, given: Input | None, following: tuple[str, ...] = ()
    ) -> Pagination:
        return pagination_of(kind, self.items.path, self.item, why, given, following, self.more, self.last)

    def _backward(self, given: Input) -> tuple[tuple[str, str], tuple[str, ...]] | None:
        """The parameter for the page before, with what is sent as it: `first_id`, or the id of the first item."""
        wanted = BEFORE.get(given.words)
        other = next((one for one in self.inputs if one.words == wanted and one.location == given.location), None)
        if other is None or other.kind != "string":
            return None
        named = next((one for one in self.parts.properties if one.words == ("first", "id")), None)
        shape = object_of(self.item, self.definitions)
        if named is not None:
            return other.key, named.path
        has_id = shape is not None and any(field.wire == "id" for field in shape.fields)
        return (other.key, (*self.items.path, "0", "id")) if has_id else None

    def _flag(self, names: Iterable[tuple[str, ...]]) -> Property | None:
        found = (one for one in self.outputs if one.kind == "boolean" and one.words in names)
        return min(found, key=lambda one: len(one.path), default=None)

    def _integer(self, names: frozenset[tuple[str, ...]]) -> Input | None:
        return integer(self.inputs, names)

    def _number(self, test: Callable[[Property], bool]) -> Property | None:
        found = (one for one in self.parts.properties if one.kind in {"integer", "number"} and test(one))
        return min(found, key=lambda one: len(one.path), default=None)
