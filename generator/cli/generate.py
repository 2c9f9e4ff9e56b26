"""`sdkwright generate`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_messages, add_sdk, command

if TYPE_CHECKING:
    from pathlib import Path

    from generator.cli.session import Session

_EXAMPLES: Final = """\
examples:
  sdkwright generate openapi.yaml               into ./<distribution>, named after the API
  sdkwright generate openapi.yaml --output sdk --package acme
  sdkwright generate --watch                    as sdkwright.toml says, again at each save
"""


def register(commands: Any) -> None:
    """Add the command to the command line's."""
    parser = command(commands, "generate", run, "write the SDK", _EXAMPLES, "[SPEC]")
    add_sdk(parser)
    parser.add_argument("--watch", action="store_true", help="write again at each save of an input; ctrl-C ends")
    parser.add_argument("--report", metavar="FILE", help="write what became of each operation and schema, JSON")
    add_messages(parser, "text", "json", "github", "sarif")


def run(options: argparse.Namespace) -> int:
    """Generate, with `--watch` again at each save. Returns the exit code."""
    from generator.cli.session import Session

    return _watch(options) if options.watch else Session(options).run(_generate)


def _generate(session: Session) -> int:
    from generator.pipeline import generate
    from generator.reporting.operation_report import account
    from generator.reporting.summary import written_data, written_text

    build, plan = generate(session.settle(), session.diagnostics, session.stage, strict=session.options.strict)
    session.inputs |= set(build.reading.document.files)
    session.data = written_data(build, plan, session.seconds())
    session.account = account(build.reading)
    session.say(written_text(build, plan, session.diagnostics, session.seconds()))
    return 0


def _watch(options: argparse.Namespace) -> int:
    """Generate until somebody interrupts, which is how it is meant to end."""
    import sys
    from os.path import realpath
    from pathlib import Path

    from generator.cli.console import DONE, write
    from generator.cli.session import Session
    from generator.cli.watch import watch

    code = DONE
    inputs: set[Path] = set()

    def once() -> set[Path]:
        nonlocal code
        session = Session(options)
        code = session.run(_generate)
        # A broken document does not tell all its files: those of before still count, and those that have faults.
        told = (item.at.position().file for item in session.diagnostics.items if item.at)
        found = [*session.inputs, *(path for path in map(Path, told) if path.is_file())]
        inputs.update(Path(realpath(path)) for path in found)
        return inputs

    def waiting(count: int) -> None:
        write(sys.stderr, f"watching {count} file{'' if count == 1 else 's'}; ctrl-C ends\n")

    try:
        watch(once, waiting)
    except KeyboardInterrupt:
        write(sys.stderr, "\nstopped\n")
        return DONE
    return code
