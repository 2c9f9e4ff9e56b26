"""Strings of a document never become code: whatever they hold, they come back from the source as they were."""

import ast
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.targets.python.types import literals

HOSTILE = [
    '"""', "'''", '"', "\\", "\\N{BULLET}", "{{ x }}", "{% raw %}", "\n", "\r\n", "\x00", "\u2028", "\u2029", "\u202e",
    '"); import os; os.system("true")#', "\\x41", "é", "🜁", "\x85", "\x1f", "\ufeff", "${x}", "%s",
]  # fmt: skip


@given(st.text() | st.sampled_from(HOSTILE))
def test_a_string_survives_the_source(text: str) -> None:
    assert ast.literal_eval(literals.string(text)) == text


@given(st.text() | st.sampled_from(HOSTILE))
def test_a_string_stays_on_its_line_and_shows_no_control_character(text: str) -> None:
    source = literals.string(text)
    assert source.isprintable()
    assert len(source.splitlines()) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_a_json_value_survives_the_source(value: object) -> None:
    assert ast.literal_eval(literals.value(value)) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_does_not_have_becomes_none(value: float) -> None:
    assert literals.value([value]) == "[None]"


def test_compact_is_json_on_one_line() -> None:
    assert literals.compact({"a": [1, "é\n"]}) == '{"a": [1, "é\\n"]}'
    assert json.loads(literals.compact({"a": [1, "é\n"]})) == {"a": [1, "é\n"]}
