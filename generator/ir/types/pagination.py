"""How the response of an operation continues on further pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.ir.types.schemas import Type

LAST = "-1"
"""The step of a property path that selects the last element of an array."""

PropertyPath: TypeAlias = tuple[str, ...]
"""Wire names that lead from a response to a value. Empty: the response itself."""

PaginationKind = Literal["cursor", "url", "offset", "page", "single"]


@dataclass(frozen=True, slots=True)
class Pagination:
    """The items of a response, and how to request the page after it.

    - `cursor`: the value at `next` is sent as `parameter`.
    - `url`: the value at `next` is the URL of the next page. Without `next`, the `Link` header has it (RFC 8288).
    - `offset`: `parameter` is the number of items to skip, which grows by the items of each page.
    - `page`: `parameter` is the number of the page, which grows by one.
    - `single`: there is no further page.
    """

    kind: PaginationKind
    items: PropertyPath
    item: Type
    why: str
    """The evidence, in words."""
    parameter: tuple[str, str] | None = None
    """The location (`body` for a property of the body) and wire name of the request's part that selects the page."""
    next: PropertyPath = ()
    more: PropertyPath = ()
    """A boolean that is true if there is a further page."""
    last: PropertyPath = ()
    """A boolean that is true on the last page."""
    total: PropertyPath = ()
    """The number of all items (`offset`), or of all pages (`page`)."""
    first: int = 0
    """The value of `parameter` on the first page, if the caller passes none (`offset` and `page`)."""
    backward: tuple[tuple[str, str], PropertyPath] | None = None
    """The part of the request that selects the page before, and the value to send: used if the caller passes it."""
