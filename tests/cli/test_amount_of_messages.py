"""How much of many warnings is shown, and how they look in a document of one line."""

from __future__ import annotations

import json

import pytest

from .conftest import TINY, Place

COUNT = 6


@pytest.fixture
def many(place: Place) -> Place:
    """A document with six warnings of one code, and one of another, in a single line."""
    operation = {"operationId": "same", "responses": {"200": {"description": "x"}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Tiny API", "version": "1"},
        "servers": [{"url": "https://tiny.example"}],
        "paths": {f"/p{number}": {"get": operation} for number in range(COUNT + 1)},
        "components": {"schemas": {"Odd": {"type": "strng"}}},
    }
    place.write("many.json", json.dumps(document, separators=(",", ":")))
    return place


def test_text_shows_three_warnings_of_a_code_and_counts_the_others(many: Place) -> None:
    err = many.run("generate", "many.json").err
    assert err.count("warning[duplicate-operation-id]: duplicate operationId") == 3
    assert "warning[duplicate-operation-id]: 3 more of this code (--verbose shows them)\n" in err
    assert err.count("warning[unknown-type]") == 1
    assert f"{COUNT + 1} warnings" in many.run("generate", "many.json").out


def test_verbose_shows_all(many: Place) -> None:
    err = many.run("generate", "many.json", "--verbose").err
    assert err.count("warning[duplicate-operation-id]: duplicate operationId") == COUNT
    assert "more of this code" not in err


def test_machines_get_all(many: Place) -> None:
    lines = [json.loads(line) for line in many.run("generate", "many.json", "--format", "json").err.splitlines()]
    assert [line["code"] for line in lines].count("duplicate-operation-id") == COUNT
    (run,) = json.loads(many.run("generate", "many.json", "--format", "sarif").out)["runs"]
    assert [result["ruleId"] for result in run["results"]].count("duplicate-operation-id") == COUNT
    github = many.run("generate", "many.json", "--format", "github").err
    assert github.count("title=duplicate-operation-id") == COUNT
    assert many.run("generate", "many.json", "--report", "r.json").code == 0
    codes = [item["code"] for item in json.loads((many.folder / "r.json").read_text())["diagnostics"]]
    assert codes.count("duplicate-operation-id") == COUNT


def test_errors_are_all_shown(place: Place) -> None:
    response = "{200: {description: x, content: {text/json: {schema: {$ref: '../outside.yaml'}}}}}"
    paths = "".join(f"  /q{number}: {{get: {{responses: {response}}}}}\n" for number in range(COUNT))
    place.write("tiny.yaml", TINY.replace("components:", f"{paths}components:"))
    assert place.run("generate", "tiny.yaml").err.count("error[ref-outside]") == COUNT


def test_strict_counts_what_is_not_shown(many: Place) -> None:
    done = many.run("generate", "many.json", "--strict")
    assert done.code == 2
    assert "--strict treats warnings as errors" in done.err


def test_an_excerpt_of_a_minified_document_begins_with_a_member(many: Place) -> None:
    err = many.run("generate", "many.json").err
    lines = err.splitlines()
    at = lines.index(next(line for line in lines if 'duplicate operationId "same"' in line))
    excerpt, caret = lines[at + 1], lines[at + 2]
    assert excerpt.startswith('  1 | …"')
    assert '"/p1":{"get":{"operationId":"same"' in excerpt
    assert excerpt.endswith(",…")
    assert excerpt[caret.index("^") :].startswith('"get"')
    assert len(excerpt) < 130
