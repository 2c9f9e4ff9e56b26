"""One run of mypy and one of pyright, both strict, over many packages and programs at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """An error of a type checker: `file` is absolute, `line` counts from 1 and is 0 for a file as a whole."""

    file: Path
    line: int
    message: str


def check(sources: Sequence[Path], search: Sequence[Path], folder: Path) -> Mapping[str, list[Finding]]:
    """What each type checker finds in the sources: packages and modules, imported from the folders of `search`.

    `folder` is for the checkers' own files. A checker that fails raises `AssertionError` with its output.
    """
    with ThreadPoolExecutor() as pool:
        runs = {checker.__name__: pool.submit(checker, sources, search, folder) for checker in (mypy, pyright)}
        return {name: run.result() for name, run in runs.items()}


def mypy(sources: Sequence[Path], search: Sequence[Path], folder: Path) -> list[Finding]:
    options = ["--strict", "--config-file=", "--cache-dir=/dev/null", "--python-version=3.11", "--show-absolute-path"]
    command = [sys.executable, "-m", "mypy", *options, *map(str, sources)]
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(map(str, search))}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    found = [re.fullmatch(r"(.+?):(\d+): error: (.+)", line) for line in done.stdout.splitlines()]
    return [Finding(Path(match[1]), int(match[2]), match[3]) for match in found if match]


def pyright(sources: Sequence[Path], search: Sequence[Path], folder: Path) -> list[Finding]:
    settings = {
        "include": [os.path.relpath(path, folder) for path in sources],  # absolute paths are ignored
        "extraPaths": list(map(str, search)),
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    config = folder / "pyrightconfig.json"
    config.write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(config)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] >= len(sources)
    return [
        Finding(Path(item["file"]), item.get("range", {"start": {"line": -1}})["start"]["line"] + 1, item["message"])
        for item in report["generalDiagnostics"]
    ]
