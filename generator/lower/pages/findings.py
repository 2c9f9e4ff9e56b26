"""Findings, and the shapes that need no property of the response: arrays, and the `Link` header."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.ir.types import Pagination, PaginationKind, Type
from generator.lower.pages.described import first_of
from generator.lower.pages.parts import Input, Parts, Property
from generator.lower.pages.vocabulary import AFTER, OFFSETS, PAGES


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: pagination that counts, or a doubt with the config value that turns it on."""

    pagination: Pagination
    certain: bool
    config: str = ""
    """The value of the config line, as TOML."""


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
        return None
    kind: PaginationKind = "page" if page is not None else "offset"
    header = next((name for name in ("x-total", "x-total-count", "x-next-page") if name in headers), "")
    what = "is the number of the page" if page is not None else "skips items"
    why = f"the parameter `{given.wire}` {what}"
    first = first_of(given, kind)
    pagination = replace(pagination_of(kind, (), parts.array, why, given), first=first)
    if header:
        return Finding(replace(pagination, why=f"{why}, and the header `{header}` goes with it"), certain=True)
    return Finding(
        replace(pagination, why=f"{why}, but nothing in the response says so"),
        certain=False,
        config=f'{{ {kind} = "{given.wire}" }}',
    )


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
