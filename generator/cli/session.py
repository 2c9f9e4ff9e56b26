"""One run of a command that reads a document: settings, progress, output and report."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NoReturn

from generator.cli.console import FAULT, TRACEBACK, OutputFailed, colored, internal_error, say, write
from generator.cli.progress import Progress
from generator.cli.progress_bar import ProgressBar
from generator.counting import listening

if TYPE_CHECKING:
    from pathlib import Path

    from generator.cli.report_file import ReportFile
    from generator.config.settings import Settings
    from generator.diagnostics.model import Diagnostic, Diagnostics
    from generator.diagnostics.render import Style
    from generator.pipeline import Build, Reading

_MOST: Final = 3
"""Warnings of one code that are shown as text."""

_FOR_MACHINES: Final = frozenset({"json", "sarif"})
"""Formats that print a single JSON value to stdout."""


class Session:
    """A run of a command. `options` are its parsed arguments, as declared with `cli.arguments`."""

    def __init__(self, options: argparse.Namespace) -> None:
        from generator.diagnostics.model import Diagnostics

        self.options = options
        self.diagnostics: Diagnostics = Diagnostics()
        self.data: dict[str, Any] = {}
        """The result, for `--format json`."""
        self.report: dict[str, Any] = {"client": "", "operations": [], "schemas": []}
        """The operation report, for `--report`."""
        self.report_file: ReportFile | None = None
        self.inputs: set[Path] = set()
        """The files and folders read so far."""
        self._shown: list[Diagnostic] = []
        """Diagnostics that are printed already."""
        self._start = perf_counter()
        shows = options.format == "text" and not options.quiet
        live = shows and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._bar = ProgressBar(sys.stderr) if live else None
        self._progress = Progress(_log) if shows and not live else None

    def run(self, work: Callable[[Session], int]) -> int:
        """Run `work`, print the output, and return the exit code. Exceptions become diagnostics."""
        from generator.diagnostics.model import Failed

        lost: OutputFailed | None = None
        try:
            with listening(self._bar.count) if self._bar else nullcontext():
                code = work(self)
        except Failed:
            code = FAULT
        except KeyboardInterrupt:
            self._clear()
            raise
        except OutputFailed as failure:
            code, lost = FAULT, failure
        except Exception as error:  # a bug in sdkwright: show one line, not a traceback
            if os.environ.get(TRACEBACK):
                raise
            internal_error(error, self.diagnostics)
            code = FAULT
        code = self._finish(code)
        if lost:
            raise lost
        return code

    def settle(self, spec: str | None = None) -> Settings:
        """The settings of the command line and the config. `spec` is for commands without a SPEC argument."""
        from pathlib import Path

        from generator.cli.report_file import ReportFile
        from generator.config.options import Options
        from generator.config.settings import settle

        given = vars(self.options)
        if given.get("report"):
            self.report_file = ReportFile(Path(given["report"]), self.diagnostics)
            self.report_file.check()
        texts: dict[str, Any] = {name: given.get(name) or "" for name in _TEXTS}
        if spec is not None:
            texts["spec"] = spec
        overlays = tuple(given["overlay"] or ())
        reading = {name: given[name] for name in ("allow_remote_refs", "lenient")}
        asked = Options(**texts, **reading, overlays=overlays)
        settings = settle(asked, given["config"] or "", Path(), self.diagnostics)
        self.inputs |= set(settings.inputs)
        return settings

    def check_report(self, build: Build) -> None:
        """Raise `Failed`, with a diagnostic, where the report would replace a file of the output."""
        from generator.emit.files import MANIFEST

        if self.report_file is not None:
            self.report_file.check(build.output, (*build.files.paths, MANIFEST))

    def account_for(self, reading: Reading) -> None:
        """Make the operation report, if `--report` asks for it."""
        if self.report_file is not None:
            from generator.reporting.operation_report import account

            self.report = account(reading)

    def stage(self, text: str) -> None:
        """Show progress on a terminal; elsewhere, only that of a run that takes long."""
        shown = self._bar or self._progress
        if shown:
            shown.stage(text)

    def refuse_watching(self, address: str) -> NoReturn:
        """Raise `Failed`, with a diagnostic, since changes at an address cannot be watched."""
        from generator.diagnostics.model import Failed
        from generator.document_address import shown

        self.inputs.clear()
        hint = "watch a copy of the document in a file"
        self.diagnostics.error("wrong-value", f"--watch needs a file, not {shown(address)}", hint=hint)
        raise Failed

    def show_now(self, code: str) -> None:
        """Print the warnings of a code now, as text, instead of at the end of the run."""
        from generator.diagnostics.render import render

        if self.options.format == "text":
            found = [item for item in self.diagnostics.items if item.code == code]
            self._shown += found
            text = render(found, color=colored(sys.stderr), most=self._most)
            if self._bar:
                self._bar.print_above(text)
            else:
                write(sys.stderr, text)

    def seconds(self) -> float:
        """Seconds since the start of the run."""
        return perf_counter() - self._start

    def say(self, lines: Iterable[str]) -> None:
        """Print the result as text, unless the format is JSON or SARIF."""
        self._clear()
        if not self.options.quiet and self.options.format not in _FOR_MACHINES:
            say(lines)

    @property
    def _most(self) -> int:
        """The number of warnings of one code that are shown; 0 for all."""
        return 0 if getattr(self.options, "verbose", False) else _MOST

    def _clear(self) -> None:
        shown = self._bar or self._progress
        if shown:
            shown.stop()

    def _finish(self, code: int) -> int:
        """Print diagnostics and data, and write the report. Returns the exit code, 2 if the report fails."""
        from generator.diagnostics.render import render

        self._clear()
        options, items, style = self.options, self.diagnostics.items, self.options.format
        items = [item for item in items if item not in self._shown]
        if style not in _FOR_MACHINES and not getattr(options, "verbose", False):
            items = [item for item in items if item.severity != "note"]  # the summary counts them
        form: Style = "json" if style == "json" else "github" if style == "github" else "text"
        write(sys.stderr, render(items, form, color=colored(sys.stderr), most=self._most))
        if code == FAULT and not self.diagnostics.failed and getattr(options, "strict", False):
            write(sys.stderr, "--strict treats warnings as errors\n")
        if style == "json":
            say([_json({"exit": code, **self.data})])
        elif style == "sarif":
            from generator.diagnostics.sarif import sarif

            say([_json(sarif(items))])
        return code if self._write_report(code) else FAULT

    def _write_report(self, code: int) -> bool:
        from generator.diagnostics.render import as_data

        if self.report_file is None:
            return True
        items = [as_data(item) for item in self.diagnostics.items]
        problem = self.report_file.write({**self.report, "diagnostics": items, "exit": code})
        if problem:
            write(sys.stderr, f"cannot write the report to {self.options.report}: {problem}\n")
        return not problem


def _log(line: str) -> None:
    with suppress(OutputFailed):  # the end of the run reports it
        write(sys.stderr, line)


_TEXTS: Final = ("spec", "output", "templates", "package", "class_name", "models", "root")


def _json(content: dict[str, Any]) -> str:
    import json

    return json.dumps(content, indent=2, ensure_ascii=False)
