"""`sdkwright docs`: build the SDK's pages as a site."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_messages, add_sdk, command

if TYPE_CHECKING:
    from generator.cli.session import Session

_EXAMPLES: Final = """\
examples:
  sdkwright docs openapi.yaml                   writes ./site; open site/index.html
  sdkwright docs --site-dir public              uses sdkwright.toml
"""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = command(commands, "docs", run, "build the SDK's pages as a searchable site", _EXAMPLES, "[SPEC]")
    add_sdk(parser)
    parser.add_argument("--site-dir", metavar="DIR", default="site", help="folder of the site (default: site)")
    add_messages(parser, "text", "json", "github", "sarif")


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from generator.cli.session import Session

    return Session(options).run(_docs)


def _docs(session: Session) -> int:
    from pathlib import Path

    from generator.reporting.summary import site_data, site_text
    from generator.site_pipeline import generate_site

    settings, folder = session.settle(), Path(session.options.site_dir)
    plan, files = generate_site(settings, folder, session.diagnostics, session.stage, strict=session.options.strict)
    session.data = site_data(files, plan, folder, session.seconds())
    session.say(site_text(files, plan, folder, session.diagnostics, session.seconds()))
    return 0
