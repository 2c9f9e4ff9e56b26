"""The table that says how a page of a list leads to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(eq=False, repr=False)
class Pagination:
    """Where the items of a response are, and what leads to the next page.

    A path has the names of attributes; a number in it is an index.

    - `cursor`: the value at `next` is sent as `keyword`.
    - `url`: the value at `next` is the URL of the next page; without `next`, the `Link` header has
      it (RFC 8288). `own` are the query parameters that the client adds to it.
    - `offset`: `keyword` is the number of items to skip, `page`: the number of the page. The value
      at `next` is the number of this page, if the response has it, and `first` that of the first.
    - `single`: there is no next page.

    `more` and `last` are booleans: there is a next page, there is none. `total` is the number of
    all items, or of all pages. If the caller passes `back_keyword`, the value at `back` is sent as
    it in place of `keyword`.
    """

    kind: Literal["cursor", "url", "offset", "page", "single"]
    items: tuple[str, ...] = ()
    keyword: str = ""
    wire: str = ""
    next: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    first: int = 0
    back_keyword: str = ""
    back: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
