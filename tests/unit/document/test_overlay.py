"""OpenAPI Overlay 1.0: actions in order, targets by RFC 9535, nothing else touched."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from generator.diagnostics.model import Diagnostics, Failed
from generator.document import load_document

DOCUMENT = """
openapi: 3.0.3
info: {title: Pets, version: "1"}
tags: [{name: pets}]
paths:
  /pets:
    get: {operationId: listPets, tags: [pets], responses: {"200": {description: ok}}}
    delete: {operationId: dropPets, x-internal: true, responses: {"204": {description: gone}}}
"""


def changed(folder: Path, *actions: str) -> tuple[dict[str, object], Diagnostics]:
    (folder / "openapi.yaml").write_text(DOCUMENT, encoding="utf-8")
    overlay = folder / "overlay.yaml"
    items = "\n".join(f"  - {action}" for action in actions)
    overlay.write_text(f"overlay: 1.0.0\ninfo: {{title: o, version: '1'}}\nactions:\n{items}\n", encoding="utf-8")
    diagnostics = Diagnostics()
    root = load_document(folder / "openapi.yaml", diagnostics, overlays=[overlay]).root
    value: dict[str, object] = root.value
    return value, diagnostics


def test_objects_are_merged_and_arrays_grow(tmp_path: Path) -> None:
    value, diagnostics = changed(
        tmp_path,
        "{target: $.info, update: {title: Cats, contact: {name: me}}}",
        "{target: $.tags, update: {name: cats}}",
    )
    assert value["info"] == {"title": "Cats", "version": "1", "contact": {"name": "me"}}
    assert value["tags"] == [{"name": "pets"}, {"name": "cats"}]
    assert not diagnostics.items


def test_what_a_filter_selects_is_removed(tmp_path: Path) -> None:
    value, _ = changed(tmp_path, "{target: \"$.paths.*[?@['x-internal'] == true]\", remove: true}")
    assert "delete" not in str(value["paths"])
    assert "listPets" in str(value["paths"])


def test_actions_apply_in_order(tmp_path: Path) -> None:
    value, _ = changed(
        tmp_path, "{target: $.info, update: {x-a: {b: 1}}}", "{target: \"$.info['x-a']\", update: {b: 2, c: 3}}"
    )
    assert value["info"] == {"title": "Pets", "version": "1", "x-a": {"b": 2, "c": 3}}


def test_the_digest_knows_the_overlay(tmp_path: Path) -> None:
    changed(tmp_path, "{target: $.info, update: {x-a: 1}}")
    plain = load_document(tmp_path / "openapi.yaml", Diagnostics()).digest
    laid = load_document(tmp_path / "openapi.yaml", Diagnostics(), overlays=[tmp_path / "overlay.yaml"]).digest
    assert plain != laid


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("{target: '$.[', update: {}}", "overlay-target"),
        ("{target: $.info.title, update: x}", "overlay-target"),
        ("{target: $.info, update: [1]}", "wrong-type"),
        ("{target: $.nothing, update: {}}", "overlay-selects-nothing"),
        ("{target: $.info}", "overlay-without-effect"),
    ],
)
def test_an_action_that_cannot_be_meant_is_reported_with_its_place(tmp_path: Path, action: str, code: str) -> None:
    _, diagnostics = changed(tmp_path, action)
    (item,) = diagnostics.items
    assert item.code == code
    assert item.at is not None
    assert item.at.position().file.endswith("overlay.yaml")
    assert item.at.position().line == 4


@pytest.mark.parametrize("text", ["openapi: 3.1.0", "[]", "overlay: 1.0.0", "overlay: 1.0.0\nactions: x"])
def test_what_is_no_overlay_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "openapi.yaml").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "overlay.yaml").write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    with suppress(Failed):
        load_document(tmp_path / "openapi.yaml", diagnostics, overlays=[tmp_path / "overlay.yaml"])
    assert diagnostics.failed


def test_a_value_that_yaml_shares_changes_at_the_target_only(tmp_path: Path) -> None:
    actions = [
        "{target: '$.tags[0]', update: {x-a: &a {b: 1}, x-b: *a}}",
        "{target: \"$.tags[0]['x-a']\", update: {b: 2}}",
    ]
    value, _ = changed(tmp_path, *actions)
    assert value["tags"] == [{"name": "pets", "x-a": {"b": 2}, "x-b": {"b": 1}}]


def test_selected_parts_of_removed_parts_are_no_fault(tmp_path: Path) -> None:
    value, diagnostics = changed(tmp_path, "{target: $.paths..*, remove: true}")
    assert value["paths"] == {}
    assert not diagnostics.failed


def test_actions_that_multiply_the_document_have_a_limit(tmp_path: Path) -> None:
    growing = "{target: $..info, update: {x-a: {info: {}}, x-b: {info: {}}, x-c: {info: {}}, x-d: {info: {}}}}"
    _, diagnostics = changed(tmp_path, *[growing] * 24)
    assert [item.code for item in diagnostics.items] == ["overlay-too-large"]


def test_actions_that_nest_the_document_have_a_limit(tmp_path: Path) -> None:
    update = "{x: " * 150 + "{leaf: 1}" + "}" * 150
    actions = [f"{{target: $.info{at}, update: {update}}}" for at in ("", ".x" * 150)]
    _, diagnostics = changed(tmp_path, *actions)
    assert "too-deep" in [item.code for item in diagnostics.items]


def test_an_error_ends_the_actions(tmp_path: Path) -> None:
    _, diagnostics = changed(tmp_path, *["{target: $..*, update: {x-a: {b: 1}}}"] * 24)
    assert [item.code for item in diagnostics.items] == ["overlay-target"]
