"""The changes between two versions of an SDK, and whether each is breaking.

A change is breaking if a program that worked and passed its type checker may now fail at either: something was removed,
an input accepts fewer values, or an output has more. Whether a model is an input or an output is decided by its uses
in the old version, since programs cannot depend on others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from generator.compare.member_changes import Level, members, missing, new_names, typed
from generator.compare.surface import Error, Member, Method, Model, Notation, Surface
from generator.compare.type_changes import is_dict, spelled

LEVELS: Final[tuple[Level, ...]] = ("breaking", "compatible", "documentation")

What = Literal["client", "argument", "server", "method", "model", "error"]
_ORDER: Final[tuple[What, ...]] = ("client", "argument", "server", "method", "model", "error")

_LISTED: Final = 6
"""Maximum number of names in one text."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `name` is the changed name in the SDK (`chat.send`, `ChatUsage`), `text` what changed."""

    level: Level
    what: What
    name: str
    text: str


def changes(old: Surface, new: Surface) -> tuple[Change, ...]:
    """All changes between two versions, sorted by level, kind and name."""
    found = [*_client(old, new), *_methods(old, new), *_models(old, new), *_errors(old, new)]
    found = list(dict.fromkeys(found))
    return tuple(sorted(found, key=lambda c: (LEVELS.index(c.level), _ORDER.index(c.what), c.name)))


def worst(found: tuple[Change, ...]) -> Level | None:
    """The highest level among the changes, or None if there are none."""
    present = {change.level for change in found}
    return next((level for level in LEVELS if level in present), None)


# --- the client ---


def _client(old: Surface, new: Surface) -> Iterator[Change]:
    for word, before, after in (("package", old.package, new.package), ("client", old.client, new.client)):
        if before != after:
            yield Change("breaking", "client", before, f"the {word} is now named `{after}`")
    for name in missing(old.arguments, new.arguments):
        yield Change("breaking", "argument", name, f"removed ({old.arguments[name]})")
    for name in missing(new.arguments, old.arguments):
        yield Change("compatible", "argument", name, f"added ({new.arguments[name]})")
    if old.servers[:1] != new.servers[:1]:
        was, now = (servers[0][1] if servers else "none" for servers in (old.servers, new.servers))
        if was != now:
            yield Change("compatible", "server", now, f"is now the default server, instead of {was}")
    before_servers, after_servers = dict(filter(_named, old.servers)), dict(filter(_named, new.servers))
    for name, url in before_servers.items():
        if name not in after_servers:
            yield Change("breaking", "server", name, "removed")
        elif after_servers[name] != url:
            yield Change("compatible", "server", name, f"URL changed from {url} to {after_servers[name]}")
    for name in missing(after_servers, before_servers):
        yield Change("compatible", "server", name, "added")


def _named(server: tuple[str, str]) -> bool:
    return bool(server[0])


# --- methods ---


def _methods(old: Surface, new: Surface) -> Iterator[Change]:
    removed, added = missing(old.methods, new.methods), missing(new.methods, old.methods)
    renamed = new_names(removed, added, lambda name: old.methods[name].http, lambda name: new.methods[name].http)
    for name in removed:
        method = old.methods[name]
        if name in renamed:
            yield Change("breaking", "method", name, f"renamed to `{renamed[name]}` ({method.http})")
        else:
            yield Change("breaking", "method", name, f"removed ({method.http})")
    for name in added:
        if name not in renamed.values():
            yield Change("compatible", "method", name, f"added ({new.methods[name].http})")
    for name, before in old.methods.items():
        after = new.methods.get(renamed.get(name, name))
        if after is not None:
            for level, text in _method(before, after, old, new):
                yield Change(level, "method", name, text)


def _method(before: Method, after: Method, old: Surface, new: Surface) -> Iterator[tuple[Level, str]]:
    if before.http != after.http:
        yield "compatible", f"now calls {after.http} instead of {before.http}"
    if after.positional[: len(before.positional)] != before.positional and _all_there(before, after):
        yield "breaking", f"the order of positional parameters changed: {', '.join(after.positional) or 'none'}"
    given, taken = before.takes, after.takes
    if before.spreads != after.spreads:  # otherwise these are reported as changes of the model
        given, taken = {**given, **_spread(before, old)}, {**taken, **_spread(after, new)}
    yield from members("parameter", given, taken, "in", old, new)
    yield from _returns(before, after, old, new)
    if not _satisfied(before, after):
        needs = " or ".join(" and ".join(f"`{part}`" for part in choice) for choice in after.needs)
        yield "breaking", f"now requires {needs}"
    elif before.needs != after.needs:
        yield "compatible", "accepts other credentials, or requires fewer"
    yield from _documentation(before, after)


def _all_there(before: Method, after: Method) -> bool:
    """Whether all positional parameters still exist. A removed one is reported as removed."""
    return set(before.positional) <= {*after.takes}


def _spread(method: Method, surface: Surface) -> dict[str, Member]:
    model = surface.models.get(method.spreads)
    return {name: member for name, member in model.fields.items() if member.only != "out"} if model else {}


def _returns(before: Method, after: Method, old: Surface, new: Surface) -> Iterator[tuple[Level, str]]:
    yield from typed("return type: ", before.returns, after.returns, "out", old, new)
    if before.item is not None and after.item is None:
        yield "breaking", "no longer streams"
    elif before.item is None and after.item is not None:
        # With a switch, calls without it still return the same.
        yield ("compatible", f"can now stream (`{after.switch}`)") if after.switch else ("breaking", "now streams")
    elif before.item is not None:
        yield from typed("stream item: ", before.item, after.item, "out", old, new)
        if before.switch != after.switch:
            yield "breaking", f"now streams if `{after.switch}` is set" if after.switch else "now always streams"
    yield from _pages(before, after, old, new)


def _pages(before: Method, after: Method, old: Surface, new: Surface) -> Iterator[tuple[Level, str]]:
    """Changes of what iteration over a result yields."""
    was_list, is_list = _is_list(before.returns, old), _is_list(after.returns, new)
    if before.page is None and after.page is not None:
        if was_list and is_list:
            yield "breaking", "now returns a page, not a list: the list is its attribute `items`"
        elif before.returns == after.returns:
            yield "breaking", "now returns a page: iteration yields the items of all pages, not the fields"
    elif before.page is not None and after.page is None:
        if was_list and is_list:
            yield "breaking", "now returns a list, not a page: only the items of this response"
        elif before.returns == after.returns:
            yield "breaking", "no longer returns a page: iteration does not yield the items"
    elif not was_list or not is_list:  # the items of lists are in the return type
        yield from typed("page item: ", before.page, after.page, "out", old, new)


def _is_list(type: Notation, surface: Surface) -> bool:
    while is_dict(type) and "ref" in type and (model := surface.models.get(type["ref"])) is not None:
        type = model.type
    return is_dict(type) and "list" in type


def _satisfied(before: Method, after: Method) -> bool:
    """Whether every set of credentials that was sufficient still is."""
    return not after.needs or all(any(set(n) <= set(b) for n in after.needs) for b in before.needs or ((),))


# --- models ---


def _models(old: Surface, new: Surface) -> Iterator[Change]:
    for name in missing(old.models, new.models):
        yield Change("breaking", "model", name, "removed")
    for name in missing(new.models, old.models):
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
        yield "breaking", f"is now {'an object' if after.type is None else f'{spelled(after.type)}, not an object'}"
    elif before.type is not None:
        yield from typed("", before.type, after.type, use, old, new)
    else:
        yield from members("field", before.fields, after.fields, use, old, new, beside)
        if before.extra != after.extra:
            yield from _extra(before.extra, after.extra, use, old, new)
    yield from _documentation(before, after)


def _extra(before: Notation, after: Notation, use: str, old: Surface, new: Surface) -> Iterator[tuple[Level, str]]:
    if before is None:
        yield "compatible", f"accepts additional properties: {spelled(after)}"
    elif after is None:
        yield ("breaking" if "in" in use else "compatible"), "no longer accepts additional properties"
    else:
        yield from typed("additional properties: ", before, after, use, old, new)


def _errors(old: Surface, new: Surface) -> Iterator[Change]:
    for name in missing(old.errors, new.errors):
        yield Change("breaking", "error", name, f"removed (status {old.errors[name].status})")
    for name in missing(new.errors, old.errors):
        yield Change("compatible", "error", name, f"added (status {new.errors[name].status})")
    for name, before in old.errors.items():
        after = new.errors.get(name, Error(before.status, before.body))
        if before.status != after.status:
            yield Change("breaking", "error", name, f"status changed from {before.status} to {after.status}")
        was, now = ("any" if body is None else body for body in (before.body, after.body))
        for level, text in typed("body: ", was, now, "out", old, new):
            yield Change(level, "error", name, text)


def _documentation(before: Method | Model, after: Method | Model) -> Iterator[tuple[Level, str]]:
    if before.deprecated != after.deprecated:
        yield "documentation", "deprecated" if after.deprecated else "no longer deprecated"
    old, new = (thing.takes if isinstance(thing, Method) else thing.fields for thing in (before, after))
    others = [f"`{name}`" for name in old if name in new and old[name].docs != new[name].docs]
    if before.docs != after.docs and before.deprecated == after.deprecated:
        yield "documentation", "description, limits or default changed"
    if others:
        more = [f"{len(others) - _LISTED} more"] if len(others) > _LISTED else []
        yield "documentation", f"description, limits or default of {', '.join([*others[:_LISTED], *more])} changed"
