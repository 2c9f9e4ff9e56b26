"""`sdkwright templates`: what can be overridden, a copy to start from, and whether one's overrides still fit."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.commands.arguments import command
from generator.commands.console import guarded, say

if TYPE_CHECKING:
    from generator.config import Options
    from generator.diagnostics import Diagnostics
    from generator.emit.environment import Environment

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
    parser = command(subparsers, "templates", run, "list, copy and check the templates of the output", _EXAMPLES)
    parser.add_argument("action", choices=("list", "show", "eject", "check"), metavar="ACTION", help="see below")
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help="a template, as `list` names it")
    parser.add_argument("--templates", metavar="DIR", default="", help="folder of overrides (default: the config's)")
    parser.add_argument("--config", metavar="FILE", default="", help="config (default: the nearest)")


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    return guarded(lambda diagnostics: _Templates(args, diagnostics).act())


class _Templates:
    """One run of the command."""

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
        from generator.emit.overlay import purpose

        ours = self.builtin()
        for name in ours.names():
            say([f"{name}: {purpose(name, ours.builtin(name))}"])
            if blocks := ours.blocks(name):
                say([f"    blocks: {', '.join(blocks)}"])
        return 0

    def show(self) -> int:
        from generator.commands.console import write_out

        write_out(self.builtin().builtin(self.known()))
        return 0

    def eject(self) -> int:
        """Copy one of ours, marked with what it was made from. Never overwrites."""
        from generator.emit.overlay import Mark
        from generator.emit.manifest import digest
        from generator.targets.python.views import VIEWS_VERSION
        from generator.text_place import TextPlace
        from generator.version import VERSION

        name, folder = self.known(), self.folder()
        text = self.builtin().builtin(name)
        path = folder / name
        mark = Mark(VERSION, VIEWS_VERSION, digest(text.encode())).line(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(f"{mark}\n{text}")
        except FileExistsError:
            raise self.refused("already-there", "this file is not overwritten", TextPlace(str(path))) from None
        except OSError as error:
            what = f"cannot write the template: {error.strerror}"
            raise self.refused("unwritable-template", what, TextPlace(str(path))) from None
        say([f"{path}: a copy of ours; delete what you leave as it is, or extend builtin/{name} instead"])
        return 0
