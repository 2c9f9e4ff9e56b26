"""Name scopes: a locked name, else the first candidate that is free; a collision is an error."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from generator.diagnostics.model import Diagnostics, Located
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import place_of
from generator.ir.types import Place
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import is_plain, safe, snake, spelled


@dataclass(frozen=True, slots=True)
class Decision:
    """How a name was decided: the candidates, best first, and the owners of those that were taken."""

    name: str
    wanted: tuple[str, ...]
    """The candidates before reserved words get an underscore."""
    passed: tuple[tuple[str, str], ...] = ()
    """Candidates that were taken, each with its owner."""


@dataclass(frozen=True, slots=True)
class LockedNames:
    """Names that are given, by key (`type:ChatUsage`, `field:Chat.from`, `method:GET /chats`).

    `asked` are those of the config, `published` those of an earlier output, which stay.
    """

    asked: Mapping[str, str] = field(default_factory=dict[str, str])
    published: Mapping[str, str] = field(default_factory=dict[str, str])
    seen: set[str] = field(default_factory=set[str])
    decided: dict[str, Decision] = field(default_factory=dict[str, Decision])
    """How each name was decided, by key, for `sdkwright explain`."""

    def name(self, key: str) -> str:
        """The locked name of a key, or an empty string."""
        self.seen.add(key)
        return self.asked.get(key) or self.published.get(key, "")

    def check(self, diagnostics: Diagnostics, unreached: Collection[str] = ()) -> None:
        """Report names of the config that are not identifiers, and keys that the document does not have.

        `unreached` are the ids of the definitions that are left out.
        """
        for key, name in self.asked.items():
            if key in {"client", "environment"} or key.startswith("verb:"):
                continue  # checked where the call or the package is named
            path = name.split(".")
            is_call = key.startswith(("path:", "group:")) or (key.startswith("method:") and len(path) > 1)
            if is_call and path[0] in reserved.RESOURCES:
                self._hides(key, path[0], diagnostics)
            if key.startswith("path:"):
                if any(map(keyword.iskeyword, path)):
                    self._not_a_name(name, diagnostics)
                continue
            parts = name.split(".") if key.startswith(("method:", "group:")) else [name]
            if not all(part.isidentifier() and not keyword.iskeyword(part) and part[0] != "_" for part in parts):
                self._not_a_name(name, diagnostics)
            elif hidden := reserved.hidden(key, name):
                self._hides(key, hidden, diagnostics)
            owner = key.partition(":")[2]
            if key not in self.seen and any(owner == id or owner.startswith(f"{id}.") for id in unreached):
                message = f"[names] `{key}`: the schema is left out, as no operation uses it"
                hint = "remove the line, or keep the schema with `unreferenced = true`"
                diagnostics.warning("unreferenced", message, place_of(name), hint)
            elif key not in self.seen:
                hint = did_you_mean(key, self.seen) or "`sdkwright explain` shows the keys"
                message = f"[names] `{key}`: the document has no such element"
                diagnostics.error("unknown-name", message, place_of(name), hint)

    def check_free(self, key: str, needed: frozenset[str], diagnostics: Diagnostics) -> None:
        """Report a name of the config that is one of those `needed` by the SDK itself."""
        name = self.asked.get(key, "").rpartition(".")[2]
        if name in needed:
            self._hides(key, name, diagnostics)

    def _hides(self, key: str, name: str, diagnostics: Diagnostics) -> None:
        message = f"[names] asks for `{self.asked[key]}`, but `{name}` is a name that the SDK itself needs"
        diagnostics.error("bad-name", message, place_of(self.asked[key]), f"choose another name, such as `{name}_`")

    def _not_a_name(self, name: str, diagnostics: Diagnostics) -> None:
        message = f"[names] asks for `{name}`, which cannot be a name"
        diagnostics.error("bad-name", message, place_of(name), "letters, digits and underscores, a letter first")


@dataclass
class NameScope:
    """The names of one scope: `kind` is its word in keys, `what` its word in messages."""

    kind: str
    what: str
    locked: LockedNames
    diagnostics: Diagnostics
    reserved: frozenset[str] = frozenset()
    taken: dict[str, str] = field(default_factory=dict[str, str])
    """The owner of each name; an empty owner is the SDK itself."""
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    """The place of each owner in the document."""

    def lock(self, owners: Iterable[str]) -> None:
        """Keep the locked names of these owners from others."""
        for owner in owners:
            name = self.locked.name(f"{self.kind}:{owner}")
            if name:
                self.taken.setdefault(name.rpartition(".")[2], owner)

    def take(self, owner: str, candidates: Iterable[str], at: Place, further: Iterable[str] = ()) -> str:
        """Take the locked name of an owner, else the first candidate that is free.

        A name from `further` distinguishes elements that the document names alike; it is reported as a warning. If no
        candidate is free, that is an error, and the best one is returned.
        """
        self.places[owner] = at
        self.locked.check_free(f"{self.kind}:{owner}", self.reserved, self.diagnostics)
        settled = self.locked.name(f"{self.kind}:{owner}").rpartition(".")[2]
        best = [name for name in candidates if name]
        wanted = (*best, *(name for name in further if name))
        options = [settled] if settled else [safe(name, self.reserved) for name in wanted]
        passed: list[tuple[str, str]] = []
        for index, name in enumerate(options):
            taken_by = self.taken.setdefault(name, owner)
            if taken_by == owner:
                self.locked.decided[f"{self.kind}:{owner}"] = Decision(name, wanted, tuple(passed))
                if index >= len(best) > 0:
                    self._collided(self.diagnostics.warning, owner, f"{self._wish(options[0])}; it is called `{name}`")
                return name
            passed.append((name, taken_by))
        if not options:
            self._collided(self.diagnostics.error, owner, f"this {self.what} has nothing in it to name it by")
            return "unnamed"
        self._collided(self.diagnostics.error, owner, self._wish(options[0]))
        return options[0]

    def _wish(self, name: str) -> str:
        return f"this {self.what} wants the name `{name}`, which {self._owner_of(name)} has"

    def _collided(self, report: Callable[[str, str, Located | None, str], None], owner: str, message: str) -> None:
        key = f"{self.kind}:{owner}"
        if (asked := self.locked.asked.get(key)) is not None:
            taken_by = self._owner_of(asked.rpartition(".")[2])
            message = f'[names] "{key}" = "{asked}": {taken_by} has this name'
            report("name-collision", message, place_of(asked), "choose another name for one of them")
            return
        hint = f'give it a name of its own in the config: [names] "{self.kind}:{owner}" = "…"'
        report("name-collision", message, self.diagnostics.locate(self.places[owner]), hint)

    def _owner_of(self, name: str) -> str:
        """The owner of a name, with its position in the document."""
        owner = self.taken[name]
        if not owner or owner.startswith("the "):
            return owner or "the SDK itself"
        place = self.places.get(owner)
        found = self.diagnostics.locate(place) if place else None
        if found is None:
            return f"`{owner}`"
        position = found.position()
        return f"`{owner}` ({position.file}:{position.line}:{position.column})"


@lru_cache(maxsize=65536)
def candidates(wire: str, asked: str = "") -> tuple[str, ...]:
    """Candidates for a property or parameter: the given name, its words, its symbols in words, the wire name."""
    plain, symbols = snake(wire), snake(spelled(wire))
    by_symbol = not wire[:1].isalpha() and wire[:1] != "_" and wire[:1] not in "@$" and symbols[:1].isalpha()
    cased = "upper" if wire.isupper() else "camel" if not wire.islower() else ""
    by_case = [f"{plain}_{cased}"] if plain and cased else []
    ordered = [symbols, plain] if by_symbol and not wire[:1].isdigit() else [plain, symbols]
    marks = len(wire) - len(wire.lstrip("_"))
    # `_id` beside `id`, as in document stores, and `__id` beside both.
    behind = [f"{plain}_", f"{'underscore_' * marks}{plain}"] if plain and marks else []
    tail = len(wire) - len(wire.rstrip("_"))
    behind += [f"{plain}{'_underscore' * tail}"] if plain and tail else []  # `from_` beside `from`
    last = [] if plain or symbols else ["blank"]
    return (snake(asked), *ordered, *([wire] if is_plain(wire) else []), *behind, *by_case, *last)
