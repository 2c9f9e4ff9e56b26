"""`sdkwright names`: list the names of an SDK, those that the lock keeps, and adopt today's names."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_messages, add_sdk, command

if TYPE_CHECKING:
    from generator.cli.session import Session
    from generator.pipeline import Reading
    from generator.targets.target import Explanation, NamedApi

_EXAMPLES: Final = """\
The names of an output that exists stay as they were published. This lists every call, and after it each name that
today's rules would choose otherwise. --adopt generates the SDK with today's names, which `diff` and the changelog
report as breaking.

examples:
  sdkwright names                               list the names
  sdkwright names --adopt                       take all of today's names
  sdkwright names --adopt "method:GET /pets"    take one; `*` stands for any text, as in "type:*"
"""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = command(commands, "names", run, "list or adopt the names of the SDK", _EXAMPLES, "[SPEC]")
    add_sdk(parser)
    parser.add_argument("--adopt", metavar="KEY", nargs="*", help="generate with today's names, of all or some keys")
    add_messages(parser, "text", "json")


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from generator.cli.session import Session

    return Session(options).run(_list if options.adopt is None else _adopt)


def _adopt(session: Session) -> int:
    from dataclasses import replace

    from generator.pipeline import generate
    from generator.reporting.summary import written_data, written_text

    settings = replace(session.settle(), released=tuple(session.options.adopt) or ("*",))
    build, plan = generate(settings, session.diagnostics, session.stage, strict=session.options.strict)
    session.data = written_data(build, plan, session.seconds())
    session.say(written_text(build, plan, session.diagnostics, session.seconds()))
    return 0


def _list(session: Session) -> int:
    from generator.diagnostics.model import Diagnostics, Failed
    from generator.pipeline import read

    settings, own = session.settle(), Diagnostics()
    reading = read(settings, own, session.stage)
    session.diagnostics.items += [item for item in own.items if item.severity == "error"]
    if session.diagnostics.failed:
        raise Failed
    today = reading.target.name(reading.api, settings, Diagnostics(), {})
    held = list(_held(reading.named, today))
    session.data = {
        "evidence": reading.api.naming,
        "calls": [
            {"call": reading.named.call(one), "method": one.method, "path": one.path, "rule": one.rule}
            for one in reading.api.operations
        ],
        "held": [{"key": key, "name": name, "today": other} for key, name, other in held],
    }
    session.say(_text(reading, held))
    return 0


def _held(named: NamedApi, today: NamedApi) -> Iterator[tuple[str, str, str]]:
    """The key of each name that today's rules would choose otherwise, the name, and today's."""
    other = {element.key: element.name for element in today.explanations() if element.key}
    for element in named.explanations():
        if element.key and other.get(element.key, element.name) != element.name and _is_own(element):
            yield element.key, element.name, other[element.key]


def _is_own(element: Explanation) -> bool:
    """Whether the name of an element is its own, not that of the call or model that it belongs to."""
    return element.kind not in {"parameter", "property"}


def _text(reading: Reading, held: list[tuple[str, str, str]]) -> Iterator[str]:
    from generator.diagnostics.sanitize import sanitize

    if reading.api.naming:
        yield f"names: {sanitize(reading.api.naming)}"
    calls = [(reading.named.call(one), one.key) for one in reading.api.operations]
    width = max((len(call) for call, _ in calls), default=0)
    for call, route in calls:
        yield f"  {call:<{width}}  {sanitize(route)}"
    if held:
        yield f"{len(held)} name{'' if len(held) == 1 else 's'} kept as published; today's rules would choose:"
        for key, name, today in held:
            yield f"  {name} -> {today}  [{sanitize(key)}]"
    else:
        yield "every name is what today's rules choose"
