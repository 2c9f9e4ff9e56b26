"""The subset of a document's operations that the config chooses: `include` and `exclude`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from generator.diagnostics.model import Diagnostics
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import place_of
from generator.ir.types import Ignored
from generator.lower.context import elements
from generator.lower.operation.operations import Found


class Subset:
    """Patterns of operations: `tag:NAME`, `path:GLOB`, `operation:GLOB` and `marker:EXTENSION`."""

    def __init__(self, include: Iterable[str] = (), exclude: Iterable[str] = ()) -> None:
        self._include = tuple(include)
        self._exclude = tuple(exclude)

    def of(self, found: list[Found], diagnostics: Diagnostics) -> tuple[list[Found], tuple[Ignored, ...]]:
        """The operations to keep, and those left out. Reports patterns that match none."""
        kept: list[Found] = []
        left_out: list[Ignored] = []
        unused = dict.fromkeys((*self._include, *self._exclude))
        for one in found:
            included = [pattern for pattern in self._include if _matches(pattern, one)]
            excluded = [pattern for pattern in self._exclude if _matches(pattern, one)]
            for pattern in (*included, *excluded):
                unused.pop(pattern, None)
            if excluded:
                why = f"the config leaves it out: exclude `{excluded[0]}`"
            elif self._include and not included:
                why = "the config leaves it out: no pattern of `include` matches it"
            else:
                kept.append(one)
                continue
            left_out.append(Ignored(one.method, one.path, one.node.place, why, by_config=True))
        for pattern in unused:
            _report(pattern, found, diagnostics)
        return kept, tuple(left_out)


def _matches(pattern: str, one: Found) -> bool:
    kind, _, value = pattern.partition(":")
    if kind == "path":
        return _path_glob(value).fullmatch(one.path) is not None
    return any(fnmatchcase(name, value) for name in _names(kind, one))


def _names(kind: str, one: Found) -> list[str]:
    """What a pattern of a kind is compared with."""
    if kind == "tag":
        return [tag.value for tag in elements(one.node, "tags") if isinstance(tag.value, str)]
    if kind == "operation":
        return [one.node.text("operationId")]
    if kind == "path":
        return [one.path]
    nodes = (node for node in (one.node, one.item) if node.is_mapping)
    entries = ((key, entry.value) for node in nodes for key, entry in node.items())
    return [key for key, value in entries if key.startswith("x-") and value is not False and value is not None]


def _path_glob(glob: str) -> re.Pattern[str]:
    """`**` matches anything, `*` anything within a segment, all else itself."""
    parts = re.split(r"(\*\*|\*)", glob)
    return re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part) or re.escape(part) for part in parts), re.DOTALL)


def _report(pattern: str, found: list[Found], diagnostics: Diagnostics) -> None:
    kind, _, value = pattern.partition(":")
    known = dict.fromkeys(name for one in found for name in _names(kind, one) if name)
    hint = did_you_mean(value, known) or f"`{kind}:` is compared with " + {
        "tag": "the tags of operations",
        "path": "paths such as `/v1/pets/{id}`",
        "operation": "operationIds",
        "marker": "extensions of operations and paths, such as `x-internal`",
    }.get(kind, "nothing")
    diagnostics.warning("unused-pattern", f"the pattern `{pattern}` matches no operation", place_of(pattern), hint)
