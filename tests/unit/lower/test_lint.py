"""What the specification forbids and has one sensible reading: read so, with a warning that says what mends it."""

from __future__ import annotations

import pytest

from generator.ir.types import AnyValue
from tests.unit.lower.conftest import Lowering

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
OLD = "swagger: '2.0'\ninfo: {title: T, version: '1'}\n"
OK = "responses: {'204': {description: Done}}"

MAPPED = """\
    A: {type: object}
    B: {type: object}
    C: {type: object}
    U:
      oneOf: [{$ref: "#/components/schemas/A"}, {$ref: "#/components/schemas/B"}]
      discriminator: {propertyName: p, mapping: {c: "#/components/schemas/C"}}
"""

VIOLATIONS = {
    "no-paths": ("openapi: 3.1.0\ninfo: {title: T, version: '1'}\n", ""),
    "no-paths in 3.0": ("openapi: 3.0.0\ninfo: {title: T, version: '1'}\ncomponents: {}\n", ""),
    "no-info": ("openapi: 3.1.0\npaths: {}\n", ""),
    "not-a-text": ("openapi: 3.1.0\ninfo: {title: T, version: 1.10}\npaths: {}\n", "/info/version"),
    "component-name": (f"{HEAD}components: {{schemas: {{Two Words: {{}}}}}}\n", "/components/schemas/Two Words"),
    "null-path": (f"{HEAD}paths: {{/a: null}}\n", "/paths/~1a"),
    "duplicate-operation-id": (
        f"{HEAD}paths: {{/a: {{get: {{operationId: a, {OK}}}}}}}\nwebhooks: {{w: {{get: {{operationId: a, {OK}}}}}}}\n",
        "/webhooks/w/get",
    ),
    "optional-path-parameter": (
        f"{HEAD}paths: {{'/{{a}}': {{get: {{parameters: [{{name: a, in: path, schema: {{}}}}], {OK}}}}}}}\n",
        "/paths/~1{a}/get/parameters/0",
    ),
    "repeated-path-parameter": (
        f"{HEAD}paths:\n  '/{{a}}/{{a}}': {{get: {{parameters: [{{name: a, in: path, required: true}}], {OK}}}}}\n",
        "/paths/~1{a}~1{a}/get",
    ),
    "server-url": (f"{HEAD}paths: {{}}\nservers: [{{url: 'https://a b'}}]\n", "/servers/0/url"),
    "server-url that is missing": (f"{HEAD}paths: {{}}\nservers: [{{description: a}}]\n", "/servers/0"),
    "server-variable": (f"{HEAD}paths: {{}}\nservers: [{{url: 'https://{{a}}'}}]\n", "/servers/0/url"),
    "server-variable without default": (
        f"{HEAD}paths: {{}}\nservers: [{{url: 'https://{{a}}', variables: {{a: {{}}}}}}]\n",
        "/servers/0/variables/a",
    ),
    "server-variable of another value": (
        f"{HEAD}paths: {{}}\nservers: [{{url: 'https://{{a}}', variables: {{a: {{default: x, enum: [y]}}}}}}]\n",
        "/servers/0/variables/a/default",
    ),
    "newer-keyword": (
        f"{OLD}paths: {{}}\ndefinitions: {{A: {{anyOf: [{{type: string}}, {{type: integer}}]}}}}\n",
        "/definitions/A/anyOf",
    ),
    "untyped-array": (f"{OLD}paths: {{}}\ndefinitions: {{A: {{type: array}}}}\n", "/definitions/A"),
    "loose-type": (
        f"{OLD}paths: {{/a: {{post: {{parameters: [{{in: body, name: b, schema: {{type: file}}}}], {OK}}}}}}}\n",
        "/paths/~1a/post/parameters/0/schema/type",
    ),
    "discriminator-mapping": (
        f"{HEAD}components:\n  schemas:\n{MAPPED}",
        "/components/schemas/U/discriminator/mapping/c",
    ),
}


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_violation_is_a_warning_with_a_place_and_a_remedy(violation: str, lowering: Lowering) -> None:
    text, pointer = VIOLATIONS[violation]
    lowered = lowering.document(text)
    (item,) = [item for item in lowered.diagnostics.items if item.code == violation.split()[0]]
    assert item.severity == "warning"
    assert item.hint
    assert item.at is not None
    assert item.at.pointer == pointer
    assert lowered.said("error") == []


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}paths: {{}}\nservers: [{{url: '/v1'}}, {{url: 'https://{{r}}.x', variables: {{r: {{default: a}}}}}}]\n",
        f"{HEAD}components: {{}}\n",
        f"{HEAD}webhooks: {{}}\n",
        f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{z.1-A_b: {{type: array}}}}}}\n",
        f"{OLD}paths: {{}}\ndefinitions: {{B: {{}}, A b: {{$ref: '#/definitions/B', x-nullable: true}}}}\n",
        f"{OLD}paths:\n  /a: {{get: {{responses: {{'200': {{description: A, schema: {{type: file}}}}}}}}}}\n",
        f"{OLD}paths: {{/a: {{post: {{parameters: [{{in: formData, name: b, type: file}}], {OK}}}}}}}\n",
    ],
)
def test_what_is_legal_is_read_without_a_word(text: str, lowering: Lowering) -> None:
    assert lowering.document(text).said("warning", "error") == []


def test_a_union_that_is_nothing_but_itself_is_any_value(lowering: Lowering) -> None:
    lowered = lowering.schemas("""
A: {anyOf: [{$ref: '#/components/schemas/B'}]}
B: {anyOf: [{$ref: '#/components/schemas/A'}]}
""")
    assert set(lowered.said("warning")) == {"cyclic-union"}
    assert [lowered.alias(name) for name in "AB"] == [AnyValue(), AnyValue()]
