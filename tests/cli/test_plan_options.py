"""What `generate` would do, what it replaces and what it leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Place

CLIENT = "tiny-sdk/tiny_sdk/client.py"


@pytest.fixture
def made(tiny: Place) -> Place:
    assert tiny.run("generate", "tiny.yaml").code == 0
    return tiny


def test_a_dry_run_lists_every_file_and_writes_none(tiny: Place) -> None:
    before = tiny.tree()
    done = tiny.run("generate", "tiny.yaml", "--dry-run")
    assert done.code == 0
    assert "write: tiny_sdk/client.py" in done.out
    assert "dry run: nothing was written" in done.out
    listed = sum(line.startswith("write: ") for line in done.out.splitlines())
    assert f"{listed} to be written, 0 to be changed, 0 to be removed" in done.out
    assert tiny.tree() == before
    assert not (tiny.folder / "tiny-sdk").exists()


def test_a_dry_run_over_an_sdk(made: Place) -> None:
    client = made.folder / CLIENT
    client.write_text(client.read_text() + "# mine\n")
    before = made.tree()
    done = made.run("generate", "tiny.yaml", "--dry-run")
    assert done.code == 0
    assert "change: tiny_sdk/client.py (edited by hand)" in done.out
    renamed = ("generate", "tiny.yaml", "--dry-run", "--output", "tiny-sdk", "--package", "other")
    done = made.run(*renamed)
    assert "write: other/client.py" in done.out
    assert "remove: tiny_sdk/client.py (edited by hand)" in done.out
    assert made.tree() == before
    data = json.loads(made.run(*renamed, "--format", "json").out)
    assert data["dry run"] is True
    assert "tiny_sdk/resources/pets.py" in data["files"]["removed"]
    assert made.tree() == before


def test_an_edit_by_hand_is_reported_before_it_is_replaced(made: Place) -> None:
    client = made.folder / CLIENT
    client.write_text(client.read_text() + "# mine\n")
    shown = subprocess.run(
        [sys.executable, "-m", "generator", "generate", "tiny.yaml"],
        cwd=made.folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # one pipe, so that the order is seen
        text=True,
        check=True,
    ).stdout
    assert shown.count("warning[hand-edited]") == 1
    assert shown.index("warning[hand-edited]") < shown.index("files: 0 written, 1 changed")
    assert "# mine" not in client.read_text()


def test_keep_edits_stops(made: Place) -> None:
    client = made.folder / CLIENT
    client.write_text(client.read_text() + "# mine\n")
    said = made.refused("generate", "tiny.yaml", "--keep-edits")
    assert f"{CLIENT}: error[hand-edited]" in said
    assert "without --keep-edits" in said
    made.write(CLIENT, client.read_text().replace("# mine\n", ""))
    assert made.run("generate", "tiny.yaml", "--keep-edits").code == 0


def test_a_renamed_package_says_which_folder_stays(made: Place) -> None:
    made.write("tiny-sdk/tiny_sdk/mine/own.py", "")
    done = made.run("generate", "tiny.yaml", "--output", "tiny-sdk", "--package", "other")
    assert "left: tiny_sdk/ has only files that were not generated" in done.out
    assert (made.folder / "tiny-sdk/tiny_sdk/mine/own.py").exists()
    again = made.run("generate", "tiny.yaml", "--output", "tiny-sdk", "--package", "other")
    assert "left:" not in again.out


def test_a_renamed_output_says_which_sdk_stays(made: Place) -> None:
    made.write("unrelated/.sdkwright.json", "{}")
    done = made.run("generate", "tiny.yaml", "--package", "other")
    assert "left: tiny-sdk/ is an earlier SDK of this API" in done.out
    assert "unrelated" not in done.out
