"""Does what a guide says, block by block, in a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .blocks import Block
from .bookshop import KEY, Bookshop

ROOT = Path(__file__).parents[2]

# What the guides call by name. The tool is this checkout, nothing is fetched, and what is uploaded is installed here.
_PROGRAMS = {
    "sdkwright": 'PYTHONPATH="$CHECKOUT" exec "$PYTHON" -m generator "$@"',
    "pip": """\
case "$*" in
  *install*sdkwright|*install*sdkwright\\[*|"install build twine"|"install bookshop-sdk") exit 0 ;;
esac
exec "$PYTHON" -m pip --disable-pip-version-check --quiet "$1" \\
  --no-deps --no-index --no-build-isolation --upgrade --target "$SITE" "${@:2}"
""",
    "python": """\
case "$1 ${2:-}" in
  "-m build") exec "$PYTHON" -m pip --disable-pip-version-check --quiet wheel \\
    --no-deps --no-index --no-build-isolation --wheel-dir "./$3/dist" "./$3" ;;
esac
PYTHONPATH="$SITE" exec "$PYTHON" -W error "$@"
""",
    "pytest": 'PYTHONPATH="$SITE" exec "$PYTHON" -m pytest -p no:cacheprovider "$@"',
    "twine": """\
[[ $1 == upload ]] || exit 1
rm -rf "$SITE"
exec pip install "${@:2}"
""",
}


@dataclass(frozen=True)
class Workshop:
    """`folder` holds what the guide makes; `tools` the programs that it calls, and what it installs."""

    folder: Path
    tools: Path
    shop: Bookshop

    def open(self) -> None:
        """Lay out the programs, and a repository to work in."""
        for name, script in _PROGRAMS.items():
            path = self.tools / "bin" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"#!/usr/bin/env bash\nset -eu\n{script}\n", encoding="utf-8")
            path.chmod(0o755)
        self.shell("git init --quiet --initial-branch main")

    def do(self, block: Block) -> None:
        """Do what a block says, and compare what comes of it with what the guide shows."""
        if block.language == "console":
            for command, shown in block.commands:
                self._compare(block, shown, self.shell(command))
        elif block.language == "diff":
            self._change(block)
        elif block.file:
            path = self.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        else:
            assert block.language == "python", f"{block.id}: nobody runs a block of {block.language}"
            path = self.tools / "program.py"
            path.write_text(block.text, encoding="utf-8")
            printed = self.shell(f"python {path}")
            assert printed == (block.shown or ""), f"{block.id}: prints\n{printed}"

    def shell(self, command: str) -> str:
        """Run a command line of the guide, which must succeed. Returns what it printed, to both streams."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_", "BOOKSHOP"))
        }
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env={
                **kept,
                "PATH": f"{self.tools / 'bin'}{os.pathsep}{kept['PATH']}",
                "PYTHON": sys.executable,
                "CHECKOUT": str(ROOT),
                "SITE": str(self.tools / "site"),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONIOENCODING": "utf-8",
                "BOOKSHOP_API_KEY": KEY,
                "BOOKSHOP_BASE_URL": self.shop.url,
                "GIT_CONFIG_GLOBAL": os.devnull,
                **{f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}"
        return done.stdout

    def _compare(self, block: Block, shown: list[str], printed: str) -> None:
        """Every line that is shown must be printed, in that order; `…` stands for anything."""
        lines = iter(printed.splitlines())
        for line in shown:
            pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
            assert any(pattern.fullmatch(found) for found in lines), f"{block.id}: not printed: {line}\n{printed}"

    def _change(self, block: Block) -> None:
        """Replace the lines of a file that a diff takes away, and those around them, by what it puts there."""
        path = self.folder / block.file
        text = path.read_text(encoding="utf-8")
        marked = [(line[:1], line[1:]) for line in block.text.splitlines(keepends=True)]
        before = "".join(line for mark, line in marked if mark != "+")
        after = "".join(line for mark, line in marked if mark != "-")
        assert text.count(before) == 1, f"{block.id}: {block.file} has this {text.count(before)} times:\n{before}"
        path.write_text(text.replace(before, after), encoding="utf-8")
