"""Where values stand in their files, and how that is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics.excerpt import Lines
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.sanitize import sanitize
from generator.document import pointer
from generator.document.parse_file import parse_file
from generator.document.positions import source as sources
from generator.document.positions.encoded_lines import EncodedLines
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


PLAIN = """\
openapi: "3.1.0"  # \U0001f600
paths:
  "/é~b/{c}": {get: {tags: [one, {two: 2}]}}
empty:
list:
- a: 1
  b: [x, [y, z]]
-
- - 'it''s'
text: |
  a
  b
last: {}
"""
PLAIN_PATHS = (
    *("", "/openapi", "/paths", "/paths/~1é~0b~1{c}", "/paths/~1é~0b~1{c}/get/tags/1/two", "/empty", "/empty/x"),
    *("/list", "/list/0", "/list/0/a", "/list/0/b/1/1", "/list/0/b/7", "/list/1", "/list/2", "/list/2/0", "/list/3"),
    *("/text", "/last", "/last/x", "/gone"),
)


def test_places_recorded_while_reading_are_those_that_a_second_pass_finds() -> None:
    read, _ = parse_file(PLAIN.encode(), "api.yaml", Diagnostics())
    assert read.places is not None
    again = source(PLAIN)
    assert {path: read.position(path) for path in PLAIN_PATHS} == {path: again.position(path) for path in PLAIN_PATHS}


@pytest.mark.parametrize(
    "text", [YAML, "a: &x {b: 1}\nc: *x\n", "a: 1\na: 2\n", "? [k, l]\n: v\n", "a: &k b\n*k : 1\n"]
)
def test_places_are_not_recorded_where_the_text_alone_does_not_give_them(text: str) -> None:
    read, _ = parse_file(text.encode(), "api.yaml", Diagnostics())
    assert read.places is None


ENCODED = """{
  "a": "日本 \U0001f600", "é": {"b": 1.50}, "\\u00fc\U0001f600": [true, "x"], "z": 0
}
"""


def test_positions_in_bytes_are_those_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ("", "/a", "/é", "/é/b", "/ü\U0001f600", "/ü\U0001f600/1", "/z", "/gone", "/é/gone")
    text = source(ENCODED, "json")
    monkeypatch.setattr(sources, "_LARGE", 10)
    read, _ = parse_file(ENCODED.encode(), "api.json", Diagnostics())
    assert "text" not in vars(read)
    assert {path: text.position(path) for path in paths} == {path: read.position(path) for path in paths}
    assert {path: text.excerpt(path) for path in paths} == {path: read.excerpt(path) for path in paths}
    assert text.spelling("/é/b") == read.spelling("/é/b") == "1.50"
    assert "text" not in vars(read)


@given(st.text(alphabet="ab\n日é\U0001f600", max_size=300), st.integers(0, 300))
def test_columns_of_bytes_count_characters(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    encoded = EncodedLines(text.encode().decode("latin-1"), block=7)
    assert encoded.at(len(text[:offset].encode())) == Lines(text).at(offset)


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
