"""Ways through the IR: what a type is made of, what operations reach, which definitions build on which others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.ir.types import (
    Alias,
    Api,
    Array,
    Definition,
    Map,
    Nullable,
    Object,
    Operation,
    Ref,
    Response,
    Tuple,
    Type,
    Union,
)


def children(type: Type) -> tuple[Type, ...]:
    """The types that a type is made of, one level down."""
    match type:
        case Array(item=inner) | Map(value=inner) | Nullable(type=inner):
            return (inner,)
        case Tuple(items=items, rest=rest):
            return items if rest is None else (*items, rest)
        case Union(members=members):
            return members
        case _:
            return ()


def inside(type: Type) -> Iterator[Type]:
    """The type and all that it is made of; a `Ref` is not followed."""
    stack = [type]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(reversed(children(found)))


def types_of(shape: Object | Alias) -> Iterator[Type]:
    """The types that a definition names, in order."""
    if isinstance(shape, Alias):
        yield shape.type
        return
    for entry in shape.fields:
        yield entry.type
    if shape.extra is not None:
        yield shape.extra


def references(types: Iterable[Type]) -> dict[str, None]:
    """The ids that types refer to directly, each once, in order."""
    return {found.id: None for type in types for found in inside(type) if isinstance(found, Ref)}


def reached(types: Iterable[Type], definitions: Mapping[str, Definition]) -> dict[str, None]:
    """The ids of all definitions that types lead to, through any number of others."""
    found: dict[str, None] = {}
    stack = list(reversed(references(types)))
    while stack:
        name = stack.pop()
        if name not in found:
            found[name] = None
            stack.extend(reversed(references(types_of(definitions[name].shape))))
    return found


@dataclass(frozen=True, slots=True)
class Reach:
    """The ids of the definitions that operations lead to, by what they are used for."""

    request: dict[str, None]
    response: dict[str, None]
    error: dict[str, None]
    stream: dict[str, None]


def reach(operations: Iterable[Operation], definitions: Mapping[str, Definition]) -> Reach:
    """What operations lead to: parameters and bodies, answers, errors, and items of streams."""
    listed = list(operations)
    return Reach(
        reached((type for operation in listed for type in request_types(operation)), definitions),
        reached((type for operation in listed for type in content_types(operation.responses)), definitions),
        reached((type for operation in listed for type in content_types(operation.errors)), definitions),
        reached((operation.stream.item for operation in listed if operation.stream is not None), definitions),
    )


def reach_by_group(api: Api) -> dict[tuple[str, ...], Reach]:
    """What the operations of each group lead to, by the group's path."""
    definitions = {definition.id: definition for definition in api.definitions}
    members: dict[tuple[str, ...], list[Operation]] = {}
    for operation in api.operations:
        members.setdefault(operation.group, []).append(operation)
    return {path: reach(operations, definitions) for path, operations in members.items()}


def request_types(operation: Operation) -> Iterator[Type]:
    """The types of what a request holds."""
    for parameter in operation.parameters:
        yield parameter.type
    for content in operation.body.contents if operation.body is not None else ():
        if content.type is not None:
            yield content.type


def content_types(responses: Iterable[Response]) -> Iterator[Type]:
    """The types of what responses hold."""
    for response in responses:
        for content in response.contents:
            if content.type is not None:
                yield content.type


def in_dependency_order(definitions: Sequence[Definition]) -> list[tuple[Definition, ...]]:
    """The definitions such that each comes after those it refers to; those that refer to one another come together.

    Ties are in the order given (Tarjan's strongly connected components, without recursion).
    """
    by_id = {definition.id: definition for definition in definitions}
    edges = {
        definition.id: [name for name in references(types_of(definition.shape)) if name in by_id]
        for definition in definitions
    }
    order = {name: position for position, name in enumerate(by_id)}
    return [tuple(by_id[name] for name in sorted(names, key=order.__getitem__)) for names in _components(edges)]


def _components(edges: Mapping[str, list[str]]) -> Iterator[list[str]]:
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    held: list[str] = []
    on_stack: set[str] = set()
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        held.append(root)
        on_stack.add(root)
        while work:
            name, following = work[-1]
            for other in following:
                if other not in index:
                    index[other] = low[other] = len(index)
                    held.append(other)
                    on_stack.add(other)
                    work.append((other, iter(edges[other])))
                    break
                if other in on_stack:
                    low[name] = min(low[name], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    component: list[str] = []
                    while not component or component[-1] != name:
                        component.append(held.pop())
                        on_stack.discard(component[-1])
                    yield component
