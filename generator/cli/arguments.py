"""The arguments that commands share, and how a command's help is laid out."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any


def command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], purpose: str, epilog: str, takes: str = ""
) -> argparse.ArgumentParser:
    """Declare a command. `purpose` is its line in the list of commands, `takes` its arguments, `epilog` its example."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=purpose,
        usage=f"sdkwright {name} {takes} [option …]" if takes else None,
        description=f"{purpose[0].upper()}{purpose[1:]}.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    return parser


def add_sdk(parser: argparse.ArgumentParser) -> None:
    """What an SDK is made from and what it is called."""
    add = parser.add_argument
    add("spec", metavar="SPEC", nargs="?", help="the OpenAPI document (default: the config's)")
    add("--output", metavar="DIR", help="folder of the SDK (default: its distribution's name)")
    add_names(parser)
    add("--templates", metavar="DIR", help="folder of templates that replace or extend ours")
    add("--models", choices=("templates", "datamodel-code-generator"), help="who writes the models")
    add_reading(parser)


def add_names(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--package", metavar="NAME", help="import name of the SDK (default: from the title)")
    parser.add_argument("--class-name", metavar="NAME", help="name of the client class (default: likewise)")


def add_reading(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--overlay", metavar="FILE", action="append", help="OpenAPI Overlay to apply first; may be given several times")
    add("--lenient", action="store_true", help="take a reference that leads nowhere for any value, with a warning")
    add("--root", metavar="DIR", help="folder that references may lead to files in (default: the document's own)")
    add("--allow-remote-refs", action="store_true", help="read references that lead to the network")
    add("--config", metavar="FILE", help="config (default: the nearest sdkwright.toml)")


def add_messages(parser: argparse.ArgumentParser, *formats: str) -> None:
    """How the command speaks."""
    add = parser.add_argument
    add("--format", choices=formats, default="text", help="form of the output (default: text)")
    add("--strict", action="store_true", help="take warnings as errors")
    add("--quiet", action="store_true", help="say nothing but errors and warnings")
    add("--verbose", action="store_true", help="show notes too: what the document asks to leave out, …")
