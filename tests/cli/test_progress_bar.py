"""Progress on a terminal: a line with a bar for runs that last, and nothing left of it."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.progress_bar import ProgressBar
from generator.counting import counted, counted_batches, listening

CLEAR = "\r\x1b[K"
ROOT = Path(__file__).parents[2]
AT_ONCE = """
import sys
from generator.cli import main, progress_bar
progress_bar.ProgressBar.__init__.__defaults__ = (0.0, None)
sys.exit(main.main(sys.argv[1:]))
"""
"""The command, with its line from the start: how long a run takes differs between machines."""


def large(operations: int) -> str:
    """A document that takes seconds."""
    schemas = {
        f"Thing{number}": {"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(12)}}
        for number in range(operations)
    }
    paths = {
        f"/things{number}/{{id}}": {
            "get": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "description": "It",
                        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/Thing{number}"}}},
                    }
                },
            }
        }
        for number in range(operations)
    }
    info = {"title": "Large", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}})


def in_terminal(
    folder: Path,
    *arguments: str,
    columns: int = 80,
    seen: Callable[[str, subprocess.Popen[bytes], int], None] | None = None,
    **environment: str,
) -> tuple[int, str]:
    """Run the command with a terminal as standard error. Returns its exit code and what the terminal received.

    `seen` is called with what was received so far, the process and the terminal.
    """
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    known = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONUTF8": "1", **environment}
    known = {name: value for name, value in known.items() if value}
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, *arguments], cwd=folder, env=known, stdout=subprocess.DEVNULL, stderr=end
    )
    os.close(end)
    received = b""
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux: the process has closed the terminal
            break
        if not data:
            break
        received += data
        if seen:
            seen(received.decode(errors="ignore"), process, terminal)
    os.close(terminal)
    return process.wait(60), received.decode()


def drawn(text: str) -> list[str]:
    """The lines that were drawn, without colors."""
    return [line for line in re.sub(r"\x1b\[\d+m", "", text).split(CLEAR) if line]


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slow")
    (folder / "large.json").write_text(large(1000))
    return folder


def test_a_terminal_sees_the_stages(slow: Path) -> None:
    code, text = in_terminal(slow, "generate", "large.json")
    assert code == 0
    seen = dict.fromkeys(line.split()[0] for line in drawn(text))
    assert [*seen][:5] == ["Reading", "Lowering", "Rendering", "Formatting", "Writing"]


def test_a_run_that_lasts_has_a_bar_with_counts_in_the_width_of_the_terminal(slow: Path) -> None:
    narrow_from = 0

    def resize(text: str, _: subprocess.Popen[bytes], terminal: int) -> None:
        nonlocal narrow_from
        if "operations" in text and not narrow_from:
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))
            narrow_from = len(drawn(text))

    code, text = in_terminal(slow, "generate", "large.json", "--dry-run", seen=resize, NO_COLOR="")
    lines = drawn(text)
    assert code == 0
    assert [line for line in lines if re.fullmatch(r"Lowering ━*╌* [\d,]+/1,000 operations", line)]
    assert max(map(len, lines[:narrow_from])) < 80
    assert max(map(len, lines[narrow_from + 1 :])) < 20
    assert text.endswith(CLEAR), "nothing is left of it"
    assert "\n" not in text


def test_a_run_that_ends_before_its_line_appears_prints_nothing() -> None:
    stream = io.StringIO()
    bar = ProgressBar(stream, first=3600)
    bar.stage("Reading openapi.yaml")
    bar.count("operations", 1, 2)
    bar.stop()
    assert stream.getvalue() == ""


def test_a_terminal_without_a_cursor_gets_no_bar(slow: Path) -> None:
    _, text = in_terminal(slow, "check", "large.json", TERM="dumb")
    assert "\x1b" not in text
    assert "━" not in text


def test_other_formats_get_no_bar(slow: Path) -> None:
    _, text = in_terminal(slow, "generate", "large.json", "--dry-run", "--format", "json")
    assert text == ""


def test_an_interrupted_run_leaves_a_clean_line(slow: Path) -> None:
    sent = False

    def interrupt(text: str, process: subprocess.Popen[bytes], _: int) -> None:
        nonlocal sent
        if CLEAR in text and not sent:
            process.send_signal(signal.SIGINT)
            sent = True

    code, text = in_terminal(slow, "generate", "large.json", "--output", "sdk", seen=interrupt)
    assert code == 130
    assert text.endswith(f"{CLEAR}interrupted\r\n")
    assert "Traceback" not in text
    assert not (slow / "sdk").exists()


class Terminal(io.StringIO):
    """A terminal of another encoding than UTF-8 or of none."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("value", "colors"), [("", 2), ("1", 0)])
def test_colors(monkeypatch: pytest.MonkeyPatch, value: str, colors: int) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", value)
    bar = ProgressBar(Terminal(), first=3600)
    bar.count("operations", 1, 2)
    assert len(re.findall(r"\x1b\[[1-9]\d*m", bar.line(80))) == colors


def test_text_is_printed_in_place_of_the_line() -> None:
    stream = io.StringIO()
    bar = ProgressBar(stream, first=0)
    bar.stage("Lowering")
    while "Lowering" not in stream.getvalue():
        pass
    bar.print_above("warning\n")
    bar.stop()
    assert re.search(r"Lowering … \d+ s\r\x1b\[Kwarning\n", stream.getvalue())


@pytest.mark.parametrize("width", [1, 5, 12, 20, 30, 40, 80, 300])
@pytest.mark.parametrize("stage", ["Lowering", "Reading 日本語の文書.yaml", "Reading \x1b[2Jevil\n.yaml"])
def test_no_line_is_as_wide_as_the_terminal(width: int, stage: str) -> None:
    from generator.diagnostics.sanitize import columns

    bar = ProgressBar(io.StringIO(), first=3600)
    bar.stage(stage)
    try:
        for count in (None, (0, 1), (640, 1223), (1223, 1223), (0, 0)):
            if count:
                bar.count("operations", *count)
            line = bar.line(width)
            assert columns(line) < width
            assert line.isprintable()
    finally:
        bar.stop()


def test_the_parts_of_a_bar() -> None:
    bar = ProgressBar(io.StringIO(), first=3600)
    bar.stage("Lowering")
    bar.count("operations", 640, 1223)
    try:
        assert bar.line(80) == "Lowering ############------------ 640/1,223 operations"
        assert bar.line(35) == "Lowering ##-- 640/1,223 operations"
        assert bar.line(34) == "Lowering 640/1,223 operations"
        assert bar.line(12) == "Lowering 64"
    finally:
        bar.stop()


def test_counts_reach_the_listener_of_the_block_only() -> None:
    heard: list[tuple[str, int, int]] = []
    with listening(lambda *count: heard.append(count)):
        assert list(counted("files", ["a", "b"])) == ["a", "b"]
    assert heard == [("files", 0, 2), ("files", 1, 2), ("files", 2, 2)]
    with listening(lambda *count: heard.append(count)):
        assert list(counted_batches("files", "abcde", 2)) == ["ab", "cd", "e"]
    assert heard[3:] == [("files", 0, 5), ("files", 2, 5), ("files", 4, 5)]
    items = ["a"]
    assert counted("files", items) is items, "without a listener they cost nothing"
    assert list(counted_batches("files", "abc", 2)) == ["ab", "c"]
    assert len(heard) == 6
