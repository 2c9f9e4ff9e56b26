"""The words of pagination: names of parameters and properties, in lower case, and what they say."""

from __future__ import annotations

from generator.lower.pages.parts import Property

QUALIFIERS = frozenset({"next", "start", "starting", "end", "new", "previous", "current"})
BACK = frozenset({"prev", "previous", "before", "first", "self", "back"})
TOKENS = frozenset({"cursor", "token", "marker", "continuation", "after", "bookmark", "scroll", "offset", "key", "id"})
POSITIONS = frozenset({"cursor", "marker", "continuation", "after", "bookmark", "scroll"})
SELECTING = POSITIONS | {"token", "page", "offset", "next", "start", "starting"}
PAGING = frozenset({"page", "pages", "paging", "pagination", "paginator", "pager", "cursor", "cursors", "meta",
                     "metadata", "info", "links"})  # fmt: skip
LINKS = frozenset({"links", "link"})
URLS = frozenset({"url", "uri", "link", "href"})
MORE = frozenset({
    ("has", "more"), ("more",), ("has", "next"), ("has", "next", "page"), ("has", "more", "items"),
    ("has", "more", "results"), ("hasmore",), ("more", "results"), ("has", "next", "token"),
})  # fmt: skip
LAST_FLAGS = frozenset({("last",), ("is", "last"), ("is", "last", "page"), ("last", "page")})
AFTER = frozenset({("after",), ("after", "id"), ("starting", "after"), ("start", "after")})
BEFORE: dict[tuple[str, ...], tuple[str, ...]] = {
    ("after",): ("before",),
    ("after", "id"): ("before", "id"),
    ("starting", "after"): ("ending", "before"),
}
OFFSETS = frozenset({("offset",), ("skip",), ("start",), ("start", "index"), ("start", "at"), ("startindex",),
                      ("page", "offset"), ("from",), ("first", "result")})  # fmt: skip
PAGES = frozenset({("page",), ("page", "number"), ("page", "no"), ("page", "num"), ("page", "index"),
                    ("pagenumber",), ("current", "page")})  # fmt: skip
SIZES = frozenset({"limit", "size", "count", "per", "max", "top", "rows", "take", "results"})
TOTALS = frozenset({"total", "totals"})
COUNTS = frozenset({("count",), ("num", "found"), ("total",)})
WORDS = frozenset({"page", "pagination", "cursor", "offset", "limit", "skip", "after", "before", "marker", "token"})


def stem(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name without those that say which page."""
    return tuple(word for word in words if word not in QUALIFIERS)


def opaque(words: tuple[str, ...]) -> bool:
    """Whether a name can mean nothing but the position of a page."""
    return words in {("cursor",), ("page", "token"), ("page", "cursor"), ("continuation", "token"), ("token",)}


def is_url(output: Property) -> bool:
    """Whether a property is the URL of the next page: by its name, its format, its place or its examples."""
    if "next" not in (*output.words, *output.above):
        return False
    if URLS.intersection(output.words) or output.format in {"uri", "url", "uri-reference", "iri"}:
        return True
    if output.words == ("next",) and LINKS.intersection(output.above):
        return True
    return any(isinstance(one, str) and one.startswith(("http://", "https://", "/")) for one in output.examples)


def is_total_of_items(output: Property) -> bool:
    words = output.words
    return bool(TOTALS.intersection(words)) and not {"page", "pages"}.intersection(words)


def is_total_of_pages(output: Property) -> bool:
    words = set(output.words)
    return words in (
        {"total", "pages"}, {"total", "page"}, {"page", "count"}, {"last", "page"}, {"num", "pages"}, {"pages"},
        {"pages", "count"}, {"pages", "total"}, {"max", "page"}, {"page", "total"}, {"number", "of", "pages"},
    )  # fmt: skip
