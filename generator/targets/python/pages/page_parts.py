"""Divide the page of a large resource: an index, and parts that have some of its operations each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from generator.targets.python.pages import markdown
from generator.targets.python.views.page_views import LinkView, OperationPageView, ResourcePageView

MAX_BYTES: Final = 100_000
"""The size from which a page is divided."""
_PART_BYTES: Final = 80_000
"""The size that a part may have without its table of methods."""


def divided(
    page: str, view: ResourcePageView, render: Callable[[ResourcePageView], str]
) -> Iterator[tuple[str, str, int]]:
    """The rendered pages of a resource: path, text, and how many of its operations are on it.

    One page, or if that is too long, an index without operations and then the parts in order: `repos`, `repos-1`, ….
    An attribute has no hyphen, so no other resource has such a page.
    """
    text = render(view)
    if len(text) * 4 <= MAX_BYTES or len(text.encode()) <= MAX_BYTES or len(view.operations) < 2:
        yield page, text, len(view.operations)
        return
    counts = _counts([len(section.encode()) for section in _sections(text, view)])
    last = page.rpartition("/")[2]
    contents, parts = list[LinkView](), list[tuple[str, str, int]]()
    start = 0
    for number, count in enumerate(counts, 1):
        name, end = f"{last}-{number}", start + count
        rows = view.contents[start:end]
        contents += [LinkView(row.name.replace("](#", f"]({name}.md#"), row.summary) for row in rows]
        part = replace(
            view,
            heading=f"{view.heading}, part {number} of {len(counts)}",
            prose="",
            contents=rows,
            operations=tuple(_in_part(operation, f"{last}.md") for operation in view.operations[start:end]),
            index=f"{last}.md",
        )
        parts.append((f"{page}-{number}", render(part), count))
        start = end
    yield page, render(replace(view, contents=(*contents, *view.contents[start:]), operations=())), 0
    yield from parts


def _in_part(operation: OperationPageView, index: str) -> OperationPageView:
    """An operation with its link to the section on options, which is in the index."""
    rows = (
        replace(row, description=row.description.replace("](#options)", f"]({index}#options)"))
        for row in operation.parameters
    )
    return replace(operation, parameters=tuple(rows))


def _sections(text: str, view: ResourcePageView) -> Iterator[str]:
    """The text of each operation, from its heading on; the last one has the rest of the page."""
    places: list[int] = []
    for operation in view.operations:
        found = text.find(f"\n## {markdown.code(operation.heading)}\n", places[-1] + 1 if places else 0)
        places.append(found if found >= 0 else (places[-1] if places else 0))
    for place, end in zip(places, [*places[1:], len(text)], strict=True):
        yield text[place:end]


def _counts(sizes: Sequence[int]) -> list[int]:
    """How many sections each part has: as many as fit, at least one."""
    counts, size = [0], 0
    for each in sizes:
        if counts[-1] and size + each > _PART_BYTES:
            counts.append(0)
            size = 0
        counts[-1] += 1
        size += each
    return counts
