"""`sdkwright explain`: what something in the document became in the SDK, where, and why it is called so."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_names, add_reading, command

if TYPE_CHECKING:
    from generator.cli.session import Session
    from generator.compare.surface import Member, Surface
    from generator.reporting.explain import Answer
    from generator.targets.python.explanation import Subject

_EXAMPLE: Final = """\
examples:
  sdkwright explain '#/components/schemas/Pet'  a place in the document, as a JSON pointer
  sdkwright explain getPet                      an operationId, a schema, "GET /pets/{id}"
  sdkwright explain client.pets.get             a name in the SDK
"""
_LISTED: Final = 12
_SUBJECTS: Final = 5


def register(commands: Any) -> None:
    """Add the command to the command line's."""
    parser = command(
        commands, "explain", run, "tell what something in the document became, and why", _EXAMPLE, "POINTER|NAME [SPEC]"
    )
    add = parser.add_argument
    add("subject", metavar="POINTER|NAME", help="what to explain")
    add("spec", metavar="SPEC", nargs="?", help="the OpenAPI document (default: the config's)")
    add("--output", metavar="DIR", help="folder of the SDK, whose names stay (default: the config's)")
    add_names(parser)
    add_reading(parser)
    add("--format", choices=("text", "json"), default="text", help="form of the output (default: text)")
    parser.set_defaults(quiet=False)


def run(options: argparse.Namespace) -> int:
    """Do it. Returns the exit code."""
    from generator.cli.session import Session

    return Session(options).run(_explain)


def _explain(session: Session) -> int:
    from generator.diagnostics.model import Diagnostics
    from generator.reporting.explain import explain

    own, settings = Diagnostics(), session.settle()
    try:
        answer = explain(session.options.subject, settings, own)
    finally:  # what is no error is said by `generate`
        session.diagnostics.items += [item for item in own.items if item.severity == "error"]
    session.data = {"part of": answer.part_of, "subjects": [_data(subject, answer) for subject in answer.subjects]}
    if answer.ignored is not None:
        session.data["left out"] = answer.ignored.why
    session.say(_text(answer, own))
    return 0


def _data(subject: Subject, answer: Answer) -> dict[str, Any]:
    return {
        "kind": subject.kind,
        "document": subject.origin,
        "places": [f"{place.file}#{place.pointer}" for place in subject.places[:1]],
        "name": subject.name,
        "file": (answer.output / subject.file).as_posix(),
        "key": subject.key,
        "why": subject.why,
        "also": [{"name": name, "file": (answer.output / file).as_posix()} for name, file in subject.beside],
        "members": list(_members(subject, answer.surface)),
    }


def _text(answer: Answer, diagnostics: Any) -> Iterator[str]:
    from generator.diagnostics.sanitize import harmless

    if answer.ignored is not None:
        yield f"{answer.ignored.method} {harmless(answer.ignored.path)} is left out: {harmless(answer.ignored.why)}"
    if answer.part_of and answer.subjects:
        yield "has no name of its own; it is part of"
    for number, subject in enumerate(answer.subjects[:_SUBJECTS]):
        if number:
            yield ""
        yield from map(harmless, _told(subject, answer, diagnostics))
    if len(answer.subjects) > _SUBJECTS:
        yield f"… and {len(answer.subjects) - _SUBJECTS} more"


def _told(subject: Subject, answer: Answer, diagnostics: Any) -> Iterator[str]:
    at = diagnostics.locate(subject.places[0]) if subject.places else None
    position = at.position() if at is not None else None
    where = f"  {position.file}:{position.line}:{position.column}" if position else ""
    yield f"{subject.kind} {subject.origin}{where}"
    yield _row("became", subject.name + _signature(subject, answer.surface))
    yield _row("in", (answer.output / subject.file).as_posix())
    members = list(_members(subject, answer.surface))
    title = "takes" if subject.kind == "operation" else "is" if subject.kind in {"property", "parameter"} else "fields"
    for number, member in enumerate(members[:_LISTED]):
        yield _row("" if number else title, member)
    if len(members) > _LISTED:
        yield _row("", f"… and {len(members) - _LISTED} more")
    for name, file in subject.beside:
        yield _row("also", f"{name}, in {(answer.output / file).as_posix()}")
    if subject.key:
        yield _row("key", f'[names] "{subject.key}"')
    yield _row("why", subject.why)


def _row(title: str, text: str) -> str:
    return f"  {title:<8}{text}"


def _signature(subject: Subject, surface: Surface) -> str:
    """What a call gives back."""
    from generator.compare.type_changes import spelled

    method = surface.methods.get(subject.member) if subject.kind == "operation" else None
    if method is None:
        return ""
    whole = [] if method.item is not None and not method.switch else [spelled(method.returns)]
    streamed = [f"stream of {spelled(method.item)}"] if method.item is not None else []
    with_switch = f" with {method.switch}=True" if method.switch else ""
    return f"(…) → {' or '.join([*whole, *streamed])}{with_switch}"


def _members(subject: Subject, surface: Surface) -> Iterator[str]:
    """The parameters of a method, the fields of a model, or the type of one of them."""
    from generator.compare.type_changes import spelled

    if subject.kind == "operation":
        yield from _listed(_takes(subject.member, surface))
    elif subject.kind == "schema":
        model = surface.models[subject.member]
        if model.type is not None:
            yield spelled(model.type)
        yield from _listed(model.fields)
    elif subject.kind in {"property", "parameter"}:
        owner, _, name = subject.member.rpartition(".")
        known = surface.models[owner].fields if subject.kind == "property" else _takes(owner, surface)
        yield from (text for text in _listed(known) if text.startswith(f"{name}:"))
    elif subject.kind == "error" and (body := surface.errors[subject.member].body) is not None:
        yield f"body: {spelled(body)}"


def _takes(call: str, surface: Surface) -> Mapping[str, Member]:
    method = surface.methods[call]
    spread = surface.models[method.spreads].fields if method.spreads else {}
    return {**method.takes, **{name: member for name, member in spread.items() if member.only != "out"}}


def _listed(members: Mapping[str, Member]) -> Iterator[str]:
    from generator.compare.type_changes import spelled

    for name, member in members.items():
        wire = f" (`{member.wire}` in the document)" if member.wire else ""
        yield f"{name}: {spelled(member.type)}{', required' if member.required else ''}{wire}"
