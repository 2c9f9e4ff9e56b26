"""Examples: their sources, and that each matches the type it belongs to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.ir.types import AnyValue, Array, Example, Ref, Scalar, Tuple
from tests.unit.lower.conftest import Lowered, Lowering, Schemas

BODY = """
/a:
  post:
    parameters: [{name: p, in: query, schema: {type: string}, examples: {one: {$ref: '#/components/examples/P'}}}]
    requestBody: {content: {application/json: {schema: {type: object}, examples: %s}}}
    responses: {'204': {description: none}}
"""
SHARED = """
components:
  examples:
    P: {value: p}
    A: {summary: Of all, description: D, value: {a: 1}}
    Again: {$ref: '#/components/examples/A'}
    Loop: {$ref: '#/components/examples/Loop'}
"""


def of_body(lowered: Lowered) -> tuple[Example, ...]:
    body = lowered.api.operations[0].body
    assert body is not None
    return body.contents[0].examples


def test_named_examples_are_found_by_reference(lowering: Lowering) -> None:
    (lowering.folder / "examples.yaml").write_text("B: {value: {b: 2}}\n")
    given = (
        "{one: {$ref: '#/components/examples/Again', summary: Own}, two: {$ref: 'examples.yaml#/B'}, in: {value: {}}}"
    )
    lowered = lowering.paths(BODY % given, SHARED)
    assert lowered.said() == []
    assert of_body(lowered) == (Example("one", {"a": 1}, "Own", "D"), Example("two", {"b": 2}), Example("in", {}))
    assert lowered.api.operations[0].parameters[0].docs.examples == (Example("one", "p"),)


@pytest.mark.parametrize(
    ("content", "values"),
    [
        ("schema: {type: integer, example: 1, examples: [2]}", [1, 2]),
        ("schema: {$ref: '#/components/examples/A', examples: [1]}", [1]),
        ("example: 3, schema: {type: integer, example: 1}", [3]),
        ("examples: {a: {value: 4}}, schema: {type: integer, example: 1}", [4]),
        ("schema: true", []),
    ],
)
def test_content_without_examples_has_those_of_its_schema(lowering: Lowering, content: str, values: list[int]) -> None:
    lowered = lowering.paths(
        f"/a:\n  get:\n    responses: {{'200': {{description: d, content: {{application/json: {{{content}}}}}}}}}",
        SHARED,
    )
    examples = lowered.api.operations[0].responses[0].contents[0].examples
    assert [example.value for example in examples] == values


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("#/components/examples/None", "dangling-ref"),
        ("nowhere.yaml", "dangling-ref"),
        ("../x.yaml", "ref-outside"),
        ("https://example.com/x.yaml", "ref-remote"),
        ("#/components/examples/Loop", "ref-cycle"),
    ],
)
def test_an_example_that_is_nowhere_is_left_out_with_a_warning(lowering: Lowering, reference: str, code: str) -> None:
    lowered = lowering.paths(BODY % f"{{one: {{$ref: '{reference}'}}, two: {{value: {{}}}}}}", SHARED)
    assert of_body(lowered) == (Example("two", {}),)
    assert lowered.said() == [code]
    assert lowered.diagnostics.items[0].severity == "warning"
    assert lowered.diagnostics.items[0].message.endswith("; the example is left out")


def test_a_property_called_examples_holds_schemas_all_the_same(lowering: Lowering) -> None:
    lowered = lowering.schemas("S: {type: object, required: [examples], properties: {examples: {$ref: '#/x'}}}")
    assert lowered.said() == ["dangling-ref"]
    assert lowered.diagnostics.items[0].message.endswith("read as any value")


@pytest.mark.parametrize(
    ("data", "written", "item"),
    [
        ("{$ref: '#/components/schemas/Chunk'}", {"text": "a"}, {"text": "a"}),
        ("{type: string, contentSchema: {$ref: '#/components/schemas/Chunk'}}", '{"text": "a"}', {"text": "a"}),
        ("{type: string}", '{"text": "a"}', '{"text": "a"}'),
    ],
)
def test_examples_of_a_stream_are_items_of_it(lowering: Lowering, data: str, written: Any, item: Any) -> None:
    event = f"{{type: object, properties: {{data: {data}}}}}"
    example = json.dumps({"data": written})
    content = f"{{text/event-stream: {{itemSchema: {event}, example: {example}}}}}"
    lowered = lowering.paths(
        f"/s:\n  get:\n    responses: {{'200': {{description: ok, content: {content}}}}}",
        "components: {schemas: {Chunk: {type: object, properties: {text: {type: string}}}}}",
    )
    stream = lowered.api.operations[0].stream
    assert stream is not None
    assert stream.examples == (Example("", item),)


def test_a_tag_keeps_the_examples_of_its_own_member_alone(schemas: Schemas) -> None:
    lowered = schemas("""
Event:
  type: object
  required: [type]
  discriminator: {propertyName: type, mapping: {a: '#/components/schemas/A', b: '#/components/schemas/B'}}
  properties: {type: {type: string, examples: [a, b]}}
A: {allOf: [{$ref: '#/components/schemas/Event'}, {type: object, properties: {x: {type: string}}}]}
B: {allOf: [{$ref: '#/components/schemas/Event'}, {type: object, properties: {y: {type: string}}}]}
""")
    assert lowered.fields("A")["type"].docs.examples == (Example("", "a"),)
    assert lowered.fields("B")["type"].docs.examples == (Example("", "b"),)


def test_a_list_of_items_makes_no_array_of_a_schema_without_a_type(schemas: Schemas) -> None:
    """Slack writes so, and its examples are objects."""
    lowered = schemas("""
S:
  type: object
  properties:
    either: {items: [{type: object}, {type: 'null'}]}
    pair: {type: array, items: [{type: string}, {type: integer}]}
    many: {items: {type: string}}
""")
    assert lowered.types("S") == {
        "either": AnyValue(),
        "pair": Tuple((Scalar("string"), Scalar("integer")), AnyValue()),
        "many": Array(Scalar("string")),
    }
    assert lowered.said() == ["item-list"]


def test_what_lends_its_name_to_a_schema_inside_is_no_schema_by_that(lowering: Lowering) -> None:
    (lowering.folder / "parameters.yaml").write_text(
        "size: {name: size, in: query, required: false, schema: {enum: [s, m]}}\n"
        "sizes: {name: sizes, in: query, schema: {type: array, items: {$ref: '#/size/schema'}}}\n"
    )
    lowered = lowering.paths("""
/a:
  get:
    parameters: [{$ref: 'parameters.yaml#/size'}, {$ref: 'parameters.yaml#/sizes'}]
    responses: {'204': {description: none}}
""")
    size, sizes = (parameter.type for parameter in lowered.api.operations[0].parameters)
    assert sizes == Array(size)
    assert isinstance(size, Ref)
    assert [definition.id for definition in lowered.api.definitions] == [size.id]
