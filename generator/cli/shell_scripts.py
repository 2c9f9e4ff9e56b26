"""Scripts that let a shell complete a command line, made from the tree of its parsers."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Takes = Literal["", "word", "file", "folder"]
"""What an argument's value is; empty for a flag that has none."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An option with its spellings, or a positional argument with none."""

    spellings: tuple[str, ...]
    about: str
    takes: Takes
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what may follow it. `path` holds the words that lead to it, without the program's name."""

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
        """The command and all below it."""
        yield self
        for command in self.commands:
            yield from command.walk()


_FILES: Final = frozenset({"FILE", "SPEC", "OLD", "NEW"})


def tree(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Command:
    """A parser and its subparsers, as far as completion needs them."""
    arguments: list[Argument] = []
    commands: list[Command] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            commands += [tree(inner, (*path, name)) for name, inner in action.choices.items()]
        else:
            choices = tuple(str(choice) for choice in action.choices or ())
            arguments.append(Argument(tuple(action.option_strings), action.help or "", _takes(action), choices))
    return Command(path, (parser.description or "").partition("\n")[0].rstrip("."), tuple(arguments), tuple(commands))


def _takes(action: argparse.Action) -> Takes:
    if action.nargs == 0:
        return ""
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    return "folder" if metavar == "DIR" else "file" if metavar in _FILES else "word"


# --- bash ---


def bash(program: str, root: Command) -> str:
    """A script for bash 3.2 or later."""
    function = f"_{program}"
    known = "|".join(_quoted(f"{' '.join(c.path[:-1])} {c.path[-1]}") for c in root.walk() if c.path)
    values = [
        f"    {'|'.join(_quoted(f'{_words(c)} {spelling}') for spelling in o.spellings)}) {_bash_value(o)}; return ;;"
        for c in root.walk()
        for o in c.options
        if o.takes
    ]
    places = [line for c in root.walk() for line in _bash_place(c)]
    return "\n".join(
        [
            f'# {program}: completion for bash. Use it with: eval "$({program} completion bash)"',
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
            *places,
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


def _bash_place(command: Command) -> Iterator[str]:
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


def zsh(program: str, root: Command) -> str:
    """A script for zsh, to evaluate or to put on `fpath` as `_program`."""
    lines = [f"#compdef {program}", f'# {program}: completion for zsh. Use it with: eval "$({program} completion zsh)"']
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


def fish(program: str, root: Command) -> str:
    """A script for fish 3 or later."""
    lines = [
        f"# {program}: completion for fish. Use it with: {program} completion fish | source",
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


SHELLS: Final[Mapping[str, Callable[[str, Command], str]]] = {"bash": bash, "zsh": zsh, "fish": fish}


def _words(command: Command) -> str:
    return " ".join(command.path)


def _quoted(text: str) -> str:
    return shlex.quote(text) or "''"
