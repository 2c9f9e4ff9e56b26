"""`sdkwright explain`: report what an element of the document became in the SDK, where, and why."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_names, add_reading, command

if TYPE_CHECKING:
    from generator.cli.session import Session
    from generator.compare.surface import Member, Surface
    from generator.reporting.explain import Found
    from generator.targets.target import Explanation

_EXAMPLE: Final = """\
examples:
  sdkwright explain '#/components/schemas/Pet'  a place in the document, as a JSON pointer
  sdkwright explain getPet                      an operationId or a schema
  sdkwright explain get '/pets/{id}'            an operation, by its method and path
  sdkwright explain client.pets.get             a name in the SDK
"""
_LISTED: Final = 12
_SHOWN: Final = 5


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = command(
        commands,
        "explain",
        run,
        "report what an element of the document became",
        _EXAMPLE,
        "POINTER|NAME [SPEC]",
    )
    add = parser.add_argument
    add("subject", metavar="POINTER|NAME", help="what to explain")
    add("spec", metavar="SPEC", nargs="*", help="the OpenAPI document (default: the config's)")
    add("--output", metavar="DIR", help="folder of the SDK, whose names stay (default: the config's)")
    add_names(parser)
    add_reading(parser)
    add("--format", choices=("text", "json"), default="text", help="form of the output (default: text)")
    parser.set_defaults(quiet=False)


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from generator.cli.session import Session
    from generator.ir.types import METHODS

    further = list(options.spec)
    if further and options.subject.lower() in METHODS and further[0].startswith("/"):
        options.subject = f"{options.subject.upper()} {further.pop(0)}"
    options.spec = further.pop(0) if further else None
    if further:
        options.parser.report_unknown(further)
    return Session(options).run(_explain)


def _explain(session: Session) -> int:
    from generator.diagnostics.model import Diagnostics
    from generator.reporting.explain import explain

    own, settings = Diagnostics(), session.settle()
    try:
        found = explain(session.options.subject, settings, own)
    finally:  # warnings and notes are for `generate`
        session.diagnostics.items += [item for item in own.items if item.severity == "error"]
    session.data = {"part of": found.part_of, "subjects": [_data(element, found) for element in found.explanations]}
    if found.ignored is not None:
        session.data["left out"] = found.ignored.why
    session.say(_text(found, own))
    return 0


def _data(element: Explanation, found: Found) -> dict[str, Any]:
    return {
        "kind": element.kind,
        "document": element.origin,
        "places": [f"{place.file}#{place.pointer}" for place in element.places[:1]],
        "name": element.name,
        "file": (found.output / element.file).as_posix(),
        "key": element.key,
        "why": element.why,
        **({"pages": element.pages} if element.pages else {}),
        **({"waits": element.waits} if element.waits else {}),
        "also": [{"name": name, "file": (found.output / file).as_posix()} for name, file in element.beside],
        "members": list(_members(element, found.surface)),
    }


def _text(found: Found, diagnostics: Any) -> Iterator[str]:
    from generator.diagnostics.sanitize import sanitize

    if found.ignored is not None:
        yield f"{found.ignored.method} {sanitize(found.ignored.path)} is left out: {sanitize(found.ignored.why)}"
    if found.part_of and found.explanations:
        yield "has no name of its own; it is part of"
    for number, element in enumerate(found.explanations[:_SHOWN]):
        if number:
            yield ""
        yield from map(sanitize, _lines(element, found, diagnostics))
    if len(found.explanations) > _SHOWN:
        yield f"… and {len(found.explanations) - _SHOWN} more"


def _lines(element: Explanation, found: Found, diagnostics: Any) -> Iterator[str]:
    at = diagnostics.locate(element.places[0]) if element.places else None
    position = at.position() if at is not None else None
    where = f"  {position.file}:{position.line}:{position.column}" if position else ""
    yield f"{element.kind} {element.origin}{where}"
    yield _row("became", element.name + _signature(element, found.surface))
    yield _row("in", (found.output / element.file).as_posix())
    members = list(_members(element, found.surface))
    title = "takes" if element.kind == "operation" else "is" if element.kind in {"property", "parameter"} else "fields"
    for number, member in enumerate(members[:_LISTED]):
        yield _row("" if number else title, member)
    if len(members) > _LISTED:
        yield _row("", f"… and {len(members) - _LISTED} more")
    for name, file in element.beside:
        yield _row("also", f"{name}, in {(found.output / file).as_posix()}")
    if element.key:
        yield _row("key", f'[names] "{element.key}"')
    yield _row("why", element.why)
    if element.pages:
        yield _row("pages", element.pages)
    if element.waits:
        yield _row("waits", element.waits)


def _row(title: str, text: str) -> str:
    return f"  {title:<8}{text}"


def _signature(element: Explanation, surface: Surface) -> str:
    """What a call returns."""
    from generator.compare.type_changes import spelled

    method = surface.methods.get(element.member) if element.kind == "operation" else None
    if method is None:
        return ""
    whole = [] if method.item is not None and not method.switch else [spelled(method.returns)]
    streamed = [f"stream of {spelled(method.item)}"] if method.item is not None else []
    with_switch = f" with {method.switch}=True" if method.switch else ""
    return f"(…) → {' or '.join([*whole, *streamed])}{with_switch}"


def _members(element: Explanation, surface: Surface) -> Iterator[str]:
    """The parameters of a method, the fields of a model, or the type of one of them."""
    from generator.compare.type_changes import spelled

    if element.kind == "operation":
        yield from _listed(_takes(element.member, surface))
    elif element.kind == "schema":
        model = surface.models[element.member]
        if model.type is not None:
            yield spelled(model.type)
        yield from _listed(model.fields)
    elif element.kind in {"property", "parameter"}:
        owner, _, name = element.member.rpartition(".")
        known = surface.models[owner].fields if element.kind == "property" else _takes(owner, surface)
        yield from (text for text in _listed(known) if text.startswith(f"{name}:"))
    elif element.kind == "error" and (body := surface.errors[element.member].body) is not None:
        yield f"body: {spelled(body)}"


def _takes(call: str, surface: Surface) -> Mapping[str, Member]:
    method = surface.methods[call]
    spread: Mapping[str, Member] = surface.models[method.spreads].fields if method.spreads else {}
    return {**method.takes, **{name: member for name, member in spread.items() if member.only != "out"}}


def _listed(members: Mapping[str, Member]) -> Iterator[str]:
    from generator.compare.type_changes import spelled

    for name, member in members.items():
        wire = f" (`{member.wire}` in the document)" if member.wire else ""
        yield f"{name}: {spelled(member.type)}{', required' if member.required else ''}{wire}"
