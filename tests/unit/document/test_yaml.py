"""YAML as OpenAPI means it: the core schema of YAML 1.2, and everything that can be wrong about a file."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml

from generator.diagnostics.model import Failed
from generator.document import limits


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("tRue", "tRue"),
        ("12", 12),
        ("-7", -7),
        ("+3", 3),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("190:20:30", "190:20:30"),
        ("0b11", "0b11"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("1.", 1.0),
        (".5", 0.5),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("1.2.3", "1.2.3"),
        ("2024-01-31", "2024-01-31"),
        ("2024-01-31T10:00:00Z", "2024-01-31T10:00:00Z"),
        ("=", "="),
        ("'true'", "true"),
        ('"12"', "12"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("!!int 12", 12),
        ("|-\n  block", "block"),
    ],
)
def test_scalars_are_those_of_the_core_schema(workshop: Any, text: str, value: object) -> None:
    read = workshop.value(f"key: {text}\n")["key"]
    assert (type(read), read) == (type(value), value)
    assert workshop.codes == []


def test_not_a_number_is_a_number(workshop: Any) -> None:
    assert math.isnan(workshop.value("key: .nan\n")["key"])


def test_keys_are_texts_as_they_are_spelled(workshop: Any) -> None:
    text = "200: a\ntrue: b\non: c\nno: d\nnull: e\n1.10: f\n0x1F: g\n2024-01-01: h\n"
    assert list(workshop.value(text)) == ["200", "true", "on", "no", "null", "1.10", "0x1F", "2024-01-01"]


def test_a_key_that_is_a_collection_is_reported(workshop: Any) -> None:
    workshop.value("a: 1\n? [x, y]\n: 2\n")
    assert [code for code, *_ in workshop.places] == ["yaml-key"]


def test_aliases_are_shared_and_a_scalar_may_be_a_key(workshop: Any) -> None:
    value = workshop.value("a: &x {k: 1}\nb: *x\nc: &name word\n*name : d\n")
    assert value["b"] is value["a"]
    assert value["word"] == "d"


def test_merge_keys_bring_members_that_own_ones_override(workshop: Any) -> None:
    value = workshop.value("a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  y: 9\n  <<: [*a, *b]\nd: {<<: *a, x: 5}\n")
    assert value["c"] == {"y": 9, "x": 1, "z": 4}
    assert value["d"] == {"x": 5, "y": 2}
    assert value["a"] == {"x": 1, "y": 2}


def test_a_quoted_merge_key_is_a_key(workshop: Any) -> None:
    assert workshop.value("a: {'<<': 1}\n") == {"a": {"<<": 1}}


def test_a_merge_of_what_is_no_mapping_is_reported(workshop: Any) -> None:
    workshop.value("a:\n  <<: text\n")
    assert workshop.codes == ["yaml-merge"]


def test_duplicate_keys_name_both_places(workshop: Any) -> None:
    value = workshop.value("a:\n  b: 1\n  c: 2\n  b: 3\nlist:\n  - x: 1\n    x: 2\n")
    assert value["a"]["b"] == 3
    assert workshop.places == [("duplicate-key", 4, 3), ("duplicate-key", 7, 5)]
    assert "first in line 2, column 3" in workshop.diagnostics.items[0].message
    assert [item.at.pointer for item in workshop.diagnostics.items] == ["/a/b", "/list/0/x"]


@pytest.mark.parametrize(
    "tag", ["!!binary aGk=", "!!set {a}", "!!python/object:os.system x", "!include x.yaml", "!x 1"]
)
def test_tags_beyond_the_core_schema_are_errors(workshop: Any, tag: str) -> None:
    workshop.value(f"key: {tag}\n")
    assert workshop.codes == ["yaml-tag"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [1, 2\nb: 3\n", (2, 2)),
        ("a: b: c\n", (1, 5)),
        ("a:\n\t- b\n", (2, 1)),
        ("a: @b\n", (1, 4)),
        ("a: 'open\n", (2, 1)),
        ("a: \x07\n", (1, 4)),
    ],
)
def test_wrong_syntax_has_its_place(workshop: Any, text: str, place: tuple[int, int]) -> None:
    assert workshop.refused(text) == "syntax"
    assert workshop.places[-1][1:] == place


@pytest.mark.parametrize("text", ["", "  \n\n", "\N{BYTE ORDER MARK}"])
def test_an_empty_file_is_said_to_be_empty(workshop: Any, text: str) -> None:
    assert workshop.refused(text) == "empty"


def test_a_second_document_is_refused_with_its_place(workshop: Any) -> None:
    assert workshop.refused("a: 1\n---\nb: 2\n") == "several-documents"
    assert workshop.places[-1][1:] == (2, 1)


def test_a_trailing_marker_begins_no_document(workshop: Any) -> None:
    assert workshop.value("---\na: 1\n---\n") == {"a": 1}
    assert workshop.value("a: 1\n...\n") == {"a": 1}
    assert workshop.codes == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_recognised(workshop: Any, encoding: str) -> None:
    assert workshop.value("größe: '\N{SNOWMAN}'\n".encode(encoding)) == {"größe": "\N{SNOWMAN}"}


def test_bytes_that_are_no_text_are_refused_at_their_place(workshop: Any) -> None:
    assert workshop.refused(b"a: 1\nb: caf\xe9\n") == "encoding"
    assert workshop.places[-1][1:] == (2, 7)


def test_nesting_is_bounded(workshop: Any) -> None:
    deep = limits.MAX_DEPTH
    assert workshop.value("[" * deep + "]" * deep, "a.yaml")
    assert workshop.refused("- " * 5000 + "x\n") == "too-deep"
    assert workshop.refused("{a: " * 100_000) == "too-deep"


def test_an_alias_bomb_is_refused(workshop: Any) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert workshop.refused("\n".join(lines)) == "too-large"


def test_aliases_cannot_go_round_the_bound_on_nesting(workshop: Any) -> None:
    lines = ["a0: &a0 []"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, limits.MAX_DEPTH + 2)]
    assert workshop.refused("\n".join(lines)) == "too-deep"


def test_a_merge_bomb_is_refused(workshop: Any) -> None:
    members = ", ".join(f"k{n}: 1" for n in range(2000))
    text = f"base: &b {{{members}}}\n" + "".join(f"m{n}: {{<<: *b}}\n" for n in range(600))
    assert workshop.refused(text) == "too-large"


def test_an_alias_inside_what_it_names_is_refused(workshop: Any) -> None:
    assert workshop.refused("a: &a {b: *a}\n") == "yaml-alias"


def test_an_alias_of_nothing_is_reported(workshop: Any) -> None:
    workshop.value("a: *gone\n")
    assert workshop.places == [("yaml-alias", 1, 4)]


@pytest.mark.parametrize("number", ["9" * 5000, "1e999", "-1e999"])
def test_numbers_beyond_reason_are_reported(workshop: Any, number: str) -> None:
    workshop.value(f"a: {number}\n")
    assert workshop.places == [("number", 1, 4)]


def test_the_size_of_a_file_is_bounded(workshop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.document.parse_file.MAX_BYTES", 20)
    with pytest.raises(Failed):
        workshop.document("openapi: 3.1.0\n# twenty bytes and more\n")
    assert workshop.codes == ["too-large"]


def test_without_the_c_parser_the_same_is_read(workshop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &a [1, 'x', no]\nb: {<<: {k: *a}}\n"
    fast = workshop.value(text)
    monkeypatch.setattr("generator.document.read.yaml_events._parser", yaml.SafeLoader)
    assert workshop.value(text) == fast
    assert workshop.refused("a: [\n") == "syntax"
    assert workshop.refused("a: \x07\n") == "syntax"
