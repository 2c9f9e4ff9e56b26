"""The `[names]` table that keeps the calls of an existing SDK, and a report of the calls that it cannot keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from generator.adopt.listed_calls import listed_calls
from generator.adopt.shortest_names import Matched, match, shortest_names
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.sanitize import sanitize
from generator.lower.api import call_facts
from generator.pipeline import Reading, read

_ROUNDS = 3
"""Times that lines for single calls are added: a call that moves can change the name of another."""


def adopted_names(file: Path, settings: Settings, diagnostics: Diagnostics) -> tuple[Mapping[str, str], list[str]]:
    """The lines of `[names]` that keep the calls listed in a file, and the report.

    Raises `Failed`, with diagnostics, where the file lists no calls or the document cannot be read.
    """
    listed = listed_calls(file, diagnostics)
    reading = _read(settings, {}, diagnostics)
    facts = call_facts(reading.document)
    matched = match(listed, facts)
    table = shortest_names(facts, matched)
    wrong = _wrong(_read(settings, table.lines(), diagnostics), matched)
    for _ in range(_ROUNDS):
        if not wrong:
            break
        table.methods.update(wrong)
        wrong = _wrong(_read(settings, table.lines(), diagnostics), matched)
    kept = len(matched.wanted) - len(wrong)
    count = f"{len(table.verbs)} verbs, {len(table.prefixes)} path prefixes, {len(table.methods)} single calls"
    report = [f"{sanitize(str(file))}: {kept} of {len(listed)} calls are kept by {len(table.lines())} lines ({count})"]
    for call, reason in matched.unplaced:
        line = f":{call.line}" if call.line else ""
        report.append(sanitize(f"  {file.name}{line}: {call.call} ({call.method} {call.path}): {reason}"))
    return table.lines(), report


def _read(settings: Settings, names: Mapping[str, str], diagnostics: Diagnostics) -> Reading:
    """The document with these names. Raises `Failed`, with the errors of the document alone reported."""
    own = Diagnostics()
    try:
        return read(replace(settings, names=names), own, published={})
    except Failed:
        diagnostics.items += [item for item in own.items if item.severity == "error"]
        raise


def _wrong(reading: Reading, matched: Matched) -> dict[str, str]:
    """The lines for the calls that are named otherwise than they are listed."""
    operations = reading.api.operations
    return {
        operations[at].key: call.call
        for at, call in matched.wanted.items()
        if reading.named.call(operations[at]) != f"client.{call.call}"
    }
