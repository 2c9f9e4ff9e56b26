"""Divide the operations of a resource that is too large for one module by topic.

The topic of an operation is the noun that follows the resource in its path: `branches` in
`/repos/{owner}/{repo}/branches/{branch}`. A topic that is too large itself is divided by the nouns after it
(`branches_protection`). Operations without a topic and small topics stay in the resource's own module. So an operation
that is added changes the module of its topic, and no other one. What has no further noun stays together, however long.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from generator.ir.index import Index
from generator.ir.types import Docs, Operation
from generator.ir.walk import request_types
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import module, pascal, safe, snake
from generator.targets.python.names.names import Names, ResourceNames, ResourcePath

LONGEST: Final = 1350
"""The most lines of a module of a resource, about: the real number differs by up to a tenth."""

_SMALL: Final = 5
"""The number of operations from which a topic has a module of its own, in a resource that is divided."""
_REFERENCE: Final = 9
"""The lines for each topic in the resource's own module, about."""

_LETTERS: Final = 40
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_FORMAT = re.compile(r"\.(json|xml)$")
_VERSION = re.compile(r"_v\d+$")


@dataclass(frozen=True, slots=True)
class Topic:
    """Operations of a resource that are in a module of their own, with a class that the resource inherits from."""

    nouns: tuple[str, ...]
    """The words of the path that the operations share, from the topic on."""
    file: str
    """The module, below `resources`: `repos/branches`."""
    cls: str
    params: str
    """The module of its typed dicts: `repos_branches`."""
    operations: tuple[Operation, ...]

    @property
    def async_cls(self) -> str:
        return f"Async{self.cls}"

    @property
    def module(self) -> str:
        """The module, as the resource's own module imports it."""
        return f".{self.file.rpartition('/')[2]}"


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of the resources that are divided."""

    of: Mapping[ResourcePath, tuple[Topic, ...]]

    def of_operation(self, operation: Operation, resource: ResourceNames) -> Topic | None:
        """The topic whose module an operation is in; None for the resource's own module."""
        topics = self.of.get(resource.path, ())
        return next((topic for topic in topics if any(one.key == operation.key for one in topic.operations)), None)

    def file(self, resource: ResourceNames) -> str:
        """The resource's own module, below `resources`: a package if it has topics or sub-resources."""
        return f"{resource.file}/__init__" if resource.path in self.of and not resource.children else resource.file

    def input_types(self, index: Index, names: Names, modules: Mapping[str, str]) -> dict[str, str]:
        """The modules of the input types that one topic alone uses, by definition. `modules` are those without topics.

        What several topics use, or the operations without one, stays. So the modules of topics import that of the
        resource, never the reverse.
        """
        found: dict[str, str] = {}
        for path, topics in self.of.items():
            own = names.resources[path]
            home = {operation.key: topic.params for topic in topics for operation in topic.operations}
            users: dict[str, set[str]] = {}
            for operation in names.operations_of(path, index.api.operations):
                for id in index.reached(request_types(operation)):
                    if modules.get(id) == own.module:
                        users.setdefault(id, set()).add(home.get(operation.key, own.module))
            found |= {id: next(iter(used)) for id, used in users.items() if len(used) == 1}
        return found


def find_topics(index: Index, names: Names, limit: int = LONGEST) -> Topics:
    """The topics of every resource whose module would have more lines than the limit."""
    found: dict[ResourcePath, tuple[Topic, ...]] = {}
    resources = names.resources.values()
    attributes = frozenset(_singular(module(own.path[0])) for own in resources)
    classes = {cls for own in resources for cls in (own.cls, own.async_cls)} | reserved.RESOURCE_CLASSES
    modules = {own.module for own in resources} | reserved.MODULES
    for own in resources:
        operations = names.operations_of(own.path, index.api.operations)
        sizes = {operation.key: _lines(operation, index) for operation in operations}
        if sum(sizes.values()) <= limit:
            continue
        nouns = {operation.key: _nouns(operation, own, attributes) for operation in operations}
        divided = _Division(nouns, sizes, limit).divide(operations)
        position = {operation.key: number for number, operation in enumerate(operations)}
        for members in divided.values():
            members.sort(key=lambda operation: position[operation.key])
        topics = sorted(_named(own, divided, classes, modules), key=lambda topic: position[topic.operations[0].key])
        if topics:
            found[own.path] = tuple(topics)
    return Topics(found)


class _Division:
    """The division of one resource: the nouns and the lines of each operation, by its key."""

    def __init__(self, nouns: Mapping[str, tuple[str, ...]], sizes: Mapping[str, int], limit: int) -> None:
        self.nouns = nouns
        self.sizes = sizes
        self.limit = limit

    def divide(self, operations: list[Operation], depth: int = 0) -> dict[tuple[str, ...], list[Operation]]:
        """The operations by the nouns of their module; those that stay in the module at hand have the nouns so far."""
        above = self.nouns[operations[0].key][:depth]
        by_noun: dict[tuple[str, ...], list[Operation]] = {}
        for operation in operations:
            by_noun.setdefault(self.nouns[operation.key][: depth + 1], []).append(operation)
        core = by_noun.pop(above, [])
        result: dict[tuple[str, ...], list[Operation]] = {above: list(core)}
        rest, fits = self.size(operations), self.size(core) <= self.limit
        # Where most operations have a noun of their own, nouns are no topics.
        alone = sum(len(members) == 1 for members in by_noun.values())
        least = 1 if 2 * alone <= len(operations) else 2
        for topic in sorted(by_noun, key=lambda topic: (-len(by_noun[topic]), -self.size(by_noun[topic]), topic)):
            members = by_noun[topic]
            if len(members) < _SMALL and (rest <= self.limit or not fits or len(members) < least):
                result[above] += members
                continue
            rest -= self.size(members) - (0 if depth else _REFERENCE)
            result |= {topic: members} if self.size(members) <= self.limit else self.divide(members, depth + 1)
        return {nouns: members for nouns, members in result.items() if members}

    def size(self, operations: Iterable[Operation]) -> int:
        return sum(self.sizes[operation.key] for operation in operations)


def _named(
    own: ResourceNames, divided: Mapping[tuple[str, ...], Collection[Operation]], classes: Set[str], modules: Set[str]
) -> Iterator[Topic]:
    """The topics of a resource, with names that neither another topic nor another resource has."""
    folder = own.file.removesuffix("/__init__")
    taken = {*classes, *modules, *(f"{folder}/{module(child[-1])}" for child in own.children)}
    for nouns in sorted(divided.keys() - {()}):
        topic = next(
            topic
            for topic in _candidates(own, folder, nouns, tuple(divided[nouns]))
            if not taken & {topic.file, topic.cls, topic.async_cls, topic.params}
        )
        taken |= {topic.file, topic.cls, topic.async_cls, topic.params}
        yield topic


def _candidates(
    own: ResourceNames, folder: str, nouns: tuple[str, ...], operations: tuple[Operation, ...]
) -> Iterator[Topic]:
    """A topic with each of the names that it may have, the best first."""
    for suffix in chain([""], ["operations"], (f"operations_{number}" for number in count(2))):
        words = [noun[:_LETTERS] for noun in nouns] + ([suffix] if suffix else [])
        file = _module_name("_".join(words))
        params = f"{own.module}_{file}" + ("_" if file.endswith("requests") else "")
        yield Topic(nouns, f"{folder}/{file}", pascal(own.cls, *words), params, operations)


def _module_name(words: str) -> str:
    """The name of a topic's module, which becomes a variable of the resource's package when it is imported."""
    name = safe(module(words), reserved.SUBMODULES)
    return f"{name}_" if reserved.is_module_name(name) else name


def _nouns(operation: Operation, own: ResourceNames, attributes: Set[str]) -> tuple[str, ...]:
    """The words of an operation's path from its topic on; empty for the resource itself.

    They follow the resource's own name, or else the names of other resources that the path begins with.
    """
    words = [word for part in _FORMAT.sub("", operation.route).split("/") for word in _words(part)]
    singular = [_singular(_VERSION.sub("", word)) for word in words]
    above = _singular(own.path[-1])
    if above in singular:
        return tuple(words[singular.index(above) + 1 :])
    known = attributes | {_singular(part) for part in own.path}
    first = 0
    while first < len(words) - 1 and (singular[first] in known or not _VERSION.sub("", f"_{words[first]}")):
        first += 1
    return tuple(words[first:])


def _words(part: str) -> Iterator[str]:
    """The words of a segment of a path: `chat.post` is two, a placeholder none."""
    for text in re.split(r"[.:]", _PLACEHOLDER.sub("", part)):
        if name := snake(text):
            yield name


def _singular(word: str) -> str:
    return word.removesuffix("s")


def _lines(operation: Operation, index: Index) -> int:
    """The lines of an operation in its module, about: its table and its methods, sync and async."""
    spread = index.spread(operation)
    in_path = sum(parameter.location == "path" for parameter in operation.parameters)
    overloads = len(index.choices(operation)) + (2 if operation.stream and operation.stream.switch else 0)
    return (
        35
        + 5 * in_path
        + 5 * (len(operation.parameters) - in_path) // 4
        + _text_lines(operation.docs)
        + len(operation.errors)
        + (10 if operation.body else 0)
        + len(spread.fields if spread else ()) // 2
        + (10 if operation.pagination else 0)
        + (40 if operation.stream else 0)
        + (60 if operation.waiting else 0)
        + (25 * overloads if overloads > 1 else 0)
    )


def _text_lines(docs: Docs) -> int:
    text = docs.description
    return sum(1 + len(line) // 80 for line in text.split("\n")) if text else 0
