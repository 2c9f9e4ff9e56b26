"""Names of types: those of the document, and for inline schemas the shortest part of their path that is unique."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.ir.types import Definition, Object
from generator.targets.python.names.casing import pascal, spelled, words

_ENOUGH, _MAX = 40, 50
"""Letters up to which the whole path is a good name, and that a shorter one should not exceed."""
_GENERIC = frozenset({
    "item", "items", "value", "values", "request", "response", "body", "data", "object", "list", "type", "content",
    "result", "results", "error", "info", "details", "attributes", "properties", "params", "param", "variant", "status",
    "kind", "name", "id", "option", "options", "get", "create", "update", "delete",
})  # fmt: skip
"""Generic words, which alone do not name a type."""


class TypeCandidates:
    """Names for the types of an API. They do not depend on the order of the definitions."""

    def __init__(self, definitions: Sequence[Definition]) -> None:
        self._short = {d.id: list(dict.fromkeys(_short(d.name))) for d in definitions if not d.component}
        self._uses = Counter(name for names in self._short.values() for name in names)
        self._uses.update(pascal(*d.name) for d in definitions if d.component)

    def best(self, definition: Definition) -> list[str]:
        """The names to try, best first."""
        plain = pascal(*definition.name) or pascal(spelled(" ".join(definition.name)))
        kind = "Object" if isinstance(definition.shape, Object) else "Value"
        if definition.component:
            return [plain, pascal(spelled(" ".join(definition.name))), *([f"{plain}{kind}"] if kind == "Value" else [])]
        short = self._short[definition.id]
        unique = [name for name in short if self._uses[name] == 1]
        whole = pascal(*without_repeats(definition.name)) or plain
        more = "Details" if kind == "Object" else "Value"
        return [*(unique[:1] or short), whole, f"{whole}{more}", f"{whole}Inline", f"{whole}Inline{kind}", plain]

    def rank(self, definition: Definition) -> int:
        """The order in which inline schemas take names: those whose paths are cut come last, the longer the later."""
        name = definition.name
        cut = pascal(*without_repeats(name)) != pascal(*name) or len("".join(name)) > _ENOUGH
        return len(name) if cut and not definition.component else 0

    def further(self, definition: Definition) -> list[str]:
        """Names for a component that differs in spelling alone from one that has the name: by its kind, its letters."""
        if not definition.component:
            return []
        plain = pascal(*definition.name)
        kind = "Object" if isinstance(definition.shape, Object) else "Value"
        return [f"{plain}{kind}", f"{plain}Schema", _lettered(definition.name)]


def without_repeats(parts: Iterable[str]) -> list[str]:
    """The words of a path, without words that follow themselves, as in `file file` or `image url image url`."""
    found: list[str] = []
    lower: list[str] = []
    for part in parts:
        for word in words(part.lower() if part.isupper() and "_" in part else part) or (part,):
            found.append(word)
            lower.append(word.lower())
            for size in (1, 2, 3):
                if lower[-size:] == lower[-2 * size : -size]:
                    del found[-size:], lower[-size:]
                    break
    return found


def _short(path: Sequence[str]) -> Iterator[str]:
    """Names of an inline schema, the best first: its path, its owner with parts of the path, less of the owner."""
    whole = pascal(*without_repeats(path))
    if len(whole) <= _ENOUGH or len(path) < 2:
        yield whole
        return
    owner, inner = list(words(path[0])) or [path[0]], path[1:]
    last = inner[-1]
    ends = [inner[-size:] for size in range(1, len(inner) + 1)]
    ends += [[part, last] for part in reversed(inner[:-2])]
    ends += [[part, inner[-2], last] for part in reversed(inner[:-3])]
    for start in range(len(owner)):
        kept = owner[start:]
        if start and all(word.lower() in _GENERIC for word in kept):
            kept = []
        for end in ends:
            name = pascal(*without_repeats([*kept, *end]))
            if len(name) <= _MAX and (kept or _is_specific(end)):
                yield name
        if not kept:
            break
    for size in range(1, len(owner)):
        yield from (name for end in ends if len(name := pascal(*without_repeats([*owner[:size], *end]))) <= _MAX)


def _is_specific(parts: Sequence[str]) -> bool:
    """Whether parts of a path name a type without its owner: two words, not both generic."""
    found = [word.lower() for part in parts for word in words(part)]
    return len(found) > 1 and not _GENERIC.issuperset(found)


def _lettered(name: Iterable[str]) -> str:
    """The letters and digits of a name, with their case but for the first."""
    return pascal("".join(char for part in name for char in part if char.isalnum()))
