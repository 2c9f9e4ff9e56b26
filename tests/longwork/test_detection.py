"""What is found in a document: certain, doubtful, nothing; the config; explain and the report; names."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics, Failed
from generator.ir.types import Waiting
from generator.pipeline import Reading, read
from generator.reporting.explain import explain
from generator.reporting.operation_report import account


def enum(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def document(properties: dict[str, Any], path: str = "/jobs/{id}", **operation: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties}
    content = {"application/json": {"schema": schema}}
    get = {"operationId": "getJob", "tags": ["jobs"], "responses": {"200": {"description": "ok", "content": content}}}
    names = [step[1:-1] for step in path.split("/") if step.startswith("{")]
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    item = {"get": {**get, "parameters": parameters, **operation}}
    return {"openapi": "3.1.0", "info": {"title": "Jobs", "version": "1"}, "paths": {path: item}}


def reading(spec: dict[str, Any], folder: Path, config: str = "") -> tuple[Reading, Diagnostics]:
    (folder / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    (folder / "sdkwright.toml").write_text(f'spec = "spec.json"\n{config}', encoding="utf-8")
    diagnostics = Diagnostics()
    settings = settle(Options(), str(folder / "sdkwright.toml"), folder, diagnostics)
    return read(settings, diagnostics), diagnostics


def waiting(spec: dict[str, Any], folder: Path, config: str = "") -> Waiting | None:
    found, _ = reading(spec, folder, config)
    return found.api.operations[0].waiting


@pytest.mark.parametrize(
    ("name", "values", "done", "failed"),
    [
        ("status", ("queued", "in_progress", "completed", "failed"), ("completed",), ("failed",)),
        ("status", ("starting", "processing", "succeeded", "canceled"), ("succeeded",), ("canceled",)),
        ("state", ("PENDING", "RUNNING", "SUCCESS", "ERROR"), ("SUCCESS",), ("ERROR",)),
        ("processing_status", ("in_progress", "canceling", "ended"), ("ended",), ()),
        ("jobStatus", ("JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED"), ("JOB_STATE_SUCCEEDED",),
         ("JOB_STATE_FAILED",)),
        ("status", ("in_progress", "requires_action", "incomplete", "completed", "failed"),
         ("requires_action", "incomplete", "completed"), ("failed",)),
        ("status", ("inProgress", "notStarted", "succeeded", "failed", "other"), ("succeeded",), ("failed",)),
    ],
)  # fmt: skip
def test_statuses_of_work(
    name: str, values: tuple[str, ...], done: tuple[str, ...], failed: tuple[str, ...], tmp_path: Path
) -> None:
    found = waiting(document({name: enum(*values), "error": {"type": "string"}}), tmp_path)
    assert found is not None
    assert (found.kind, found.path, found.done, found.failed, found.error) == (
        "status", (name,), done, failed, ("error",)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("properties", "path"),
    [
        ({"status": enum("active", "inactive")}, "/jobs/{id}"),
        ({"status": enum("CREATED", "APPROVED", "VOIDED", "COMPLETED")}, "/jobs/{id}"),
        ({"status": enum("open", "closed")}, "/jobs/{id}"),
        ({"status": {"type": "string"}}, "/jobs/{id}"),
        ({"email_status": enum("queued", "completed", "failed")}, "/jobs/{id}"),
        ({"status": enum("queued", "completed", "failed")}, "/jobs"),
        ({"status": enum("queued", "completed", "failed")}, "/jobs/{id}/statuses/{status_id}"),
        ({"done": {"type": "boolean"}}, "/todos/{id}"),
        ({"done": {"type": "string"}, "error": {"type": "object"}, "response": {"type": "object"}}, "/todos/{id}"),
    ],
)
def test_what_is_no_work(properties: dict[str, Any], path: str, tmp_path: Path) -> None:
    found, diagnostics = reading(document(properties, path), tmp_path)
    assert found.api.operations[0].waiting is None
    assert "doubtful-wait" not in {item.code for item in diagnostics.items}


@pytest.mark.parametrize("values", [("pending", "completed"), ("queued", "failed"), ("queued", "sorted", "done")])
def test_doubtful_work_is_a_note_with_the_line_of_the_config(values: tuple[str, ...], tmp_path: Path) -> None:
    spec = document({"status": enum(*values)})
    found, diagnostics = reading(spec, tmp_path)
    doubts = [item for item in diagnostics.items if item.code == "doubtful-wait"]
    assert found.api.operations[0].waiting is None
    if values == ("pending", "completed"):  # a state of anything
        assert len(doubts) == 1
    for item in doubts:
        assert '[waits] "GET /jobs/{id}" = true' in item.hint
        assert waiting(spec, tmp_path, '[waits]\n"GET /jobs/{id}" = true\n') is not None


def test_the_config_turns_it_off_and_describes_it(tmp_path: Path) -> None:
    spec = document({"status": enum("queued", "completed", "failed"), "phase": enum("one", "two", "three")})
    assert waiting(spec, tmp_path, "[waits]\ngetJob = false\n") is None
    config = '[waits]\n"GET /jobs/{id}" = { status = "phase", done = "two", failed = "three, one" }\n'
    found = waiting(spec, tmp_path, config)
    assert found is not None
    assert (found.path, found.done, found.failed) == (("phase",), ("two",), ("three", "one"))


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ('"GET /jobs/{ix}" = false', "unknown-name", "the document has no such operation"),
        ('"GET /jobs/{id}" = { stat = "a" }', "bad-wait", "unknown key `stat`"),
        ('"GET /jobs/{id}" = { status = "stat" }', "bad-wait", "the response has no property `stat`"),
        ('"GET /jobs/{id}" = { done = "finishd" }', "bad-wait", "has no value `finishd`"),
        ('"GET /jobs/{id}" = { status = "phase" }', "bad-wait", "no value means that the work is done"),
        ('"GET /jobs/{id}" = "yes"', "wrong-type", "`waits` must have true, false or a table"),
    ],
)
def test_a_mistake_in_the_config_has_a_place(line: str, code: str, says: str, tmp_path: Path) -> None:
    spec = document({"status": enum("queued", "finished", "failed"), "phase": enum("one", "two")})
    (tmp_path / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    (tmp_path / "sdkwright.toml").write_text(f'spec = "spec.json"\n[waits]\n{line}\n', encoding="utf-8")
    diagnostics = Diagnostics()
    with suppress(Failed):
        read(settle(Options(), str(tmp_path / "sdkwright.toml"), tmp_path, diagnostics), diagnostics)
    (item,) = [item for item in diagnostics.items if item.severity == "error"]
    assert (item.code, says in item.message) == (code, True)
    assert item.at is not None
    assert item.at.position().line == 3


@pytest.mark.parametrize(
    ("headers", "certain"),
    [
        (("Operation-Location",), True),
        (("azure-asyncoperation",), True),
        (("Location", "Retry-After"), True),
        (("Location",), False),
        (("X-Request-Id",), None),
    ],
)
def test_headers_of_a_response_202(headers: tuple[str, ...], certain: bool | None, tmp_path: Path) -> None:
    accepted = {"description": "ok", "headers": {name: {"schema": {"type": "string"}} for name in headers}}
    spec = document({})
    spec["paths"] = {"/jobs": {"post": {"operationId": "startJob", "tags": ["jobs"], "responses": {"202": accepted}}}}
    found, diagnostics = reading(spec, tmp_path)
    assert (found.api.operations[0].waiting is not None) is bool(certain)
    assert ("doubtful-wait" in {item.code for item in diagnostics.items}) is (certain is False)
    if certain is not None:
        assert waiting(spec, tmp_path, "[waits]\nstartJob = true\n") is not None


def test_explain_and_the_report_say_why(tmp_path: Path) -> None:
    spec = document({"status": enum("queued", "completed", "failed")})
    found, diagnostics = reading(spec, tmp_path)
    (entry,) = account(found)["operations"]
    assert entry["waits"] == "the property `status` has statuses of work: queued, completed, failed"
    settings = settle(Options(), str(tmp_path / "sdkwright.toml"), tmp_path, diagnostics)
    (element,) = explain("jobs.wait", settings, diagnostics).explanations
    assert element.waits.startswith("`client.jobs.wait` waits, as the property `status` has statuses of work")
    assert '`[waits]` with `"GET /jobs/{id}" = false` turns it off' in element.waits


def test_a_configured_name_of_the_method(tmp_path: Path) -> None:
    spec = document({"status": enum("queued", "completed", "failed")})
    found, _ = reading(spec, tmp_path, '[names]\n"method:GET /jobs/{id} wait" = "until_done"\n')
    assert found.named.published["method:GET /jobs/{id} wait"] == "jobs.until_done"
