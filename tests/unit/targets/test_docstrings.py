"""Documentation of a document as docstrings: wrapped for reading, and never more than text."""

import ast
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ir.types import Constraint, Docs
from generator.targets.python.code.docstrings import (
    WIDTH,
    attribute_docstring,
    bounds,
    docstring,
    first_sentence,
    prose,
)
from tests.unit.targets.test_literals import HOSTILE

both = pytest.mark.parametrize("written", [docstring, attribute_docstring])


@both
@given(text=st.text() | st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5)).map("".join))
def test_a_docstring_is_one_string_whatever_it_holds(written: Callable[[str, int], str], text: str) -> None:
    source = written(text, 4)
    if not source:
        assert not text.strip()
        return
    tree = ast.parse(f"class C:\n    {source}\n")
    (cls,) = tree.body
    assert isinstance(cls, ast.ClassDef)
    assert len(cls.body) == 1
    assert isinstance(ast.get_docstring(cls), str)


@both
@given(text=st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5)).map("".join))
def test_a_docstring_shows_no_control_character(written: Callable[[str, int], str], text: str) -> None:
    assert all(line.isprintable() for line in written(text, 4).split("\n"))


def test_the_first_sentence_has_the_first_line_for_itself() -> None:
    assert docstring("Stops here. And goes on.", 0) == '"""Stops here.\n\nAnd goes on.\n"""'


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert first_sentence("Models, e.g. GPT. More.") == "Models, e.g. GPT."


def test_short_paragraphs_of_an_attribute_share_a_line() -> None:
    assert attribute_docstring("The name. As it is shown\n\nDefault 1.\n\n- kept", 4) == (
        '"""The name. As it is shown. Default 1.\n\n    - kept\n    """'
    )


def test_one_sentence_stays_on_one_line() -> None:
    assert docstring("Sampling temperature.", 4) == '"""Sampling temperature."""'


def test_a_summary_without_a_full_stop_gets_one() -> None:
    assert docstring("List pets", 4) == '"""List pets."""'


def test_long_paragraphs_are_wrapped() -> None:
    lines = docstring("word " * 80, 8).split("\n")
    assert all(len(line) + 8 <= WIDTH for line in lines[:1])
    assert all(len(line) <= WIDTH for line in lines[1:])


def test_lists_keep_their_lines() -> None:
    assert docstring("Either:\n\n- one\n- two", 0) == '"""Either:\n\n- one\n- two\n"""'


def test_a_trailing_quote_does_not_close_the_docstring_early() -> None:
    assert ast.literal_eval(docstring('say "hi"', 0)) == 'say "hi"'


def test_a_summary_is_not_said_twice_and_a_deprecation_is_said() -> None:
    docs = Docs(summary="List pets", description="List pets of a shop.", deprecated=True, deprecation="Use search.")
    assert prose(docs) == "List pets of a shop.\n\nDeprecated: Use search."


def test_bounds_are_a_phrase() -> None:
    assert (
        bounds([Constraint("minimum", 0), Constraint("maximum", 2), Constraint("unknown", 1)])
        == "at least 0, at most 2"
    )
