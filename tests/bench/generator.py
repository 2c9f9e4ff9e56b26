"""The generator's rows: beside openapi-python-client, and how its time grows with the document."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .environments import CHAT, CORPUS, FULL, HOME, ROOT, SetUpError, other_generator
from .measure import Sample, Series, environ, interleave
from .store import load, save

ROW = "generator"
GROWTH = ("datadog-v1.yaml", "openai.yaml", "plaid.yaml", "github.json")
GROWTH_ROUNDS = 3
MIB = 2**20


@dataclass(frozen=True)
class Comparison:
    """A row: what ours took and what the other generator took."""

    title: str
    ours: Series
    other: Series
    limit: float | None  # of the other's time; for memory MiB; None for rows without a target
    kind: str = "cpu"

    @property
    def reached(self) -> float | None:
        """The figure that the target is for."""
        if self.kind == "memory":
            return self.ours.median("memory")
        return self.ours.ratio(self.other, self.kind)


@dataclass(frozen=True)
class Step:
    """A document of the growth table, and what generating from it took."""

    document: Path
    series: Series

    @property
    def megabytes(self) -> float:
        """The size of the document."""
        return self.document.stat().st_size / 1e6


def spent(*command: str, output: Path | None = None) -> Sample:
    """Run a command, without what it wrote before: its time and its children's, and the peak MiB of the largest."""
    if output:
        shutil.rmtree(output, ignore_errors=True)
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environ(), stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SetUpError(f"{' '.join(command)}\n{said.read().decode(errors='replace')[-2000:]}")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / MIB
    return {"wall": time.perf_counter() - began, "cpu": usage.ru_utime + usage.ru_stime, "memory": peak}


def ours(command: str, document: Path, *, cold: bool = True) -> Callable[[], Sample]:
    """What takes a sample of one of our commands."""
    output = HOME / "measured" / document.stem
    program = [str(Path(sys.executable).with_name("sdkwright"))]
    words = [*program, command, str(document), "--output", str(output), "--package", "measured"]
    return lambda: spent(*words, output=output if cold else None)


def others(document: Path) -> Callable[[], Sample]:
    """What takes a sample of the other generator, as it comes."""
    output = HOME / "measured" / f"other-{document.stem}"
    program = other_generator().python.with_name("openapi-python-client")
    words = [str(program), "generate", "--path", str(document), "--output-path", str(output)]
    return lambda: spent(*words, output=output)


def measure(rounds: int) -> None:
    """Take every sample and store it; none of the large documents where they are absent."""
    save("generator-chat", interleave({"ours": ours("generate", CHAT), "other": others(CHAT)}, rounds))
    if FULL.exists():
        takers = {
            "ours": ours("generate", FULL),
            "check": ours("check", FULL, cold=False),
            "chat": ours("generate", CHAT),
            "other": others(FULL),
        }
        save("generator-full", interleave(takers, rounds, in_order=True))
    documents = [CHAT, FULL, *(CORPUS / name for name in GROWTH)]
    takers = {str(document): ours("generate", document) for document in documents if document.exists()}
    save("generator-growth", interleave(takers, GROWTH_ROUNDS))


def compared() -> list[Comparison]:
    """The rows beside the other generator that have been measured."""
    rows = []
    if full := load("generator-full"):
        cold, check, alone, other = full["ours"], full["check"], full["chat"], full["other"]
        rows.append(Comparison("cold `generate`, 97 operations", cold, other, 0.12))
        rows.append(Comparison("`check`, nothing changed", check, other, 0.3))
        rows.append(Comparison("the chat operation alone, beside its 97", alone, other, 0.2))
        rows.append(Comparison("peak memory, 97 operations", cold, other, 200, "memory"))
    if chat := load("generator-chat"):
        rows.append(Comparison("the chat operation alone, both", chat["ours"], chat["other"], None))
    return rows


def grown() -> list[Step]:
    """The growth from the chat document to the largest that there is."""
    return [Step(Path(document), series) for document, series in load("generator-growth").items()]
