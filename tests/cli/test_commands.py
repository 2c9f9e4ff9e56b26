"""The commands on valid input, and their output."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.version import VERSION

from .conftest import TINY, Place


def test_version_and_help(place: Place) -> None:
    assert place.run("--version").out == f"sdkwright {VERSION}\n"
    for arguments in (["--help"], ["generate", "--help"], ["check", "--help"], ["diff", "--help"]):
        done = place.run(*arguments)
        assert done.code == 0
        assert len(done.out.splitlines()) <= 45
        assert "\n  sdkwright " in done.out.partition("example")[2]


def test_no_config_is_needed(tiny: Place) -> None:
    done = tiny.run("generate", "tiny.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("tiny-sdk: 1 operation, 1 model, 0 warnings\nfiles: ")
    assert (tiny.folder / "tiny-sdk/tiny_sdk/client.py").is_file()


def test_the_output_imports_and_knows_its_operation(tiny: Place) -> None:
    assert tiny.run("generate", "tiny.yaml", "--output", "out", "--package", "acme", "--class-name", "Acme").code == 0
    code = "import acme; client = acme.Acme(base_url='http://127.0.0.1:9'); print(client.pets.get.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tiny.folder / "out", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "get\n"), done.stderr


def test_a_second_run_changes_nothing(tiny: Place) -> None:
    tiny.run("generate", "tiny.yaml")
    times = {path: path.stat().st_mtime_ns for path in tiny.folder.rglob("*")}
    assert re.search(r"^files: all \d+ up to date \(", tiny.run("generate", "tiny.yaml").out, re.MULTILINE)
    assert {path: path.stat().st_mtime_ns for path in tiny.folder.rglob("*")} == times


def test_a_config_replaces_all_arguments(tiny: Place) -> None:
    tiny.write("pyproject.toml", '[tool.sdkwright]\nspec = "tiny.yaml"\noutput = "out"\npackage = "acme"\n')
    (tiny.folder / "deep").mkdir()
    assert Place(tiny.folder / "deep").run("generate").code == 0
    assert (tiny.folder / "out/acme/client.py").is_file()
    assert tiny.run("check").code == 0


def test_the_output_is_the_same_from_any_folder_and_under_any_hash_seed(tiny: Place) -> None:
    tiny.run("generate", "tiny.yaml", "--output", "one", environment={"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"})
    inner = tiny.folder / "deep"
    inner.mkdir()
    environment = {"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0"}
    Place(inner).run("generate", "../tiny.yaml", "--output", "../two", environment=environment)
    one, two = Place(tiny.folder / "one").tree(), Place(tiny.folder / "two").tree()
    assert len(one) > 10
    assert one == two


def test_check_without_drift(tiny: Place) -> None:
    tiny.run("generate", "tiny.yaml")
    done = tiny.run("check", "tiny.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("tiny-sdk: no drift (")


def test_check_distinguishes_an_edit_from_a_changed_document(tiny: Place) -> None:
    tiny.run("generate", "tiny.yaml")
    client = tiny.folder / "tiny-sdk/tiny_sdk/client.py"
    client.write_text(client.read_text() + "# mine\n")
    before = tiny.tree()
    done = tiny.run("check", "tiny.yaml")
    assert done.code == 1
    assert "changed: tiny_sdk/client.py (edited by hand)\n" in done.out
    assert "\n-# mine\n" in done.out
    assert (
        "files were edited by hand: change the document or a template instead, and run `sdkwright generate tiny.yaml`"
        in done.out
    )
    assert "the document changed" not in done.out
    assert tiny.tree() == before

    assert tiny.run("generate", "tiny.yaml").code == 0
    tiny.write("tiny.yaml", TINY.replace("properties: {name", "properties: {age: {type: integer}, name"))
    done = tiny.run("check", "tiny.yaml")
    assert done.code == 1
    assert "the document changed: run `sdkwright generate tiny.yaml`" in done.out
    assert "edited by hand" not in done.out


def test_check_of_nothing(tiny: Place) -> None:
    done = tiny.run("check", "tiny.yaml")
    assert done.code == 1
    assert "there is no generated SDK yet" in done.out


def test_an_edit_by_hand_is_replaced_with_a_warning_that_strict_refuses(tiny: Place) -> None:
    tiny.run("generate", "tiny.yaml")
    client = tiny.folder / "tiny-sdk/tiny_sdk/client.py"
    original = client.read_text()
    client.write_text("mine\n")
    assert "warning[hand-edited]" in tiny.refused("generate", "tiny.yaml", "--strict")
    done = tiny.run("generate", "tiny.yaml")
    assert done.code == 0
    assert done.err.startswith("tiny-sdk/tiny_sdk/client.py: warning[hand-edited]")
    assert client.read_text() == original


def test_notes_are_counted_and_shown_on_demand(tiny: Place) -> None:
    tiny.write("tiny.yaml", TINY.replace("properties: {name", "properties: {secret: {x-speakeasy-ignore: true}, name"))
    done = tiny.run("generate", "tiny.yaml")
    assert (done.code, done.err) == (0, "")
    assert "0 warnings, 1 note (--verbose shows it)\n" in done.out
    assert ": note[" in tiny.run("generate", "tiny.yaml", "--verbose").err


def test_json_for_machines(tiny: Place) -> None:
    done = tiny.run("generate", "tiny.yaml", "--format", "json")
    result = json.loads(done.out)
    assert (result["exit"], result["output"], result["operations"], result["models"]) == (0, "tiny-sdk", 1, 1)
    assert "tiny_sdk/client.py" in result["files"]["written"]
    (tiny.folder / "tiny-sdk/README.md").unlink()
    checked = json.loads(tiny.run("check", "tiny.yaml", "--format", "json").out)
    assert (checked["exit"], checked["drift"], checked["files"]["missing"]) == (1, True, ["README.md"])


def test_json_of_an_error(place: Place) -> None:
    done = place.run("generate", "absent.yaml", "--format", "json")
    assert json.loads(done.out) == {"exit": 2}
    (line,) = done.err.splitlines()
    item = json.loads(line)
    assert (item["severity"], item["file"]) == ("error", "absent.yaml")


def test_github_annotations(place: Place) -> None:
    done = place.run("generate", "absent.yaml", "--format", "github")
    assert done.err.startswith("::error file=absent.yaml")


def test_a_report_beside_the_text(tiny: Place) -> None:
    tiny.run("generate", "tiny.yaml", "--report", "report.json")
    report = json.loads((tiny.folder / "report.json").read_text())
    assert (report["exit"], report["diagnostics"], len(report["operations"])) == (0, [], 1)


def test_a_report_that_cannot_be_written_is_an_error(tiny: Place) -> None:
    done = tiny.run("generate", "tiny.yaml", "--report", "no/such/report.json")
    assert (done.code, done.err) == (2, "cannot write the report to no/such/report.json: No such file or directory\n")


def test_quiet(tiny: Place) -> None:
    done = tiny.run("generate", "tiny.yaml", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_a_closed_pipe_is_not_an_error(tiny: Place) -> None:
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "generator", "generate", "tiny.yaml"],
            cwd=tiny.folder,
            env=environment,
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")


def on_terminal(place: Place, *arguments: str, **environment: str) -> str:
    """The stderr of the command as a terminal shows it."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments],
        cwd=place.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm", **environment},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    done.wait(timeout=60)
    return shown.decode()


@pytest.mark.parametrize("command", [["generate", "tiny.yaml", "--quiet"], ["check", "tiny.yaml", "--format", "json"]])
def test_a_terminal_sees_no_stages_where_none_are_wanted(tiny: Place, command: list[str]) -> None:
    assert on_terminal(tiny, *command) == ""


def test_color_only_on_a_terminal_that_wants_it(place: Place) -> None:
    assert "\x1b[1;31m" in on_terminal(place, "generate", "absent.yaml")
    assert "\x1b[1;31m" not in on_terminal(place, "generate", "absent.yaml", NO_COLOR="1")
    assert "\x1b" not in place.run("generate", "absent.yaml").err


def test_help_needs_none_of_the_machinery(place: Place) -> None:
    code = """
import sys
from generator.cli import main as cli
cli.main(["--version"])
print(*sys.modules)
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "generator.cli.main" in loaded
    assert not loaded & {"jinja2", "yaml", "generator.pipeline", "generator.document", "json", "subprocess"}
