"""Sample numbers, arrays and properties: valid for `jsonschema`, or none where none exists."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.ir.types import ABSENT
from generator.samples import array, array_fits, names_fit, number, number_fits, property_names

BOUNDS = st.one_of(
    st.integers(-100, 100), st.integers(-(10**20), 10**20), st.floats(-50, 50).map(lambda value: round(value, 2))
)
STEPS = st.sampled_from([1, 2, 3, 10, 0.5, 0.1, 0.25, 0.01, 1.5, 7])


@settings(max_examples=300)
@given(
    st.sampled_from(["integer", "number"]),
    st.dictionaries(st.sampled_from(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]), BOUNDS),
    st.one_of(st.none(), STEPS),
    st.integers(0, 5),
)
def test_a_number_is_valid(kind: str, bounds: dict[str, Any], step: float | None, index: int) -> None:
    keywords = {"type": kind, **bounds} | ({} if step is None else {"multipleOf": step})
    found = number(keywords, index)
    if found is not None:
        assert Draft202012Validator(keywords).is_valid(found), found
        assert number_fits(keywords, found)
    elif kind == "integer":
        assert not any(Draft202012Validator(keywords).is_valid(value) for value in range(-110, 110))


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({"type": "integer"}, [1, 2, 3]),
        ({"type": "number"}, [1.5, 2.5, 3.5]),
        ({"type": "integer", "minimum": 5, "maximum": 6}, [5, 6, 5]),
        ({"type": "integer", "minimum": 0, "maximum": 1}, [1, 0, 1]),
        ({"type": "number", "minimum": 0, "maximum": 1}, [0.5, 1, 0]),
        ({"type": "number", "multipleOf": 0.01, "minimum": 3.3}, [3.3, 3.31, 3.32]),
        ({"type": "integer", "maximum": -3}, [-3, -4, -5]),
        ({"type": "number", "minimum": 0.3, "maximum": 0.3}, [0.3, 0.3, 0.3]),
        ({"type": "integer", "minimum": 0, "exclusiveMinimum": True}, [1, 2, 3]),
        ({"type": "integer", "format": "int8", "minimum": 127}, [127, 127, 127]),
        ({"type": "integer", "minimum": float("inf")}, [1, 2, 3]),
    ],
)
def test_numbers_are_small_and_differ(keywords: dict[str, Any], expected: list[float]) -> None:
    assert [number(keywords, index) for index in range(3)] == expected


@pytest.mark.parametrize(
    "keywords",
    [
        {"type": "integer", "minimum": 0.2, "maximum": 0.8},
        {"type": "number", "exclusiveMinimum": 1, "maximum": 1},
        {"type": "integer", "format": "int32", "minimum": 2**40},
        {"type": "number", "multipleOf": 5, "minimum": 6, "maximum": 9},
    ],
)
def test_no_number_is_found_where_there_is_none(keywords: dict[str, Any]) -> None:
    assert number(keywords) is None


@given(st.integers(0, 5), st.integers(0, 5), st.booleans(), st.integers(1, 8), st.integers(0, 3))
def test_an_array_is_valid(least: int, more: int, unique: bool, several: int, index: int) -> None:
    keywords = {"type": "array", "minItems": least, "maxItems": least + more, "uniqueItems": unique}
    found = array(keywords, lambda number: number % several, index)
    if found is None:
        assert unique
        assert several < least
    else:
        assert Draft202012Validator(keywords).is_valid(found)
        assert array_fits(keywords, found)


def test_an_array_without_items_to_choose_from() -> None:
    assert array({}, lambda _: ABSENT) == []
    assert array({"minItems": 1}, lambda _: ABSENT) is None
    assert array({"minItems": 10**9}, lambda _: 1) is None


@pytest.mark.parametrize(
    ("values", "are_fitting"),
    [([1, True], True), ([0, False], True), ([1, 1.0], False), ([[1], [True]], True), ([{"a": 1}, {"a": 1}], False)],
)
def test_items_are_compared_as_json(values: list[Any], are_fitting: bool) -> None:
    assert array_fits({"uniqueItems": True}, values) is are_fitting
    assert Draft202012Validator({"uniqueItems": True}).is_valid(values) is are_fitting


NAMES = st.sampled_from(["a", "b", "c", "d"])
LISTS = st.lists(NAMES, min_size=1, max_size=2, unique=True)
RULES = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "required": LISTS,
            "minProperties": st.integers(0, 5),
            "maxProperties": st.integers(0, 5),
            "dependentRequired": st.dictionaries(NAMES, LISTS, max_size=2),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "required": LISTS,
            "anyOf": st.lists(inner, min_size=1, max_size=3),
            "oneOf": st.lists(inner, min_size=1, max_size=3),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
        },
    ),
    max_leaves=4,
)


@settings(max_examples=300)
@given(RULES, st.sets(NAMES), st.booleans())
def test_the_chosen_properties_satisfy_the_rule(rule: dict[str, Any], wanted: set[str], further: bool) -> None:
    found = property_names(rule, ["a", "b", "c", "d"], wanted, further=further)
    validator = Draft202012Validator(rule)
    if found is not None:
        assert validator.is_valid(dict.fromkeys(found))
    else:
        subsets = ([name for place, name in enumerate("abcd") if bits >> place & 1] for bits in range(16))
        assert not any(validator.is_valid(dict.fromkeys(names)) for names in subsets)


@given(RULES, st.sets(NAMES))
def test_a_rule_is_decided_as_by_a_validator(rule: dict[str, Any], names: set[str]) -> None:
    assert names_fit(rule, names) is Draft202012Validator(rule).is_valid(dict.fromkeys(names))


@pytest.mark.parametrize(
    ("rule", "wanted", "expected"),
    [
        ({"required": ["b"]}, [], ["b"]),
        ({"anyOf": [{"required": ["b"]}, {"required": ["a", "c"]}]}, [], ["b"]),
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, ["b", "c"], ["b", "c"]),
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, ["a", "b", "c"], ["a", "c"]),
        ({"dependentRequired": {"a": ["b"], "b": ["c"]}, "required": ["a"]}, [], ["a", "b", "c"]),
        ({"minProperties": 2}, [], ["a", "b"]),
        ({"not": {"required": ["a"]}}, ["a"], []),
        ({"minProperties": 4}, [], None),
    ],
)
def test_the_fewest_properties_are_chosen(rule: dict[str, Any], wanted: list[str], expected: list[str] | None) -> None:
    assert property_names(rule, ["a", "b", "c"], wanted) == expected


def test_undeclared_properties_count_where_they_are_allowed() -> None:
    assert property_names({"minProperties": 2}, ["a"], further=True) == ["a", "key1"]
    assert property_names({"minProperties": 10**9}, ["a"], further=True) is None
