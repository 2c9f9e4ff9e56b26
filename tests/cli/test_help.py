"""The help of every command: on one screen, with an example that the command takes."""

from __future__ import annotations

import re
import shlex

import pytest

from generator.cli.main import _parser

from .conftest import Place

LINES, COLUMNS = 40, 80
COMMANDS = ["init", "generate", "check", "diff", "docs", "explain", "mock", "templates", "completion"]


def test_every_command_is_looked_at(place: Place) -> None:
    said = place.run("--help").out
    listed = [line.split()[0] for line in said.partition("COMMAND\n")[2].splitlines() if line.startswith("    ")]
    assert sorted(set(listed) & set(COMMANDS)) == sorted(COMMANDS)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_screen(place: Place, command: str) -> None:
    done = place.run(*filter(None, [command]), "--help", environment={"COLUMNS": str(COLUMNS)})
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) <= LINES
    examples = done.out.partition("example")[2].splitlines()[1:]
    own = [line for line in examples if line.startswith("  sdkwright ")]
    assert own or 'eval "$(sdkwright completion bash)"' in done.out
    for line in own:
        words = re.split(r" {2,}| > ", line.strip())[0]
        _parser().parse_args(shlex.split(words)[1:])
