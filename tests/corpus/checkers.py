"""What the type checkers at their strictest, and ruff's default rules, say about an SDK."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.corpus.processes import run


def mypy(folder: Path, package: str, cache: Path) -> list[str]:
    """The errors of `mypy --strict` over the package. The cache is for what does not change: the libraries' types."""
    options = ["--strict", "--config-file=", "--python-version=3.11", f"--cache-dir={cache}", "--no-error-summary"]
    done = run(["-m", "mypy", *options, "-p", package], folder, seconds=1200)
    if done.code not in {0, 1}:
        return [f"mypy ended with {done.code}: {done.err.strip() or done.out.strip()}"]
    return [line for line in done.out.splitlines() if ": error:" in line]


def pyright(folder: Path, package: str) -> list[str]:
    """The errors and warnings of pyright, strict, over the package."""
    settings = {"include": [package], "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    config = folder / "pyrightconfig.json"
    config.write_text(json.dumps(settings), encoding="utf-8")
    # Node reserves far more address space than it uses.
    done = run(
        ["-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(config)],
        folder,
        seconds=1200,
        megabytes=64_000,
    )
    config.unlink()
    try:
        found = json.loads(done.out)["generalDiagnostics"]
    except (ValueError, KeyError):
        return [f"pyright ended with {done.code}: {done.err.strip() or done.out.strip()}"]
    return [_line(item, folder) for item in found]


def _line(found: dict[str, Any], folder: Path) -> str:
    """A diagnostic on one line; what is said of a file as a whole has no range."""
    place = found.get("range", {}).get("start", {}).get("line", -1) + 1
    return f"{Path(found['file']).relative_to(folder)}:{place}: {found['message']}"


def ruff(folder: Path) -> list[str]:
    """What ruff's default rules find: the SDK's own settings choose no rules."""
    done = run(["-m", "ruff", "check", "--no-cache", "--output-format=concise", "."], folder)
    if done.code == 0:
        return []
    return [line for line in done.out.splitlines() if ":" in line] or [f"ruff ended with {done.code}: {done.err}"]
