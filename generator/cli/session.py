"""One run of a command that reads a document: its settings, its stages, and what it says and stores at the end."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from generator.cli.console import FAULT, TRACEBACK, colored, internal_error, say, write

if TYPE_CHECKING:
    from pathlib import Path

    from generator.config.settings import Settings
    from generator.diagnostics.model import Diagnostics

_FOR_MACHINES: Final = frozenset({"json", "sarif"})
"""The formats whose standard output is one JSON value and nothing else."""


class Session:
    """A run under way. `options` are the command's arguments, of which those of `commands.arguments` are known here."""

    def __init__(self, options: argparse.Namespace) -> None:
        from generator.diagnostics.model import Diagnostics

        self.options = options
        self.diagnostics: Diagnostics = Diagnostics()
        self.data: dict[str, Any] = {}
        """The result, for machines."""
        self.account: dict[str, Any] = {"client": "", "operations": [], "schemas": []}
        """What became of the document, for `--report`."""
        self.inputs: set[Path] = set()
        """The files and folders that the command read, as far as it came."""
        self._start = perf_counter()
        self._live = options.format == "text" and not options.quiet and sys.stderr.isatty()

    def run(self, work: Callable[[Session], int]) -> int:
        """Do the work; whatever goes wrong ends as diagnostics and an exit code, never as a traceback."""
        from generator.diagnostics.model import Failed

        try:
            code = work(self)
        except Failed:
            code = FAULT
        except Exception as error:  # a fault of ours, which the user should meet as a sentence
            if os.environ.get(TRACEBACK):
                raise
            internal_error(error, self.diagnostics)
            code = FAULT
        return self._finish(code)

    def settle(self, spec: str | None = None) -> Settings:
        """The settings, from the command line and the config; `spec` where the command line has no SPEC."""
        from pathlib import Path

        from generator.config.settings import Options, settle

        given = vars(self.options)
        texts: dict[str, Any] = {name: given.get(name) or "" for name in _TEXTS}
        if spec is not None:
            texts["spec"] = spec
        overlays = tuple(given["overlay"] or ())
        reading = {name: given[name] for name in ("allow_remote_refs", "lenient")}
        asked = Options(**texts, **reading, overlays=overlays)
        settings = settle(asked, given["config"] or "", Path(), self.diagnostics)
        self.inputs |= {
            path
            for path in (settings.spec, settings.config, settings.templates, settings.ruff, *settings.overlays)
            if path
        }
        return settings

    def stage(self, words: str) -> None:
        """Show what is going on, where somebody watches."""
        if self._live:
            write(sys.stderr, f"\r\x1b[K{words} …")

    def seconds(self) -> float:
        return perf_counter() - self._start

    def say(self, lines: Iterable[str]) -> None:
        """The result, for people; machines get the data instead."""
        self._clear()
        if not self.options.quiet and self.options.format not in _FOR_MACHINES:
            say(lines)

    def _clear(self) -> None:
        if self._live:
            write(sys.stderr, "\r\x1b[K")

    def _finish(self, code: int) -> int:
        """Say and store what there is to say. Returns the exit code: a report that was asked for must be there."""
        from generator.diagnostics.render import render

        self._clear()
        options, items, style = self.options, self.diagnostics.items, self.options.format
        if style not in _FOR_MACHINES and not getattr(options, "verbose", False):
            items = [item for item in items if item.severity != "note"]  # the summary counts them
        write(sys.stderr, render(items, style if style in {"json", "github"} else "text", color=colored(sys.stderr)))
        if code == FAULT and not self.diagnostics.failed:
            write(sys.stderr, "--strict takes every warning as an error\n")
        if style == "json":
            say([_json({"exit": code, **self.data})])
        elif style == "sarif":
            from generator.diagnostics.sarif import sarif

            say([_json(sarif(items))])
        report = getattr(options, "report", None)
        return code if not report or self._write_report(report, code) else FAULT

    def _write_report(self, path: str, code: int) -> bool:
        from pathlib import Path

        from generator.diagnostics.render import as_data

        content = {**self.account, "diagnostics": [as_data(item) for item in self.diagnostics.items], "exit": code}
        try:
            Path(path).write_text(f"{_json(content)}\n", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            write(sys.stderr, f"cannot write the report to {path}: {error.strerror}\n")
            return False
        return True


_TEXTS: Final = ("spec", "output", "templates", "package", "class_name", "models", "root")


def _json(content: dict[str, Any]) -> str:
    import json

    return json.dumps(content, indent=2, ensure_ascii=False)
