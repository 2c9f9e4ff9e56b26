"""Every kind of bad input: a clear message with its place, exit code 2, nothing written, no traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from .conftest import TINY, Changed, Place


def test_no_such_file(place: Place) -> None:
    said = place.refused("generate", "absent.yaml")
    assert said.startswith("absent.yaml: error[")


def test_a_folder_for_a_document(place: Place) -> None:
    assert place.refused("generate", ".").startswith(".: error[")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (b"a: [1, 2\nb: 3\n", "spec.yaml:2:"),
        (b'{\n  "openapi": \n}\n', "spec.yaml:3:"),
        (b"\xff\xfe\x00", "spec.yaml"),
        (b"a: \x07\n", "spec.yaml:1:"),
        (b"", "spec.yaml"),
        (b"just text\n", "spec.yaml:1:1: error["),
        (b"- 1\n", "spec.yaml:1:1: error["),
        (b"swagger: '1.2'\n", "spec.yaml:1:"),
        (b"openapi: 9.0.0\npaths: {}\n", "spec.yaml:1:"),
        (b"asyncapi: 3.0.0\n", "spec.yaml"),
        (b"name: not-openapi\nversion: 1\n", "spec.yaml"),
        (b"[" * 5000, "spec.yaml"),
    ],
)
def test_what_is_no_openapi_document(place: Place, text: bytes, start: str) -> None:
    place.write("spec.yaml", text)
    assert place.refused("generate", "spec.yaml", "--output", "out").startswith(start)


def test_a_dangling_reference(changed: Changed) -> None:
    done = changed("#/components/schemas/Pet", "#/components/schemas/Pets").run("generate", "tiny.yaml")
    assert done.code == 0
    assert done.err.startswith("tiny.yaml:11:")
    assert "warning[dangling-ref]" in done.err
    assert "did you mean `Pet`?" in done.err
    assert "#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema" in done.err


def test_a_path_that_is_a_dangling_reference(changed: Changed) -> None:
    place = changed("paths:\n", "paths:\n  /toys: {$ref: 'z/absent.yaml'}\n")
    said = place.refused("generate", "tiny.yaml", "--output", "out")
    assert said.startswith("tiny.yaml:5:17: error[dangling-ref]: the file `z/absent.yaml` does not exist")
    assert "hint: --lenient continues without the path item" in said
    done = place.run("generate", "tiny.yaml", "--output", "out", "--lenient")
    assert done.code == 0
    assert "warning[dangling-ref]: the file `z/absent.yaml` does not exist; the path item is left out" in done.err


@pytest.mark.parametrize(
    "target",
    [
        "../secret.yaml#/Pet",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://127.0.0.1:9/x.yaml#/Pet",
        "//127.0.0.1/x",
        "link.yaml",
    ],
)
def test_a_reference_out_of_the_folder_or_to_the_network(place: Place, target: str) -> None:
    place.write("secret.yaml", "Pet: {type: object, description: top-secret}\n")
    place.write("in/tiny.yaml", TINY.replace("#/components/schemas/Pet", target))
    (place.folder / "in/link.yaml").symlink_to("../secret.yaml")
    said = place.refused("generate", "in/tiny.yaml", "--output", "out")
    assert Path(said.partition(":")[0]) == Path("in/tiny.yaml")
    assert "error[" in said
    assert "top-secret" not in said
    assert "root:" not in said


def test_two_operations_that_want_one_name_are_told_apart_by_their_paths(place: Place) -> None:
    get = "{operationId: %s, tags: [pets], responses: {'204': {description: Done}}}"
    paths = "".join(f"  /{name}: {{get: {get % name}}}\n" for name in ("list_pets", "listPets"))
    place.write("spec.yaml", f"openapi: 3.1.0\ninfo: {{title: X, version: '1'}}\npaths:\n{paths}")
    done = place.run("generate", "spec.yaml", "--strict", "--report", "report.json")
    assert done.code == 0, done.err
    calls = [entry["call"] for entry in json.loads((place.folder / "report.json").read_text())["operations"]]
    assert len(set(calls)) == 2


def test_a_configured_name_of_two_operations_is_refused(place: Place) -> None:
    get = "{responses: {'204': {description: Done}}}"
    place.write(
        "spec.yaml",
        f"openapi: 3.1.0\ninfo: {{title: X, version: '1'}}\npaths: {{/a: {{get: {get}}}, /b: {{get: {get}}}}}\n",
    )
    place.write("sdkwright.toml", 'spec = "spec.yaml"\n[names]\n"method:GET /a" = "x.get"\n"method:GET /b" = "x.get"\n')
    said = place.refused("generate")
    assert said.startswith('sdkwright.toml:4:1: error[name-collision]: [names] "method:GET /b" = "x.get": `GET /a` (')
    assert said.count("error[") == 1


def test_two_schemas_that_want_one_name(changed: Changed) -> None:
    place = changed("    Pet:", "    pet: {type: object, properties: {p: {type: string}}}\n    Pet:")
    place.write("sdkwright.toml", "spec = 'tiny.yaml'\nunreferenced = true\n")
    said = place.refused("generate", "--strict")
    assert "warning[name-collision]: this schema wants the name `Pet`, which" in said
    assert "#/components/schemas/pet" in said
    assert place.run("generate").code == 0


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--package", "class"),
        ("--package", "my-sdk"),
        ("--package", "json"),
        ("--package", "1st"),
        ("--package", "../up"),
        ("--package", "ñandú"),
        ("--class-name", "None"),
        ("--class-name", "My Client"),
    ],
)
def test_names_that_python_does_not_take(tiny: Place, option: str, value: str) -> None:
    said = tiny.refused("generate", "tiny.yaml", option, value)
    assert value in said


def test_an_output_folder_that_cannot_be_made(tiny: Place) -> None:
    tiny.write("file", "mine\n")
    for output in ("file", "file/below", "x" * 300):
        said = tiny.refused("generate", "tiny.yaml", "--output", output)
        assert said.startswith(f"{output}: error[unwritable-output]")


def test_an_output_folder_with_other_files(tiny: Place) -> None:
    tiny.write("out/pyproject.toml", "mine\n")
    said = tiny.refused("generate", "tiny.yaml", "--output", "out")
    assert said.startswith("out: error[foreign-file]")
    assert "`pyproject.toml`" in said


def test_a_manifest_that_was_edited(tiny: Place) -> None:
    assert tiny.run("generate", "tiny.yaml", "--output", "out").code == 0
    path = tiny.folder / "out/.sdkwright.json"
    path.write_text(path.read_text().replace("README.md", "READYOU.md"))
    for command in ("generate", "check"):
        assert "error[manifest-invalid]" in tiny.refused(command, "tiny.yaml", "--output", "out")


def test_an_unknown_config_key(tiny: Place) -> None:
    tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\noutputs = "out"\n')
    said = tiny.refused("generate")
    assert said.startswith("sdkwright.toml:2:1: error[unknown-key]")
    assert "did you mean `output`?" in said
    assert "outputs =" in said


def test_no_document_at_all(place: Place) -> None:
    assert "error[no-document]" in place.refused("generate")


def test_a_config_that_is_not_there(place: Place) -> None:
    assert place.refused("check", "--config", "absent.toml").startswith("absent.toml: error[config-not-read]")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("clients.py.jinja", "", "unknown-template"),
        (
            "client.py.jinja",
            "{% extends 'builtin/client.py.jinja' %}{% block no_such %}{% endblock %}",
            "unknown-block",
        ),
        ("client.py.jinja", "{% if %}", "template-error"),
        ("client.py.jinja", "{{ nonsense }}", "template-error"),
        ("client.py.jinja", "def :", "format-failed"),
    ],
)
def test_a_broken_template(tiny: Place, name: str, text: str, code: str) -> None:
    tiny.write(f"house/{name}", text)
    said = tiny.refused("generate", "tiny.yaml", "--templates", "house")
    assert f"error[{code}]" in said
    assert "client" in said


def test_templates_that_are_not_there(tiny: Place) -> None:
    assert "error[templates-not-found]" in tiny.refused("generate", "tiny.yaml", "--templates", "absent")


@pytest.mark.parametrize(
    "arguments", [["generat"], ["generate", "--outpt", "x"], ["generate", "a", "b"], ["check", "--format", "xml"], []]
)
def test_a_command_line_that_is_none(place: Place, arguments: list[str]) -> None:
    assert "usage: sdkwright" in place.refused(*arguments)


def test_several_errors_are_reported_at_once(changed: Changed) -> None:
    place = changed("paths:\n", "paths:\n  /a: {$ref: '#/nowhere'}\n  /b: {$ref: '#/elsewhere'}\n")
    assert place.refused("generate", "tiny.yaml").count("error[dangling-ref]") == 2


MANY = """\
openapi: 3.1.0
info: {title: Many faults, version: "1"}
paths:
  /a/{id}:
    get:
      parameters: {name: id, in: path, required: true}
      responses: {"200": {description: A, content: {application/json: {schema: {$ref: "#/components/schemas/Gone"}}}}}
    post:
      parameters: [{name: file, in: formData}, {in: query, schema: {}}]
      requestBody: {$ref: "#/components/requestBodies/Loop"}
      responses: {ok: {description: No status}}
    put:
      responses: {"204": {$ref: "https://127.0.0.1/answers.yaml"}}
      servers: {url: /}
  /b: {$ref: "#/components/pathItems/Gone"}
components:
  schemas:
    Itself: {allOf: [{$ref: "#/components/schemas/Itself"}]}
    Three: {type: object, properties: {a: 3}}
    Outside: {type: object, required: [a], properties: {a: {$ref: "../../outside.yaml"}}}
    Twice: {type: object}
    Twice: {type: string}
  requestBodies:
    Loop: {$ref: "#/components/requestBodies/Loop"}
"""


MANY_FAULTS = {
    ("6:7", "wrong-type"),  # parameters
    ("9:20", "parameter-location"),
    ("9:48", "nameless-parameter"),
    ("10:7", "ref-cycle"),
    ("11:19", "bad-status"),
    ("13:33", "ref-remote"),
    ("14:7", "wrong-type"),  # servers
    ("15:14", "dangling-ref"),
    ("18:5", "cyclic-allof"),
    ("19:43", "wrong-type"),  # a schema
    ("20:67", "ref-outside"),
    ("22:5", "duplicate-key"),
}


def errors(said: str) -> list[str]:
    return [line for line in said.splitlines() if " error[" in line]


def test_all_errors_of_a_document_are_reported_in_one_run(place: Place) -> None:
    place.write("many.yaml", MANY)
    said = place.refused("generate", "many.yaml", "--output", "out")
    found = {tuple(re.findall(r":(\d+:\d+): error\[([a-z-]+)\]", line)[0]) for line in errors(said)}
    assert found == MANY_FAULTS
    assert said.count("  hint: ") == said.count(" error[") + said.count(" warning[")
