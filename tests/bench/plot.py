"""A plot of the results, written as SVG by hand: one row a figure, a dot a contestant, on a scale of powers of ten."""

from __future__ import annotations

from html import escape
from math import log10

from .rows import Result
from .terminal import COLUMNS

WIDTH, LEFT, RIGHT, TOP, STEP = 860, 300, 40, 70, 30
LOW, HIGH = 0.1, 100.0
COLOURS = {"official": "#b3541e", "openai_sdk": "#6b7a8f", "ours_chat": "#1b7f5c"}


def position(ratio: float) -> float:
    """Where a ratio stands on the scale, at its ends where it is beyond them."""
    share = (log10(min(max(ratio, LOW), HIGH)) - log10(LOW)) / (log10(HIGH) - log10(LOW))
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def plot(results: list[Result]) -> str:
    """The rows that have a floor, each contestant as a multiple of it."""
    shown = [result for result in results if result.ratio("ours_chat", "floor")]
    shown = [result for result in shown if result.row.kind != "value" and result.row.name != "construct"]
    bottom = TOP + STEP * len(shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 40}" width="{WIDTH}" role="img">',
        "<style>text { font: 13px system-ui, sans-serif }</style>",
        "<title>Times as multiples of the floor's</title>",
        f'<rect width="{WIDTH}" height="{bottom + 40}" fill="#ffffff"/>',
    ]
    parts += legend()
    for power in (0.1, 1, 10, 100):
        x = position(power)
        stroke = "#333333" if power == 1 else "#dddddd"
        parts.append(f'<line x1="{x:.1f}" y1="{TOP - 16}" x2="{x:.1f}" y2="{bottom}" stroke="{stroke}"/>')
        label = "floor" if power == 1 else f"{power:g} ×"
        parts.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle" fill="#333333">{label}</text>')
    for index, result in enumerate(shown):
        parts += line(result, TOP + STEP * index + STEP / 2 - 8)
    return "\n".join([*parts, "</svg>", ""])


def legend() -> list[str]:
    """The names of the colours."""
    parts = []
    for index, (name, colour) in enumerate(COLOURS.items()):
        x = LEFT + 150 * index
        parts.append(f'<circle cx="{x}" cy="24" r="6" fill="{colour}"/>')
        parts.append(f'<text x="{x + 12}" y="28" fill="#333333">{escape(COLUMNS[name])}</text>')
    return parts


def line(result: Result, y: float) -> list[str]:
    """One row."""
    parts = [
        f'<text x="{LEFT - 12}" y="{y + 4:.1f}" text-anchor="end" fill="#333333">{escape(result.row.title)}</text>'
    ]
    ratios = {name: result.ratio(name, "floor") for name in COLOURS}
    known = {name: ratio for name, ratio in ratios.items() if ratio}
    ends = [position(ratio) for ratio in known.values()]
    parts.append(f'<line x1="{min(ends):.1f}" y1="{y:.1f}" x2="{max(ends):.1f}" y2="{y:.1f}" stroke="#cccccc"/>')
    for name, ratio in known.items():
        where = f'cx="{position(ratio):.1f}" cy="{y:.1f}"'
        told = f"{COLUMNS[name]}: {ratio:.2f} × floor"
        parts.append(f'<circle {where} r="6" fill="{COLOURS[name]}"><title>{escape(told)}</title></circle>')
    return parts
