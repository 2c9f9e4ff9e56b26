"""Render diagnostics as SARIF 2.1.0 (OASIS), the format of code scanning."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from generator.diagnostics.codes import find_code, section
from generator.diagnostics.model import Diagnostic
from generator.diagnostics.render import as_data, help_link
from generator.diagnostics.sanitize import sanitize
from generator.version import VERSION

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(items: Iterable[Diagnostic]) -> dict[str, Any]:
    """One run with a result for each diagnostic and a rule for each code, in the order of their first use.

    Files are URIs relative to the current folder, with `/` on every system. A diagnostic without a line is put on the
    first one.
    """
    found = [as_data(item) for item in items]
    codes = list(dict.fromkeys(data["code"] for data in found))
    driver = {"name": "sdkwright", "version": VERSION, "rules": [_rule(code) for code in codes]}
    results = [_result(data, codes.index(data["code"])) for data in found]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _rule(code: str) -> dict[str, Any]:
    """A rule (SARIF 3.49). It has no `helpUri`, which must be absolute; `help` names the page instead."""
    entry = find_code(code)
    if entry is None:
        return {"id": code, "shortDescription": {"text": code.replace("-", " ")}}
    link = help_link(code)
    text = f"{entry.meaning}\n{entry.remedy}\nSee {link}."
    return {
        "id": code,
        "shortDescription": {"text": entry.meaning},
        "help": {"text": text, "markdown": f"{section(code, entry)}\nSee `{link}`."},
    }


def _result(data: dict[str, Any], rule: int) -> dict[str, Any]:
    text = "\n".join(filter(None, (data["message"], data["hint"] and f"hint: {data['hint']}")))
    result = {
        "ruleId": data["code"],
        "ruleIndex": rule,
        "level": data["severity"],
        "message": {"text": "\n".join(map(sanitize, text.split("\n")))},
    }
    if not data["file"]:
        return result
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(data["file"])},
            "region": {"startLine": data["line"] or 1, **({"startColumn": data["column"]} if data["column"] else {})},
        }
    }
    if data["pointer"]:
        location["logicalLocations"] = [{"fullyQualifiedName": sanitize(f"#{data['pointer']}")}]
    return {**result, "locations": [location]}


def _uri(name: str) -> str:
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")
