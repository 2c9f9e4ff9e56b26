"""Runs the shell steps of a workflow in a clone of a real repository, with a `gh` that records what it is asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
GH = """\
#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done >> "$GH_LOG"
printf '\\n' >> "$GH_LOG"
case "$1 $2" in
  "pr list") cat "$GH_OPEN" ;;
  "pr create") echo 7 > "$GH_OPEN" ;;
esac
"""


@dataclass
class Ran:
    """A step that ran."""

    name: str
    code: int
    out: str


@dataclass
class Runner:
    """A clone of a repository, and what stands in for GitHub around it."""

    folder: Path
    """Has `origin.git`, the bare repository, and `clone`."""
    variables: dict[str, str] = field(default_factory=dict)
    """The values of expressions, such as `github.ref_name`."""
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def clone(self) -> Path:
        return self.folder / "clone"

    @property
    def remote(self) -> Path:
        return self.folder / "origin.git"

    @property
    def temporary(self) -> Path:
        return self.folder / "temporary"

    def open(self) -> None:
        """Make the repositories, an environment for Python with sdkwright, and `gh`."""
        for path in (self.temporary, self.folder / "bin"):
            path.mkdir()
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.remote), folder=self.folder)
        self.git("clone", "--quiet", str(self.remote), str(self.clone), folder=self.folder)
        self.git("switch", "--quiet", "--create", "main")
        subprocess.run([sys.executable, "-m", "venv", str(self.folder / "python")], check=True)
        site = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
        (packages,) = (self.folder / "python/lib").glob("python3*/site-packages")
        (packages / "tools.pth").write_text(site)
        command = f'#!/bin/sh\nPYTHONPATH={str(ROOT)!r} exec {sys.executable!r} -m generator "$@"\n'
        for name, text in (("gh", GH), ("sdkwright", command)):
            path = self.folder / "bin" / name
            path.write_text(text)
            path.chmod(0o755)
        (self.folder / "gh.open").write_text("")

    def git(self, *words: str, folder: Path | None = None) -> str:
        author = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
        done = subprocess.run(
            ["git", *author, *words], cwd=folder or self.clone, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        self.git("push", "--quiet", "origin", "main")

    def sdkwright(self, *words: str) -> str:
        done = subprocess.run(
            [str(self.folder / "bin/sdkwright"), *words], cwd=self.clone, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def asked(self) -> list[list[str]]:
        """The arguments of each call of `gh`."""
        log = self.folder / "gh.log"
        return [line.split("\0")[:-1] for line in log.read_text().splitlines()] if log.exists() else []

    def run(self, workflow: str, job: str, without: tuple[str, ...] = ("Install",)) -> list[Ran]:
        """Run the shell steps of a job, until one fails. Steps named in `without` are left out."""
        content: dict[str, Any] = yaml.safe_load((self.clone / ".github/workflows" / workflow).read_text())
        done: list[Ran] = []
        for step in content["jobs"][job]["steps"]:
            if "run" not in step or step["name"] in without or not self._applies(step.get("if")):
                continue
            assert "${{" not in step["run"]
            done.append(self._step(step, {**content.get("env", {}), **step.get("env", {})}))
            if done[-1].code:
                break
        return done

    def _applies(self, condition: str | None) -> bool:
        return condition is None or bool(self._value(condition.removesuffix(" != ''")))

    def _step(self, step: dict[str, Any], given: dict[str, Any]) -> Ran:
        paths = [self.folder / "bin", self.folder / "python/bin"]
        environment = {
            **os.environ,
            **{name: re.sub(r"\$\{\{ (.*?) \}\}", lambda m: self._value(m[1]), text) for name, text in given.items()},
            "PATH": os.pathsep.join([*map(str, paths), os.environ["PATH"]]),
            "GITHUB_WORKSPACE": str(self.clone),
            "RUNNER_TEMP": str(self.temporary),
            "GH_LOG": str(self.folder / "gh.log"),
            "GH_OPEN": str(self.folder / "gh.open"),
            **self.environment,
        }
        environment.pop("PYTHONPATH", None)
        script = self.temporary / "step.sh"
        script.write_text(step["run"])
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.clone,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Ran(step["name"], done.returncode, done.stdout)

    def _value(self, expression: str) -> str:
        if literal := re.fullmatch(r"'(.*)'", expression):
            return literal[1]
        return self.variables[expression]
