"""The report: docs/benchmarks.md and its plot."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from .environments import OPENAI, OPENROUTER, OTHER_GENERATOR, ROOT, Environment
from .generator import Comparison, Step
from .plot import plot
from .rows import Result
from .terminal import HEAD, cells, shown

DOCS = ROOT / "docs"
PLOT = "benchmarks.svg"

_ABOUT = """\
# Benchmarks

Written by `make bench`; `make bench ROW=import` measures one row. Do not edit.

{when}. {machine}. Python {python}. {versions}. {rounds} samples of each figure.{note}

![Times beside the floor's](benchmarks.svg)

## How it is measured

- Every contestant has an environment of its own and about ten lines of adapter (`tests/bench/adapters`). Before
  anything is measured, each proves that it decodes the same text: whole, streamed, async, and one event of 4 MB.
- The server is a process of its own: a raw asyncio protocol on a loopback socket that sends bytes made beforehand.
- Contestants take turns: one sample each in every round. Figures are medians; a ratio is the median of the ratios
  within the rounds, so what else the machine does hits both sides of it.
- Times are of the CPU (`process_time`) unless the row says wall. Rows of new processes are above an empty interpreter.
- The row of 500 streams has 20 events in each, sent one a tick to all; opening the streams is in its time.
- The floor is httpx2's bytes, a plain splitter and pydantic's compiled validator with every field of the document;
  it drops what the document does not name. The other floor makes dicts with `json`.
- The rows of first calls are of SDKs for the documents of OpenAI and GitHub, in the column "ours, 97". OpenAI's is
  beside the package `openai`; GitHub's beside httpx2 and models of the same reach that are written by hand.
- The row of pages is beside the same calls made one by one with the same SDK, and a loop over the items of each.

## The generated SDK

{sdk}

The same rows by the other clock, where a row has two:

{other_clock}

## The generator

Beside {other_generator}, as it comes, each in its own environment; CPU seconds with child processes.

{generator}

How the time grows with the document:

{growth}
"""


def markdown(lines: list[list[str]]) -> str:
    """A table whose first line is its head; all columns but the first are figures."""
    rule = ["---", *["---:"] * (len(lines[0]) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in (lines[0], rule, *lines[1:]))


def write(results: list[Result], compared: list[Comparison], grown: list[Step], note: str, folder: Path = DOCS) -> None:
    """Write the report and the plot."""
    own = Environment("ours")
    versions = ", ".join(
        [*(name.replace("==", " ") for name in (OPENROUTER, OPENAI))]
        + [f"{name} {own.version(name)}" for name in ("httpx2", "pydantic")]
    )
    text = _ABOUT.format(
        when=datetime.now(UTC).strftime("%Y-%m-%d"),
        machine=machine(),
        python=platform.python_version(),
        versions=versions,
        rounds=rounds(results),
        note=f" {note}" if note else "",
        sdk=markdown([HEAD, *(titled(result) for result in results)]),
        other_clock=markdown(
            [HEAD[:7], *(titled(result, other)[:7] for result in results if (other := second(result)))]
        ),
        other_generator=OTHER_GENERATOR.replace("==", " "),
        generator=markdown(generator_lines(compared)),
        growth=markdown(growth_lines(grown)),
    )
    (folder / "benchmarks.md").write_text(text)
    (folder / PLOT).write_text(plot(results))


def rounds(results: list[Result]) -> int:
    """The fewest samples that a figure is the median of; sizes are not sampled."""
    counts = [len(series.samples) for result in results for series in result.series.values()]
    return min((count for count in counts if count > 1), default=0)


def titled(result: Result, kind: str = "") -> list[str]:
    """A line of the table, with the clock it is by."""
    first, *rest = cells(result, kind)
    clock = kind or result.row.kind
    return [f"{first} ({clock})" if clock in ("cpu", "wall") else first, *rest]


def second(result: Result) -> str:
    """The other clock of a row that has two, or an empty string."""
    return {"cpu": "wall", "wall": "cpu"}.get(result.row.kind, "")


def generator_lines(compared: list[Comparison]) -> list[list[str]]:
    """The generator's table."""
    lines = [["", "sdkwright", "openapi-python-client", "ratio", "target", ""]]
    for row in compared:
        unit = "MiB" if row.kind == "memory" else "s"
        ratio = row.ours.ratio(row.other, row.kind)
        goal = met = "–"
        if row.limit is not None:
            goal = f"≤ {row.limit:g} MiB" if row.kind == "memory" else f"≤ {row.limit:g} ×"
            met = "met" if row.reached is not None and row.reached <= row.limit else "missed"
        figures = [shown(side.median(row.kind)) for side in (row.ours, row.other)]
        lines.append([f"{row.title}, {unit}", *figures, shown(ratio), goal, met])
    return lines


def growth_lines(grown: list[Step]) -> list[list[str]]:
    """The growth table."""
    lines = [["document", "MB", "CPU, s", "wall, s", "CPU, s a MB", "peak, MiB"]]
    for step in grown:
        cpu, wall, peak = (step.series.median(kind) for kind in ("cpu", "wall", "memory"))
        a_megabyte = cpu / step.megabytes if cpu else None
        name = step.document.name if step.document.parent != ROOT / "spec" else "the chat operation"
        lines.append([name, *(shown(value) for value in (step.megabytes, cpu, wall, a_megabyte, peak))])
    return lines


def machine() -> str:
    """The machine in one line."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{model}, {os.cpu_count()} cores, {platform.system()}"
