"""Where values stand in their files, and how that is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics.excerpt import Lines
from generator.diagnostics.sanitize import sanitize
from generator.document import pointer
from generator.document.positions.source import Source

YAML = """\
openapi: 3.1.0
paths:
  /a~b/{c}:
    get: &op
      tags:
      - one
      -  two
    put:
      <<: *op
      summary: 'x'
"""
JSON = '{\n  "openapi": "3.1.0",\n  "paths": {"/a~b/{c}": {"get": {"tags": [\n    "one",  "two"]}}}\n}'


def source(text: str, syntax: Any = "yaml") -> Source:
    made = Source("api." + syntax, text.encode(), "utf-8")
    made.syntax = syntax
    return made


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("", (1, 1)),
        ("/openapi", (1, 10)),
        ("/paths", (2, 1)),
        ("/paths/~1a~0b~1{c}", (3, 3)),
        ("/paths/~1a~0b~1{c}/get/tags/1", (7, 10)),
        ("/paths/~1a~0b~1{c}/put/tags/0", (6, 9)),
        ("/paths/~1a~0b~1{c}/put/summary", (10, 16)),
        ("/paths/~1a~0b~1{c}/put/gone/deeper", (8, 5)),
    ],
)
def test_yaml_values_have_places(path: str, place: tuple[int, int]) -> None:
    position = source(YAML).position(path)
    assert (position.line, position.column) == place


def test_merged_and_aliased_values_stand_where_they_were_written() -> None:
    text = "a: &a {x: 1, in: {y: 2}}\nb: &b {z: 3}\nc: {<<: [*a, *b], w: 4}\n? [k, l]\n: v\nd: *b\n"
    places = {path: source(text).position(path) for path in ("/c/x", "/c/z", "/c/w", "/c/y", "/d", "/d/z")}
    assert [(place.line, place.column) for place in places.values()] == [
        (1, 11),
        (2, 11),
        (3, 22),
        (3, 1),
        (6, 4),
        (2, 11),
    ]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("", (1, 1)),
        ("/openapi", (2, 14)),
        ("/paths", (3, 3)),
        ("/paths/~1a~0b~1{c}", (3, 13)),
        ("/paths/~1a~0b~1{c}/get/tags/1", (4, 13)),
        ("/paths/~1a~0b~1{c}/get/tags/7", (3, 34)),
    ],
)
def test_json_values_have_places(path: str, place: tuple[int, int]) -> None:
    position = source(JSON, "json").position(path)
    assert (position.line, position.column) == place


def test_an_excerpt_shows_the_line_between_its_neighbours_with_a_caret() -> None:
    assert source(YAML).excerpt("/paths/~1a~0b~1{c}/put") == (
        "7 |       -  two",
        "8 |     put:",
        "  |     ^",
        "9 |       <<: *op",
    )


def test_every_way_to_end_a_line_counts() -> None:
    lines = Lines("a\r\nb\rc\nd")
    assert [lines.at(offset) for offset in (0, 3, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]
    assert lines.around(2, 1) == ("1 | a", "2 | b", "  | ^", "3 | c")


def test_a_long_line_is_cut_to_a_window_around_the_place() -> None:
    shown = Lines("x" * 5_000 + "HERE" + "y" * 500_000).around(1, 5_001)
    assert max(map(len, shown)) < 130
    caret = shown[1].index("^")
    assert shown[0][caret : caret + 4] == "HERE"


def test_an_excerpt_cannot_steer_a_terminal() -> None:
    shown = "".join(Lines("a: \x1b[31mred\x07 \u202etfel\u2066 \u200b\tb\x85c\x9bd").around(1, 1))
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in shown)
    assert not {"\u202e", "\u2066", "\u200b"} & set(shown)


def test_the_caret_stands_below_wide_characters() -> None:
    assert Lines("日本: x").around(1, 5)[1] == "  |       ^"


@given(st.text())
def test_harmless_text_keeps_its_length(text: str) -> None:
    shown = sanitize(text)
    assert len(shown) == len(text)
    assert "\x1b" not in shown
    assert "\n" not in shown


@given(st.lists(st.text()))
def test_pointers_survive_the_round_trip(keys: list[str]) -> None:
    assert pointer.split(pointer.join(keys)) == keys


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_a_pointer_is_a_slash_before_each_token(keys: list[str]) -> None:
    assert pointer.join(keys).count("/") == len(keys)


@given(st.text(alphabet="ab\r\n日", max_size=30), st.integers(0, 30))
def test_an_offset_is_the_sum_of_the_lines_before_it(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    line, column = Lines(text).at(offset)
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    if not (offset and text[offset - 1 : offset + 1] == "\r\n"):
        assert line == before.count("\n") + 1
        assert column == len(before) - (before.rfind("\n") + 1) + 1
