"""`sdkwright templates`: list the built-in templates, copy them, and check overrides."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import command
from generator.cli.console import guarded, say
from generator.diagnostics.model import Failed

if TYPE_CHECKING:
    from generator.config.options import Options
    from generator.diagnostics.model import Diagnostics, Located
    from generator.emit.environment import Environment
    from generator.targets.target import Target

_EXAMPLES: Final = """\
  list          list the built-in templates and static files, with their blocks
  show NAME     print a built-in template
  eject NAME    copy a built-in template into the folder of overrides
  check         report overrides with unknown names or blocks, and outdated copies

exit codes: 0 success, 1 a copy is outdated, 2 an error in a name, a template or the config

examples:
  sdkwright templates list
  sdkwright templates eject client.py.jinja --templates house
"""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    purpose = "list, copy and check templates"
    parser = command(commands, "templates", run, purpose, _EXAMPLES, "ACTION [NAME]")
    parser.add_argument("action", choices=("list", "show", "eject", "check"), metavar="ACTION", help="see below")
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help="a template listed by `list`")
    parser.add_argument(
        "--templates", metavar="DIR", default="", help="folder of overrides (default: `templates` of the config)"
    )
    parser.add_argument(
        "--config", metavar="FILE", default="", help="config file (default: the nearest sdkwright.toml)"
    )


def run(args: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    return guarded(lambda diagnostics: _Templates(args, diagnostics).act())


class _Templates:
    """One run of the command, with a method for each action."""

    def __init__(self, args: argparse.Namespace, diagnostics: Diagnostics) -> None:
        self.args = args
        self.diagnostics = diagnostics

    def act(self) -> int:
        action: str = self.args.action
        if action in {"list", "check"} and self.args.name:
            raise self.refused("unexpected-name", f"`templates {action}` takes no NAME")
        return {"list": self.list, "show": self.show, "eject": self.eject, "check": self.check}[action]()

    def list(self) -> int:
        """Print each built-in template with its purpose and its blocks."""
        builtin = self.builtin()
        for name in builtin.names():
            say([f"{name}: {builtin.purpose(name)}"])
            if blocks := builtin.blocks(name):
                say([f"    blocks: {', '.join(blocks)}"])
        return 0

    def show(self) -> int:
        say([self.builtin().builtin(self.known()).removesuffix("\n")])
        return 0

    def eject(self) -> int:
        """Copy a built-in template, marked with its version. Never replaces a file."""
        from generator.diagnostics.text_location import TextPlace

        name, folder = self.known(), self.folder()
        path, text = folder / name, self.builtin().builtin(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(f"{self.mark(name)}\n{text}")
        except FileExistsError:
            raise self.refused("already-there", "the file exists and is not replaced", TextPlace(str(path))) from None
        except OSError as error:
            what = f"cannot write the template: {error.strerror}"
            raise self.refused("unwritable-template", what, TextPlace(str(path))) from None
        say([f"{path}: copied from the built-in template"])
        if blocks := self.builtin().blocks(name):
            say([f'to override single blocks instead: {{% extends "builtin/{name}" %}}, with any of'])
            say([f"    {', '.join(blocks)}"])
        return 0

    def check(self) -> int:
        """Print the state of each override. Unknown names and blocks are errors."""
        from generator.emit.overrides import mark_of

        folder = self.folder()
        environment = self.environment(folder, self.options().files.values())
        stale = 0
        for name in environment.overrides:
            text = (folder / name).read_text(encoding="utf-8", errors="replace")
            mark, now = mark_of(text), self.mark(name)
            if mark is None and environment.extends(name):
                say([f"{name}: extends the built-in template"])
            elif mark is None:
                say(
                    [
                        f"{name}: has no mark; with this first line, changes of the built-in template are detected:",
                        f"    {now}",
                    ]
                )
            elif mark.line(name).partition("sha256:")[2] == now.partition("sha256:")[2]:
                say([f"{name}: a copy of the current built-in template"])
            else:
                stale += 1
                say([f"{name}: a copy of an older built-in template; after updating it, replace its first line:"])
                say([f"    {now}"])
        say([f"{folder}: {len(environment.overrides)} override{'' if len(environment.overrides) == 1 else 's'}"])
        return 1 if stale else 0

    # --- shared by the actions ---

    def builtin(self) -> Environment:
        return self.environment(None)

    def environment(self, overlay: Path | None, added: Collection[str] = ()) -> Environment:
        from generator.emit.environment import Environment

        return Environment(self.target().templates, overlay, self.diagnostics, added)

    def target(self) -> Target:
        from generator.targets.registry import target_named

        return target_named(self.options().target or "python", self.diagnostics)

    def mark(self, name: str) -> str:
        """The first line of a copy, which identifies its original."""
        from generator.emit.manifest import digest
        from generator.emit.overrides import Mark
        from generator.version import VERSION

        return Mark(VERSION, self.target().views_version, digest(self.builtin().builtin(name).encode())).line(name)

    def known(self) -> str:
        """The NAME argument. Raises `Failed`, with a suggestion, if there is no such template."""
        from generator.diagnostics.suggest import did_you_mean

        name, known = self.args.name, self.builtin().names()
        if not name:
            raise self.refused("no-name", f"`templates {self.args.action}` needs a NAME from `templates list`")
        if name not in known:
            hint = did_you_mean(name, known) or "`sdkwright templates list` shows all of them"
            self.diagnostics.error("unknown-template", f"there is no template `{name}`", hint=hint)
            raise Failed
        return str(name)

    def folder(self) -> Path:
        """The folder of overrides. Raises `Failed` if there is none."""
        folder = self.args.templates or self.options().templates
        if not folder:
            hint = 'give --templates DIR, or set `templates = "…"` in the config'
            self.diagnostics.error("no-templates", "no folder of overrides is set", hint=hint)
            raise Failed
        return Path(folder)

    def options(self) -> Options:
        """The options of the config, with resolved paths."""
        from generator.config.config_file import find_config, read_config
        from generator.config.options import Options

        named = self.args.config
        config = read_config(Path(named), self.diagnostics) if named else find_config(Path(), self.diagnostics)
        return config.resolved() if config else Options()

    def refused(self, code: str, message: str, at: Located | None = None) -> Failed:
        self.diagnostics.error(code, message, at)
        return Failed()
