"""Completion as a person types it: an interactive shell in a pseudo terminal, with the printed script loaded."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Place

PATIENCE = 30
"""Seconds until a test gives up."""

STARTS = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
    "fish": ["--no-config", "-i"],
}
LOADS = {
    "bash": "PS1='ready> '; bind 'set enable-bracketed-paste off'; source ./script",
    "zsh": "PS1='ready> '; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; source ./script",
    "fish": "function fish_prompt; echo 'ready> '; end; set -g fish_autosuggestion_enabled 0; source ./script",
}
ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>()][A-Z0-9]?)|[\x00-\x09\x0b-\x1f]")


class Shell:
    """An interactive shell."""

    def __init__(self, name: str, folder: Path) -> None:
        program = shutil.which(name)
        assert program
        process, self._terminal = pty.fork()
        if process == 0:  # pragma: no cover
            os.chdir(folder)
            environment = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "HOME": str(folder), "TERM": "dumb"}
            os.execve(program, [name, *STARTS[name]], environment)
        self.process = process
        self._shown = ""

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def wait_for(self, wanted: str, after: int = 0) -> str:
        """Everything shown since position `after`, once it has the text."""
        end = time.monotonic() + PATIENCE
        while wanted not in (plain := ESCAPES.sub("", self._shown))[after:]:
            left = end - time.monotonic()
            assert left > 0, f"{wanted!r} is not in {plain[after:]!r}"
            if select.select([self._terminal], [], [], left)[0]:
                self._shown += os.read(self._terminal, 65536).decode("utf-8", "replace")
        return plain[after:]

    @property
    def length(self) -> int:
        return len(ESCAPES.sub("", self._shown))

    def close(self) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._terminal)


@pytest.fixture(params=sorted(STARTS))
def shell(request: pytest.FixtureRequest, place: Place) -> Iterator[Shell]:
    name = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed (Debian's package has the same name)")
    place.write("script", place.run("completion", name).out)
    place.write("house/x", "")
    command = place.write("bin/sdkwright", f'#!/bin/sh\nexec {sys.executable} -m generator "$@"\n')
    command.chmod(0o755)
    running = Shell(name, place.folder)
    try:
        running.type(f"{LOADS[name]}; echo load''ed\n")
        running.wait_for("loaded")
        yield running
    finally:
        running.close()


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("sdkwright gener", "sdkwright generate"),
        ("sdkwright generate --allow-rem", "sdkwright generate --allow-remote-refs"),
        ("sdkwright check --format sar", "sdkwright check --format sarif"),
        ("sdkwright generate --templates hou", "sdkwright generate --templates house"),
    ],
)
def test_a_tab_completes_the_word(shell: Shell, typed: str, completed: str) -> None:
    before = shell.length
    shell.type(typed)
    shell.wait_for(typed, before)
    shell.type("\t")
    shell.wait_for(completed, before)
