"""Where a caller finds an operation: its group, and its name in there.

Extensions decide where the document has them. Else the group is the first tag, or the first telling segment of the
path, and the name is the operationId with the group's words taken off. Two operations of one group that would have one
name both get a longer one, so that an operation's name does not depend on its neighbours' order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.document.node import Node
from generator.ir.text import alike, folded, singular, words
from generator.ir.types import Docs, Group
from generator.lower.context import Context
from generator.lower.docs import docs_of
from generator.lower.operation.path_key import read_path_key

_GROUPS = ("x-speakeasy-group", "x-fern-sdk-group-name")
_NAMES = ("x-speakeasy-name-override", "x-fern-sdk-method-name")
_VERSION = re.compile(r"v?[0-9]+(?:[._-]?[0-9]+)*(?:(?:alpha|beta|rc)[0-9]*)?", re.IGNORECASE)
_CONTROLLER = re.compile(r"^(\w*?)Controller[_.](\w+)$")
_PARAMETER = re.compile(r"\{[^{}]*\}")
_NOWHERE = "default"


@dataclass(frozen=True, slots=True)
class Call:
    """How an operation is called: the group's path, the name, and whether the document gave the name."""

    group: tuple[str, ...]
    name: str
    named: bool
    words: tuple[str, ...]
    """The words that name what belongs to the operation, such as its request."""


@dataclass(slots=True)
class _Candidate:
    """An operation that is still to get its name: the names left to try, the best first."""

    group: tuple[str, ...]
    names: list[str]
    named: bool
    node: Node
    full: str

    @property
    def key(self) -> tuple[tuple[str, ...], str]:
        return tuple("".join(folded(part)) for part in self.group), "".join(folded(self.names[0]))


class Grouping:
    """The groups and names of all operations."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._tags = _tags(context)
        self._candidates: list[_Candidate] = []
        self._groups: dict[tuple[str, ...], Docs] = {}
        self._spellings: dict[tuple[tuple[str, ...], ...], str] = {}

    def add(self, node: Node, method: str, path: str) -> None:
        """Take an operation in, in document order."""
        key = read_path_key(path)
        path = key.words
        tag = _first_tag(node)
        group = self._as_first_spelled(self._group(node, tag, key.route))
        docs = self._tags.get(tag, (None, Docs()))[1] if tag else Docs()
        for depth in range(1, len(group)):
            self._groups.setdefault(group[:depth], Docs())
        if group not in self._groups or not self._groups[group].description:
            self._groups[group] = docs if len(group) == 1 or alike(tag)[-1:] == alike(group[-1])[-1:] else Docs()
        asked = _asked(node, _NAMES)
        operation_id = node.text("operationId")
        cleaned = _cleaned(operation_id, group, method, path) if operation_id else ""
        by_path = _by_path(method, path, group)
        names = [asked] if asked else []
        if cleaned:
            names += [_without_group(cleaned, group), cleaned]
        names += [by_path, _in_full(method, path)]
        full = " ".join((*group, asked)) if asked else cleaned or _in_full(method, path)
        self._candidates.append(_Candidate(group, list(dict.fromkeys(names)), bool(asked), node, full))

    def calls(self) -> list[Call]:
        """How each operation is called, in the order in which they were taken in."""
        self._settle()
        owners: dict[str, int] = {}
        for candidate in self._candidates:
            key = "".join(folded(candidate.full))
            owners[key] = owners.get(key, 0) + 1
        found: list[Call] = []
        for candidate in self._candidates:
            unique = owners["".join(folded(candidate.full))] == 1
            own = (candidate.full,) if unique else (*candidate.group, candidate.names[0])
            found.append(Call(candidate.group, candidate.names[0], candidate.named, own))
        return found

    def groups(self) -> tuple[Group, ...]:
        return tuple(Group(path, docs) for path, docs in self._groups.items())

    def _group(self, node: Node, tag: str, path: str) -> tuple[str, ...]:
        for key in _GROUPS:
            said = node.get(key)
            parts = (
                said.value if said is not None and said.is_sequence else [node.text(key)] if said is not None else []
            )
            found = tuple(part for text in parts if isinstance(text, str) for part in text.split(".") if part.strip())
            if found:
                return found
        if tag and alike(tag):
            return self._tag_path(tag)
        for segment in path.split("/"):
            if "{" not in segment and segment.lower() != "api" and not _VERSION.fullmatch(segment) and alike(segment):
                return (segment,)
        return (_NOWHERE,)

    def _as_first_spelled(self, group: tuple[str, ...]) -> tuple[str, ...]:
        """The group as it was spelled first: `Messages` and `messages` are one place to a caller."""
        keys = [folded(part) or (part,) for part in group]
        return tuple(self._spellings.setdefault(tuple(keys[: at + 1]), part) for at, part in enumerate(group))

    def _tag_path(self, tag: str) -> tuple[str, ...]:
        """A tag below its parents (OpenAPI 3.2)."""
        path = [tag]
        parent = self._tags.get(tag, (None, Docs()))[0]
        while parent and parent not in path:
            path.append(parent)
            parent = self._tags.get(parent, (None, Docs()))[0]
        return tuple(reversed(path))

    def _settle(self) -> None:
        """Lengthen names until each is the only one of its group."""
        groups = {tuple("".join(folded(part)) for part in path) for path in self._groups}
        for _ in range(8):
            taken: dict[tuple[tuple[str, ...], str], list[_Candidate]] = {}
            for candidate in self._candidates:
                taken.setdefault(candidate.key, []).append(candidate)
            changed = False
            for (group, name), several in taken.items():
                shadows = (*group, name) in groups
                if len(several) == 1 and not shadows:
                    continue
                asked = [candidate for candidate in several if candidate.named]
                keeper = asked[0] if asked and not shadows else None
                for candidate in several:
                    if candidate is not keeper and len(candidate.names) > 1 and not (shadows and candidate.named):
                        changed = True
                        self._lengthen(candidate)
            if not changed:
                return

    def _lengthen(self, candidate: _Candidate) -> None:
        dropped = candidate.names.pop(0)
        if candidate.named:
            candidate.named = False
            self._context.diagnostics.warning(
                "name-taken",
                f'two operations request the name "{dropped}"; this one is named after its operationId',
                candidate.node,
            )


def _tags(context: Context) -> dict[str, tuple[str | None, Docs]]:
    sequence = context.root.sequence("tags")
    found: dict[str, tuple[str | None, Docs]] = {}
    for node in sequence.elements() if sequence is not None else ():
        if node.is_mapping and (name := node.text("name")):
            found[name] = (node.text("parent") or None, docs_of(node.value, name, examples=False))
    return found


def _first_tag(node: Node) -> str:
    sequence = node.sequence("tags")
    for element in sequence.elements() if sequence is not None else ():
        if isinstance(element.value, str) and element.value.strip():
            return element.value
    return ""


def _asked(node: Node, keywords: Iterable[str]) -> str:
    return next((text for key in keywords if (text := node.text(key)) and alike(text)), "")


# --- names out of ids ---


def _cleaned(operation_id: str, group: Sequence[str], method: str, path: str) -> str:
    """The telling part of an operationId: without what frameworks add to it."""
    controller = _CONTROLLER.match(operation_id)
    if controller is not None:
        return controller.group(2) if alike(controller.group(1)) == alike(group[-1]) else operation_id
    before, slash, after = operation_id.partition("/")
    if slash and alike(after) and alike(before) == alike(group[-1]):
        return after
    own = folded(operation_id)
    added = (*folded(_PARAMETER.sub(lambda match: match.group()[1:-1], path)), method.lower())
    if len(own) > len(added) and own[-len(added) :] == added:
        return " ".join(words(operation_id)[: -len(added)])
    return operation_id


def _without_group(name: str, group: Sequence[str]) -> str:
    """The words of a name less those of its group; the whole name where nothing would be left."""
    left = list(words(name))
    for part in group:
        sought = [singular(word) for word in words(part)]
        for start in range(len(left) - len(sought) + 1):
            if [singular(word) for word in left[start : start + len(sought)]] == sought:
                if len(left) > len(sought):
                    del left[start : start + len(sought)]
                break
    return " ".join(left)


# --- names out of paths ---


def _segments(path: str) -> list[str]:
    return [part for part in path.split("/") if part and part.lower() != "api" and not _VERSION.fullmatch(part)]


def _verb(method: str, path: str) -> str:
    last = path.rstrip("/").rsplit("/", 1)[-1]
    of_one = "{" in last
    found = words(last)
    many = bool(found) and not of_one and singular(found[-1]) != found[-1].lower()
    match method.upper():
        case "GET":
            return "list" if many else "get"
        case "POST":
            return "create"
        case "PUT":
            return "replace"
        case "PATCH":
            return "update"
        case _:
            return method.lower()


def _by_path(method: str, path: str, group: Sequence[str]) -> str:
    static = " ".join(segment for segment in _segments(path) if "{" not in segment)
    return _without_group(f"{_verb(method, path)} {static}", group)


def _in_full(method: str, path: str) -> str:
    parts = [f"by {segment}" if "{" in segment else segment for segment in path.split("/") if segment]
    return " ".join(words(" ".join((method.lower(), *parts)))) or method.lower()
