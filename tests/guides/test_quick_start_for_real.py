"""The quick start with real environments: from an empty folder and `pip install` to a package that others install.

Only the upload is not real: what `twine upload` gets is checked as PyPI does, and is then all that others can install.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.chromium import chromium, found
from tests.site.crawler import broken, crawl

from .blocks import Block, blocks
from .bookshop import KEY, Bookshop
from .workshop import ROOT, Workshop

START = ROOT / "docs/guides/quick-start.md"
TWINE = """\
#!/bin/sh
test "$1" = upload && shift
"$MAKER/twine" check --strict "$@" && mkdir -p "$INDEX" && cp "$@" "$INDEX"
"""


@dataclass(frozen=True)
class RealWorkshop(Workshop):
    """Runs commands in one of two environments: that of the maker of the SDK, and that of someone who installs it."""

    wheel: Path

    @property
    def index(self) -> Path:
        return self.tools / "index"

    def scripts(self, name: str) -> Path:
        return self.tools / name / ("Scripts" if sys.platform == "win32" else "bin")

    def open(self) -> None:
        """Make two empty environments, and the `twine` that uploads nothing."""
        for name in ("maker", "other"):
            venv.create(self.tools / name, with_pip=True)
        (self.tools / "bin").mkdir()
        (self.tools / "bin" / "twine").write_text(TWINE)
        (self.tools / "bin" / "twine").chmod(0o755)

    def do(self, block: Block) -> None:
        if block.commands_start("pip install bookshop-sdk"):
            for command, shown in block.commands:
                self._compare(block, shown, self.run(command, "other", next(self.index.glob("*.whl"))))
        else:
            super().do(block)

    def shell(self, command: str) -> str:
        return self.run(command, "maker", self.wheel)

    def run(self, command: str, name: str, package: Path) -> str:
        """Run a command in an environment, where pip knows a package. Returns what it printed."""
        distribution, version = package.name.split("-")[:2]
        constraints = self.tools / f"{name}.txt"
        constraints.write_text(f"{distribution}=={version}\n")
        bare = {
            key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "BOOKSHOP", "VIRTUAL"))
        }
        path = [self.tools / "bin", self.scripts(name), *bare["PATH"].split(os.pathsep)]
        environment = {
            **bare,
            "PATH": os.pathsep.join(map(str, path)),
            "MAKER": str(self.scripts("maker")),
            "INDEX": str(self.index),
            "PIP_CONSTRAINT": str(constraints),
            "PIP_FIND_LINKS": f"{package.parent.as_uri()} {bare.get('PIP_FIND_LINKS', '')}",
            "PIP_QUIET": "1",
            "BOOKSHOP_API_KEY": KEY,
            "BOOKSHOP_BASE_URL": self.shop.url,
        }
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}"
        return done.stdout


@pytest.mark.slow
def test_from_an_empty_folder_to_a_package_that_others_install(tmp_path: Path) -> None:
    code = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    built = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True)
    folder = tmp_path / "work"
    folder.mkdir()
    with Bookshop() as shop:
        workshop = RealWorkshop(folder, tmp_path / "tools", shop, tmp_path / built.stdout.split()[-1])
        workshop.open()
        for block in blocks(START):
            workshop.do(block)
        installed = workshop.run("PIP_QUIET=0 pip list --format freeze", "other", workshop.wheel)
    assert "bookshop-sdk==1.0.0" in installed.replace("_", "-")
    assert "sdkwright" not in installed, "the SDK does not depend on its generator"
    commands = [command for block in blocks(START) if block.language == "console" for command, _ in block.commands]
    upload = next(number for number, command in enumerate(commands, 1) if command.startswith("twine upload"))
    looked = [command for command in commands[:upload] if command.startswith(("head ", "sdkwright explain "))]
    assert upload - len(looked) == 10, "as the guide says"
    site = folder / "site"
    assert broken(crawl(site)) == []
    if found():
        with chromium() as page:
            page.open((site / "index.html").as_uri())
            assert page.evaluate("document.title") == "Bookshop API: Python SDK – Bookshop API"
            assert page.messages == []
