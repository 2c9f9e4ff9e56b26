"""SDKs and programs that use them, under mypy and pyright at their strictest, and under ruff.

Both type checkers read everything in one run: most of their time goes into the libraries.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruff import find_ruff_bin

from tests.corpus.documents import CORPUS, VARIED
from tests.corpus.marks import needs_corpus
from tests.docs.page_programs import programs
from tests.types.checkers import Finding, check

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COMMITTED = ROOT / "generated" / "python"

PROGRAMS = ["typical_use.py", "stream_switch.py", "wrong_use.py"]
EXAMPLES = {"explicit-signatures": "explicit_sdk", "house-style": "house_sdk", "tenant": "library_sdk"}
"""The worked examples of overrides, with the package of each."""

each = pytest.mark.parametrize(
    "name", ["committed", *EXAMPLES, *(pytest.param(name, marks=needs_corpus) for name in VARIED)]
)
both = pytest.mark.parametrize("checker", ["mypy", "pyright"])


@dataclass(frozen=True)
class Checked:
    """Generated SDKs by name, and what each checker found in everything."""

    outputs: Mapping[str, Path]
    pages: Path
    findings: Mapping[str, list[Finding]]

    def within(self, checker: str, path: Path) -> list[Finding]:
        return [finding for finding in self.findings[checker] if finding.file.is_relative_to(path)]


def generate(spec: list[str], folder: Path, package: str, output: Path) -> Path:
    """The output of the command, run in the folder."""
    options = ["--output", str(output), "--package", package, "--quiet"]
    command = [sys.executable, "-m", "generator", "generate", *spec, *options]
    done = subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return output


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    folder = tmp_path_factory.mktemp("types").resolve()
    with ThreadPoolExecutor(2) as pool:
        examples = ROOT / "tests/overlays"
        asked = {
            name: pool.submit(generate, [], examples / name, package, folder / name)
            for name, package in EXAMPLES.items()
        }
        for name, document in VARIED.items() if CORPUS.is_dir() else ():
            asked[name] = pool.submit(generate, [str(CORPUS / document)], folder, f"{name}_api", folder / name)
        outputs = {"committed": COMMITTED, **{name: run.result() for name, run in asked.items()}}
    pages = folder / "pages"
    pages.mkdir()
    for number, program in enumerate(programs(COMMITTED)):
        path = pages / f"program_{number}_{re.sub(r'[^a-z]', '_', program.page.lower())}_{program.line}.py"
        path.write_text(program.source + "\n", encoding="utf-8")
    packages = [package_of(output) for output in outputs.values()]
    sources = [*packages, *(HERE / name for name in PROGRAMS), *pages.iterdir()]
    return Checked(outputs, pages, check(sources, [*outputs.values()], folder))


def package_of(output: Path) -> Path:
    """The one package of an output."""
    (found,) = (path.parent.parent for path in output.glob("*/_runtime/__init__.py"))
    return found


@both
@each
def test_an_sdk_is_strictly_typed(name: str, checker: str, checked: Checked) -> None:
    assert checked.within(checker, checked.outputs[name]) == []


@both
def test_typical_use_is_accepted(checker: str, checked: Checked) -> None:
    assert checked.within(checker, HERE / "typical_use.py") == []


@both
def test_wrong_use_is_rejected_line_by_line(checker: str, checked: Checked) -> None:
    lines = (HERE / "wrong_use.py").read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# error")}
    assert marked
    assert {finding.line for finding in checked.within(checker, HERE / "wrong_use.py")} == marked


@both
def test_type_checkers_agree_on_the_return_type(checker: str, checked: Checked) -> None:
    assert checked.within(checker, HERE / "stream_switch.py") == []


@both
def test_programs_of_the_pages_are_accepted(checker: str, checked: Checked) -> None:
    assert len(list(checked.pages.iterdir())) > 10
    assert checked.within(checker, checked.pages) == []


@both
def test_nothing_else_is_found(checker: str, checked: Checked) -> None:
    known = [*checked.outputs.values(), HERE, checked.pages]
    assert [item for item in checked.findings[checker] if not any(map(item.file.is_relative_to, known))] == []


@each
def test_ruff_finds_nothing_in_an_sdk(name: str, checked: Checked) -> None:
    command = [find_ruff_bin(), "check", "--no-cache", str(checked.outputs[name])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_file_of_the_committed_sdk_silences_a_checker() -> None:
    silenced = re.compile(r"#\s*(type:\s*ignore|noqa|pyright:)|\bcast\(")
    found = [path.name for path in COMMITTED.rglob("*.py") if silenced.search(path.read_text(encoding="utf-8"))]
    assert found == []
