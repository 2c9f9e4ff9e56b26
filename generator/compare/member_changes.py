"""Changes of parameters, fields and types, and whether each is breaking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from generator.compare.surface import Member, Notation, Surface
from generator.compare.type_changes import Fit, difference

Level = Literal["breaking", "compatible", "documentation"]


def members(
    word: str,
    before: Mapping[str, Member],
    after: Mapping[str, Member],
    use: str,
    old: Surface,
    new: Surface,
    beside: str = "",
) -> Iterator[tuple[Level, str]]:
    """Changes of parameters or fields."""
    removed, added = missing(before, after), missing(after, before)
    renamed = new_names(removed, added, lambda name: before[name].wire or name, lambda name: after[name].wire or name)
    for name in removed:
        how = f"renamed to `{renamed[name]}`" if name in renamed else "removed"
        yield "breaking", f"{word} `{name}` {how}{beside}"
    for name in added:
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
                how = "required" if now.required else "optional"
                yield ("breaking" if breaks else "compatible"), f"{word} `{name}` is now {how}{beside}"
            if was.only != now.only and now.only:
                breaks = ("in" if now.only == "out" else "out") in direction
                how = "read-only" if now.only == "out" else "write-only"
                yield ("breaking" if breaks else "compatible"), f"{word} `{name}` is now {how}{beside}"
            yield from typed(f"{word} `{name}`: ", was.type, now.type, direction, old, new, beside)


def _direction(use: str, member: Member) -> str:
    return member.only if member.only and member.only in use else use


def typed(
    start: str, before: Notation, after: Notation, use: str, old: Surface, new: Surface, beside: str = ""
) -> Iterator[tuple[Level, str]]:
    """A changed type. It is compatible if inputs accept at least the old values, and outputs only the old values."""
    if before == after:
        return
    given = "in" not in use.split() or Fit(old.models, new.models, received=False)(before, after)
    received = "out" not in use.split() or Fit(new.models, old.models, received=True)(after, before)
    yield ("compatible" if given and received else "breaking"), f"{start}{difference(before, after)}{beside}"


def missing(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The names that `after` does not have."""
    return [name for name in before if name not in after]


def new_names(
    removed: list[str], added: list[str], was: Callable[[str], str], now: Callable[[str], str]
) -> dict[str, str]:
    """The new names of removed things that are the same in the document."""
    by_origin = {now(name): name for name in reversed(added)}
    return {name: by_origin[was(name)] for name in removed if was(name) in by_origin}
