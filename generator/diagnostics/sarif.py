"""Diagnostics as SARIF 2.1.0 (OASIS), which code scanning reads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from generator.diagnostics.model import Diagnostic
from generator.diagnostics.render import as_data
from generator.diagnostics.sanitize import harmless
from generator.version import VERSION

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(items: Iterable[Diagnostic]) -> dict[str, Any]:
    """One run with a result a diagnostic, and a rule a code, in the order in which codes first come.

    Files are URIs relative to the current folder, with `/` on every system; what has no line is put on the first.
    """
    told = [as_data(item) for item in items]
    rules = list(dict.fromkeys(data["code"] for data in told))
    driver = {
        "name": "sdkwright",
        "version": VERSION,
        "rules": [{"id": code, "shortDescription": {"text": code.replace("-", " ")}} for code in rules],
    }
    results = [_result(data, rules.index(data["code"])) for data in told]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _result(data: dict[str, Any], rule: int) -> dict[str, Any]:
    text = "\n".join(filter(None, (data["message"], data["hint"] and f"hint: {data['hint']}")))
    result = {
        "ruleId": data["code"],
        "ruleIndex": rule,
        "level": data["severity"],
        "message": {"text": "\n".join(map(harmless, text.split("\n")))},
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
        location["logicalLocations"] = [{"fullyQualifiedName": harmless(f"#{data['pointer']}")}]
    return {**result, "locations": [location]}


def _uri(name: str) -> str:
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")
