"""`sdkwright completion`: print a script that completes the command line in bash, zsh or fish."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from generator.cli.arguments import command as declare
from generator.cli.console import DONE, say

_EXAMPLE: Final = """\
examples:
  eval "$(sdkwright completion bash)"           in ~/.bashrc; in ~/.zshrc with `zsh`
  sdkwright completion fish > ~/.config/fish/completions/sdkwright.fish
"""


def register(commands: Any) -> None:
    """Add the command to the parser. It must be the last one, since it completes all the others."""
    purpose = "print a script that completes the command line"
    parser = declare(commands, "completion", run, purpose, _EXAMPLE, "SHELL")
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell that runs the script")
    parser.set_defaults(commands=commands.choices)


def run(options: argparse.Namespace) -> int:
    """Print the script. Returns the exit code."""
    own = (Argument(("-h", "--help"), "show the help", ""), Argument(("--version",), "show the version", ""))
    commands = tuple(_command(parser, (name,)) for name, parser in options.commands.items())
    say([_SHELLS[options.shell]("sdkwright", Command((), "", own, commands)).rstrip("\n")])
    return DONE


Takes = Literal["", "word", "file", "folder"]
"""The kind of an argument's value; empty for a flag."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An option with its spellings, or a positional argument with none."""

    spellings: tuple[str, ...]
    about: str
    takes: Takes
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its arguments and subcommands. `path` has the words of the command, without the program's name."""

    path: tuple[str, ...]
    about: str
    arguments: tuple[Argument, ...]
    commands: tuple[Command, ...] = ()

    @property
    def options(self) -> list[Argument]:
        return [argument for argument in self.arguments if argument.spellings]

    @property
    def positionals(self) -> list[Argument]:
        return [argument for argument in self.arguments if not argument.spellings]

    def walk(self) -> Iterator[Command]:
        """The command and all its subcommands."""
        yield self
        yield from self.commands


_FILES: Final = frozenset({"FILE", "SPEC", "OLD", "NEW"})


def _command(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Command:
    """The parts of a parser that completion needs."""
    arguments = [
        Argument(tuple(action.option_strings), action.help or "", _takes(action), tuple(map(str, action.choices or ())))
        for action in parser._actions
    ]
    return Command(path, (parser.description or "").partition("\n")[0].rstrip("."), tuple(arguments))


def _takes(action: argparse.Action) -> Takes:
    if action.nargs == 0:
        return ""
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    return "folder" if metavar == "DIR" else "file" if metavar in _FILES else "word"


# --- bash ---


def _bash(program: str, root: Command) -> str:
    """A script for bash 3.2 or later."""
    function = f"_{program}"
    known = "|".join(_quoted(f"{' '.join(c.path[:-1])} {c.path[-1]}") for c in root.walk() if c.path)
    values = [
        f"    {'|'.join(_quoted(f'{_words(c)} {spelling}') for spelling in o.spellings)}) {_bash_value(o)}; return ;;"
        for c in root.walk()
        for o in c.options
        if o.takes
    ]
    cases = [line for c in root.walk() for line in _bash_case(c)]
    return "\n".join(
        [
            f'# {program}: completion for bash. To enable it: eval "$({program} completion bash)"',
            f"{function}() {{",
            "  local IFS=$'\\n' command= word current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}",
            "  COMPREPLY=()",
            '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
            f'    case "$command $word" in {known}) command="${{command:+$command }}$word" ;; esac',
            "  done",
            '  case "$command $previous" in',
            *values,
            "  esac",
            "  case $command in",
            *cases,
            "  esac",
            "}",
            f"complete -F {function} {program}",
            "",
        ]
    )


def _bash_value(argument: Argument) -> str:
    if argument.choices:
        return _bash_words(argument.choices)
    kind = {"file": "-f", "folder": "-d"}.get(argument.takes)
    return f'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen {kind} -- "$current"))' if kind else ":"


def _bash_words(words: tuple[str, ...]) -> str:
    listed = "\\n".join(words)
    return f"COMPREPLY=($(compgen -W $'{listed}' -- \"$current\"))"


def _bash_case(command: Command) -> Iterator[str]:
    flags = tuple(spelling for option in command.options for spelling in option.spellings)
    yield f"    {_quoted(_words(command))})"
    yield f"      if [[ $current == -* ]]; then {_bash_words(flags)}"
    if command.commands:
        yield f"      else {_bash_words(tuple(inner.path[-1] for inner in command.commands))}"
    else:
        choices = tuple(choice for argument in command.positionals for choice in argument.choices)
        kinds = {argument.takes for argument in command.positionals}
        if choices:
            yield f"      else {_bash_words(choices)}"
        elif "file" in kinds:
            yield f"      else {_bash_value(Argument((), '', 'file'))}"
    yield "      fi ;;"


# --- zsh ---


def _zsh(program: str, root: Command) -> str:
    """A script for zsh, to be evaluated or placed on `fpath` as `_program`."""
    lines = [
        f"#compdef {program}",
        f'# {program}: completion for zsh. To enable it: eval "$({program} completion zsh)"',
    ]
    for command in root.walk():
        lines += [f"_{'_'.join((program, *command.path))}() {{", *_zsh_body(program, command), "}"]
    return "\n".join(
        [
            *lines,
            f'if [[ $funcstack[1] == _{program} ]]; then _{program} "$@"; else compdef _{program} {program}; fi',
            "",
        ]
    )


def _zsh_body(program: str, command: Command) -> Iterator[str]:
    if not command.commands:
        specs = [_zsh_argument(argument) for argument in command.arguments]
        yield f"  _arguments -s {' '.join(specs)}"
        return
    yield "  if (( CURRENT == 2 )); then"
    yield f"    local -a commands=({' '.join(_quoted(f'{c.path[-1]}:{c.about}') for c in command.commands)})"
    yield "    _describe -t commands command commands"
    yield "    return"
    yield "  fi"
    yield "  local chosen=$words[2]"
    yield "  shift words; (( CURRENT-- ))"
    yield "  case $chosen in"
    yield from (f"    {c.path[-1]}) _{'_'.join((program, *c.path))} ;;" for c in command.commands)
    yield "  esac"


def _zsh_argument(argument: Argument) -> str:
    about = "".join(f"\\{char}" if char in "[]:\\" else char for char in argument.about.partition("\n")[0])
    values = {"file": "_files", "folder": "_files -/", "word": " "}.get(argument.takes, "")
    action = f"({' '.join(argument.choices)})" if argument.choices else values
    if not argument.spellings:
        return _quoted(f"*:{about}:{action}")
    value = f":value:{action}" if argument.takes else ""
    return " ".join(_quoted(f"{spelling}[{about}]{value}") for spelling in argument.spellings)


# --- fish ---


def _fish(program: str, root: Command) -> str:
    """A script for fish 3 or later."""
    lines = [
        f"# {program}: completion for fish. To enable it: {program} completion fish | source",
        f"complete -c {program} -f",
    ]
    for command in root.walk():
        seen = "; and ".join(f"__fish_seen_subcommand_from {word}" for word in command.path) or "__fish_use_subcommand"
        names = " ".join(inner.path[-1] for inner in command.commands)
        start = f"complete -c {program} -n {_quoted(seen)}"
        open_ = f"{seen}; and not __fish_seen_subcommand_from {names}" if command.path else seen
        first = f"complete -c {program} -n {_quoted(open_)}"
        lines += [f"{first} -a {inner.path[-1]} -d {_quoted(inner.about)}" for inner in command.commands]
        lines += [f"{start} {_fish_argument(argument)}" for argument in command.arguments]
    return "\n".join([*lines, ""])


def _fish_argument(argument: Argument) -> str:
    names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in argument.spellings]
    folders = "-x -a '(__fish_complete_directories)'"
    values = {"file": "-r -F", "folder": folders, "word": "-x"}.get(argument.takes, "")
    if argument.choices:
        values = f"-x -a {_quoted(' '.join(argument.choices))}"
    if not argument.spellings:
        values = values.removeprefix("-r ").removeprefix("-x ").removesuffix("-x")
    return " ".join(filter(None, [*names, values, f"-d {_quoted(argument.about)}"]))


_SHELLS: Final[Mapping[str, Callable[[str, Command], str]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}


def _words(command: Command) -> str:
    return " ".join(command.path)


def _quoted(text: str) -> str:
    return shlex.quote(text) or "''"
