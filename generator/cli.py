"""The command line. Nothing else in the package prints.

Exit codes: 0 done or no drift, 1 drift, 2 the document, the config, a template or the command line is at fault.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any, Final

from generator.version import VERSION

if TYPE_CHECKING:
    from generator.config import Settings
    from generator.diagnostics import Diagnostics

DONE: Final = 0
DRIFT: Final = 1
FAULT: Final = 2
INTERRUPTED: Final = 130

_TRACEBACK: Final = "SDKWRIGHT_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process by default) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a narrow console encoding is no reason to fail
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.run is None:
        parser.print_help(sys.stderr)
        return FAULT
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        _say(sys.stderr, ["interrupted"])
        return INTERRUPTED


class _Run:
    """One command: its diagnostics, its stages, and what it says."""

    def __init__(self, options: argparse.Namespace) -> None:
        from time import perf_counter

        from generator.diagnostics import Diagnostics

        self.options = options
        self.diagnostics: Diagnostics = Diagnostics()
        self.settings: Settings | None = None
        self.data: dict[str, Any] = {}
        self._clock = perf_counter
        self._start = perf_counter()
        self._live = options.format == "text" and not options.quiet and sys.stderr.isatty()

    def guarded(self, run: Callable[[_Run], int]) -> int:
        """Run the command; whatever goes wrong ends as diagnostics and an exit code, never as a traceback."""
        from generator.diagnostics import Failed

        try:
            code = run(self)
        except Failed:
            code = FAULT
        except Exception as error:  # a fault of ours, which the user should meet as a sentence
            if os.environ.get(_TRACEBACK):
                raise
            self._internal_error(error)
            code = FAULT
        return self._finish(code)

    def settle(self) -> Settings:
        """The settings, from the command line and the config."""
        from pathlib import Path

        from generator.config import Options, settle

        given = self.options
        asked = Options(
            given.spec or "",
            given.output,
            given.templates,
            given.package,
            given.class_name,
            models=given.models,
            allow_remote_refs=given.allow_remote_refs,
        )
        self.settings = settle(asked, given.config, Path(), self.diagnostics)
        return self.settings

    def stage(self, words: str) -> None:
        """Show what is going on, where somebody watches."""
        if self._live:
            _write(sys.stderr, f"\r\x1b[K{words} …")

    def seconds(self) -> float:
        return self._clock() - self._start

    def say(self, lines: Iterable[str]) -> None:
        """The result, for people; machines get the data instead."""
        self._clear()
        if not self.options.quiet and self.options.format != "json":
            _say(sys.stdout, lines)

    def _clear(self) -> None:
        if self._live:
            _write(sys.stderr, "\r\x1b[K")

    def _finish(self, code: int) -> int:
        """Say and store what there is to say. Returns the exit code: a report that was asked for must be there."""
        from generator.report import render

        self._clear()
        options, items = self.options, self.diagnostics.items
        if options.format != "json" and not options.verbose:
            items = [item for item in items if item.severity != "note"]  # the summary counts them
        _write(sys.stderr, render(items, options.format, color=_colored(sys.stderr)))
        if code == FAULT and not self.diagnostics.failed:
            _say(sys.stderr, ["--strict takes every warning as an error"])
        if options.format == "json":
            _say(sys.stdout, [_json({"exit": code, **self.data})])
        return code if not options.report or self._write_report(options.report, code) else FAULT

    def _write_report(self, path: str, code: int) -> bool:
        from pathlib import Path

        from generator.report import as_data

        content = {"exit": code, **self.data, "diagnostics": [as_data(item) for item in self.diagnostics.items]}
        try:
            Path(path).write_text(_json(content) + "\n", encoding="utf-8")
        except OSError as error:
            _say(sys.stderr, [f"cannot write the report to {path}: {error.strerror}"])
            return False
        return True

    def _internal_error(self, error: Exception) -> None:
        import traceback
        from pathlib import Path

        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        hint = f"this is a fault of sdkwright {VERSION}: please report it; {_TRACEBACK}=1 shows the whole traceback"
        self.diagnostics.error("internal-error", f"{type(error).__name__} in {where}: {error}", hint=hint)


# --- the commands ---


def _generate(run: _Run) -> int:
    from generator.pipeline import generate
    from generator.summary import written_data, written_text

    build, plan = generate(run.settle(), run.diagnostics, run.stage, strict=run.options.strict)
    run.data = written_data(build, plan, run.seconds())
    run.say([written_text(build, plan, run.diagnostics, run.seconds())])
    return DONE


def _check(run: _Run) -> int:
    from generator.pipeline import check
    from generator.summary import drift_data, drift_text

    settings = run.settle()
    build, drift = check(settings, run.diagnostics, run.stage, strict=run.options.strict)
    run.data = drift_data(build, drift, run.seconds())
    run.say(drift_text(build, drift, settings.command, run.seconds()))
    return DRIFT if drift.found else DONE


# --- the arguments ---

_GENERATE_EXAMPLE: Final = """\
examples:
  sdkwright generate openapi.yaml               into ./<distribution>, named after the API
  sdkwright generate openapi.yaml --output sdk --package acme
  sdkwright generate                            as sdkwright.toml says
"""

_CHECK_EXAMPLE: Final = """\
exit codes: 0 no drift, 1 drift, 2 the document, config or command line is at fault

example:
  sdkwright check --format github               in CI, with annotations
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sdkwright", description="Writes a typed Python SDK from an OpenAPI document.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"sdkwright {VERSION}")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_command(commands, "generate", _generate, "write the SDK", _GENERATE_EXAMPLE)
    _add_command(
        commands, "check", _check, "tell whether the written SDK is what would be generated now", _CHECK_EXAMPLE
    )
    return parser


def _add_command(commands: Any, name: str, run: Callable[[_Run], int], purpose: str, example: str) -> None:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=purpose,
        description=f"{purpose[0].upper()}{purpose[1:]}.",
        epilog=example,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=lambda options: _Run(options).guarded(run))
    add = parser.add_argument
    add("spec", metavar="SPEC", nargs="?", help="the OpenAPI document, YAML or JSON (default: the config's)")
    add(
        "--output",
        metavar="DIR",
        default="",
        help="folder of the SDK (default: the config's, or the distribution's name)",
    )
    add("--package", metavar="NAME", default="", help="import name of the SDK (default: from the document's title)")
    add("--class-name", metavar="NAME", default="", help="name of the client class (default: likewise)")
    add("--templates", metavar="DIR", default="", help="folder of templates that replace or extend ours")
    add("--models", choices=("templates", "datamodel-code-generator"), default="", help="who writes the models")
    add("--allow-remote-refs", action="store_true", help="read references that lead to the network")
    add("--config", metavar="FILE", default="", help="config (default: the nearest sdkwright.toml or pyproject.toml)")
    add("--format", choices=("text", "json", "github"), default="text", help="form of the messages (default: text)")
    add("--report", metavar="FILE", default="", help="write the result and all messages to a JSON file too")
    add("--strict", action="store_true", help="take warnings as errors")
    add("--quiet", action="store_true", help="say nothing but errors and warnings")
    add("--verbose", action="store_true", help="show notes too: what was left out because the document asks for it, …")


# --- the terminal ---


def _say(stream: IO[str], lines: Iterable[str]) -> None:
    _write(stream, "".join(f"{line}\n" for line in lines))


def _write(stream: IO[str], text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The reader went away, as `head` does. The rest goes nowhere, and the interpreter's last flush finds no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _colored(stream: IO[str]) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _json(content: dict[str, Any]) -> str:
    import json

    return json.dumps(content, indent=2, ensure_ascii=False)
