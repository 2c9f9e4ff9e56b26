"""Arguments that several commands share, and the layout of a command's help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any


def command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], purpose: str, epilog: str, takes: str = ""
) -> argparse.ArgumentParser:
    """Declare a command. `purpose` is its line in `--help`, `takes` its usage, `epilog` its examples."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=purpose,
        usage=f"sdkwright {name} {takes} [option …]" if takes else None,
        description=f"{purpose[0].upper()}{purpose[1:]}.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run, parser=parser)
    return parser


def add_sdk(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the document, the output and the names of an SDK."""
    add = parser.add_argument
    add(
        "spec",
        metavar="SPEC",
        nargs="?",
        help="the document: a file, a URL, or - for stdin",
    )
    add("--output", metavar="DIR", help="folder of the SDK (default: the distribution name)")
    add_names(parser)
    add("--templates", metavar="DIR", help="folder of templates that replace or extend the built-in ones")
    add(
        "--models",
        choices=("templates", "datamodel-code-generator"),
        help="the generator of the models (default: templates)",
    )
    add_reading(parser)


def add_names(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the names of an SDK."""
    parser.add_argument("--package", metavar="NAME", help="import name of the SDK (default: from the title)")
    parser.add_argument("--class-name", metavar="NAME", help="name of the client class (default: from the title)")


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that control how a document is read."""
    add = parser.add_argument
    add("--overlay", metavar="FILE", action="append", help="OpenAPI Overlay to apply to the document; may be repeated")
    add("--lenient", action="store_true", help="continue without what a reference does not lead to, with a warning")
    add("--root", metavar="DIR", help="folder that may be read through references (default: the document's folder)")
    add("--allow-remote-refs", action="store_true", help="fetch references to URLs")
    add("--config", metavar="FILE", help="config file (default: the nearest sdkwright.toml)")


def add_messages(parser: argparse.ArgumentParser, *formats: str) -> None:
    """Add the arguments for the form and amount of output."""
    add = parser.add_argument
    add("--format", choices=formats, default="text", help="output format (default: text)")
    add("--strict", action="store_true", help="treat warnings as errors")
    add("--quiet", action="store_true", help="print only errors and warnings")
    add("--verbose", action="store_true", help="also print notes, and more than three warnings of one code")
