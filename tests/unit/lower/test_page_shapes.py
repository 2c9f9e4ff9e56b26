"""Pagination by the names and types of parameters and properties: what counts, what is a doubt, what is none."""

from __future__ import annotations

import pytest

from tests.unit.lower.conftest import Lowering
from tests.unit.lower.list_document import ListDocument as Doc

STRING, INTEGER, BOOLEAN = "{type: string}", "{type: integer}", "{type: boolean}"
MORE = f"has_more: {BOOLEAN}"

CERTAIN: dict[str, tuple[Doc, tuple[str, str | None, str]]] = {
    "cursor and next_cursor": (
        Doc("cursor: string", f"{{data: THINGS, next_cursor: {STRING}}}"),
        ("cursor", "cursor", "next_cursor"),
    ),
    "page_token and next_page_token": (
        Doc("page_token: string", f"{{things: THINGS, next_page_token: {STRING}}}"),
        ("cursor", "page_token", "next_page_token"),
    ),
    "pageToken and nextPageToken, required": (
        Doc("pageToken!: string", f"{{things: THINGS, nextPageToken: {STRING}}}"),
        ("cursor", "pageToken", "nextPageToken"),
    ),
    "NextToken and nextToken": (
        Doc("nextToken: string", f"{{Items: THINGS, NextToken: {STRING}}}"),
        ("cursor", "nextToken", "NextToken"),
    ),
    "a cursor of one name in both": (
        Doc("cursor: string", f"{{data: THINGS, cursor: {STRING}}}"),
        ("cursor", "cursor", "cursor"),
    ),
    "a cursor that is a number": (
        Doc("cursor: integer", f"{{data: THINGS, cursor: {INTEGER}}}"),
        ("cursor", "cursor", "cursor"),
    ),
    "a cursor in an object": (
        Doc("cursor: string", f"{{data: THINGS, meta: {{type: object, properties: {{next_cursor: {STRING}}}}}}}"),
        ("cursor", "cursor", "meta.next_cursor"),
    ),
    "the only array has a rare name": (
        Doc("cursor: string", f"{{scheduled_messages: THINGS, next_cursor: {STRING}}}"),
        ("cursor", "cursor", "next_cursor"),
    ),
    "all in one object": (
        Doc("cursor: string", f"{{things: {{type: object, properties: {{results: THINGS, cursor: {STRING}}}}}}}"),
        ("cursor", "cursor", "things.cursor"),
    ),
    "a cursor in the body of a search": (
        Doc(
            "",
            f"{{things: THINGS, others: THINGS, cursor: {STRING}}}",
            "post",
            "/things/search",
            body=f"{{cursor: {STRING}}}",
        ),
        ("cursor", "cursor", "cursor"),
    ),
    "after and last_id": (
        Doc("after: string, before: string", f"{{data: THINGS, last_id: {STRING}, {MORE}}}"),
        ("cursor", "after", "last_id"),
    ),
    "starting_after the id of the last item": (
        Doc("starting_after: string, ending_before: string, limit: integer", f"{{data: THINGS, {MORE}}}"),
        ("cursor", "starting_after", "data.-1.id"),
    ),
    "after_id and last_id": (
        Doc("after_id: string, before_id: string", f"{{data: THINGS, {MORE}, first_id: {STRING}, last_id: {STRING}}}"),
        ("cursor", "after_id", "last_id"),
    ),
    "a URL by its format": (
        Doc("", "{results: THINGS, next: {type: string, format: uri}}"),
        ("url", None, "next"),
    ),
    "a URL by its name": (
        Doc("", f"{{value: THINGS, nextLink: {STRING}}}"),
        ("url", None, "nextLink"),
    ),
    "a URL in links": (
        Doc("", f"{{data: THINGS, links: {{type: object, properties: {{next: {STRING}}}}}}}"),
        ("url", None, "links.next"),
    ),
    "the header Link": (
        Doc("page: integer", "THINGS", headers=("Link",)),
        ("url", None, ""),
    ),
    "offset and total": (
        Doc("offset: integer, limit: integer", f"{{items: THINGS, total: {INTEGER}}}"),
        ("offset", "offset", ""),
    ),
    "offset and its echo": (
        Doc("offset: integer", f"{{items: THINGS, offset: {INTEGER}}}"),
        ("offset", "offset", "offset"),
    ),
    "page and total_pages": (
        Doc("page: integer, per_page: integer", f"{{items: THINGS, total_pages: {INTEGER}}}"),
        ("page", "page", ""),
    ),
    "page and has_more": (
        Doc("page: integer", f"{{items: THINGS, {MORE}}}"),
        ("page", "page", ""),
    ),
    "an array with the header X-Total-Count": (
        Doc("page: integer", "THINGS", headers=("X-Total-Count",)),
        ("page", "page", ""),
    ),
    "no further pages": (Doc("status: string", "{data: THINGS}"), ("single", None, "")),
}


@pytest.mark.parametrize("case", CERTAIN)
def test_a_shape_that_counts(case: str, lowering: Lowering) -> None:
    document, expected = CERTAIN[case]
    lowered = lowering.document(document.text)
    (operation,) = lowered.api.operations
    found = operation.pagination
    assert found is not None
    parameter = found.parameter[1] if found.parameter is not None else None
    assert (found.kind, parameter, ".".join(found.next)) == expected
    assert lowered.said("note", "warning", "error") == []


DOUBTFUL: dict[str, tuple[Doc, str]] = {
    "names that differ": (
        Doc("after: string", f"{{data: THINGS, meta: {{type: object, properties: {{next_cursor: {STRING}}}}}}}"),
        '{ cursor = "after", next = "meta.next_cursor", items = "data" }',
    ),
    "after without more": (
        Doc("after: string, limit: integer", "{data: THINGS}"),
        '{ cursor = "after", next = "data.-1.id", items = "data" }',
    ),
    "next may be a URL": (
        Doc("", f"{{results: THINGS, next: {STRING}}}"),
        '{ next = "next", items = "results" }',
    ),
    "page without a word in the response": (
        Doc("page: integer", "{results: THINGS}"),
        '{ page = "page", items = "results" }',
    ),
    "offset without a word in the response": (
        Doc("start: integer", "{results: THINGS}"),
        '{ offset = "start", items = "results" }',
    ),
    "two arrays": (
        Doc("cursor: string", f"{{cats: THINGS, dogs: THINGS, next_cursor: {STRING}, {MORE}}}"),
        '{ cursor = "cursor", next = "next_cursor", items = "cats", more = "has_more" }',
    ),
    "names that need quotes": (
        Doc("page: integer", "{'a.b': THINGS}"),
        r'{ page = "page", items = "\"a.b\"" }',
    ),
    "an array with a page": (Doc("page: integer", "THINGS"), '{ page = "page" }'),
    "an array with a cursor": (Doc("cursor: string", "THINGS"), '{ next = "header:Link" }'),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_a_doubt_is_a_note_with_the_line_that_turns_it_on(case: str, lowering: Lowering) -> None:
    document, config = DOUBTFUL[case]
    lowered = lowering.document(document.text)
    (operation,) = lowered.api.operations
    assert operation.pagination is None
    (note,) = lowered.diagnostics.items
    assert (note.severity, note.code) == ("note", "doubtful-pagination")
    assert note.hint == f'if its pages should be iterated, set [pages] "GET /things" = {config}'


@pytest.mark.parametrize("case", DOUBTFUL)
def test_the_line_of_a_note_turns_it_on(case: str, lowering: Lowering) -> None:
    import tomllib

    document, config = DOUBTFUL[case]
    for setting in (True, tomllib.loads(f"value = {config}")["value"]):
        lowered = lowering.document(document.text, pages={"GET /things": setting})
        assert lowered.diagnostics.items == []
        assert lowered.api.operations[0].pagination is not None


NONE: dict[str, Doc] = {
    "a parameter for the page before only": Doc("before: string", f"{{data: THINGS, {MORE}}}"),
    "the property of the page before": Doc("cursor: string", f"{{data: THINGS, previous_cursor: {STRING}, {MORE}}}"),
    "other types": Doc("cursor: string", f"{{data: THINGS, next_cursor: {BOOLEAN}}}"),
    "more without a way to it": Doc("", f"{{data: THINGS, {MORE}}}"),
    "a time": Doc("after: string", "{data: THINGS, after: {type: string, format: date-time}, total: {type: string}}"),
    "a path that ends in a parameter": Doc("", "{data: THINGS}", path="/things/{id}"),
    "two arrays and no position": Doc("", "{cats: THINGS, dogs: THINGS}"),
    "only errors": Doc("cursor: string", f"{{errors: THINGS, next_cursor: {STRING}}}"),
    "a write": Doc("", "{data: THINGS}", "post"),
}


@pytest.mark.parametrize("case", NONE)
def test_no_pages(case: str, lowering: Lowering) -> None:
    lowered = lowering.document(NONE[case].text.replace("/{id}:", "/fixed/{id}:"))
    assert lowered.api.operations[0].pagination is None
    assert "doubtful-pagination" not in lowered.said()


def test_the_page_before_is_never_used_forward(lowering: Lowering) -> None:
    text = CERTAIN["starting_after the id of the last item"][0].text
    found = lowering.document(text).api.operations[0].pagination
    assert found is not None
    assert found.parameter == ("query", "starting_after")
    assert found.backward == (("query", "ending_before"), ("data", "0", "id"))
