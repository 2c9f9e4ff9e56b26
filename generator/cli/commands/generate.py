"""`sdkwright generate`: write the SDK, once or whenever an input changes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_messages, add_sdk, command

if TYPE_CHECKING:
    from pathlib import Path

    from generator.cli.session import Session
    from generator.pipeline import Build

_EXAMPLES: Final = """\
examples:
  sdkwright generate openapi.yaml               writes ./<distribution>, named after the API
  sdkwright generate openapi.yaml --output sdk --package acme
  sdkwright generate --watch                    uses sdkwright.toml; repeats on each change
"""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = command(commands, "generate", run, "write the SDK", _EXAMPLES, "[SPEC]")
    add_sdk(parser)
    parser.add_argument("--watch", action="store_true", help="generate again when an input file changes; Ctrl-C stops")
    parser.add_argument("--dry-run", action="store_true", help="list what would be written, and write nothing")
    parser.add_argument("--keep-edits", action="store_true", help="stop if a generated file was edited by hand")
    parser.add_argument("--report", metavar="FILE", help="write a JSON report on each operation and schema")
    add_messages(parser, "text", "markdown", "json", "github", "sarif")


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from generator.cli.session import Session

    return _watch(options) if options.watch else Session(options).run(_generate)


def _generate(session: Session) -> int:
    from generator.pipeline import generate
    from generator.reporting.leftovers import folders_kept, other_outputs
    from generator.reporting.summary import changes_markdown, left_text, planned_text, written_data, written_text

    settings, options = session.settle(), session.options
    if options.watch and settings.address:
        session.refuse_watching(settings.address)

    def before_writing(build: Build) -> None:
        session.check_report(build)
        session.show_now("hand-edited")

    build, plan = generate(
        settings,
        session.diagnostics,
        session.stage,
        strict=options.strict,
        dry_run=options.dry_run,
        keep_edits=options.keep_edits,
        keep_document=session.report_file is not None,
        before_writing=before_writing,
    )
    session.inputs |= set(build.reading.document.files)
    session.account_for(build.reading)
    if options.format == "markdown":
        session.say(changes_markdown(build).splitlines())
        return 0
    if options.dry_run:
        session.data = {**written_data(build, plan, session.seconds()), "dry run": True}
        session.say(planned_text(build, plan, session.diagnostics, session.seconds()))
        return 0
    left = folders_kept(plan, build.output)
    others = [] if build.reading.last else list(other_outputs(build.manifest, build.output))
    session.data = {**written_data(build, plan, session.seconds()), "left": {"folders": left, "outputs": others}}
    session.say([*written_text(build, plan, session.diagnostics, session.seconds()), *left_text(left, others)])
    return 0


def _watch(options: argparse.Namespace) -> int:
    """Generate whenever an input changes, until interrupted."""
    import gc
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
        # A run that fails may not know all its inputs: keep the earlier ones, and add the files that have errors.
        faulty = (Path(item.at.position().file) for item in session.diagnostics.items if item.at)
        found = [*session.inputs, *(path for path in faulty if path.is_file())]
        inputs.update(Path(realpath(path)) for path in found)
        gc.collect()
        return inputs

    def waiting(count: int) -> None:
        write(sys.stderr, f"watching {count} file{'' if count == 1 else 's'}; Ctrl-C stops\n")

    try:
        watch(once, waiting)
    except KeyboardInterrupt:
        write(sys.stderr, "\nstopped\n")
        return DONE
    return code
