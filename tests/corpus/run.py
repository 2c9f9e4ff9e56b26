"""The corpus through the generator, as a table.

    python -m tests.corpus.run [FILE…] [--kind real|fixture|invalid] [--types | --types-up-to KB] [--calls] [--examples]

FILE is a document's name in the corpus's index, or a part of it. `--examples` looks at the documents' examples, and at
nothing else. Exits with 1 where something does not hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue

from tests.corpus.check import Row, check
from tests.corpus.documents import CORPUS, Entry, entries
from tests.corpus.examples import Tally, tally


def main(arguments: list[str]) -> int:
    """Check the documents, print the table and what does not hold."""
    options = _parser().parse_args(arguments)
    chosen = [
        entry
        for kind in (options.kind or ["real"])
        for entry in entries(kind)
        if not options.files or any(part in entry.file for part in options.files)
    ]
    if not chosen:
        print(f"nothing to check: the corpus is looked for at {CORPUS}")
        return int(bool(options.files))
    if options.examples:
        return examples(chosen, options.jobs, options.faults)
    typed = options.types or options.types_up_to
    print(heading(typed, options.calls), flush=True)
    rows = []
    most = float("inf") if options.types else options.types_up_to * 1000
    for row in checked(chosen, most=most, calls=options.calls, jobs=options.jobs):
        rows.append(row)
        print(line(row, typed, options.calls), flush=True)
    print()
    for row in rows:
        for fault in row.faults[: options.faults]:
            print(f"- {row.file}: {fault}")
        if len(row.faults) > options.faults:
            print(f"- {row.file}: {len(row.faults) - options.faults} more")
    bad = sum(bool(row.faults) for row in rows)
    print(f"{len(rows)} documents, {len(rows) - bad} hold, {bad} do not")
    return int(bad > 0)


def checked(chosen: Iterable[Entry], *, most: float, calls: bool, jobs: int) -> Iterator[Row]:
    """The rows, in the order of the documents; so many are checked at a time. Up to `most` bytes types are checked."""
    with tempfile.TemporaryDirectory(prefix="sdkwright-mypy-") as caches, ThreadPoolExecutor(jobs) as pool:
        free: SimpleQueue[Path] = SimpleQueue()
        for _, number in zip(range(jobs), count(), strict=False):
            free.put(Path(caches) / str(number))

        def one(entry: Entry) -> Row:
            cache = free.get()
            try:
                return check(entry, types=entry.bytes <= most, calls=calls, cache=cache)
            finally:
                free.put(cache)

        yield from pool.map(one, chosen)


def examples(chosen: list[Entry], jobs: int, most: int) -> int:
    """The table of what becomes of the documents' examples, and where the SDK and JSON Schema disagree."""
    print(f"| document | examples | valid | the document's fault | disagreements |\n|{'---|' * 5}", flush=True)
    total = Tally()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for entry, found in zip(chosen, pool.map(tally, [entry.path for entry in chosen]), strict=True):
            if found is not None:
                total.add(found)
            print(f"| {entry.file} | {found.cells if found is not None else 'refused | | |'} |", flush=True)
    print(f"| **{len(chosen)}** | {total.cells} |\n")
    print(f"Of the valid: {total.meant} not by the letter, {total.respelled} respelled")
    kinds = ("invalid", "malformed", "unread", "untyped")
    print(f"Of the faults: {', '.join(f'{getattr(total, kind)} {kind}' for kind in kinds)}")
    for line in total.disagreements[:most]:
        print(f"- {line}")
    return int(bool(total.disagreements))


def heading(types: bool, calls: bool) -> str:
    """The head of the table, in Markdown."""
    names = [
        "document",
        "operations",
        "models",
        "warnings",
        *(["type errors"] if types else []),
        *(["programs run"] if calls else []),
        "seconds",
        "MB",
        "holds",
    ]
    return f"| {' | '.join(names)} |\n|{'---|' * len(names)}"


def line(row: Row, types: bool, calls: bool) -> str:
    """A document's line of the table."""
    holds = "yes" if not row.faults else f"**no** ({len(row.faults)})"
    outcome = holds if row.outcome == "generated" else f"{row.outcome}, {holds}"
    optional = [*([row.type_errors] if types else []), *([row.programs] if calls else [])]
    middle = ["–" if value is None else value for value in optional]
    cells = [row.file, row.operations, row.models, row.warnings, *middle, f"{row.seconds:.1f}", row.peak, outcome]
    return f"| {' | '.join(map(str, cells))} |"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Put the corpus through the generator.")
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--kind", action="append", choices=("real", "fixture", "invalid"))
    parser.add_argument("--types", action="store_true", help="mypy, pyright and ruff too")
    parser.add_argument("--types-up-to", type=int, default=0, metavar="KB", help="the same for small documents")
    parser.add_argument("--calls", action="store_true", help="every operation is called, by the programs of the pages")
    parser.add_argument("--examples", action="store_true", help="only whether the documents' examples validate")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--faults", type=int, default=5, help="how many to show of a document")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
