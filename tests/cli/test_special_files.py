"""Pipes, devices, links, closed streams and full disks: an exit code and a sentence, and nothing that waits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Place

DEVICES = ["pipe", "/dev/zero", "/dev/null"]


@pytest.fixture
def special(tiny: Place) -> Place:
    """A place with a named pipe that no process writes to."""
    os.mkfifo(tiny.folder / "pipe")
    return tiny


@pytest.mark.parametrize("path", DEVICES)
@pytest.mark.parametrize(
    "command",
    [
        "generate {}",
        "check {}",
        "diff {} tiny.yaml",
        "explain client.pets.get --config {}",
        "generate tiny.yaml --config {}",
        "generate tiny.yaml --overlay {}",
        "generate tiny.yaml --templates {}",
        "generate tiny.yaml --output {}",
        "init tiny.yaml --names-from {}",
        "templates check --templates {}",
    ],
)
def test_a_special_file_for_an_input_is_refused(special: Place, command: str, path: str) -> None:
    said = special.refused(*command.format(path).split())
    assert path in said
    assert "error[" in said


@pytest.mark.parametrize("key", ["spec", "ruff", "templates", "output"])
def test_a_special_file_in_the_config_is_refused(special: Place, key: str) -> None:
    keys = {"spec": "tiny.yaml", key: "pipe"}
    special.write("sdkwright.toml", "".join(f'{name} = "{value}"\n' for name, value in keys.items()))
    assert "pipe: error[" in special.refused("generate")


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: os.symlink("nowhere", path)], ids=["pipe", "broken link"])
def test_a_config_that_cannot_be_read_is_not_passed_over(tiny: Place, make: object) -> None:
    assert callable(make)
    make(tiny.folder / "sdkwright.toml")
    assert "sdkwright.toml: error[config-not-read]" in tiny.refused("generate", "tiny.yaml")


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: os.symlink("nowhere", path)], ids=["pipe", "broken link"])
def test_a_template_that_cannot_be_read_is_refused(tiny: Place, make: object) -> None:
    assert callable(make)
    (tiny.folder / "house").mkdir()
    make(tiny.folder / "house/client.py.jinja")
    said = tiny.refused("generate", "tiny.yaml", "--templates", "house")
    assert "client.py.jinja: error[templates-not-read]" in said


def test_a_folder_of_templates_that_contains_itself_is_read_once(tiny: Place) -> None:
    (tiny.folder / "house").mkdir()
    (tiny.folder / "house/again").symlink_to(".")
    assert tiny.run("generate", "tiny.yaml", "--templates", "house").code == 0


@pytest.mark.parametrize("place_of_pipe", [".sdkwright.json", "tiny_sdk/client.py", ".sdkwright-stage/lock"])
def test_a_pipe_in_the_output_is_refused(tiny: Place, place_of_pipe: str) -> None:
    (tiny.folder / "sdk" / place_of_pipe).parent.mkdir(parents=True)
    os.mkfifo(tiny.folder / "sdk" / place_of_pipe)
    assert "error[" in tiny.refused("generate", "tiny.yaml", "--output", "sdk")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = " + "[" * 100_000, "nested too deeply"),
        ("a = " + "1" * 10_000, "is not TOML"),
        ("a = 2024-02-31", "is not TOML"),
        ("#" * 5_000_000, "5,000,000 bytes"),
    ],
)
def test_a_config_that_no_parser_takes(tiny: Place, text: str, words: str) -> None:
    tiny.write("deep.toml", text)
    assert words in tiny.refused("generate", "tiny.yaml", "--config", "deep.toml")


def test_ruff_settings_that_no_parser_takes(tiny: Place) -> None:
    tiny.write("deep.toml", "a = " + "[" * 100_000)
    tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\nruff = "deep.toml"\n')
    assert "error[ruff-settings]" in tiny.refused("generate")


@pytest.mark.parametrize("path", ["pipe", "/dev/full", ".", "no/such/folder/report.json"])
def test_a_report_that_cannot_be_written(special: Place, path: str) -> None:
    done = special.run("generate", "tiny.yaml", "--report", path)
    assert done.code == 2
    assert path in done.err
    assert "Traceback" not in done.err


# --- standard streams ---


def shell(place: Place, command: str) -> tuple[int, str]:
    """Run `sdkwright` in a shell that redirects its streams. Returns the exit code and what reached stderr."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        ["sh", "-c", command.replace("sdkwright", f"{sys.executable} -m generator")],
        cwd=place.folder,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.decode()


COMMANDS = [
    "generate tiny.yaml",
    "check tiny.yaml --format json",
    "check tiny.yaml --format sarif",
    "names tiny.yaml",
    "templates list",
    "init --schema",
    "completion bash",
    "--help",
    "--version",
]


@pytest.mark.parametrize(("redirection", "reason"), [(">&-", "Bad file"), (">/dev/full", "No space left")])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_result_that_cannot_be_printed_is_exit_code_2(
    tiny: Place, command: str, redirection: str, reason: str
) -> None:
    code, err = shell(tiny, f"sdkwright {command} {redirection}")
    assert code == 2
    assert f"error: cannot write to standard output: {reason}" in err
    assert "Traceback" not in err
    assert "internal" not in err


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_files_that_were_written_before_stay(tiny: Place, redirection: str) -> None:
    assert shell(tiny, f"sdkwright generate tiny.yaml --report r.json {redirection}")[0] == 2
    assert tiny.run("check", "tiny.yaml").code == 0
    assert json.loads((tiny.folder / "r.json").read_text())["exit"] == 2


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full", ">&- 2>&-", "<&- >&- 2>&-"])
def test_messages_that_cannot_be_printed_are_exit_code_2(tiny: Place, redirection: str) -> None:
    assert shell(tiny, f"sdkwright generate absent.yaml {redirection}")[0] == 2
    assert shell(tiny, f"sdkwright unknown {redirection}")[0] == 2


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_a_stream_that_nothing_is_written_to_may_be_closed(tiny: Place, redirection: str) -> None:
    assert shell(tiny, f"sdkwright generate tiny.yaml --quiet {redirection}")[0] == 0
    before = tiny.tree()
    assert shell(tiny, f"sdkwright check tiny.yaml --quiet {redirection}")[0] == 0
    assert tiny.tree() == before  # no text went into a file that got the number of a closed stream


def test_a_reader_that_has_enough_is_no_fault(tiny: Place) -> None:
    code, err = shell(tiny, "{ sdkwright init --schema; echo $? >&2; } | true")
    assert (code, err) == (0, "0\n")
