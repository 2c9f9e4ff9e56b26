"""The results as text."""

from __future__ import annotations

from .rows import Result

COLUMNS = {
    "official": "openrouter",
    "openai_sdk": "openai",
    "floor_json": "floor, json",
    "floor": "floor",
    "ours_chat": "ours",
    "ours_full": "ours, 97",
}


def shown(value: float | None) -> str:
    """A figure with three digits that mean something."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def verdict(result: Result) -> str:
    """Whether the target is met."""
    return {True: "met", False: "missed", None: "–"}[result.met]


def cells(result: Result, kind: str = "") -> list[str]:
    """A line of the table: figures, our ratio to the floor, the target and the verdict."""
    row = result.row
    title = f"{row.title}, {row.unit}" if row.unit else row.title
    ratio = shown(result.ratio(row.subject, row.floor))
    names = {**dict(zip(COLUMNS, COLUMNS, strict=True)), **dict(row.columns)}
    figures = [shown(result.value(names[column], kind)) for column in COLUMNS]
    return [title, *figures, ratio, str(row.target), verdict(result)]


HEAD = ["", *COLUMNS.values(), "ours ÷ floor", "target", ""]


def table(results: list[Result]) -> str:
    """The table, aligned."""
    return aligned([HEAD, *(cells(result) for result in results)])


def aligned(lines: list[list[str]]) -> str:
    """Lines of cells as text: the first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        line[0].ljust(widths[0])
        + "".join(f"  {cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True))
        for line in lines
    )
