"""Which documents are OpenAPI, and what is said of those that are not."""

from __future__ import annotations

from typing import Any

import pytest

from generator.diagnostics.model import Failed


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("openapi: 3.0.0", "3.0"),
        ("openapi: 3.0.9", "3.0"),
        ("openapi: '3.0'", "3.0"),
        ("openapi: 3.1", "3.1"),
        ("openapi: 3.1.9", "3.1"),
        ("openapi: 3.2.0", "3.2"),
        ("openapi: 3.0.0-rc2", "3.0"),
        ("swagger: '2.0'", "2.0"),
        ("swagger: 2.0", "2.0"),
    ],
)
def test_known_versions_are_read(workshop: Any, text: str, family: str) -> None:
    assert workshop.document(text + "\n").version.family == family
    assert workshop.codes == []


@pytest.mark.parametrize(
    "claim",
    [
        "openapi: 4.0.0",
        "openapi: '3.0.4-#6!WuAA%'",
        "openapi: 3.3.0",
        "openapi: 2.0",
        "swagger: '1.2'",
        "openapi: [3]",
        "openapi:",
    ],
)
def test_unknown_versions_are_refused_at_their_place(workshop: Any, claim: str) -> None:
    with pytest.raises(Failed):
        workshop.document(f"info: {{}}\n{claim}\n")
    assert workshop.codes == ["unsupported-version"]
    assert workshop.places[0][1] == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- a\n- b\n", "top level is a list"),
        ("just a text\n", "top level is a string"),
        ("42\n", "a single value"),
        ("paths: {}\ninfo: {}\n", "add `openapi: 3.1.0`"),
        ("services: {web: {image: x}}\nversion: '3'\n", "Docker Compose"),
        ("type: object\nproperties: {}\n", "JSON Schema"),
        ("asyncapi: 3.0.0\n", "AsyncAPI"),
        ("apiVersion: v1\nkind: Pod\n", "Kubernetes"),
        ("overlay: 1.0.0\n", "Overlay"),
        ("openApi: 3.0.0\n", "`openApi` is close to it"),
        ("opanapi: 3.0.0\n", "`opanapi` is close to it"),
        ("{}", "no `openapi` key"),
    ],
)
def test_other_documents_are_refused_for_what_they_are(workshop: Any, text: str, words: str) -> None:
    with pytest.raises(Failed):
        workshop.document(text)
    assert workshop.codes == ["not-openapi"]
    assert words in workshop.messages


def test_a_number_where_a_text_belongs_is_read_as_it_is_spelled(workshop: Any) -> None:
    info = workshop.document("openapi: 3.1.0\ninfo: {version: 1.10, title: 0x1F, x: true}\n").root.child("info")
    assert [info.text("version"), info.text("title"), info.text("x")] == ["1.10", "0x1F", "true"]


def test_a_value_of_another_type_is_reported_at_its_place(workshop: Any) -> None:
    root = workshop.document("openapi: 3.1.0\ninfo: []\npaths: 3\ntags: {}\n").root
    assert (root.mapping("info"), root.mapping("paths"), root.sequence("tags"), root.text("tags")) == (
        None,
        None,
        None,
        "",
    )
    assert workshop.places == [("wrong-type", 2, 1), ("wrong-type", 3, 8), ("wrong-type", 4, 1), ("wrong-type", 4, 1)]
