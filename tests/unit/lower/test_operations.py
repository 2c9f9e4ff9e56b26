"""Operations: their parameters, bodies, responses, names and groups."""

from __future__ import annotations

import re

import pytest

from generator.ir.types import (
    AnyValue,
    Constant,
    Encoding,
    Group,
    Map,
    Ref,
    Requirement,
    RetryPolicy,
    Scalar,
    Type,
    Union,
)
from tests.unit.lower.conftest import Lowering

PROBLEM = """
components:
  responses:
    Problem: {description: p, content: {application/json: {schema: {type: object, properties: {e: {}}}}}}
"""
OK = "responses: {'200': {description: ok}}"


def test_parameters_of_the_path_are_overridden_by_those_of_the_operation(lowering: Lowering) -> None:
    lowered = lowering.paths(f"""
/a/{{id}}:
  parameters:
    - {{name: id, in: path, required: true, schema: {{type: string}}}}
    - {{name: q, in: query, schema: {{type: string}}}}
  get:
    parameters:
      - {{name: q, in: query, required: true, schema: {{type: integer, default: 3, maximum: 9}}}}
      - {{name: X-Y, in: header, schema: {{enum: [a, b]}}, x-speakeasy-name-override: why}}
      - {{name: c, in: cookie, schema: {{type: string}}}}
      - {{name: f, in: query, style: deepObject, explode: true, schema: {{type: object}}}}
      - {{name: j, in: query, content: {{application/json: {{schema: {{type: integer}}}}}}}}
      - {{name: accept, in: header, schema: {{type: string}}}}
      - {{name: Content-Length, in: header, required: true, schema: {{type: integer}}}}
      - {{name: gone, in: query, schema: {{type: string}}, x-fern-ignore: true}}
    {OK}
""")
    found = {parameter.wire: parameter for parameter in lowered.operation("GET", "/a/{id}").parameters}
    assert list(found) == ["id", "q", "X-Y", "c", "f", "j"]
    assert (found["q"].type, found["q"].required, found["q"].default) == (Scalar("integer"), True, 3)
    assert [(found[wire].style, found[wire].explode) for wire in ("id", "q", "X-Y", "c", "f")] == [
        ("simple", False),
        ("form", True),
        ("simple", False),
        ("form", True),
        ("deepObject", True),
    ]
    assert found["X-Y"].type == Ref("GET /a/{id}/X-Y")
    assert found["X-Y"].name == "why"
    assert (found["j"].media_type, found["j"].type) == ("application/json", Scalar("integer"))
    assert lowered.said() == ["reserved-header", "reserved-header", "ignored-parameter"]


def test_the_path_decides_which_path_parameters_there_are(lowering: Lowering) -> None:
    lowered = lowering.paths(f"""
/a/{{one}}/{{two}}:
  get:
    parameters:
      - {{name: one, in: path, required: true, schema: {{type: integer}}}}
      - {{name: three, in: path, required: true, schema: {{type: integer}}}}
    {OK}
""")
    parameters = lowered.operation("GET", "/a/{one}/{two}").parameters
    assert [(found.wire, found.type) for found in parameters] == [("one", Scalar("integer")), ("two", Scalar("string"))]
    assert lowered.said("warning") == ["extra-path-parameter", "missing-path-parameter"]


def test_bodies_and_responses_name_what_is_inline_in_them(lowering: Lowering) -> None:
    lowered = lowering.paths(
        """
/things:
  post:
    operationId: makeThing
    requestBody:
      required: true
      content:
        application/json: {schema: {type: object, properties: {a: {type: string}}}}
        multipart/form-data:
          schema: {type: object, properties: {f: {type: string, format: binary}}}
          encoding: {f: {contentType: image/png}}
    responses:
      '200': {description: ok, content: {application/json: {schema: {type: object, properties: {b: {}}}}}}
      '201': {description: ok, content: {application/json: {schema: {type: object, properties: {c: {}}}}}}
      4XX: {description: no, content: {application/json: {schema: {type: object, properties: {d: {}}}}}}
      default: {$ref: '#/components/responses/Problem'}
""",
        PROBLEM,
    )
    made = lowered.operation("POST", "/things")
    assert made.body is not None
    assert [content.media_type for content in made.body.contents] == ["application/json", "multipart/form-data"]
    assert made.body.contents[1].encodings == (Encoding("f", "image/png"),)
    assert [definition.name for definition in lowered.api.definitions] == [
        ("makeThing", "Response"),
        ("makeThing", "Response 201"),
        ("makeThing", "Response 4XX"),
        ("Problem", "Response"),
        ("makeThing", "Request"),
        ("makeThing", "Request", "Multipart"),
    ]
    assert [response.status for response in made.responses] == ["200", "201"]
    assert [response.status for response in made.errors] == ["4XX", "default"]


def test_default_alone_is_the_answer(lowering: Lowering) -> None:
    lowered = lowering.paths("/a: {get: {responses: {default: {description: any}, 404: {description: no}}}}")
    found = lowered.operation("GET", "/a")
    assert [response.status for response in found.responses] == ["default"]
    assert [response.status for response in found.errors] == ["404"]


def test_a_bad_status_is_an_error(lowering: Lowering) -> None:
    assert lowering.paths("/a: {get: {responses: {okay: {description: x}}}}").said("error") == ["bad-status"]


@pytest.mark.parametrize(
    ("operation", "path", "group", "name"),
    [
        (
            "x-speakeasy-group: chat, x-speakeasy-name-override: send, tags: [Other], operationId: x",
            "/a",
            ("chat",),
            "send",
        ),
        ("x-speakeasy-group: beta.chat, operationId: sendChat", "/a", ("beta", "chat"), "send"),
        ("x-fern-sdk-group-name: [beta, chat], x-fern-sdk-method-name: go", "/a", ("beta", "chat"), "go"),
        ("tags: [repos], operationId: repos/list-for-user", "/a", ("repos",), "list for user"),
        ("tags: [Users, Other], operationId: listUsers", "/users", ("users",), "list"),
        ("tags: [users], operationId: get_user_by_id", "/users/{id}", ("users",), "get"),
        ("tags: [users], operationId: list_users_api_v1_users_get", "/api/v1/users", ("users",), "list"),
        ("tags: [Users], operationId: UsersController_findAll", "/users", ("users",), "list"),
        ("operationId: listThings", "/api/v2/things/{id}", ("things",), "get"),
        ("summary: none", "/v1/users", ("users",), "list"),
        ("summary: none", "/users/{id}", ("users",), "get"),
        ("summary: none", "/users/{id}/posts", ("users", "posts"), "list"),
        ("summary: none", "/", ("default",), "get"),
    ],
)
def test_where_an_operation_is_found(
    lowering: Lowering, operation: str, path: str, group: tuple[str, ...], name: str
) -> None:
    found = lowering.paths(f'"{path}": {{get: {{{operation}, {OK}}}}}').api.operations[0]
    assert (found.group, found.name) == (group, name)
    assert found.named == ("override" in operation or "method-name" in operation)


def test_two_operations_of_one_resource_never_have_one_name(lowering: Lowering) -> None:
    lowered = lowering.paths(f"""
/users: {{get: {{tags: [users], operationId: listUsers, {OK}}}}}
/v1/users: {{get: {{tags: [users], operationId: list, {OK}}}}}
/users/{{id}}: {{get: {{tags: [pets], {OK}}}}}
/users/{{name}}: {{get: {{tags: [pets], {OK}}}}}
""")
    calls = [(operation.group, operation.name) for operation in lowered.api.operations]
    assert len(set(calls)) == 4
    assert not any(re.search(r"\d", name) for group, name in calls if group == ("users",) and "v1" not in name)


def test_an_id_given_twice_is_told(lowering: Lowering) -> None:
    lowered = lowering.paths(f"/a: {{get: {{operationId: x, {OK}}}}}\n/b: {{get: {{operationId: x, {OK}}}}}")
    assert [operation.id for operation in lowered.api.operations] == ["x", "x"]
    assert lowered.said("warning") == ["duplicate-operation-id"]


def test_ignored_operations_are_listed_and_not_lowered(lowering: Lowering) -> None:
    lowered = lowering.paths(f"/a: {{get: {{x-speakeasy-ignore: true, {OK}}}, post: {{{OK}}}}}")
    assert [(ignored.method, ignored.path) for ignored in lowered.api.ignored] == [("GET", "/a")]
    assert [operation.method for operation in lowered.api.operations] == ["POST"]


def test_path_items_by_reference_and_further_methods(lowering: Lowering) -> None:
    lowered = lowering.document(f"""
openapi: 3.2.0
info: {{title: T, version: '1'}}
paths:
  /a: {{$ref: '#/components/pathItems/Shared'}}
components:
  pathItems:
    Shared:
      query: {{{OK}}}
      additionalOperations: {{Link: {{{OK}}}}}
webhooks: {{w: {{post: {{{OK}}}}}}}
""")
    assert [(operation.method, operation.path) for operation in lowered.api.operations] == [
        ("QUERY", "/a"),
        ("Link", "/a"),  # as it is written
    ]
    assert lowered.said() == ["webhooks"]


def test_what_holds_for_the_whole_api(lowering: Lowering) -> None:
    lowered = lowering.paths(
        f"""
/a: {{get: {{{OK}, tags: [a]}}}}
/b:
  servers: [{{url: 'https://b'}}]
  get: {{{OK}, tags: [a], operationId: b, security: [], x-retry-strategy: {{maxAttempts: 5}}}}
""",
        """
servers:
  - {url: 'https://{region}.x', x-speakeasy-server-id: main, variables: {region: {default: eu, enum: [eu, us]}}}
security: [{key: []}, {token: [read], key: []}, {}, {unknown: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {}}}}
    bearer: {type: http, scheme: Bearer}
tags: [{name: a, description: The one}]
x-speakeasy-globals: {parameters: [{name: X-G, in: header, schema: {type: string}}]}
x-fern-global-headers: [{header: X-H, name: h, optional: true}]
x-speakeasy-retries:
  strategy: backoff
  statusCodes: [5XX]
  backoff: {initialInterval: 100, maxInterval: 2000, exponent: 3, maxElapsedTime: 9000}
""",
    )
    api = lowered.api
    assert (api.servers[0].name, api.servers[0].variables[0].values) == ("main", ("eu", "us"))
    assert api.security == ((Requirement("key"),), (Requirement("token", ("read",)), Requirement("key")), ())
    assert [(scheme.kind, scheme.wire) for scheme in api.schemes] == [
        ("api-key", "X-Key"),
        ("oauth2", ""),
        ("bearer", "Authorization"),
    ]
    assert [(flow.kind, flow.token_url) for flow in api.schemes[1].flows] == [("client-credentials", "/token")]
    assert [(found.wire, found.required) for found in api.globals] == [("X-G", False), ("X-H", False)]
    assert api.retries == RetryPolicy(("408", "429", "5XX"), 3, 0.1, 2.0, 3.0, 9.0)
    assert [(group.path, group.docs.description) for group in api.groups] == [(("a",), "The one"), (("b",), "")]
    first, second = api.operations
    assert first.security == api.security
    assert (second.security, second.servers[0].url) == ((), "https://b")
    assert second.retries == RetryPolicy(max_attempts=5)
    assert lowered.said("warning") == ["unknown-security"]


def test_a_tag_has_parents_in_3_2(lowering: Lowering) -> None:
    lowered = lowering.document(f"""
openapi: 3.2.0
info: {{title: T, version: '1'}}
tags: [{{name: users, parent: people}}, {{name: people}}]
paths:
  /a:
    get: {{tags: [users], operationId: get, {OK}}}
    post: {{tags: [users], operationId: add, {OK}}}
""")
    assert lowered.api.operations[0].group == ("people", "users")
    assert Group(("people",)) in lowered.api.groups


def test_the_idempotency_header_is_a_parameter_of_that_name(lowering: Lowering) -> None:
    lowered = lowering.paths(f"""
/a: {{post: {{parameters: [{{name: Idempotency-Key, in: header, schema: {{const: x}}}}], {OK}}}}}
""")
    assert lowered.api.operations[0].idempotency_header == "Idempotency-Key"
    assert lowered.api.operations[0].parameters[0].type == Constant("x")


@pytest.mark.parametrize("text", ["/a: 3", "/a: {get: []}", "/a: {get: {parameters: 3}}", "/a: {get: {responses: []}}"])
def test_what_has_the_wrong_shape_is_an_error_with_its_place(lowering: Lowering, text: str) -> None:
    lowered = lowering.paths(text)
    assert lowered.said("error") == ["wrong-type"]
    assert lowered.diagnostics.items[0].at is not None


def test_a_parameter_without_a_name_is_left_out_where_nothing_needs_it(lowering: Lowering) -> None:
    lowered = lowering.paths(f"""
/a:
  get:
    parameters: [{{name: "", in: query, schema: {{type: string}}}}]
    {OK}
""")
    assert lowered.operation("GET", "/a").parameters == ()
    assert [(item.severity, item.code) for item in lowered.diagnostics.items] == [("warning", "nameless-parameter")]


def test_tags_that_differ_in_spelling_alone_are_one_group(lowering: Lowering) -> None:
    lowered = lowering.paths(f"""
/a: {{get: {{x-speakeasy-group: Web-Hooks, {OK}}}}}
/b: {{get: {{x-speakeasy-group: web hooks, {OK}}}}}
""")
    assert len(lowered.api.groups) == 1
    assert {operation.group for operation in lowered.api.operations} == {lowered.api.groups[0].path}


@pytest.mark.parametrize(("required", "kept"), [("false", False), ("true", True)])
def test_an_optional_body_that_may_hold_nothing_is_no_body(lowering: Lowering, required: str, kept: bool) -> None:
    lowered = lowering.paths(f"""
/a:
  get:
    requestBody:
      required: {required}
      content: {{application/x-www-form-urlencoded: {{schema: {{type: object, additionalProperties: false}}}}}}
    {OK}
""")
    assert (lowered.operation("GET", "/a").body is not None) is kept
    assert [item.code for item in lowered.diagnostics.items] == ([] if kept else ["empty-body"])
    assert bool(lowered.definitions) is kept


def test_an_answer_that_http_gives_no_body_has_none(lowering: Lowering) -> None:
    lowered = lowering.paths("""
/a:
  delete:
    responses: {"204": {description: gone, content: {application/json: {schema: {type: object}}}}}
""")
    assert [answer.contents for answer in lowered.operation("DELETE", "/a").responses] == [()]
    assert [(item.severity, item.code) for item in lowered.diagnostics.items] == [("warning", "bodiless-status")]
    assert [fallback.code for fallback in lowered.api.fallbacks] == ["bodiless-status"]


@pytest.mark.parametrize(
    ("media_type", "type"),
    [
        ("multipart/form-data", Map(AnyValue())),
        ("application/x-www-form-urlencoded", Union((Map(AnyValue()), Scalar("string")))),
    ],
)
def test_a_form_that_is_no_object_takes_what_it_sends_by_name(lowering: Lowering, media_type: str, type: Type) -> None:
    lowered = lowering.paths(f"""
/a: {{post: {{requestBody: {{content: {{{media_type}: {{schema: {{type: string}}}}}}}}, {OK}}}}}
""")
    body = lowered.operation("POST", "/a").body
    assert body is not None
    assert body.contents[0].type == type
    assert [fallback.code for fallback in lowered.api.fallbacks] == ["form-without-names"]


def test_what_head_answers_has_no_body(lowering: Lowering) -> None:
    content = "{description: ok, content: {application/json: {schema: {type: string}}}}"
    lowered = lowering.paths(f"/a: {{head: {{responses: {{'200': {content}, '404': {content}}}}}}}")
    operation = lowered.operation("HEAD", "/a")
    assert [response.contents for response in (*operation.responses, *operation.errors)] == [(), ()]
    assert lowered.said() == []


@pytest.mark.parametrize("second", ["Get: {RESPONSES}", "additionalOperations: {GET: {RESPONSES}}"])
def test_a_method_in_another_spelling_is_no_second_operation(second: str, lowering: Lowering) -> None:
    responses = "responses: {'204': {description: done}}"
    lowered = lowering.paths(f"/a: {{get: {{{responses}}}, {second.replace('RESPONSES', responses)}}}")
    assert [operation.key for operation in lowered.api.operations] == ["GET /a"]
    assert lowered.said() == ["method-name"]


def test_a_method_in_another_spelling_alone_is_read(lowering: Lowering) -> None:
    lowered = lowering.paths("/a: {GET: {responses: {'204': {description: done}}}}")
    assert [operation.key for operation in lowered.api.operations] == ["GET /a"]
    assert lowered.said() == ["method-name"]
