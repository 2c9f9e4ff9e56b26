"""Directed graphs: closure and strongly connected components, without recursion."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

Vertex = TypeVar("Vertex", bound=Hashable)


def closure(starts: Iterable[Vertex], successors: Callable[[Vertex], Iterable[Vertex]]) -> dict[Vertex, None]:
    """Everything reachable from the starts, themselves included, depth first."""
    found: dict[Vertex, None] = {}
    stack = list(reversed(list(starts)))
    while stack:
        vertex = stack.pop()
        if vertex not in found:
            found[vertex] = None
            stack.extend(reversed(list(successors(vertex))))
    return found


def components(vertices: Iterable[Vertex], successors: Callable[[Vertex], Iterable[Vertex]]) -> Iterator[list[Vertex]]:
    """The strongly connected components, each after those it has edges to (Tarjan's algorithm)."""
    index: dict[Vertex, int] = {}
    low: dict[Vertex, int] = {}
    path: list[Vertex] = []
    on_path: set[Vertex] = set()
    work: list[tuple[Vertex, Iterator[Vertex]]] = []

    def enter(vertex: Vertex) -> None:
        index[vertex] = low[vertex] = len(index)
        path.append(vertex)
        on_path.add(vertex)
        work.append((vertex, iter(successors(vertex))))

    for start in vertices:
        if start not in index:
            enter(start)
        while work:
            vertex, pending = work[-1]
            following = next(pending, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[vertex])
                if low[vertex] == index[vertex]:
                    component: list[Vertex] = []
                    while not component or component[-1] != vertex:
                        component.append(path.pop())
                    on_path.difference_update(component)
                    yield component
            elif following not in index:
                enter(following)
            elif following in on_path:
                low[vertex] = min(low[vertex], index[following])
