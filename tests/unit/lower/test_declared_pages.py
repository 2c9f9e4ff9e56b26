"""Pagination that a document declares by an extension."""

from __future__ import annotations

import pytest

from generator.ir.types import Pagination

from .conftest import Lowering

DOCUMENT = """
/things:
  get:
    tags: [things]
    operationId: listThings
    {extension}
    parameters:
    - {{name: from_key, in: query, schema: {{type: string{mark_of_input}}}}}
    - {{name: skip_rows, in: query, schema: {{type: integer}}}}
    responses:
      "200":
        description: ok
        content:
          application/json:
            schema:
              type: object
              properties:
                rows: {{type: array, items: {{type: object, properties: {{id: {{type: string}}}}}}}}
                continue_at: {{type: string{mark_of_output}}}
                beyond: {{type: string}}
"""


def lowered(lowering: Lowering, extension: str, mark_of_input: str = "", mark_of_output: str = "") -> Pagination | None:
    text = DOCUMENT.format(extension=extension, mark_of_input=mark_of_input, mark_of_output=mark_of_output)
    (operation,) = lowering.paths(text).api.operations
    return operation.pagination


SPEAKEASY = (
    "x-speakeasy-pagination: {type: cursor, inputs: [{name: from_key, in: parameters, type: cursor}],"
    " outputs: {results: $.rows, nextCursor: $.continue_at}}"
)
FERN = "x-fern-pagination: {cursor: $request.from_key, next_cursor: $response.continue_at, results: $response.rows}"
CURSOR = ("cursor", ("query", "from_key"), ("continue_at",))


@pytest.mark.parametrize(
    ("extension", "expected"),
    [
        (SPEAKEASY, CURSOR),
        (FERN, CURSOR),
        (
            "x-fern-pagination: {offset: $request.skip_rows, results: $response.rows}",
            ("offset", ("query", "skip_rows"), ()),
        ),
        ("x-ms-pageable: {itemName: rows, nextLinkName: beyond}", ("url", None, ("beyond",))),
    ],
)
def test_an_extension_describes_the_pages(
    extension: str, expected: tuple[str, tuple[str, str] | None, tuple[str, ...]], lowering: Lowering
) -> None:
    found = lowered(lowering, extension)
    assert found is not None
    assert (found.kind, found.parameter, found.next) == expected
    assert found.items == ("rows",)
    assert found.why.startswith("x-") or "x-" in found.why


def test_marks_of_stainless_describe_the_pages(lowering: Lowering) -> None:
    found = lowered(
        lowering,
        "summary: Things",
        ", x-stainless-pagination-property: {purpose: next_cursor_param}",
        ", x-stainless-pagination-property: {purpose: next_cursor_field}",
    )
    assert found is not None
    assert (found.kind, found.parameter, found.next) == CURSOR


def test_names_that_do_not_agree_are_no_pages(lowering: Lowering) -> None:
    found = lowered(lowering, "summary: Things")
    assert found is None or found.kind == "single"


def test_a_time_is_no_cursor(lowering: Lowering) -> None:
    found = lowering.paths("""
/runs:
  post:
    operationId: startRun
    requestBody: {content: {application/json: {schema: {type: object, properties: {run_after: {type: string}}}}}}
    responses:
      "200":
        description: ok
        content:
          application/json:
            schema:
              type: object
              properties:
                versions: {type: array, items: {type: object, properties: {id: {type: string}}}}
                run_after: {type: string, format: date-time}
""").api.operations[0]
    assert found.pagination is None or found.pagination.kind == "single"


MARKED = """
/things:
  get:
    operationId: listThings
    parameters:
    - {name: after, in: query, schema: {type: string}, x-stainless-pagination-property: {purpose: next_cursor_param}}
    responses:
      "200":
        description: ok
        content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}
"""


def test_marks_are_looked_for_in_a_schema_that_is_made_of_itself(lowering: Lowering) -> None:
    schema = "S0: {allOf: [{$ref: '#/components/schemas/S0'}], properties: {next: {type: string}}}"
    found = lowering.paths(MARKED, f"components:\n  schemas:\n    {schema}")
    assert found.said("error") == ["cyclic-allof"]


def test_marks_are_looked_for_once_in_each_schema(lowering: Lowering) -> None:
    # Without that, each level would double the time.
    levels = [
        f"    S{n}: {{allOf: [{{$ref: '#/components/schemas/S{n + 1}'}}, {{$ref: '#/components/schemas/S{n + 1}'}}]}}"
        for n in range(30)
    ]
    last = "    S30: {type: object, properties: {rows: {type: array, items: {type: string}}, next: {type: string,"
    last += " x-stainless-pagination-property: {purpose: next_cursor_field}}}}"
    (operation,) = lowering.paths(MARKED, "components:\n  schemas:\n" + "\n".join([*levels, last])).api.operations
    assert operation.pagination is not None
    assert operation.pagination.kind == "cursor"
