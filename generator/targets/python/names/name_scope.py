"""How a name is claimed: settled names first, then the first free one of its candidates; a collision is an error."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.diagnostics.model import Diagnostics, Located
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import place_of
from generator.ir.types import Place
from generator.targets.python.names.casing import is_plain, safe, snake, spelled


@dataclass(frozen=True, slots=True)
class Decision:
    """How a name came about: the candidates, best first, and who held those that were passed over."""

    name: str
    wanted: tuple[str, ...]
    """The candidates as their rules made them, before a reserved word got its underscore."""
    passed: tuple[tuple[str, str], ...] = ()
    """Candidates that were taken, each with its owner."""


@dataclass(frozen=True, slots=True)
class LockedNames:
    """Names that are settled beforehand, by key (`type:ChatUsage`, `field:Chat.from`, `method:GET /chats`).

    `asked` are the config's; `published` those that an earlier output gave and that therefore stay.
    """

    asked: Mapping[str, str] = field(default_factory=dict[str, str])
    published: Mapping[str, str] = field(default_factory=dict[str, str])
    seen: set[str] = field(default_factory=set[str])
    decided: dict[str, Decision] = field(default_factory=dict[str, Decision])
    """How each name was decided, by key, for whoever asks why."""

    def name(self, key: str) -> str:
        """The settled name, or nothing."""
        self.seen.add(key)
        return self.asked.get(key) or self.published.get(key, "")

    def check(self, diagnostics: Diagnostics) -> None:
        """Report what the config asks for that cannot be a name, or that nothing goes by."""
        for key, name in self.asked.items():
            if key in {"client", "environment"} or key.startswith(("path:", "verb:")):
                continue  # checked where the call or the package is named
            parts = name.split(".") if key.startswith(("method:", "group:")) else [name]
            if not all(part.isidentifier() and not keyword.iskeyword(part) and part[0] != "_" for part in parts):
                message = f"[names] asks for `{name}`, which cannot be a name"
                diagnostics.error(
                    "bad-name", message, place_of(name), "letters, digits and underscores, a letter first"
                )
            if key not in self.seen:
                hint = did_you_mean(key, self.seen) or "`sdkwright explain` shows the keys"
                message = f"[names] `{key}`: the document has no such element"
                diagnostics.error("unknown-name", message, place_of(name), hint)


@dataclass
class NameScope:
    """Names of one scope, claimed one after the other: `kind` is its word in keys, `what` its word for people."""

    kind: str
    what: str
    locked: LockedNames
    diagnostics: Diagnostics
    reserved: frozenset[str] = frozenset()
    taken: dict[str, str] = field(default_factory=dict[str, str])
    """Names, each with its owner; an empty owner is the SDK itself."""
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    """Where the owners stand in the document."""

    def lock(self, owners: Iterable[str]) -> None:
        """Keep the settled names of these owners from all others."""
        for owner in owners:
            name = self.locked.name(f"{self.kind}:{owner}")
            if name:
                self.taken.setdefault(name.rpartition(".")[2], owner)

    def claim(self, owner: str, candidates: Iterable[str], at: Place, further: Iterable[str] = ()) -> str:
        """The settled name, else the first candidate that is free; an error and the best candidate where none is.

        A name out of `further` tells apart what the document calls alike, and is warned of.
        """
        self.places[owner] = at
        settled = self.locked.name(f"{self.kind}:{owner}").rpartition(".")[2]
        best = [name for name in candidates if name]
        wanted = (*best, *(name for name in further if name))
        options = [settled] if settled else [safe(name, self.reserved) for name in wanted]
        passed: list[tuple[str, str]] = []
        for index, name in enumerate(options):
            holder = self.taken.setdefault(name, owner)
            if holder == owner:
                self.locked.decided[f"{self.kind}:{owner}"] = Decision(name, wanted, tuple(passed))
                if index >= len(best) > 0:
                    self._collided(self.diagnostics.warning, owner, f"{self._wish(options[0])}; it is called `{name}`")
                return name
            passed.append((name, holder))
        if not options:
            self._collided(self.diagnostics.error, owner, f"this {self.what} has nothing in it to name it by")
            return "unnamed"
        self._collided(self.diagnostics.error, owner, self._wish(options[0]))
        return options[0]

    def _wish(self, name: str) -> str:
        return f"this {self.what} wants the name `{name}`, which {self._holder(name)} has"

    def _collided(self, report: Callable[[str, str, Located | None, str], None], owner: str, message: str) -> None:
        hint = f'give it a name of its own in the config: [names] "{self.kind}:{owner}" = "…"'
        report("name-collision", message, self.diagnostics.locate(self.places[owner]), hint)

    def _holder(self, name: str) -> str:
        """Who has the name, and where that stands."""
        owner = self.taken[name]
        if not owner:
            return "the SDK itself"
        place = self.places.get(owner)
        found = self.diagnostics.locate(place) if place else None
        if found is None:
            return f"`{owner}`"
        position = found.position()
        return f"`{owner}` ({position.file}:{position.line}:{position.column})"


def candidates(wire: str, asked: str = "") -> list[str]:
    """Names for a property or parameter: the one asked for, its words, its symbols spelled, the wire name."""
    plain, symbols = snake(wire), snake(spelled(wire))
    by_symbol = not wire[:1].isalpha() and wire[:1] != "_" and wire[:1] not in "@$" and symbols[:1].isalpha()
    cased = "upper" if wire.isupper() else "camel" if not wire.islower() else ""
    by_case = [f"{plain}_{cased}"] if plain and cased else []
    ordered = [symbols, plain] if by_symbol and not wire[:1].isdigit() else [plain, symbols]
    marks = len(wire) - len(wire.lstrip("_"))
    # `_id` beside `id`, as document stores have it, and `__id` beside both.
    behind = [f"{plain}_", f"{'underscore_' * marks}{plain}"] if plain and marks else []
    last = [] if plain or symbols else ["blank"]
    return [snake(asked), *ordered, *([wire] if is_plain(wire) else []), *behind, *by_case, *last]
