"""Tell documents whose names were made for an SDK from those whose names were not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.lower.calls.ids import OperationId, Shape
from generator.lower.calls.model import Family, OperationFacts
from generator.lower.calls.phrase import words

_DOTTED = re.compile(r"[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)+")
_SUFFIX = re.compile(r"(?<=\w)(?:[ _-]+(?:api|apis|controller|endpoints?|operations)|Api|API|Controller)$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document is made for, and why."""

    family: Family
    sentence: str
    tags_nest: bool = False
    """Whether tags are resource paths: dotted, or below parents."""
    names_whole: bool = False
    """Whether ids without a name beside them are names as they are, as where other operations have extensions."""


def weigh(operations: Sequence[OperationFacts], ids: Sequence[OperationId]) -> Evidence:
    """The family of a document, by its extensions, its ids and its tags."""
    total = len(operations)
    groups = sum(bool(operation.group) for operation in operations)
    names = sum(bool(operation.name) for operation in operations)
    nested = sum(bool(operation.tags) and len(tag_path(operation)) > 1 for operation in operations)
    tags_nest = nested >= 2 and nested * 10 >= total
    if (groups + names) * 20 >= total > 0 and groups + names:
        sentence = f"{max(groups, names)} of {total} operations have a name or a group for an SDK in an extension"
        return Evidence(Family.NAMED, sentence, tags_nest, names_whole=names * 4 >= total)
    grouped = sum(one.shape is Shape.GROUPED for one in ids)
    if grouped * 2 > total:
        return Evidence(Family.NAMED, f"{grouped} of {total} operation ids are a resource and a method", tags_nest)
    shapes = {shape: sum(one.shape is shape for one in ids) for shape in Shape}
    most = max(shapes, key=lambda shape: shapes[shape]) if total else Shape.NONE
    sentence = f"{shapes.get(most, 0)} of {total} operation ids are {most.value}, so names follow from the paths"
    if tags_nest:
        return Evidence(Family.NAMED, f"{nested} of {total} operations have a tag that is a resource path", tags_nest)
    return Evidence(Family.PATH, sentence)


def tag_path(operation: OperationFacts) -> tuple[str, ...]:
    """The resource path of an operation's first tag, cut at dots; empty without one."""
    for tag in operation.tags:
        parts = [part for text in tag for part in _tag_parts(text)]
        found = tuple(_SUFFIX.sub("", part) for part in parts if words(part))
        if found:
            return found
    return ()


def _tag_parts(text: str) -> list[str]:
    """A tag cut where it says that it nests: `beta.files`, `Manage > Projects`."""
    return text.split(".") if _DOTTED.fullmatch(text) else re.split(r"\s*(?:>|::)\s*", text)
