"""Pagination that the table `[pages]` of the config turns on, turns off or describes, and its mistakes."""

from __future__ import annotations

import pytest

from generator.lower.operation.operation_table import OperationSettings
from tests.unit.lower.conftest import Lowering
from tests.unit.lower.list_document import ListDocument as Doc

STRING, INTEGER, BOOLEAN = "{type: string}", "{type: integer}", "{type: boolean}"
FOUND = Doc("cursor: string, from: integer", f"{{data: THINGS, rest: THINGS, next_cursor: {STRING}, more: {BOOLEAN}}}")
KEY = "GET /things"


@pytest.mark.parametrize("key", [KEY, "listThings"])
def test_off(key: str, lowering: Lowering) -> None:
    lowered = lowering.document(FOUND.text, pages={key: False})
    assert lowered.api.operations[0].pagination is None
    assert lowered.diagnostics.items == []


def test_on_is_what_is_found(lowering: Lowering) -> None:
    assert lowering.document(FOUND.text, pages={KEY: True}).api == lowering.document(FOUND.text).api


def test_off_hides_the_note_of_a_doubt(lowering: Lowering) -> None:
    doubt = Doc("page: integer", "THINGS").text
    assert lowering.document(doubt).said() == ["doubtful-pagination"]
    assert lowering.document(doubt, pages={KEY: False}).said() == []


@pytest.mark.parametrize("key", [KEY, "listThings"])
def test_a_description_corrects_what_is_found(key: str, lowering: Lowering) -> None:
    setting = {"offset": "from", "items": "rest"}
    lowered = lowering.document(FOUND.text, pages={key: setting})
    found = lowered.api.operations[0].pagination
    assert found is not None
    assert (found.kind, found.parameter, found.items, found.why) == (
        "offset",
        ("query", "from"),
        ("rest",),
        "the config describes it",
    )
    assert lowered.diagnostics.items == []


def test_a_description_precedes_an_extension(lowering: Lowering) -> None:
    document = Doc(FOUND.inputs, FOUND.response, extension="x-ms-pageable: {itemName: rest, nextLinkName: next_cursor}")
    assert [one.pagination.kind for one in lowering.document(document.text).api.operations if one.pagination] == ["url"]
    found = lowering.document(document.text, pages={KEY: {"items": "data"}}).api.operations[0].pagination
    assert found is not None
    assert (found.kind, found.items) == ("single", ("data",))


MISTAKES: dict[str, tuple[OperationSettings, str, str]] = {
    "no such operation": (
        {"GET /thing": False},
        "[pages] `GET /thing`: the document has no such operation",
        "did you mean `GET /things`?",
    ),
    "an unknown key": (
        {KEY: {"cursr": "cursor"}},
        f"[pages] `{KEY}`: unknown key `cursr`",
        "did you mean `cursor`?",
    ),
    "another unknown key": (
        {KEY: {"zzzzzz": "cursor"}},
        f"[pages] `{KEY}`: unknown key `zzzzzz`",
        "the keys are items, cursor, offset, page, next, more, last, total",
    ),
    "two that select": (
        {KEY: {"cursor": "cursor", "offset": "from"}},
        f"[pages] `{KEY}`: `cursor` and `offset` exclude each other",
        "keep the one that selects a page",
    ),
    "a cursor without next": (
        {KEY: {"cursor": "cursor"}},
        f"[pages] `{KEY}`: `cursor` needs `next`",
        'add the property with the next cursor: `next = "next_cursor"`',
    ),
    "no such parameter": (
        {KEY: {"cursor": "cursors", "next": "next_cursor"}},
        f"[pages] `{KEY}`: the operation has no parameter `cursors`",
        "did you mean `cursor`?",
    ),
    "no such property": (
        {KEY: {"cursor": "cursor", "next": "next_cursr"}},
        f"[pages] `{KEY}`: the response has no property `next_cursr`",
        "did you mean `next_cursor`?",
    ),
    "items that are no array": (
        {KEY: {"cursor": "cursor", "next": "next_cursor", "items": "more"}},
        f"[pages] `{KEY}`: `items`: the property `more` is not an array",
        "the arrays are data, rest",
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_an_error_with_the_remedy(case: str, lowering: Lowering) -> None:
    pages, message, hint = MISTAKES[case]
    lowered = lowering.document(FOUND.text, pages=pages)
    (error,) = lowered.diagnostics.items
    assert (error.severity, error.message, error.hint) == ("error", message, hint)


def test_items_that_are_not_clear(lowering: Lowering) -> None:
    document = Doc("cursor: string", f"{{cats: THINGS, dogs: THINGS, next: {STRING}}}")
    lowered = lowering.document(document.text, pages={KEY: {"cursor": "cursor", "next": "next"}})
    (error,) = lowered.diagnostics.items
    assert error.message == f"[pages] `{KEY}`: it is not clear which array has the items"
    assert error.hint == 'set `items = "…"`; the arrays are cats, dogs'


def test_on_where_nothing_is_found(lowering: Lowering) -> None:
    lowered = lowering.document(Doc("", f"{{name: {STRING}}}").text, pages={KEY: True})
    (error,) = lowered.diagnostics.items
    assert (error.severity, error.code) == ("error", "bad-pagination")
    assert error.message == f"[pages] `{KEY}`: nothing shows how its pages continue"
    assert 'cursor = "after"' in error.hint


def test_a_response_that_is_no_object(lowering: Lowering) -> None:
    text = Doc().text.replace("application/json", "text/plain")
    lowered = lowering.document(text, pages={KEY: {"items": "data"}})
    error = lowered.diagnostics.items[-1]
    assert (error.message, error.hint) == (
        f"[pages] `{KEY}`: its response is not one JSON object or array",
        "remove the line",
    )
