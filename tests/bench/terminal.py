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
    figures = [shown(result.value(name, kind)) for name in COLUMNS]
    return [title, *figures, ratio, str(row.target), verdict(result)]


HEAD = ["", *COLUMNS.values(), "ours ÷ floor", "target", ""]


def table(results: list[Result]) -> str:
    """The table, aligned."""
    lines = [HEAD, *(cells(result) for result in results)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.rjust(width) if index else cell.ljust(width) for index, (cell, width) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    )
