"""One document through the command, and everything that must hold of what comes out."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.corpus import checkers, sdk
from tests.corpus.documents import Entry, all_operations, operations, schemas, sent
from tests.corpus.processes import Done, run

PROBE = Path(__file__).with_name("probe.py")
CALLS = Path(__file__).with_name("calls.py")
REPORT = "report.json"
LOSSES = frozenset({"dangling-ref", "composite-enum", "untagged-union", "untyped-parameter", "missing-path-parameter"})
"""Codes of what is lost, of which each must be told under what it is lost for."""

_PLACE = re.compile(r"^\S.*:\d+:\d+: error\[[a-z-]+\]: .", re.MULTILINE)


@dataclass
class Row:
    """What was found about a document. `faults` is empty where everything holds."""

    file: str
    operations: int = 0
    models: int = 0
    warnings: int = 0
    type_errors: int | None = None
    programs: int | None = None
    seconds: float = 0.0
    peak: int = 0
    outcome: str = ""
    faults: list[str] = field(default_factory=list)


def check(entry: Entry, *, types: bool = False, calls: bool = False, cache: Path | None = None) -> Row:
    """Generate an SDK from a document of any kind, and look at it from every side.

    `types` has the type checkers and ruff read it, `calls` has every operation called.
    """
    with tempfile.TemporaryDirectory(prefix="sdkwright-corpus-") as folder:
        row = Row(entry.file)
        output = Path(folder) / "out"
        done = generate(entry, output)
        row.seconds, row.peak = done.seconds, done.peak
        row.warnings = len(re.findall(r"(?m)^\S.*warning\[", done.err))
        if "Traceback (most recent call last)" in done.err or "internal-error" in done.err:
            row.faults.append(f"internal error: {_last(done.err)}")
        if done.code == 0:
            row.outcome = "generated"
            _inspect(entry, output, row)
            if types:
                _check_types(output, row, cache or Path(folder) / "cache")
            if calls:
                _check_calls(entry, output, row)
        elif done.code == 2:
            row.outcome = "refused"
            _refusal(done, output, row)
            row.faults += [f"refused: {_first(done.err)}"] if entry.kind == "real" else []
        else:
            row.outcome = "failed"
            row.faults.append(f"exit {done.code}: {_last(done.err)}")
        return row


def generate(entry: Entry, output: Path) -> Done:
    """The command itself, in the folder above the output."""
    arguments = ["generate", str(entry.path), "--output", output.name, "--report", REPORT, "--quiet"]
    return run(["-m", "generator", *arguments], output.parent)


def _inspect(entry: Entry, output: Path, row: Row) -> None:
    package = sdk.package_of(output)
    found = sdk.operations(output / package)
    row.operations = len(found)
    if entry.kind == "real":
        wanted = Counter((method, sent(path)) for method, path in operations(entry.path))
        report = json.loads((output.parent / REPORT).read_bytes())
        upgrades = {item["pointer"] for item in report["diagnostics"] if item["code"] == "protocol-upgrade"}
        left_out = (row for row in report["operations"] if row["pointer"] in upgrades)
        wanted -= Counter((row["method"], sent(row["path"])) for row in left_out)
        row.faults += [f"missing: {method} {path}" for method, path in sorted(wanted - Counter(found))]
        row.faults += [f"invented: {method} {path}" for method, path in sorted(Counter(found) - wanted)]
    row.faults += _report(entry, output.parent / REPORT)
    before = sdk.snapshot(output)
    probed = run([str(PROBE), package], output)
    try:
        result = json.loads(probed.out)
        row.models = result["models"]
        row.faults += result["faults"]
    except ValueError:
        row.faults.append(f"import: exit {probed.code}: {_last(probed.err)}")
    again = generate(entry, output)
    after = sdk.snapshot(output)
    row.faults += [
        f"second run: {path} differs" for path in before.keys() | after if before.get(path) != after.get(path)
    ]
    row.faults += [f"second run: exit {again.code}"] if again.code else []


def _check_calls(entry: Entry, output: Path, row: Row) -> None:
    called = run([str(CALLS), output.name, str(entry.path)], output.parent, seconds=600)
    try:
        result = json.loads(called.out)
        row.programs = result["programs"]
        row.faults += [f"call: {fault}" for fault in result["faults"]]
    except ValueError:
        row.faults.append(f"calls: exit {called.code}: {_last(called.err)}")


def _report(entry: Entry, path: Path) -> list[str]:
    """What the report does not tell: it has an entry for every operation and schema, and all that was lost under one.

    What nobody uses belongs to none, such as a security scheme beside the one that all operations have.
    """
    report = json.loads(path.read_bytes())
    if entry.kind == "invalid":
        return []
    told = {(row["method"], row["path"]) for row in report["operations"]}
    faults = [f"not reported: {method} {path}" for method, path in sorted(all_operations(entry.path) - told)]
    named = {row["pointer"] for row in report["schemas"] if "file" not in row}
    faults += [f"not reported: {pointer}" for pointer in sorted(schemas(entry.path) - named)]
    every = [*report["operations"], *report["schemas"]]
    kept = {(lost["code"], lost["pointer"]) for row in every for lost in row["fallbacks"]}
    lost = {(item["code"], item["pointer"]) for item in report["diagnostics"] if item["code"] in LOSSES}
    return faults + [f"under no operation or schema: {code} {pointer}" for code, pointer in sorted(lost - kept)]


def _check_types(output: Path, row: Row, cache: Path) -> None:
    package = sdk.package_of(output)
    found = [f"mypy: {line}" for line in checkers.mypy(output, package, cache)]
    found += [f"pyright: {line}" for line in checkers.pyright(output, package)]
    row.type_errors = len(found)
    row.faults += found + [f"ruff: {line}" for line in checkers.ruff(output)]


def _refusal(done: Done, output: Path, row: Row) -> None:
    if not _PLACE.search(done.err):
        row.faults.append(f"no place in the message: {_first(done.err)}")
    if output.exists():
        row.faults.append("something was written")


def _first(text: str) -> str:
    return next((line for line in text.splitlines() if "error[" in line), text.strip()[:200])


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:300] if lines else ""
