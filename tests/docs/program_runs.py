"""Runs a program of a page, unchanged, against a local server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from example_server import Examples, ExampleServer
from page_programs import Program

SDK = Path(__file__).parents[2] / "generated" / "python"

# Runs the source as often as its argument says; a warning is an error.
_REPEAT = """
import sys
for _ in range(int(sys.argv[1])):
    exec(compile(sys.argv[2], "program", "exec"), {"__name__": "__main__"})
"""


def run(program: Program, server: ExampleServer, times: int = 1) -> str:
    """Run a program, which must succeed without a word on standard error. Returns what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENROUTER_")}
    environment = {
        **kept,
        "PYTHONPATH": str(SDK),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "OPENROUTER_API_KEY": "sk-or-secret",
        "OPENROUTER_BASE_URL": server.url,
    }
    code = [program.source] if times == 1 else [_REPEAT, str(times), program.source]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", *code],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, ""), program.id
    return done.stdout


def failing(program: Program, examples: Examples) -> tuple[int, str] | None:
    """The error named in the headings of a program: `name` (403), or on the page of errors a class of errors."""
    named = re.fullmatch(r"`(?P<name>.+)` \((?P<status>\d{3})\)", program.headings[-1])
    if named:
        return int(named["status"]), named["name"]
    if program.page == "docs/errors.md" and "ResponseError" in program.headings[-1]:
        text = (SDK / program.page).read_text(encoding="utf-8")
        section = text[text.index(f"\n## {program.headings[-1]}\n") :]
        found = re.search(r"\nStatus (\d{3})\.", section)
        assert found is not None
        status = int(found[1])
        return next(known for known in examples.errors if known[0] == status)
    return None
