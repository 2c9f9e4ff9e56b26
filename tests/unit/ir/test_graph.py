"""Closure and strongly connected components."""

from __future__ import annotations

from generator.ir.graph import closure, components


def test_the_closure_is_depth_first_and_ends_in_cycles() -> None:
    edges = {"a": "cb", "b": "a", "c": "d", "d": "c", "e": "a"}
    assert list(closure("a", edges.__getitem__)) == ["a", "c", "d", "b"]
    assert list(closure("", edges.__getitem__)) == []


def test_components_come_after_those_they_lead_to() -> None:
    edges = {"a": "c", "b": "a", "c": "da", "d": "", "e": "e"}
    assert [sorted(each) for each in components(edges, edges.__getitem__)] == [["d"], ["a", "c"], ["b"], ["e"]]


def test_cycles_that_share_a_vertex_are_one_component() -> None:
    edges = {1: [2, 3], 2: [1], 3: [4], 4: [1]}
    assert [sorted(each) for each in components(edges, edges.__getitem__)] == [[1, 2, 3, 4]]


def test_long_chains_need_no_recursion() -> None:
    count = 5000
    found = list(components(range(count), lambda number: [number + 1] if number + 1 < count else []))
    assert found[:2] == [[count - 1], [count - 2]]
    assert len(closure([0], lambda number: [number + 1] if number + 1 < count else [])) == count
