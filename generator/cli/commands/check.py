"""`sdkwright check`: compare the SDK on disk with what would be generated."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_messages, add_sdk, command

if TYPE_CHECKING:
    from generator.cli.session import Session

_EXAMPLE: Final = """\
exit codes: 0 no drift, 1 drift, 2 an error in the document, config or command line

example:
  sdkwright check --format github               in CI, with annotations
"""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    purpose = "check that the SDK is up to date"
    parser = command(commands, "check", run, purpose, _EXAMPLE, "[SPEC]")
    add_sdk(parser)
    parser.add_argument("--report", metavar="FILE", help="write a JSON report on each operation and schema")
    add_messages(parser, "text", "json", "github", "sarif")


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from generator.cli.session import Session

    return Session(options).run(_check)


def _check(session: Session) -> int:
    from generator.pipeline import check
    from generator.reporting.summary import drift_data, drift_text, report_drift

    settings = session.settle()
    build, drift = check(
        settings,
        session.diagnostics,
        session.stage,
        strict=session.options.strict,
        keep_document=session.report_file is not None,
    )
    session.check_report(build)
    session.data = drift_data(build, drift, session.seconds())
    session.account_for(build.reading)
    session.say(drift_text(build, drift, settings.command, session.seconds()))
    if session.options.format in {"github", "sarif"}:
        report_drift(build, drift, settings.command, session.diagnostics)
    return 1 if drift.found else 0
