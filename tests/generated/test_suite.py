"""The tests that come with an SDK: run with pytest against the mock server, and checked by both type checkers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.config.settings import Options, settle
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.render import render
from generator.pipeline import build_sdk
from tests.corpus import checkers
from tests.guides.test_guides import document

ROOT = Path(__file__).parents[2]
ODD = Path(__file__).with_name("odd_names.yaml")


RESPONSES = "responses: {'200': {description: Done, content: {application/json: {schema: {type: string}}}}}"


def generate(spec: Path, folder: Path, pages: Mapping[str, Mapping[str, str]] | None = None) -> Path:
    """Generate an SDK with its tests. Returns its folder."""
    diagnostics = Diagnostics()
    options = Options(spec=str(spec), tests=True, pages=pages or {})
    sdk = build_sdk(settle(options, "", Path(), diagnostics), diagnostics, lambda _: None)
    assert not diagnostics.failed, render(diagnostics.items)
    for file in sdk.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return folder


def run_tests(folder: Path, *arguments: str) -> str:
    """Run the tests of an SDK, which must pass without a warning. Returns pytest's last line."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout.splitlines()[-1]


@pytest.fixture(scope="module", params=["bookshop", "openrouter", "odd-names"])
def sdk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    spec = {"openrouter": ROOT / "spec/openrouter.yaml", "odd-names": ODD}.get(request.param)
    if spec is None:
        spec = folder / "openapi.yaml"
        spec.write_text(document().text, encoding="utf-8")
    return generate(spec, folder / "sdk")


def test_the_tests_of_an_sdk_pass(sdk: Path) -> None:
    ignored = ("-W", "ignore::DeprecationWarning") if sdk.parent.name.startswith("odd") else ()
    last = run_tests(sdk, *ignored)
    assert re.fullmatch(r"[1-9]\d* passed in .*", last), last


def test_the_tests_of_an_sdk_are_strictly_typed_and_clean(sdk: Path, tmp_path: Path) -> None:
    assert checkers.mypy(sdk, "tests", tmp_path) == []
    assert checkers.pyright(sdk, "tests") == []
    assert checkers.ruff(sdk) == []


def test_a_test_of_an_sdk_fails_if_the_sdk_has_another_type(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.yaml"
    spec.write_text(document().text, encoding="utf-8")
    folder = generate(spec, tmp_path / "sdk")
    mocked = folder / "tests/openapi.json"
    mocked.write_text(re.sub(r'("title": \{\s+"type": )"string"', r'\1"integer"', mocked.read_text()))
    with pytest.raises(AssertionError, match=r"the response differs from the document at title"):
        run_tests(folder, "-k", "TestGet")


def test_an_sdk_without_tests_has_none(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.yaml"
    spec.write_text(document().text, encoding="utf-8")
    diagnostics, options = Diagnostics(), Options(spec=str(spec))
    sdk = build_sdk(settle(options, "", Path(), diagnostics), diagnostics, lambda _: None)
    assert not [path for path in sdk.files.paths if path.startswith("tests/")]
    assert "sdkwright[mock]" not in sdk.files["pyproject.toml"].text


def test_a_resource_with_many_operations_has_several_modules(tmp_path: Path) -> None:
    paths = "".join(
        f"  /things/{{id}}/part{number}:\n    get: {{tags: [things], operationId: getPart{number}, {RESPONSES}}}\n"
        for number in range(120)
    )
    spec = tmp_path / "openapi.yaml"
    spec.write_text(f"openapi: 3.1.0\ninfo: {{title: Things, version: 1.0.0}}\npaths:\n{paths}", encoding="utf-8")
    folder = generate(spec, tmp_path / "sdk")
    modules = sorted(folder.glob("tests/test_things*.py"))
    texts = [module.read_text(encoding="utf-8") for module in modules]
    assert len(texts) > 1
    assert all(text.count("\n") < 1500 for text in texts)
    assert sum(text.count("\nclass Test") for text in texts) == 120
    shutil.rmtree(folder)


def test_an_sdk_that_waits_imports_only_what_it_names(tmp_path: Path) -> None:
    status = "{type: string, enum: [queued, running, succeeded, failed]}"
    spec = tmp_path / "openapi.yaml"
    spec.write_text(
        f"""\
openapi: 3.1.0
info: {{title: Jobs, version: 1.0.0}}
paths:
  /jobs/{{id}}:
    get:
      operationId: getJob
      tags: [jobs]
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string}}}}
        - {{name: fields, in: query, schema: {{type: array, items: {{type: string, enum: [a, b]}}}}}}
      responses:
        "200":
          description: A job
          content:
            application/json: {{schema: {{type: object, required: [status], properties: {{status: {status}}}}}}}
""",
        encoding="utf-8",
    )
    folder = generate(spec, tmp_path / "sdk")
    assert "def wait(" in (folder / "jobs_sdk/resources/jobs.py").read_text(encoding="utf-8")
    assert checkers.ruff(folder) == []


ROWS = """
openapi: 3.1.0
info: {title: Rows, version: "1"}
paths:
  /rows:
    get:
      operationId: rows.list
      parameters: [{name: start, in: query, schema: {type: string}}]
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [rows, resume]
                properties: {rows: {type: array, items: {type: string}}, resume: {type: [string, "null"]}}
"""


def test_the_mock_of_the_tests_has_the_pages_of_the_config(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.yaml"
    spec.write_text(ROWS)
    folder = generate(spec, tmp_path / "sdk", {"GET /rows": {"cursor": "start", "next": "resume", "items": "rows"}})
    assert run_tests(folder).startswith("4 passed")
    conftest = folder / "tests/conftest.py"
    conftest.write_text(re.sub(r"\bpages=\{.*\}\},", "", conftest.read_text()))
    with pytest.raises(AssertionError, match="the server repeats the position of a page"):
        run_tests(folder)
