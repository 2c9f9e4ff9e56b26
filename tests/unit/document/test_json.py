"""JSON, told from YAML by what the file holds."""

from __future__ import annotations

from typing import Any

import pytest

from generator.document import limits


def test_json_is_read_whatever_the_file_is_called(workshop: Any) -> None:
    assert workshop.value('{"a": [1, 2.5, true, null, "\\u00e4"]}', "api.yaml") == {"a": [1, 2.5, True, None, "ä"]}


def test_a_json_file_with_an_error_has_its_place(workshop: Any) -> None:
    assert workshop.refused('{\n  "a": 1,\n  "b" 2\n}', "api.json") == "syntax"
    assert workshop.places[-1][1:] == (3, 7)
    assert workshop.messages.startswith("not JSON")


def test_flow_yaml_that_looks_like_json_is_yaml(workshop: Any) -> None:
    assert workshop.value("{a: 1, b: [x, y,],} # a comment\n", "api.yaml") == {"a": 1, "b": ["x", "y"]}


def test_duplicate_keys_name_both_places(workshop: Any) -> None:
    value = workshop.value('{\n "a": {"x~/y": 1,\n  "x~/y": 2},\n "a": 3\n}', "api.json")
    assert value == {"a": 3}
    assert workshop.places == [("duplicate-key", 4, 2), ("duplicate-key", 3, 3)]
    assert workshop.diagnostics.items[1].at.pointer == "/a/x~0~1y"
    assert "first in line 2, column 2" in workshop.diagnostics.items[0].message


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_constants_that_are_no_json_are_reported(workshop: Any, constant: str) -> None:
    workshop.value(f'{{"NaN Infinity": 1,\n "a": {constant}}}', "api.json")
    assert workshop.places == [("number", 2, 7)]


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_numbers_beyond_a_double_are_reported(workshop: Any, number: str) -> None:
    workshop.value(f'{{"a": {number}}}', "api.json")
    assert workshop.codes == ["number"]


def test_an_integer_of_thousands_of_digits_is_refused(workshop: Any) -> None:
    assert workshop.refused('{"a": ' + "9" * 6000 + "}", "api.json") == "number"
    assert workshop.places[-1][1:] == (1, 7)


def test_half_a_surrogate_pair_is_reported(workshop: Any) -> None:
    value = workshop.value('{"fine": "\\ud83d\\ude00", "a": ["\\ud800"]}', "api.json")
    assert value["fine"] == "\N{GRINNING FACE}"
    assert [(item.code, item.at.pointer) for item in workshop.diagnostics.items] == [("surrogate", "/a/0")]


@pytest.mark.parametrize("depth", [limits.MAX_DEPTH + 1, 900, 100_000])
def test_nesting_is_bounded(workshop: Any, depth: int) -> None:
    assert workshop.refused("[" * depth + "]" * depth, "api.json") == "too-deep"
    assert workshop.places[-1][1:] == (1, limits.MAX_DEPTH + 1)


def test_unicode_marks_are_no_part_of_the_text(workshop: Any) -> None:
    assert workshop.value('{"a": 1}'.encode("utf-8-sig"), "api.json") == {"a": 1}
    assert workshop.value('{"a": 1}'.encode("utf-16"), "api.json") == {"a": 1}
    assert workshop.value('{"a": 1}'.encode("utf-16-le"), "api.json") == {"a": 1}
