"""The parser of the command line: errors show the usage of the command that they concern, and a suggestion."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NoReturn

from generator.cli.console import write

_INVALID_CHOICE: Final = re.compile(r"argument (?P<names>[^:]+): invalid choice: '?(?P<given>.*?)'? \(choose from")


class Parser(argparse.ArgumentParser):
    """A parser whose errors have a suggestion for what was mistyped."""

    def report_unknown(self, unknown: Sequence[str]) -> NoReturn:
        """Print the usage and the arguments that the parser does not know, with suggestions, and exit with 2."""
        self.error(self._unknown(unknown))

    def error(self, message: str) -> NoReturn:
        """Print the usage and the message, with a suggestion for a mistyped value, and exit with 2."""
        super().error(self._with_choices(message))

    def _unknown(self, unknown: Sequence[str]) -> str:
        options = [text.partition("=")[0] for text in unknown if text.startswith("-") and text != "-"]
        if not options:
            return f"too many arguments: {' '.join(unknown)}"
        known = [spelling for action in self._actions for spelling in action.option_strings]
        return "; ".join(f"unknown option {option}{_suggestion(option, known)}" for option in options)

    def _with_choices(self, message: str) -> str:
        found = _INVALID_CHOICE.match(message)
        action = next(self._named(found["names"]), None) if found else None
        if found is None or action is None:
            return message
        choices, given = [str(choice) for choice in action.choices or ()], found["given"]
        if action.metavar == "COMMAND":
            hint = _suggestion(given, choices) or f"; the commands are {', '.join(choices)}"
            return f"unknown command `{given}`{hint}"
        hint = _suggestion(given, choices) or f"; it is one of {', '.join(choices)}"
        return f"argument {found['names']}: invalid value `{given}`{hint}"

    def _named(self, names: str) -> Iterator[argparse.Action]:
        """The actions that argparse names so in a message."""
        for action in self._actions:
            if names in {"/".join(action.option_strings), action.metavar, action.dest}:
                yield action

    def _print_message(self, message: str, file: object = None) -> None:
        to_output = file is sys.stdout
        write(sys.stdout if to_output else sys.stderr, message)


def _suggestion(given: str, known: Iterable[str]) -> str:
    from generator.diagnostics.suggest import did_you_mean

    text = did_you_mean(given, known)
    return f"; {text}" if text else ""
