"""The rows of the SDK's table, with their targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .environments import DOCUMENTS, official, openai, ours
from .measure import Contestant, Sample, Series, Worker, fresh, interleave, working
from .store import load, save

EMPTY = "empty"
BARE = ("official", "openai_sdk", "ours_chat", "ours_full")
FIRST = """
import sys
sys.path.insert(0, "")
from importlib import import_module
adapter = import_module(f"adapters.{sys.argv[1]}")
client = adapter.make(sys.argv[2])
chunks = iter(adapter.stream(client, [{"role": "user", "content": "hi"}]))
next(chunks)
"""
FIRST_CALL = """
import sys
sys.path.insert(0, "")
from importlib import import_module
adapter = import_module(f"adapters.{sys.argv[1]}")
assert adapter.first(adapter.make(sys.argv[2]))
"""


@dataclass(frozen=True)
class Target:
    """What a row is to reach: at most `limit`, of the floor's value or in the row's own unit."""

    limit: float
    of_floor: bool = False
    floor: str = "floor"

    def __str__(self) -> str:
        return f"≤ {self.limit:g} × {self.floor}" if self.of_floor else f"≤ {self.limit:,g}"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    title: str
    unit: str
    target: Target
    kind: str = "cpu"  # which of a sample's figures is the row's own
    scale: float = 1e6  # from the sample's unit to the row's
    above_empty: bool = False
    contestants: tuple[str, ...] = ("official", "openai_sdk", "floor_json", "floor", "ours_chat")
    subject: str = "ours_chat"
    floor: str = "floor"
    columns: tuple[tuple[str, str], ...] = ()
    """The contestants of columns in whose place others are."""
    program: str = ""
    """What a new process runs; unless it imports the client, it takes the adapter's name and the server's address."""
    path: str = ""

    @property
    def in_new_processes(self) -> bool:
        """Whether no sample comes from a worker."""
        return self.contestants is BARE or bool(self.program)


ROWS = (
    Row("import", "import the client class", "ms", Target(10), "wall", 1e3, True, BARE),
    Row("import-full", "the same, 97 operations", "ms", Target(12), "wall", 1e3, True, BARE, "ours_full"),
    Row("modules", "modules after that import", "", Target(90), "modules", 1, False, BARE),
    Row("memory", "memory after that import", "MiB", Target(14), "memory", 1, False, BARE),
    Row("construct", "construct a client", "ms", Target(0.1), "cpu", 1e3),
    Row(
        *("first", "new process to first event", "ms", Target(1.05, True), "cpu", 1e3, True),
        program=FIRST,
        path="short",
    ),
    Row(
        *("first-response", "new process to first `responses.create`, OpenAI", "ms"),
        *(Target(0.35, True, "openai"), "cpu", 1e3, True, ("openai_responses", "ours_responses")),
        subject="ours_responses",
        floor="openai_responses",
        columns=(("ours_full", "ours_responses"), ("openai_sdk", "openai_responses")),
        program=FIRST_CALL,
        path="response",
    ),
    Row(
        *("first-repository", "new process to first `repos.get`, GitHub", "ms"),
        *(Target(1.2, True), "cpu", 1e3, True, ("floor_repository", "ours_repository")),
        subject="ours_repository",
        floor="floor_repository",
        columns=(("ours_full", "ours_repository"), ("floor", "floor_repository")),
        program=FIRST_CALL,
        path="repository",
    ),
    Row("call", "one call, keep-alive", "µs", Target(0.9, True)),
    Row("stream", "stream, one event a chunk, an event", "µs", Target(1.1, True)),
    Row("stream-in-process", "stream, in process, an event", "µs", Target(1.25, True)),
    Row("events-in-process", "the same, one event a chunk", "µs", Target(1.3, True)),
    Row("named-events-in-process", "the same, with an `event` line each", "µs", Target(1.3, True)),
    Row("first-event", "time to first event, warm", "ms", Target(0.9, True), "wall", 1e3),
    Row("many-streams", "500 concurrent async streams, an event", "µs", Target(1.1, True)),
    Row("live-chunks", "memory of 1,000 live chunks", "KiB", Target(3250), "value", 1),
    Row("reuse", "connections of 20 streams", "", Target(1), "value", 1),
    Row("large-event", "one event of 4 MB, a MB", "ms", Target(3), "cpu", 1e3),
    Row(
        *("pages", "10,000 items of 100 pages, a page", "µs", Target(1.1, True)),
        contestants=("ours_calls", "ours_pages"),
        subject="ours_pages",
        floor="ours_calls",
        columns=(("ours_chat", "ours_pages"), ("floor", "ours_calls")),
    ),
    Row("size", "installed size, chat", "KB", Target(300), "value", 1, False, BARE),
    Row("size-full", "installed size, 97 operations", "KB", Target(2500), "value", 1, False, BARE, "ours_full"),
)


@dataclass
class Result:
    """A row with its samples."""

    row: Row
    series: dict[str, Series] = field(default_factory=dict)

    def value(self, name: str, kind: str = "") -> float | None:
        """A contestant's median in the row's unit."""
        series, kind = self.series.get(name), kind or self.row.kind
        value = series.median(kind) if series else None
        return None if value is None else value * self.row.scale

    def ratio(self, name: str, to: str) -> float | None:
        """How many times `to` a contestant takes."""
        if name not in self.series or to not in self.series:
            return None
        return self.series[name].ratio(self.series[to], self.row.kind)

    @property
    def met(self) -> bool | None:
        """Whether the row's target is met; None where nothing was measured."""
        row = self.row
        reached = self.ratio(row.subject, row.floor) if row.target.of_floor else self.value(row.subject)
        return None if reached is None else reached <= row.target.limit


def contestants(rows: Iterable[Row]) -> dict[str, Contestant]:
    """The contestants of rows, with their environments made; none whose document is absent."""
    needed = {name for row in rows for name in row.contestants}
    sdks = {
        "ours_chat": ("ours", "openrouter_sdk", "OpenRouter"),
        "ours_full": ("ours, 97", "openrouter_full", "OpenRouter"),
        "ours_calls": ("calls", "lists_sdk", "Lists"),
        "ours_pages": ("ours", "lists_sdk", "Lists"),
        "ours_responses": ("ours, OpenAI", "openai_sdk", "OpenAI"),
        "ours_repository": ("ours, GitHub", "github_sdk", "GitHub"),
    }
    known = {name: sdk for name, sdk in sdks.items() if name in needed and DOCUMENTS[sdk[1]].exists()}
    here = ours(sorted({package for _, package, _ in known.values()}))
    every = [
        Contestant("floor_json", "floor, json", here, "import httpx2"),
        Contestant("floor", "floor", here, "import httpx2, pydantic"),
        Contestant("floor_repository", "floor", here, "import httpx2, pydantic"),
    ]
    for name, (title, package, client) in known.items():
        every.append(Contestant(name, title, here, f"from {package} import {client}", package))
    if "official" in needed:
        client = "from openrouter import OpenRouter"
        every.append(Contestant("official", "openrouter", official(), client, "openrouter"))
    if others := needed & {"openai_sdk", "openai_responses"}:
        client = "from openai import OpenAI"
        every += [Contestant(name, "openai", openai(), client, "openai") for name in others]
    return {contestant.name: contestant for contestant in every if contestant.name in needed}


def measure(rows: list[Row], rounds: int, url: str, everyone: Mapping[str, Contestant]) -> None:
    """Take the rows' samples and store them."""
    needed = {name for row in rows if not row.in_new_processes for name in row.contestants}
    with working([one for name, one in everyone.items() if name in needed], url) as workers:
        for row in rows:
            save(row.name, _series(row, rounds, url, everyone, workers))


def results() -> list[Result]:
    """What is known of every row."""
    return [Result(row, load(row.name)) for row in ROWS]


def _series(
    row: Row, rounds: int, url: str, everyone: Mapping[str, Contestant], workers: Mapping[str, Worker]
) -> dict[str, Series]:
    names = [name for name in row.contestants if name in everyone]
    if row.name.startswith("size"):
        return {name: Series([{"value": size(everyone[name])[0] / 1e3}]) for name in names}
    takers: dict[str, Callable[[], Sample]] = {}
    for name in names:
        takers[name] = _taker(row, everyone[name], workers.get(name), url)
    if row.above_empty:
        any_of_them = everyone[names[0]]
        takers[EMPTY] = lambda: fresh(any_of_them, "")
        return above(interleave(takers, rounds))
    return interleave(takers, rounds)


def _taker(row: Row, contestant: Contestant, worker: Worker | None, url: str) -> Callable[[], Sample]:
    if worker is not None and not row.in_new_processes:
        return lambda: worker.take(row.name.replace("-", "_"))
    if row.program:
        return lambda: fresh(contestant, row.program, contestant.name, f"{url}/{row.path}")
    return lambda: fresh(contestant, contestant.statement)


def above(series: dict[str, Series]) -> dict[str, Series]:
    """The times above those of the empty interpreter in the same round."""
    empty = series.pop(EMPTY)
    return {
        name: Series(
            [
                {**one, "wall": one["wall"] - none["wall"], "cpu": one["cpu"] - none["cpu"]}
                for one, none in zip(own.samples, empty.samples, strict=True)
            ]
        )
        for name, own in series.items()
    }


def size(contestant: Contestant) -> tuple[int, int]:
    """The bytes and the number of a package's own files, as they were installed."""
    package = contestant.environment.package(contestant.package)
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return sum(path.stat().st_size for path in files), len(files)
