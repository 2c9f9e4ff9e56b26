"""Find what an element of a document became, by JSON pointer, document name or SDK name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.compare.surface import Surface
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.suggest import did_you_mean
from generator.document.node import Node
from generator.ir.types import Api, Ignored, Place
from generator.pipeline import Reading, read
from generator.targets.target import Explanation


@dataclass(frozen=True, slots=True)
class Found:
    """The explanations of what was asked for, or the reason why the SDK has nothing of it."""

    explanations: tuple[Explanation, ...]
    surface: Surface
    output: Path
    part_of: bool = False
    """Whether the explanations are of the elements that contain what was asked for."""
    ignored: Ignored | None = None


def explain(query: str, settings: Settings, diagnostics: Diagnostics) -> Found:
    """Look up a pointer (`#/components/schemas/Pet`) or a name (`getPet`, `Pet`, `client.pets.get`).

    Raises `Failed`, with a diagnostic and a suggestion where there is one, if the document is broken or has no such
    element.
    """
    reading = read(settings, diagnostics)
    if diagnostics.failed:
        raise Failed
    known = tuple(reading.named.explanations())
    found, part_of, ignored = tuple(_by_name(query, known)), False, _ignored(query, reading.api)
    is_pointer = query.startswith("/") or "#" in query
    if not found and ignored is None and is_pointer:
        found, part_of, ignored = _by_pointer(query, reading, known)
    if not found and ignored is None and not diagnostics.failed:
        unreached = reading.api.unreached
        _report_nothing(query, settings, known, unreached, diagnostics, is_pointer=is_pointer)
    if diagnostics.failed:
        raise Failed
    return Found(found, reading.named.surface(), reading.output, part_of, ignored)


def _report_nothing(
    query: str,
    settings: Settings,
    known: Iterable[Explanation],
    unreached: Collection[str],
    diagnostics: Diagnostics,
    *,
    is_pointer: bool,
) -> None:
    left_out = query.removeprefix("#").removeprefix("/components/schemas/").removeprefix("/definitions/")
    if left_out in unreached:
        message = f"the schema `{left_out}` is left out, as no operation, webhook or callback uses it"
        diagnostics.error("nothing-found", message, hint="keep it with `unreferenced = true` in the config")
        return
    if is_pointer:
        diagnostics.error("nothing-found", f"nothing in the SDK is made from `{query}` alone")
        return
    names = (name for element in known for name in _names(element))
    hint = did_you_mean(query, names) or "give a JSON pointer, an operationId, a schema, or a name of the SDK"
    diagnostics.error("nothing-found", f"nothing in {settings.source} is named `{query}`", hint=hint)


def _by_name(query: str, known: tuple[Explanation, ...]) -> Iterator[Explanation]:
    """The elements of that name; where there are none, the parameters and properties with it as their last part.

    The case of letters matters only where elements differ by it alone.
    """
    if not query:
        return
    short = query.removesuffix("()").removeprefix("client.")
    lower, short_lower = query.lower(), short.lower()
    exact = [e for e in known if query in (names := _names(e)) or short in names]
    loose = exact or [e for e in known if {lower, short_lower} & {name.lower() for name in _names(e)}]
    parts = (e for e in known if e.kind in {"property", "parameter"} and e.member.endswith(f".{short}"))
    yield from loose or parts


def _names(element: Explanation) -> tuple[str, ...]:
    return (*element.also, element.name, element.key, element.origin)


def _by_pointer(
    query: str, reading: Reading, known: tuple[Explanation, ...]
) -> tuple[tuple[Explanation, ...], bool, Ignored | None]:
    """The elements at a pointer, else at the target of a reference there, else around it."""
    document = reading.document
    node = document.lookup(f"#{query}" if query.startswith("/") else query, document.root)
    if node is None:
        return (), False, None
    by_place: dict[Place, list[Explanation]] = {}
    for element in known:
        for number, place in enumerate(element.places):
            if number == 0 or place not in by_place:
                by_place.setdefault(place, []).append(element)
    ignored = {operation.place: operation for operation in reading.api.ignored}
    target = document.resolve(node)
    for here in (node, *([target] if target else [])):
        if here.place in by_place:
            return tuple(by_place[here.place]), False, None
    above: Node = node
    while (parent := above.parent) is not None:
        if above.place in by_place or above.place in ignored:
            return tuple(by_place.get(above.place, ())), above is not node, ignored.get(above.place)
        above = parent
    return (), False, None


def _ignored(query: str, api: Api) -> Ignored | None:
    return next((one for one in api.ignored if query.lower() == f"{one.method} {one.path}".lower()), None)
