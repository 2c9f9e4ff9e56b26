"""`sdkwright templates`: what can be overridden, a copy to start from, and whether one's overrides still fit."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import command
from generator.cli.console import guarded, say
from generator.diagnostics.model import Failed

if TYPE_CHECKING:
    from generator.config.settings import Options
    from generator.diagnostics.model import Diagnostics, Located
    from generator.emit.environment import Environment
    from generator.targets.target import Target

_EXAMPLES: Final = """\
  list          the built-in templates and static files: what each is for, and its blocks
  show NAME     print one of ours
  eject NAME    copy one of ours into the folder of overrides, to be changed there
  check         tell of overrides of unknown names or blocks, and of copies whose original changed

exit codes: 0 done, 1 a copy is behind its original, 2 a name, template or the config is at fault

examples:
  sdkwright templates list
  sdkwright templates eject client.py.jinja --templates house
"""


def register(subparsers: Any) -> None:
    purpose = "list, copy and check the templates of the output"
    parser = command(subparsers, "templates", run, purpose, _EXAMPLES, "ACTION [NAME]")
    parser.add_argument("action", choices=("list", "show", "eject", "check"), metavar="ACTION", help="see below")
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help="a template, as `list` names it")
    parser.add_argument("--templates", metavar="DIR", default="", help="folder of overrides (default: the config's)")
    parser.add_argument("--config", metavar="FILE", default="", help="config (default: the nearest)")


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    return guarded(lambda diagnostics: _Templates(args, diagnostics).act())


class _Templates:
    """One run of the command: a method an action, and what these have in common."""

    def __init__(self, args: argparse.Namespace, diagnostics: Diagnostics) -> None:
        self.args = args
        self.diagnostics = diagnostics

    def act(self) -> int:
        action: str = self.args.action
        if action in {"list", "check"} and self.args.name:
            raise self.refused("unexpected-name", f"`templates {action}` takes no NAME")
        return {"list": self.list, "show": self.show, "eject": self.eject, "check": self.check}[action]()

    def list(self) -> int:
        """A line for each of ours with its purpose, and one with its blocks."""
        ours = self.builtin()
        for name in ours.names():
            say([f"{name}: {ours.purpose(name)}"])
            if blocks := ours.blocks(name):
                say([f"    blocks: {', '.join(blocks)}"])
        return 0

    def show(self) -> int:
        say([self.builtin().builtin(self.known()).removesuffix("\n")])
        return 0

    def eject(self) -> int:
        """Copy one of ours, marked with what it was made from. Never overwrites."""
        from generator.diagnostics.text_location import TextPlace

        name, folder = self.known(), self.folder()
        path, text = folder / name, self.builtin().builtin(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(f"{self.mark(name)}\n{text}")
        except FileExistsError:
            raise self.refused("already-there", "this file is not overwritten", TextPlace(str(path))) from None
        except OSError as error:
            what = f"cannot write the template: {error.strerror}"
            raise self.refused("unwritable-template", what, TextPlace(str(path))) from None
        say([f"{path}: a copy of ours, for you to change"])
        if blocks := self.builtin().blocks(name):
            say([f'to change a part alone: {{% extends "builtin/{name}" %}}, with the blocks you want of'])
            say([f"    {', '.join(blocks)}"])
        return 0

    def check(self) -> int:
        """What each override is, and whether it still fits. Unknown names and blocks end the run as faults."""
        from generator.emit.overrides import mark_of

        folder = self.folder()
        environment = self.environment(folder, self.options().files.values())
        stale = 0
        for name in environment.overrides:
            text = (folder / name).read_text(encoding="utf-8", errors="replace")
            mark, now = mark_of(text), self.mark(name)
            if mark is None and environment.extends(name):
                say([f"{name}: extends ours"])
            elif mark is None:
                say([f"{name}: made by hand; this first line lets us tell when ours changes:", f"    {now}"])
            elif mark.line(name).partition("sha256:")[2] == now.partition("sha256:")[2]:
                say([f"{name}: a copy of ours, which is still the same"])
            else:
                stale += 1
                say([f"{name}: a copy of ours, which changed; once you took that over, make its first line:"])
                say([f"    {now}"])
        say([f"{folder}: {len(environment.overrides)} override{'' if len(environment.overrides) == 1 else 's'}"])
        return 1 if stale else 0

    # --- what the actions need ---

    def builtin(self) -> Environment:
        return self.environment(None)

    def environment(self, overlay: Path | None, added: Collection[str] = ()) -> Environment:
        from generator.emit.environment import Environment

        return Environment(self.target().templates, overlay, self.diagnostics, added)

    def target(self) -> Target:
        from generator.targets.registry import target_named

        return target_named(self.options().target or "python", self.diagnostics)

    def mark(self, name: str) -> str:
        """The line that says what a copy of ours was made from."""
        from generator.emit.manifest import digest
        from generator.emit.overrides import Mark
        from generator.version import VERSION

        return Mark(VERSION, self.target().views_version, digest(self.builtin().builtin(name).encode())).line(name)

    def known(self) -> str:
        """The NAME that was asked for. Raises `Failed`, with a suggestion, where we have none of it."""
        from generator.diagnostics.suggest import did_you_mean

        name, ours = self.args.name, self.builtin().names()
        if not name:
            raise self.refused("no-name", f"`templates {self.args.action}` wants a NAME, as `templates list` has it")
        if name not in ours:
            hint = did_you_mean(name, ours) or "`sdkwright templates list` has all of them"
            self.diagnostics.error("unknown-template", f"there is no template `{name}`", hint=hint)
            raise Failed
        return str(name)

    def folder(self) -> Path:
        """The folder of overrides. Raises `Failed` where none is named."""
        folder = self.args.templates or self.options().templates
        if not folder:
            hint = 'give --templates DIR, or set `templates = "…"` in the config'
            self.diagnostics.error("no-templates", "no folder of overrides is named", hint=hint)
            raise Failed
        return Path(folder)

    def options(self) -> Options:
        """What the config says, its paths ready to open."""
        from generator.config.settings import Options, find_config, read_config

        named = self.args.config
        config = read_config(Path(named), self.diagnostics) if named else find_config(Path(), self.diagnostics)
        return config.resolved() if config else Options()

    def refused(self, code: str, message: str, at: Located | None = None) -> Failed:
        self.diagnostics.error(code, message, at)
        return Failed()
