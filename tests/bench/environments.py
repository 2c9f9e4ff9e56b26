"""The contestants' environments: one each, since what else is installed changes what an import costs."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".bench"
CHAT = ROOT / "spec" / "openrouter.yaml"
LISTS = ROOT / "tests" / "bench" / "lists.yaml"
CORPUS = ROOT.parent / "shared" / "corpus"
FULL = CORPUS / "openrouter.yaml"

DOCUMENTS = {
    "openrouter_sdk": CHAT,
    "openrouter_full": FULL,
    "lists_sdk": LISTS,
    "openai_sdk": CORPUS / "openai.yaml",
    "github_sdk": CORPUS / "github.json",
}
"""The documents of the SDKs that are generated; those of the corpus may be absent."""

OPENROUTER = "openrouter==1.3.84"
OPENAI = "openai==3.54.0"
OTHER_GENERATOR = "openapi-python-client==0.29.1"


class SetUpError(Exception):
    """An environment cannot be made."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment of the bench."""

    name: str

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return HOME / self.name / "bin" / "python"

    def package(self, name: str) -> Path:
        """The folder of a package that is installed in it."""
        (found,) = (HOME / self.name).glob(f"lib/python3*/site-packages/{name}")
        return found

    def version(self, distribution: str) -> str:
        """The version of a distribution that is installed in it."""
        code = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
        return run(str(self.python), "-c", code, distribution).strip()

    def prepare(self, *requirements: str) -> Environment:
        """Make it unless it is there with just these requirements. Local folders are installed anew."""
        wanted = hashlib.sha256("\n".join((sys.version, *requirements)).encode()).hexdigest()
        stamp = HOME / self.name / "made-of"
        if not stamp.exists() or stamp.read_text() != wanted:
            print(f"bench: making the environment {self.name}", file=sys.stderr)
            shutil.rmtree(HOME / self.name, ignore_errors=True)
            run(sys.executable, "-m", "venv", "--without-pip", str(HOME / self.name))
            self.install(*requirements)
            stamp.write_text(wanted)
        return self

    def put(self, package: Path) -> None:
        """Put a package where an installation would, compiled."""
        (place,) = (HOME / self.name).glob("lib/python3*/site-packages")
        shutil.rmtree(place / package.name, ignore_errors=True)
        shutil.copytree(package, place / package.name)
        about = place / f"{package.name}-1.0.0.dist-info"
        about.mkdir(exist_ok=True)
        name = package.name.replace("_", "-")
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n")
        run(str(self.python), "-m", "compileall", "-q", str(place / package.name))

    def install(self, *arguments: str) -> None:
        """Install with this interpreter's pip."""
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(self.python)]
        run(*pip, "install", "--quiet", *arguments)


def run(*command: str) -> str:
    """The output of a command. Raises SetUpError with what it said when it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetUpError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def ours(packages: Iterable[str]) -> Environment:
    """The environment of the SDKs that are generated on the spot, and of the floors."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = [line for line in project["optional-dependencies"]["dev"] if line.startswith(("httpx2", "pydantic"))]
    environment = Environment("ours").prepare(*needed)
    for package in packages:
        output = HOME / "generated" / package
        shutil.rmtree(output, ignore_errors=True)
        generate = [sys.executable, "-m", "generator", "generate", str(DOCUMENTS[package])]
        run(*generate, "--output", str(output), "--package", package)
        environment.put(output / package)
    return environment


def official() -> Environment:
    """The environment of the official SDK."""
    return Environment("openrouter").prepare(OPENROUTER)


def openai() -> Environment:
    """The environment of OpenAI's SDK."""
    return Environment("openai").prepare(OPENAI)


def other_generator() -> Environment:
    """The environment of the generator that ours is compared with."""
    return Environment("openapi-python-client").prepare(OTHER_GENERATOR)
