"""`sdkwright diff`: list the changes between two documents that affect users of the SDK."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_names, add_reading, command

if TYPE_CHECKING:
    from generator.cli.session import Session

_EXAMPLES: Final = """\
OLD and NEW are files, or git:REVISION:PATH with a path relative to the top of the repository.
For OLD, git:REVISION alone means the path of NEW at that revision.
A change is breaking if it can break a program that uses the SDK; below 1.0.0 it needs a minor version.
exit codes: 0 success, 1 changes at the level of --fail-on or above, 2 an error in a document or the command line

examples:
  sdkwright diff old.yaml new.yaml
  sdkwright diff git:origin/main --format markdown           NEW is `spec` of the config
  sdkwright diff git:v1.2.0:openapi.yaml openapi.yaml --fail-on breaking
"""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    purpose = "list the changes to the SDK between two documents"
    parser = command(commands, "diff", run, purpose, _EXAMPLES, "OLD [NEW]")
    parser.add_argument("old", metavar="OLD", help="the old OpenAPI document")
    parser.add_argument(
        "new", metavar="NEW", nargs="?", help="the new OpenAPI document (default: `spec` of the config)"
    )
    add_names(parser)
    add_reading(parser)
    forms = ("text", "markdown", "json")
    parser.add_argument("--format", choices=forms, default="text", help="output format (default: text)")
    parser.add_argument("--fail-on", choices=("breaking", "compatible"), help="exit with 1 if there is such a change")
    parser.add_argument("--quiet", action="store_true", help="print only errors")


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from generator.cli.session import Session

    return Session(options).run(_diff)


def _diff(session: Session) -> int:
    from generator.compare.changes import LEVELS, worst
    from generator.compare.render import as_data, as_markdown, as_text, verdict
    from generator.compare.revision import is_revision
    from generator.diagnostics.sanitize import sanitize
    from generator.document_changes import compare_documents

    options = session.options
    given = options.new or ""
    settings = session.settle(given.rpartition(":")[2] if is_revision(given) else given)
    names = _names(options.old, given or settings.address or str(settings.spec))
    with ExitStack() as stack:
        old, new = ((_local(name, stack, session), name) for name in names)
        session.stage("Comparing")
        found, version = compare_documents(settings, old, new, session.diagnostics)
    session.data = as_data(found, version)
    if options.format == "markdown":
        session.say(as_markdown(found, version).splitlines())
    else:
        session.say([*map(sanitize, as_text(found)), sanitize(verdict(found, version))])
    level = worst(found)
    fails = options.fail_on and level and LEVELS.index(level) <= LEVELS.index(options.fail_on)
    return 1 if fails else 0


def _names(old: str, new: str) -> tuple[str, str]:
    """The two documents; `git:REV` without a path becomes the path of the new one at that revision."""
    from os import sep
    from os.path import relpath

    from generator.compare.revision import PREFIX, is_revision
    from generator.document_address import is_address

    revision = old.removeprefix(PREFIX)
    if is_revision(old) and revision and ":" not in revision and not is_revision(new) and not is_address(new):
        return f"{old}:./{relpath(new).replace(sep, '/')}", new
    return old, new


def _local(name: str, stack: ExitStack, session: Session) -> Path:
    """The path of a document; one of a git revision is copied to a temporary folder first."""
    from tempfile import TemporaryDirectory

    from generator.compare.revision import check_out, is_revision

    if not is_revision(name):
        return Path(name)
    return check_out(name, Path(stack.enter_context(TemporaryDirectory(prefix="sdkwright-"))), session.diagnostics)
