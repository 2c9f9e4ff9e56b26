"""The real command, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

TINY = """\
openapi: 3.1.0
info: {title: Tiny API, version: "1.0"}
servers: [{url: "https://tiny.example"}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: A pet, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}}}
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Place:
    """A folder of its own to run the command in."""

    folder: Path

    def run(self, *arguments: str, environment: dict[str, str] | None = None) -> Done:
        """Run `sdkwright` with these arguments in the folder."""
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **(environment or {})},
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def tree(self) -> dict[str, bytes]:
        """Every file below the folder."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    def refused(self, *arguments: str) -> str:
        """Run a command that must fail: exit code 2, no traceback, nothing written. Returns stderr."""
        before = self.tree()
        done = self.run(*arguments)
        assert done.code == 2, done
        assert "Traceback" not in done.err
        assert "internal-error" not in done.err
        assert done.out == ""
        assert self.tree() == before
        return done.err


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def tiny(place: Place) -> Place:
    """A place with the document `tiny.yaml` of one operation."""
    place.write("tiny.yaml", TINY)
    return place


Changed = Callable[[str, str], Place]


@pytest.fixture
def changed(place: Place) -> Changed:
    """Writes `tiny.yaml` with one text in it replaced."""

    def write(old: str, new: str) -> Place:
        assert old in TINY
        place.write("tiny.yaml", TINY.replace(old, new))
        return place

    return write
