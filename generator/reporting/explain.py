"""What something in a document became in the SDK: found by a JSON pointer, by its own name, or by the SDK's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.compare.surface import Surface
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.suggest import did_you_mean
from generator.document import load_document
from generator.document.node import Node
from generator.document.resolver import Document
from generator.emit.manifest import read_manifest
from generator.ir.index import Index
from generator.ir.types import Api, Ignored, Place
from generator.lower import lower
from generator.targets.python.explanation import Subject, subjects
from generator.targets.python.names.name_scope import Pins
from generator.targets.python.names.naming import decide
from generator.targets.python.names.package_name import decide_brand
from generator.targets.python.target import Named
from generator.version import VERSION


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the subjects, or why there are none. `part_of` tells that they only hold what was asked for."""

    subjects: tuple[Subject, ...]
    surface: Surface
    output: Path
    part_of: bool = False
    ignored: Ignored | None = None


def explain(query: str, settings: Settings, diagnostics: Diagnostics) -> Answer:
    """What a pointer (`#/components/schemas/Pet`) or a name (`getPet`, `Pet`, `client.pets.get`) stands for.

    Raises `Failed`, with a diagnostic and maybe a suggestion, where the document is broken or has no such thing.
    """
    document = load_document(
        settings.spec,
        diagnostics,
        allow_remote=settings.allow_remote_refs,
        overlays=settings.overlays,
        lenient=settings.lenient,
        root=settings.root,
    )
    api = lower(document, diagnostics)
    brand = decide_brand(
        api.title,
        diagnostics,
        package=settings.package,
        client=settings.class_name,
        distribution=settings.distribution,
    )
    output = settings.output or Path(brand.distribution)
    last = read_manifest(output, VERSION, diagnostics)
    pins, index = Pins(settings.names, last.names if last else {}), Index(api)
    names = decide(index, brand, diagnostics, pins)
    if diagnostics.failed:
        raise Failed
    known = tuple(subjects(index, names, pins))
    surface = Named(index, names).surface()
    found, part_of, ignored = tuple(_called(query, known)), False, _left_out(query, api)
    if not found and ignored is None and (query.startswith("/") or "#" in query):
        found, part_of, ignored = _at(query, document, api, known)
        if not found and ignored is None and not diagnostics.failed:
            diagnostics.error("nothing-found", f"nothing in the SDK is made of `{query}` alone")
    elif not found and ignored is None:
        told = (name for subject in known for name in (*subject.also, subject.name, subject.key))
        hint = did_you_mean(query, told) or "ask by a JSON pointer, an operationId, a schema, or a name of the SDK"
        diagnostics.error("nothing-found", f"nothing in {settings.source} goes by `{query}`", hint=hint)
    if diagnostics.failed:
        raise Failed
    return Answer(found, surface, output, part_of, ignored)


def _called(query: str, known: tuple[Subject, ...]) -> Iterator[Subject]:
    """The subjects of that name; where there is none, the parameters and properties whose last part it is."""
    short = query.removesuffix("()").removeprefix("client.")
    if not query:
        return
    exact = [s for s in known if query in {s.name, s.key, s.origin, *s.also} or short in s.also]
    yield from exact or (s for s in known if s.kind in {"property", "parameter"} and s.member.endswith(f".{short}"))


def _at(
    query: str, document: Document, api: Api, known: tuple[Subject, ...]
) -> tuple[tuple[Subject, ...], bool, Ignored | None]:
    """What stands at a pointer, or what a reference there leads to, or else what holds the place."""
    node = document.lookup(f"#{query}" if query.startswith("/") else query, document.root)
    if node is None:
        return (), False, None
    by_place: dict[Place, list[Subject]] = {}
    for subject in known:
        for number, place in enumerate(subject.places):
            if number == 0 or place not in by_place:
                by_place.setdefault(place, []).append(subject)
    left_out = {ignored.place: ignored for ignored in api.ignored}
    for here in (node, document.resolve(node)):
        if here is not None and here.place in by_place:
            return tuple(by_place[here.place]), False, None
    above: Node | None = node
    while above is not None and above.parent is not None:
        if above.place in by_place or above.place in left_out:
            return tuple(by_place.get(above.place, ())), above is not node, left_out.get(above.place)
        above = above.parent
    return (), False, None


def _left_out(query: str, api: Api) -> Ignored | None:
    return next((ignored for ignored in api.ignored if query == f"{ignored.method} {ignored.path}"), None)
