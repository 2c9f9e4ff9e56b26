"""Parameter styles, against the tables of OpenAPI 3.1 ("Style Values") and RFC 6570."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from runtime.errors import RequestError
from runtime.operation import Location, Parameter
from runtime.request.parameters import extra_query, header_value, path_segment, query_pairs

LIST = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


def query(value: Any, **table: Any) -> str:
    return "&".join(
        f"{name}={text}" for name, text in query_pairs(Parameter("color", "query", "color", **table), value)
    )


def path(value: Any, **table: Any) -> str:
    return path_segment(Parameter("color", "path", "color", **table), value)


@pytest.mark.parametrize(
    ("style", "explode", "text", "array", "members"),
    [
        ("simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
        ("label", False, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        ("label", True, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        ("matrix", False, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        ("matrix", True, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ],
)
def test_path_styles(style: str, explode: bool, text: str, array: str, members: str) -> None:
    table = {"style": style, "explode": explode}
    assert (path("blue", **table), path(LIST, **table), path(OBJECT, **table)) == (text, array, members)


@pytest.mark.parametrize(
    ("style", "explode", "text", "array", "members"),
    [
        ("form", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
        ("form", True, "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        ("spaceDelimited", False, "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
        ("pipeDelimited", False, "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
    ],
)
def test_query_styles(style: str, explode: bool, text: str, array: str, members: str) -> None:
    table = {"style": style, "explode": explode}
    assert (query("blue", **table), query(LIST, **table), query(OBJECT, **table)) == (text, array, members)


def test_deep_object_to_any_depth() -> None:
    assert query(OBJECT, style="deepObject") == "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
    deep = {"a": {"b": [1, {"c": True}]}, "none": None}
    assert unquote(query(deep, style="deepObject")) == "color[a][b][0]=1&color[a][b][1][c]=true"


def test_the_locations_defaults() -> None:
    found = {place: Parameter("p", place, "p") for place in _PLACES}
    assert {place: (table.style, table.explode) for place, table in found.items()} == {
        "path": ("simple", False),
        "query": ("form", True),
        "header": ("simple", False),
        "cookie": ("form", True),
    }


_PLACES: tuple[Location, ...] = ("path", "query", "header", "cookie")


def test_header_values_are_not_percent_encoded() -> None:
    table = Parameter("color", "header", "X-Color")
    assert header_value(table, "a b/c") == "a b/c"
    assert header_value(table, LIST) == "blue,black,brown"
    assert header_value(table, OBJECT) == "R,100,G,200,B,150"
    assert header_value(Parameter("c", "header", "X", explode=True), OBJECT) == "R=100,G=200,B=150"


class Color(Enum):
    RED = "red"


class Point(BaseModel):
    x: int
    y: int | None = None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (1, "1"),
        (1.5, "1.5"),
        (Color.RED, "red"),
        (datetime.date(2024, 5, 1), "2024-05-01"),
        ("a b&c=d/e?f#g+h%", "a%20b%26c%3Dd%2Fe%3Ff%23g%2Bh%25"),
        ("世", "%E4%B8%96"),
    ],
)
def test_scalars(value: Any, text: str) -> None:
    assert query(value) == f"color={text}"


def test_models_are_objects_of_what_was_set() -> None:
    assert query(Point(x=1)) == "x=1"


def test_json_content() -> None:
    assert unquote(query({"a": [1, None]}, media_type="application/json")) == 'color={"a":[1,null]}'


def test_reserved_characters_are_left_where_the_document_allows_them() -> None:
    assert query("a/b?c", allow_reserved=True) == "color=a/b?c"
    assert query("a b", allow_reserved=True) == "color=a%20b"


def test_empty_lists_are_no_parameter() -> None:
    assert query([]) == ""
    assert query([], explode=False) == ""


@pytest.mark.parametrize("value", ["", [], [""], {}])
def test_an_empty_path_parameter_is_refused(value: Any) -> None:
    with pytest.raises(RequestError) as caught:
        path(value)
    assert caught.value.path == "color"


@pytest.mark.parametrize(
    ("value", "place"),
    [(float("nan"), "color"), ([1.0, float("inf")], "color[1]"), ({"a": "\ud800"}, "color.a"), (object(), "color")],
)
def test_what_has_no_form_names_its_place(value: Any, place: str) -> None:
    with pytest.raises(RequestError) as caught:
        query(value)
    assert caught.value.path == place


def test_what_a_style_leaves_undefined_goes_out_as_json() -> None:
    assert unquoted(query({"a": {"b": 1}, "c": [1, None]})) == ['a={"b":1}', "c=[1,null]"]
    assert unquoted(query([{"id": 1}, "plain"])) == ['color={"id":1}', "color=plain"]


def unquoted(text: str) -> list[str]:
    """The pairs of a query string as they were meant."""
    return [unquote(pair) for pair in text.split("&")]


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_a_path_value_stays_in_its_segment(value: str) -> None:
    segment = path(value)
    assert not set(segment) & set("/?#\\ ")
    assert segment.isascii()
    assert unquote(segment) == value


@given(st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), min_size=1), st.text(max_size=5)))
def test_further_query_parameters_come_back_as_they_were(values: dict[str, str]) -> None:
    pairs = [pair for found in extra_query(values).values() for pair in found]
    assert [(unquote(name), unquote(text)) for name, text in pairs] == list(values.items())
