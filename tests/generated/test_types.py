"""The committed SDK, and what people write with it, under both type checkers at their strictest."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SDK = ROOT / "generated" / "python"
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def pyright_config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    config = tmp_path_factory.mktemp("pyright") / "pyrightconfig.json"
    read = [SDK / "openrouter_sdk", HERE / "typical_use.py", HERE / "wrong_use.py"]
    settings = {
        "include": [os.path.relpath(path, config.parent) for path in read],  # pyright ignores absolute paths
        "extraPaths": [str(SDK)],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "reportUnusedExpression": False,
    }
    config.write_text(json.dumps(settings), encoding="utf-8")
    return config


def mypy(*paths: Path) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir=/dev/null",
        "--config-file=",
        "--python-version=3.11",
    ]
    run = subprocess.run(
        [*command, *map(str, paths)], cwd=SDK, capture_output=True, text=True, check=False, env=_environment()
    )
    assert run.returncode in {0, 1}, run.stdout + run.stderr
    return [line for line in run.stdout.splitlines() if ": error:" in line]


def pyright(config: Path) -> list[str]:
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(config)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(run.stdout)["generalDiagnostics"]
    return [f"{Path(item['file']).name}:{item['range']['start']['line'] + 1}: {item['message']}" for item in found]


def _environment() -> dict[str, str]:
    return {**os.environ, "MYPYPATH": str(SDK)}


def marked() -> set[int]:
    lines = (HERE / "wrong_use.py").read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith("# error")}


def numbers(lines: list[str]) -> set[int]:
    return {int(match[1]) for line in lines if (match := re.search(r"wrong_use\.py:(\d+):", line))}


def test_mypy_strict_finds_nothing_in_the_sdk_or_in_typical_use() -> None:
    assert mypy(SDK / "openrouter_sdk", HERE / "typical_use.py") == []


def test_mypy_strict_finds_every_wrong_use() -> None:
    assert numbers(mypy(HERE / "wrong_use.py")) == marked()


def test_pyright_strict_finds_every_wrong_use_and_nothing_else(pyright_config: Path) -> None:
    found = pyright(pyright_config)
    assert [line for line in found if "wrong_use.py" not in line] == []
    assert numbers(found) == marked()


def test_nothing_in_the_sdk_silences_a_checker() -> None:
    silenced = re.compile(r"#\s*(type:\s*ignore|noqa|pyright:)|\bcast\(")
    found = [path.name for path in SDK.rglob("*.py") if silenced.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_ruff_has_nothing_to_say() -> None:
    from ruff import find_ruff_bin

    run = subprocess.run(
        [find_ruff_bin(), "check", "--no-cache", str(SDK)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
