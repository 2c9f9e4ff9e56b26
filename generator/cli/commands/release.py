"""`sdkwright release`: close the changelog's part *Unreleased*, and give the SDK its next version."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_messages, add_sdk, command

if TYPE_CHECKING:
    from generator.cli.session import Session

_EXAMPLES: Final = """\
Closes the part Unreleased of the changelog, and writes the version into the SDK. Needs `changelog = true` in the config
and an SDK that is up to date. Commits and publishes nothing.

A breaking change asks for a major version, a compatible one for a minor version, any other for a patch. Below 1.0.0, a
breaking change asks for a minor version, any other for a patch.

examples:
  sdkwright release --dry-run                   says what would be released
  sdkwright release --version 2.0.0rc1
"""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    purpose = "give the SDK its next version"
    parser = command(commands, "release", run, purpose, _EXAMPLES, "[SPEC]")
    add_sdk(parser)
    parser.add_argument("--version", metavar="VERSION", help="the version (default: the one that the changes ask for)")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="the date in the changelog (default: today, in UTC)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be released, and write nothing")
    add_messages(parser, "text", "json")


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from generator.cli.session import Session

    return Session(options).run(_release)


def _release(session: Session) -> int:
    from generator.compare.changelog import CHANGELOG
    from generator.compare.render import as_text, counts
    from generator.diagnostics.sanitize import sanitize
    from generator.releasing import release

    options = session.options
    settings, date = session.settle(), _date(session)
    made = release(
        settings,
        session.diagnostics,
        session.stage,
        version=options.version or "",
        date=date,
        strict=options.strict,
        dry_run=options.dry_run,
    )
    if made is None:
        session.data = {"released": None}
        session.say(["nothing to release"])
        return 0
    before = made.found.release.version if made.found.release else None
    session.data = {
        "released": made.version,
        "before": before,
        "date": date,
        "dry run": options.dry_run,
        "changes": [{"level": c.level, "what": c.what, "name": c.name, "text": c.text} for c in made.found.changes],
    }
    what = f"{counts(made.found.changes) or 'no change for callers'} since {before}" if before else "first release"
    output = made.build.output
    session.say(
        [
            f"{'would release' if options.dry_run else 'released'} {made.version}: {what}",
            *(f"  {sanitize(line)}" for line in as_text(made.found.changes, _LISTED)),
            *([] if options.dry_run else [f"changelog: {(output / CHANGELOG).as_posix()}"]),
        ]
    )
    return 0


_LISTED: Final = 20


def _date(session: Session) -> str:
    """The date for the changelog: as given, of `SOURCE_DATE_EPOCH` (reproducible-builds.org), or today in UTC."""
    import os
    from datetime import UTC, date, datetime

    from generator.diagnostics.model import Failed

    given: str = session.options.date or ""
    epoch: str = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        if given:
            known = date.fromisoformat(given).isoformat() if len(given) == len("2026-01-31") else ""
        else:
            known = (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)).date().isoformat()
    except (ValueError, OverflowError, OSError):
        known = ""
    if not known or (given and known != given):  # `date` also reads 2026-W05-6
        wrong = f"--date: invalid date `{given}`" if given else f"SOURCE_DATE_EPOCH: invalid time `{epoch}`"
        hint = "a date is YYYY-MM-DD" if given else "it is a number of seconds since 1970-01-01"
        session.diagnostics.error("wrong-value", wrong, hint=hint)
        raise Failed
    return known
