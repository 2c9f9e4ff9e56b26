"""Sample strings: every one is valid for `jsonschema`, whatever the pattern and the lengths."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from generator.samples import text, text_fits

LITERALS = st.sampled_from(["a", "Z", "7", "_", "-", " ", r"\.", r"\/", r"\-", "é"])
CLASSES = st.sampled_from(
    ["[a-c]", "[^a-c]", r"[\w.-]", "[0-9A-F]", r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", ".", "[a-]", r"[\]x]"]
)
COUNTS = st.sampled_from(["", "*", "+", "?", "{2}", "{0,3}", "{1,}", "*?", "{3,5}?"])


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = st.tuples(st.sampled_from(["(", "(?:", "(?=", "(?!"]), inner).map(lambda parts: f"{parts[0]}{parts[1]})")
    counted = st.tuples(inner.map(lambda one: f"(?:{one})"), COUNTS).map("".join)
    return st.one_of(
        groups,
        counted,
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
    )


PIECES = st.tuples(st.one_of(LITERALS, CLASSES), COUNTS).map("".join)
PATTERNS = st.tuples(
    st.sampled_from(["", "^"]), st.recursive(PIECES, nested, max_leaves=6), st.sampled_from(["", "$"])
).map("".join)
LENGTHS = st.integers(0, 12)


@settings(max_examples=300, deadline=None)
@given(PATTERNS, LENGTHS, LENGTHS, st.integers(0, 3))
def test_a_sample_of_a_pattern_is_valid(pattern: str, least: int, more: int, index: int) -> None:
    keywords = {"type": "string", "pattern": pattern, "minLength": least, "maxLength": least + more}
    found = text(keywords, index, "name")
    if found is not None:
        assert Draft202012Validator(keywords).is_valid(found), (pattern, found)


@settings(max_examples=300, deadline=None)
@given(PATTERNS, st.text("aZ7_- .é/bc0\n", max_size=8))
def test_a_match_is_decided_as_by_a_regular_expression_engine(pattern: str, value: str) -> None:
    own = text_fits({"pattern": pattern}, value)
    strict = re.sub(r"(?<!\\)\$$", r"\\Z", pattern)  # Python's `$` also matches before a line end
    assert own is (re.search(strict, value, re.ASCII) is not None)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^AC[0-9a-f]{8}$", "ACabcdef01"),
        (r"^[a-z_]+$", "name"),
        (r"^\d{4}-\d{2}$", "0123-45"),
        (r"^(red|green)$", "red"),
        (r"(?i)^on$", "on"),
        (r"^\p{Lu}\p{Ll}+$", "Example"),
        (r"^\p{Script=Greek}+$", "α"),
        ("^[\u4e00-\u9fff]{2}$", "中国"),
        (r"\A\w\z", "1"),
        (r"^(?<year>\d+)$", "1"),
        (r"^[[:upper:]]{3}$", "ABC"),
        (r"^\x41\u0042\u{43}$", "ABC"),
        (r"^$", ""),
        (r"^a{2,3}", "aa"),
        (r"[0-9a-f]{300}", "abcdef0123456789" * 18 + "abcdef012345"),
    ],
)
def test_samples_are_readable(pattern: str, expected: str) -> None:
    assert text({"pattern": pattern}, 0, "name") == expected


@pytest.mark.parametrize("pattern", [r"(\w)\1", "(", "[b-a]", "a{3,2}", r"\p{Nonsense}", "^a$b", "/^a$/", "*"])
def test_no_value_is_found_for_patterns_that_are_broken_unsupported_or_unsatisfiable(pattern: str) -> None:
    assert text({"pattern": pattern}) is None


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        (r"^(a+)+$", "a" * 2_000 + "b"),
        (r"^(a|a|a)*$", "a" * 500 + "b"),
        (r"(x+x+)+y", "x" * 1_000),
        (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 1_000),
    ],
)
def test_patterns_on_which_backtracking_never_ends_are_decided(pattern: str, value: str) -> None:
    assert not text_fits({"pattern": pattern}, value)


@pytest.mark.parametrize(
    "pattern",
    [
        "(" * 500 + "a" + ")" * 500,
        "((((a{1,999}){1,999}){1,999}){1,999}){1,999}b",
        "^.{100000}$",
        "(?=" * 39 + "a" + ")" * 39,
        "a?" * 2_000 + "a" * 500,
        "(?!(?!(?!.*a)*)*)*" * 20,
    ],
)
def test_the_search_for_hostile_patterns_ends(pattern: str) -> None:
    found = text({"pattern": pattern, "minLength": 40})
    assert found is None or len(found) >= 40


@pytest.mark.parametrize("index", range(40))
@pytest.mark.parametrize("format", ["date-time", "date", "email", "hostname", "ipv4", "ipv6", "uuid", "regex"])
def test_samples_have_their_format(format: str, index: int) -> None:
    keywords = {"type": "string", "format": format}
    found = text(keywords, index)
    assert Draft202012Validator(keywords, format_checker=FormatChecker()).is_valid(found), found


@pytest.mark.parametrize(
    "keywords",
    [
        {"format": "date-time", "pattern": r"\.\d{3}Z$"},
        {"format": "uuid", "pattern": "^[A-F0-9-]+$"},
        {"format": "uri", "pattern": r"^https://images\.example\.org/"},
        {"format": "uri", "minLength": 80},
        {"format": "email", "pattern": "^[^@]{20,}@", "maxLength": 40},
        {"format": "email", "minLength": 60},
        {"format": "date", "pattern": r"^\d{4}"},
        {"format": "hostname", "minLength": 90},
        {"format": "byte", "minLength": 20},
    ],
)
def test_format_and_pattern_are_satisfied_together(keywords: dict[str, Any]) -> None:
    found = text(keywords)
    assert found is not None
    assert text_fits(keywords, found)


def test_a_pattern_prevails_over_a_format_that_contradicts_it() -> None:
    assert text({"format": "date-time", "pattern": "^[0-9]{4}$"}) == "0123"


@pytest.mark.parametrize(
    "keywords",
    [
        {},
        {"pattern": "^[a-z]+$"},
        {"pattern": "^[ab]+$"},
        {"pattern": "^(a+)+$"},
        {"pattern": r"^(?!1)\d+$"},
        {"maxLength": 2},
        {"minLength": 30, "maxLength": 31},
        {"format": "uuid"},
        {"format": "date-time"},
        {"format": "email"},
    ],
)
def test_samples_with_different_indexes_differ(keywords: dict[str, Any]) -> None:
    found = [text(keywords, index, "name") for index in range(20)]
    assert len(set(found)) == 20
    assert found == [text(keywords, index, "name") for index in range(20)]
    assert all(Draft202012Validator(keywords).is_valid(value) for value in found)


@given(LENGTHS, st.one_of(st.none(), LENGTHS), st.text("abc ", min_size=1, max_size=9), st.integers(0, 200))
def test_plain_strings_have_their_lengths(least: int, more: int | None, hint: str, index: int) -> None:
    keywords = {"type": "string", "minLength": least} | ({} if more is None else {"maxLength": least + more})
    assert Draft202012Validator(keywords).is_valid(text(keywords, index, hint))


def test_limits_that_no_string_of_a_sensible_size_has() -> None:
    assert text({"minLength": 10**12}) is None
    assert text({"minLength": 5, "maxLength": 4}) is None
