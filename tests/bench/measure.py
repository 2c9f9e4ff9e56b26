"""Samples of a row, taken in turns: round after round, every contestant once in each, so that noise hits all alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .environments import Environment

HERE = Path(__file__).parent
Sample = Mapping[str, float]


@dataclass(frozen=True)
class Contestant:
    """One column of the table."""

    name: str
    title: str
    environment: Environment
    statement: str  # what a user's program imports
    package: str = ""  # what is installed of it


@dataclass
class Series:
    """The samples of one contestant in one row."""

    samples: list[Sample]

    def median(self, kind: str) -> float | None:
        """The median of a kind of sample, or None where there is none of it."""
        values = [sample[kind] for sample in self.samples if kind in sample]
        return median(values) if values else None

    def ratio(self, other: Series, kind: str) -> float | None:
        """The median of the ratios to another contestant's samples, each to the one of the same round."""
        pairs = zip(self.samples, other.samples, strict=True)
        values = [one[kind] / two[kind] for one, two in pairs if one.get(kind) and two.get(kind)]
        return median(values) if values else None


def interleave(takers: Mapping[str, Callable[[], Sample]], rounds: int, *, in_order: bool = False) -> dict[str, Series]:
    """`rounds` samples of each, in turns: forwards, then backwards, unless their order matters.

    One round before them is thrown away.
    """
    series: dict[str, Series] = {name: Series([]) for name in takers}
    names = list(takers)
    for index in range(rounds + 1):
        for name in names if index % 2 or in_order else reversed(names):
            sample = takers[name]()
            if index:
                series[name].samples.append(sample)
        print(".", end="", file=sys.stderr, flush=True)
    return series


def environ() -> dict[str, str]:
    """The environment variables of a measured process: none that Python or an SDK would heed."""
    heeded = ("PYTHON", "OPENROUTER", "OPENAI", "GITHUB", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(heeded)}


def fresh(contestant: Contestant, code: str, *arguments: str) -> Sample:
    """Run code in a new interpreter: seconds on the wall and of CPU until it is done, its modules and its MiB."""
    command = [str(contestant.environment.python), "-c", f"{code}\n{_TELL}", *arguments]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=HERE, env=environ(), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        wall = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{contestant.title} failed: {code}")
    return {"wall": wall, **json.loads(line)}


_TELL = """
import time, sys
cpu, modules = time.process_time(), len(sys.modules)
try:
    kib = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))
except OSError:
    import resource
    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
print('{"cpu": %f, "modules": %d, "memory": %f}' % (cpu, modules, kib / 1024), flush=True)
"""


class Worker:
    """A contestant's process, which measures one row at a time on demand."""

    def __init__(self, contestant: Contestant, url: str) -> None:
        command = [str(contestant.environment.python), "worker.py", contestant.name, url]
        self._title = contestant.title
        self._process = subprocess.Popen(
            command, cwd=HERE, env=environ(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._answer()

    def take(self, row: str) -> Sample:
        """One sample of a row."""
        assert self._process.stdin is not None
        print(row, file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> Sample:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._title}: the adapter failed; its own message is above")
        sample: Sample = json.loads(line)
        return sample

    def stop(self) -> None:
        """End the process."""
        self._process.communicate()


@contextmanager
def serving() -> Iterator[str]:
    """The loopback server's address, while it runs."""
    command = [sys.executable, "server.py"]
    with subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.communicate()


@contextmanager
def working(contestants: list[Contestant], url: str) -> Iterator[dict[str, Worker]]:
    """A worker for each contestant."""
    with ExitStack() as stack:
        workers = {}
        for contestant in contestants:
            workers[contestant.name] = worker = Worker(contestant, url)
            stack.callback(worker.stop)
        yield workers
