"""`sdkwright completion`: the scripts are run by the shells that are installed."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from .conftest import Place

BASH = shutil.which("bash")

PROBE = """\
source ./script
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_sdkwright
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def bash(place: Place) -> Place:
    """A place with the script for bash."""
    done = place.run("completion", "bash")
    assert (done.code, done.err) == (0, "")
    place.write("script", done.out)
    return place


def completed(place: Place, *words: str) -> set[str]:
    """What bash proposes for the last word."""
    assert BASH
    done = subprocess.run(
        [BASH, "-c", PROBE, "bash", *words], cwd=place.folder, capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stderr == ""
    return set(done.stdout.split("\n")) - {""}


def test_bash_accepts_the_script(bash: Place) -> None:
    assert BASH
    done = subprocess.run([BASH, "-n", bash.folder / "script"], capture_output=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_commands(bash: Place) -> None:
    assert {"init", "generate", "check", "diff", "explain", "completion"} <= completed(bash, "sdkwright", "")
    assert completed(bash, "sdkwright", "gen") == {"generate"}
    assert completed(bash, "sdkwright", "--v") == {"--version"}


def test_options_and_their_values(bash: Place) -> None:
    assert completed(bash, "sdkwright", "check", "--stri") == {"--strict"}
    assert completed(bash, "sdkwright", "explain", "x", "--format", "") == {"text", "json"}
    assert completed(bash, "sdkwright", "completion", "") == {"bash", "zsh", "fish"}
    assert completed(bash, "sdkwright", "generate", "--package", "") == set()


def test_files_and_folders(bash: Place) -> None:
    bash.write("my api.yaml", "")
    bash.write("my house/x", "")
    assert completed(bash, "sdkwright", "generate", "my") == {"my api.yaml", "my house"}
    assert completed(bash, "sdkwright", "generate", "--templates", "my") == {"my house"}


def test_a_word_that_is_a_command_too_is_no_command_behind_one(bash: Place) -> None:
    assert "--strict" in completed(bash, "sdkwright", "check", "init", "--")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_know_every_command_and_option(place: Place, shell: str) -> None:
    done = place.run("completion", shell)
    assert (done.code, done.err) == (0, "")
    for command in ("init", "generate", "check", "diff", "explain", "completion"):
        assert command in done.out
    for option in ("strict", "templates", "format", "allow-remote-refs", "schema"):
        assert option in done.out
    if program := shutil.which(shell):
        place.write("script", done.out)
        checked = subprocess.run([program, "-n", place.folder / "script"], capture_output=True, timeout=30, check=False)
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_an_unknown_shell(place: Place) -> None:
    assert "invalid value `csh`; it is one of bash, zsh, fish" in place.refused("completion", "csh")
