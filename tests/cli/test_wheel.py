"""The wheel, installed into an empty environment, works from any folder: with its own templates, without a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from .conftest import TINY

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    # Without PYTHONPATH and the like, so that nothing of the checkout is found by accident.
    bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run([*command], cwd=cwd, env=bare, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    done = run(sys.executable, "-c", code, folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def test_the_wheel_holds_the_package_and_every_template(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = {path.relative_to(ROOT / "templates").as_posix() for path in _sources(ROOT / "templates")}
    packages = ("generator", "sdkwright")
    modules = {path.relative_to(ROOT).as_posix() for name in packages for path in _sources(ROOT / name)}
    packaged = {f"generator/_templates/{name}" for name in templates}
    assert packaged | modules == {name for name in names if not name.startswith("sdkwright-")}
    assert {name.rpartition("/")[2] for name in names - packaged - modules} >= {
        "METADATA",
        "entry_points.txt",
        "LICENSE",
    }


def test_the_wheel_generates_what_the_checkout_does(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    installed = run(
        scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path
    )
    assert installed.returncode == 0, installed.stderr

    work = tmp_path / "work"
    work.mkdir()
    (work / "tiny.yaml").write_text(TINY)
    done = run(scripts / "sdkwright", "generate", "tiny.yaml", cwd=work)
    assert (done.returncode, done.stderr) == (0, "")

    checkout = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from generator.cli.main import main; sys.exit(main())",
    ]
    same = run(*checkout, "check", "tiny.yaml", cwd=work)
    assert (same.returncode, same.stderr) == (0, ""), same.stdout


def _sources(folder: Path) -> list[Path]:
    """Every file, but for the caches that tools leave behind."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
