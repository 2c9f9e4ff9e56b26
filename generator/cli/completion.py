"""`sdkwright completion`: a script that lets a shell complete our command line."""

from __future__ import annotations

import argparse
from typing import Any, Final

from generator.cli.arguments import command
from generator.cli.console import DONE, say

_EXAMPLE: Final = """\
examples:
  eval "$(sdkwright completion bash)"           in ~/.bashrc; likewise zsh in ~/.zshrc
  sdkwright completion fish > ~/.config/fish/completions/sdkwright.fish
"""


def register(commands: Any) -> None:
    """Add the command to the command line's, all of which it completes."""
    parser = command(commands, "completion", run, "print a script that completes this command line", _EXAMPLE, "SHELL")
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell that is to read it")
    parser.set_defaults(commands=commands.choices)


def run(options: argparse.Namespace) -> int:
    """Print the script. Returns the exit code."""
    from generator.cli.shell_scripts import SHELLS, Argument, Command, tree

    own = (Argument(("-h", "--help"), "show the help", ""), Argument(("--version",), "show the version", ""))
    below = tuple(tree(parser, (name,)) for name, parser in options.commands.items())
    say([SHELLS[options.shell]("sdkwright", Command((), "", own, below)).rstrip("\n")])
    return DONE
