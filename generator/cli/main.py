"""The entry point. Exit codes: 0 success, 1 drift or unwanted changes, 2 an error in the input or command line."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import Final, NoReturn

from generator.cli.commands import (
    check,
    completion,
    diff,
    docs,
    explain,
    generate,
    init,
    mock,
    names,
    release,
    templates,
)
from generator.cli.console import FAULT, OutputFailed, open_closed_streams, report_output_failure, write
from generator.cli.parser import Parser
from generator.version import VERSION

INTERRUPTED: Final = 130

_COMMANDS: Final = (init, generate, check, diff, release, docs, explain, names, mock, templates, completion)

_EXAMPLE: Final = """\
example:
  sdkwright generate openapi.yaml

`sdkwright COMMAND --help` describes a command.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (default: `sys.argv`). Returns the exit code."""
    open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # do not fail on a console encoding that lacks a character
    alone = arguments is None
    if alone:
        gc.disable()  # a run makes many objects and little garbage; `--watch` collects it after each run
    try:
        return _run(arguments)
    except OutputFailed as failure:
        return report_output_failure(failure)
    finally:
        if alone:
            gc.freeze()  # the process ends, so nothing is to be searched for garbage


def command() -> NoReturn:
    """Run the command `sdkwright`, and end the process without freeing its memory piece by piece, which takes time.

    A profiler or a debugger that waits for the interpreter to end is served by `python -m generator`.
    """
    code = main()
    with suppress(OSError, ValueError):  # closed, or reported by `main`
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    parser = _parser()
    try:
        options, unknown = parser.parse_known_args(arguments)
        if unknown:
            options.parser.report_unknown(unknown)
    except SystemExit as done:  # --help, --version or a fault
        return done.code if isinstance(done.code, int) else FAULT
    if options.run is None:
        parser.print_help(sys.stderr)
        return FAULT
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        write(sys.stderr, "interrupted\n")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="sdkwright",
        description="Generate a typed Python SDK from an OpenAPI document.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"sdkwright {VERSION}")
    parser.set_defaults(run=None, parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in _COMMANDS:
        module.register(commands)
    return parser
