"""Names of the constants of enumerations whose values have names in the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from generator.ir.index import enumeration_of
from generator.ir.types import Api, Definition
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import safe, snake, spelled
from generator.targets.python.names.name_scope import NameScope
from generator.targets.python.names.names import EnumNames

_SUFFIXES = ("Values", "Names", "Constants")


def enum_names(
    api: Api,
    types: Mapping[str, str],
    input_types: Mapping[str, str],
    scope_of: Callable[[str, str, frozenset[str], Iterable[str]], NameScope],
) -> dict[str, EnumNames]:
    """The class of constants of each enumeration that has names, beside the names of types and typed dicts."""
    found = {d.id: (d, constants) for d in api.definitions if (constants := _constants(d))}
    scope = scope_of("values", "enum", reserved.TYPES, found)
    scope.taken.update(dict.fromkeys([*types.values(), *input_types.values()], ""))
    return {
        id: EnumNames(scope.take(id, [f"{types[id]}{suffix}" for suffix in _SUFFIXES], d.place), constants)
        for id, (d, constants) in found.items()
    }


def _constants(definition: Definition) -> dict[int, str]:
    """The names of the constants of an enumeration by the index of the value; of two alike, the first has the name."""
    enumeration = enumeration_of(definition)
    found: dict[str, int] = {}
    for index, label in enumerate(enumeration.labels if enumeration is not None else ()):
        name = safe(snake(spelled(label.name)).upper())
        if name:
            found.setdefault(name, index)
    return {index: name for name, index in found.items()}
