"""What a caller of an SDK meets in a new version of it: each change, and whether it breaks the caller's program.

A change breaks where a program that ran and passed its type checker may now fail at either: what was there is gone,
what is given is taken less widely, what is received comes more widely. Whether a model is given or received is decided
by the uses that it had: nobody can have relied on others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from generator.compare.surface import Error, Member, Method, Model, Notation, Surface
from generator.compare.type_changes import Fit, difference, spelled

Level = Literal["breaking", "compatible", "documentation"]
LEVELS: Final[tuple[Level, ...]] = ("breaking", "compatible", "documentation")

What = Literal["client", "argument", "server", "method", "model", "error"]
_ORDER: Final[tuple[What, ...]] = ("client", "argument", "server", "method", "model", "error")

_LISTED: Final = 6
"""Names in one sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """`name` is what changed as callers write it (`chat.send`, `ChatUsage`); `text` goes on from there."""

    level: Level
    what: What
    name: str
    text: str


def changes(old: Surface, new: Surface) -> tuple[Change, ...]:
    """Every change between two versions: breaking ones first, then by kind, name and place in the model or method."""
    found = [*_client(old, new), *_methods(old, new), *_models(old, new), *_errors(old, new)]
    found = list(dict.fromkeys(found))
    return tuple(sorted(found, key=lambda c: (LEVELS.index(c.level), _ORDER.index(c.what), c.name)))


def worst(found: tuple[Change, ...]) -> Level | None:
    """The level of the changes together: that of the worst."""
    present = {change.level for change in found}
    return next((level for level in LEVELS if level in present), None)


# --- the client ---


def _client(old: Surface, new: Surface) -> Iterator[Change]:
    for word, before, after in (("package", old.package, new.package), ("client", old.client, new.client)):
        if before != after:
            yield Change("breaking", "client", before, f"the {word} is called `{after}` now")
    for name in _gone(old.arguments, new.arguments):
        yield Change("breaking", "argument", name, f"removed: the client takes no such {old.arguments[name]} any more")
    for name in _gone(new.arguments, old.arguments):
        yield Change("compatible", "argument", name, f"added: the client takes this {new.arguments[name]}")
    if old.servers[:1] != new.servers[:1]:
        was, now = (servers[0][1] if servers else "none" for servers in (old.servers, new.servers))
        if was != now:
            yield Change("compatible", "server", now, f"is the default address now, which was {was}")
    before_servers, after_servers = dict(filter(_named, old.servers)), dict(filter(_named, new.servers))
    for name, url in before_servers.items():
        if name not in after_servers:
            yield Change("breaking", "server", name, "removed")
        elif after_servers[name] != url:
            yield Change("compatible", "server", name, f"moved from {url} to {after_servers[name]}")
    for name in _gone(after_servers, before_servers):
        yield Change("compatible", "server", name, "added")


def _named(server: tuple[str, str]) -> bool:
    return bool(server[0])


# --- methods ---


def _methods(old: Surface, new: Surface) -> Iterator[Change]:
    gone, come = _gone(old.methods, new.methods), _gone(new.methods, old.methods)
    renamed = _renamed(gone, come, lambda name: old.methods[name].http, lambda name: new.methods[name].http)
    for name in gone:
        method = old.methods[name]
        if name in renamed:
            yield Change("breaking", "method", name, f"renamed to `{renamed[name]}` ({method.http})")
        else:
            yield Change("breaking", "method", name, f"removed ({method.http})")
    for name in come:
        if name not in renamed.values():
            yield Change("compatible", "method", name, f"added ({new.methods[name].http})")
    for name, before in old.methods.items():
        after = new.methods.get(renamed.get(name, name))
        if after is not None:
            for level, text in _method(before, after, old, new):
                yield Change(level, "method", name, text)


def _method(before: Method, after: Method, old: Surface, new: Surface) -> Iterator[tuple[Level, str]]:
    if before.http != after.http:
        yield "compatible", f"calls {after.http} now, not {before.http}"
    if after.positional[: len(before.positional)] != before.positional and _all_there(before, after):
        yield "breaking", f"takes its parameters by position in another order: {', '.join(after.positional) or 'none'}"
    given, taken = before.takes, after.takes
    if before.spreads != after.spreads:  # otherwise the model's own changes tell it
        given, taken = {**given, **_spread(before, old)}, {**taken, **_spread(after, new)}
    yield from _members("parameter", given, taken, "in", old, new)
    yield from _answer(before, after, old, new)
    if not _satisfied(before, after):
        needs = " or ".join(" and ".join(f"`{part}`" for part in choice) for choice in after.needs)
        yield "breaking", f"needs {needs} now"
    elif before.needs != after.needs:
        yield "compatible", "takes other credentials too, or needs fewer"
    yield from _documentation(before, after)


def _all_there(before: Method, after: Method) -> bool:
    """Whether the parameters by position still exist: one that is gone is told as such."""
    return set(before.positional) <= {*after.takes}


def _spread(method: Method, surface: Surface) -> dict[str, Member]:
    model = surface.models.get(method.spreads)
    return {name: member for name, member in model.fields.items() if member.only != "out"} if model else {}


def _answer(before: Method, after: Method, old: Surface, new: Surface) -> Iterator[tuple[Level, str]]:
    yield from _typed("what it returns: ", before.returns, after.returns, "out", old, new)
    if before.item is not None and after.item is None:
        yield "breaking", "streams no more"
    elif before.item is None and after.item is not None:
        # A switch leaves the answer as it was where nobody asks for the stream.
        yield ("compatible", f"can stream now (`{after.switch}`)") if after.switch else ("breaking", "streams now")
    elif before.item is not None:
        yield from _typed("an item of its stream: ", before.item, after.item, "out", old, new)
        if before.switch != after.switch:
            how = f"is asked for its stream by `{after.switch}`" if after.switch else "always streams"
            yield "breaking", f"{how} now"


def _satisfied(before: Method, after: Method) -> bool:
    """Whether a client that could call the method still can: each choice that did must hold one that does."""
    return not after.needs or all(any(set(n) <= set(b) for n in after.needs) for b in before.needs or ((),))


# --- models ---


def _models(old: Surface, new: Surface) -> Iterator[Change]:
    for name in _gone(old.models, new.models):
        yield Change("breaking", "model", name, "removed")
    for name in _gone(new.models, old.models):
        yield Change("compatible", "model", name, "added")
    calls: dict[str, list[str]] = {}
    for call, method in new.methods.items():
        calls.setdefault(method.spreads, []).append(f"`{call}`")
    for name, before in old.models.items():
        if name in new.models:
            beside = f" (a parameter of {', '.join(calls[name])})" if name in calls else ""
            for level, text in _model(before, new.models[name], beside, old, new):
                yield Change(level, "model", name, text)


def _model(before: Model, after: Model, beside: str, old: Surface, new: Surface) -> Iterator[tuple[Level, str]]:
    use = before.use or "in out"
    if (before.type is None) != (after.type is None):
        yield "breaking", "is an object now" if after.type is None else f"is {spelled(after.type)} now, not an object"
    elif before.type is not None:
        yield from _typed("", before.type, after.type, use, old, new)
    else:
        yield from _members("field", before.fields, after.fields, use, old, new, beside)
        if before.extra != after.extra:
            yield from _extra(before.extra, after.extra, use, old, new)
    yield from _documentation(before, after)


def _extra(before: Notation, after: Notation, use: str, old: Surface, new: Surface) -> Iterator[tuple[Level, str]]:
    if before is None:
        yield "compatible", f"takes further properties: {spelled(after)}"
    elif after is None:
        yield ("breaking" if "in" in use else "compatible"), "takes no further properties any more"
    else:
        yield from _typed("further properties: ", before, after, use, old, new)


def _errors(old: Surface, new: Surface) -> Iterator[Change]:
    for name in _gone(old.errors, new.errors):
        yield Change("breaking", "error", name, f"removed (status {old.errors[name].status})")
    for name in _gone(new.errors, old.errors):
        yield Change("compatible", "error", name, f"added (status {new.errors[name].status})")
    for name, before in old.errors.items():
        after = new.errors.get(name, Error(before.status, before.body))
        if before.status != after.status:
            yield Change("breaking", "error", name, f"is for status {after.status} now, not {before.status}")
        was, now = ("any" if body is None else body for body in (before.body, after.body))
        for level, text in _typed("its body: ", was, now, "out", old, new):
            yield Change(level, "error", name, text)


# --- what they share ---


def _members(
    word: str,
    before: Mapping[str, Member],
    after: Mapping[str, Member],
    use: str,
    old: Surface,
    new: Surface,
    beside: str = "",
) -> Iterator[tuple[Level, str]]:
    """What became of parameters or fields."""
    gone, come = _gone(before, after), _gone(after, before)
    renamed = _renamed(gone, come, lambda name: before[name].wire or name, lambda name: after[name].wire or name)
    for name in gone:
        fate = f"renamed to `{renamed[name]}`" if name in renamed else "removed"
        yield "breaking", f"{word} `{name}` {fate}{beside}"
    for name in come:
        if name not in renamed.values():
            member = after[name]
            breaks = member.required and "in" in _direction(use, member)
            how = "required" if member.required else "optional"
            yield ("breaking" if breaks else "compatible"), f"{word} `{name}` added, {how}{beside}"
    for name, was in before.items():
        now = after.get(renamed.get(name, name))
        if now is not None:
            direction = _direction(use, was)
            if was.required != now.required:
                breaks = "in" in direction if now.required else "out" in direction
                how = "required now" if now.required else "optional now"
                yield ("breaking" if breaks else "compatible"), f"{word} `{name}` is {how}{beside}"
            if was.only != now.only and now.only:
                breaks = ("in" if now.only == "out" else "out") in direction
                how = "received only" if now.only == "out" else "given only"
                yield ("breaking" if breaks else "compatible"), f"{word} `{name}` is {how} now{beside}"
            yield from _typed(f"{word} `{name}`: ", was.type, now.type, direction, old, new, beside)


def _direction(use: str, member: Member) -> str:
    return member.only if member.only and member.only in use else use


def _typed(
    start: str, before: Notation, after: Notation, use: str, old: Surface, new: Surface, beside: str = ""
) -> Iterator[tuple[Level, str]]:
    """The change of a type: it must take as much where it is given, and bring no more where it is received."""
    if before == after:
        return
    given = "in" not in use.split() or Fit(old.models, new.models, received=False)(before, after)
    received = "out" not in use.split() or Fit(new.models, old.models, received=True)(after, before)
    yield ("compatible" if given and received else "breaking"), f"{start}{difference(before, after)}{beside}"


def _documentation(before: Method | Model, after: Method | Model) -> Iterator[tuple[Level, str]]:
    if before.deprecated != after.deprecated:
        yield "documentation", "deprecated" if after.deprecated else "no longer deprecated"
    old, new = (thing.takes if isinstance(thing, Method) else thing.fields for thing in (before, after))
    others = [f"`{name}`" for name in old if name in new and old[name].docs != new[name].docs]
    own = ["itself"] if before.docs != after.docs and before.deprecated == after.deprecated else []
    if own or others:
        more = [f"{len(others) - _LISTED} more"] if len(others) > _LISTED else []
        what = ", ".join([*own, *others[:_LISTED], *more])
        yield "documentation", f"described otherwise, or with other limits or defaults: {what}"


def _gone(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    return [name for name in before if name not in after]


def _renamed(gone: list[str], come: list[str], was: Callable[[str], str], now: Callable[[str], str]) -> dict[str, str]:
    """Of what is gone, what has come back under another name: the same in the document."""
    homes = {now(name): name for name in reversed(come)}
    return {name: homes[was(name)] for name in gone if was(name) in homes}
