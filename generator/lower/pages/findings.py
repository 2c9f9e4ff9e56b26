"""Findings, and the shapes that need no property of the response: arrays, and the `Link` header."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.ir.types import Pagination, PaginationKind, Type
from generator.lower.pages.described import LINK, first_of, path_text
from generator.lower.pages.parts import Input, Parts, Property
from generator.lower.pages.vocabulary import AFTER, OFFSETS, PAGES, opaque


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: pagination that counts, or a doubt with the config value that turns it on."""

    pagination: Pagination
    certain: bool

    @property
    def config(self) -> str:
        """The value of the config line, as TOML."""
        found = self.pagination
        values: dict[str, str] = {}
        if found.parameter is not None:
            values[found.kind] = found.parameter[1]
        if found.kind in {"cursor", "url"}:
            values["next"] = path_text(found.next) or LINK
        for key in ("items", "more", "last", "total"):
            if path := getattr(found, key):
                values[key] = path_text(path)
        return f"{{ {', '.join(f'{key} = {json.dumps(text)}' for key, text in values.items())} }}"


def pagination_of(
    kind: PaginationKind,
    items: tuple[str, ...],
    item: Type,
    why: str,
    given: Input | None = None,
    following: tuple[str, ...] = (),
    more: Property | None = None,
    last: Property | None = None,
) -> Pagination:
    """A `Pagination` from its parts."""
    return Pagination(
        kind,
        items,
        item,
        why,
        given.key if given is not None else None,
        following,
        more.path if more is not None else (),
        last.path if last is not None else (),
    )


def of_array(parts: Parts, headers: frozenset[str]) -> Finding | None:
    """The shape of a response that is an array: only headers can say that there are pages."""
    assert parts.array is not None
    optional = [one for one in parts.inputs if not one.required]
    if "link" in headers and (finding := by_link(parts, (), parts.array)) is not None:
        return finding
    page, offset = integer(optional, PAGES), integer(optional, OFFSETS)
    given = page or offset
    if given is None:
        return _unlinked(optional, parts.array)
    kind: PaginationKind = "page" if page is not None else "offset"
    header = next((name for name in ("x-total", "x-total-count", "x-next-page") if name in headers), "")
    what = "is the number of the page" if page is not None else "skips items"
    why = f"the parameter `{given.wire}` {what}"
    first = first_of(given, kind)
    pagination = replace(pagination_of(kind, (), parts.array, why, given), first=first)
    if header:
        return Finding(replace(pagination, why=f"{why}, and the header `{header}` goes with it"), certain=True)
    return Finding(replace(pagination, why=f"{why}, but nothing in the response says so"), certain=False)


def _unlinked(inputs: Iterable[Input], item: Type) -> Finding | None:
    """A cursor whose next value can only be in a header, which the document does not have."""
    given = next((one for one in inputs if one.kind == "string" and opaque(one.words)), None)
    if given is None:
        return None
    why = f"the parameter `{given.wire}` selects a page, but the document does not say where the next value is"
    return Finding(pagination_of("url", (), item, why), certain=False)


def by_link(parts: Parts, items: tuple[str, ...], item: Type) -> Finding | None:
    """The `Link` header (RFC 8288), beside a parameter that selects a page."""
    selecting = next((one for one in parts.inputs if _selects(one)), None)
    if selecting is None:
        return None
    why = f"the response has the header `Link`, and `{selecting.wire}` selects a page"
    return Finding(pagination_of("url", items, item, why), certain=True)


def _selects(given: Input) -> bool:
    return (
        given.words in PAGES | OFFSETS | AFTER
        or given.words in {("cursor",), ("page", "token"), ("per", "page"), ("page", "size"), ("since",)}
        or given.words in {("before",), ("limit",)}
    )


def integer(inputs: Iterable[Input], names: frozenset[tuple[str, ...]]) -> Input | None:
    return next((one for one in inputs if one.kind in {"integer", "number"} and one.words in names), None)
