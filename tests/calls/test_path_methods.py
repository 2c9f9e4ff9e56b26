"""A resource with the name of a method for paths: the resource has the name, and the methods are left out."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.pipeline import build_sdk
from tests.generated.small_sdk import generate

DOCUMENT = """
openapi: 3.1.0
info: {title: TITLE, version: 1.0.0}
paths:
  /post/{id}:
    get:
      operationId: getPost
      tags: [post]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: Fine, content: {application/json: {schema: {type: object}}}}}
"""


def test_a_resource_named_post_hides_the_methods(tmp_path: Path) -> None:
    generate(DOCUMENT.replace("TITLE", "Hidden"), tmp_path)
    client = importlib.import_module("hidden_sdk").Hidden(base_url="http://127.0.0.1:9")
    assert client.post.get
    assert not hasattr(client, "put")


@pytest.mark.parametrize(("names", "codes"), [({}, ["path-methods-hidden"]), ({"group:post": "posts"}, [])])
def test_a_note_says_it_and_names_the_remedy(tmp_path: Path, names: dict[str, str], codes: list[str]) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(DOCUMENT, encoding="utf-8")
    diagnostics = Diagnostics()
    build_sdk(settle(Options(spec=str(spec), names=names), "", Path(), diagnostics), diagnostics, lambda _: None)
    found = [item for item in diagnostics.items if item.code == "path-methods-hidden"]
    assert [item.code for item in found] == codes
    assert all('"group:post"' in item.hint for item in found)
