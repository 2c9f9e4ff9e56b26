"""SDKs with webhooks, one for each kind of signature, generated once."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.generated.small_sdk import generate

OK = {"responses": {"200": {"description": "Received."}}}
KINDS = ("standard", "github", "stripe", "slack")


def event(type: str, **fields: str) -> dict[str, Any]:
    properties = {"type": {"const": type}, **{name: {"type": kind} for name, kind in fields.items()}}
    return {"type": "object", "required": ["type"], "properties": properties}


def hook(schema: dict[str, Any], *headers: str) -> dict[str, Any]:
    parameters = [{"name": name, "in": "header", "schema": {"type": "string"}} for name in headers]
    return {
        "post": {**OK, "parameters": parameters, "requestBody": {"content": {"application/json": {"schema": schema}}}}
    }


def document(title: str, webhooks: dict[str, Any], paths: dict[str, Any] | None = None, key: str = "webhooks") -> str:
    info = {"title": title, "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths or {}, key: webhooks})


ORDERS = {
    "order.paid": hook(event("order.paid", amount="integer")),
    "order.failed": hook(event("order.failed", reason="string")),
}


@pytest.fixture(scope="session")
def sdks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The packages by the kind of signature; `secret` is read from `HOOKS_WEBHOOK_SECRET`."""
    found: dict[str, Any] = {}
    folders: list[Path] = []
    for kind in KINDS:
        folder = tmp_path_factory.mktemp(kind)
        config = folder / "sdkwright.toml"
        config.write_text(
            f'spec = "spec.yaml"\npackage = "{kind}_hooks"\nclass_name = "Shop"\n'
            f'[webhooks]\nsignature = "{kind}"\n[names]\nenvironment = "HOOKS"\n'
        )
        generate_with(document("Hooks", ORDERS), folder, config)
        found[kind] = importlib.import_module(f"{kind}_hooks")
        folders.append(folder)
    yield found
    for folder in folders:
        sys.path.remove(str(folder))


def generate_with(text: str, folder: Path, config: Path) -> None:
    from generator.config.options import Options
    from generator.config.settings import settle
    from generator.diagnostics.model import Diagnostics
    from generator.pipeline import build_sdk

    (folder / "spec.yaml").write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    sdk = build_sdk(settle(Options(), str(config), folder, diagnostics), diagnostics, lambda _: None)
    assert [item.message for item in diagnostics.items if item.severity != "note"] == []
    for file in sdk.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    sys.path.insert(0, str(folder))


def generated(text: str, folder: Path) -> Any:
    """The imported SDK of a document."""
    return importlib.import_module(generate(text, folder).name)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Any]:
    """Generates and imports SDKs of one test."""
    packages: list[str] = []

    def make(text: str) -> Any:
        folder = tmp_path / str(len(packages))
        folder.mkdir()
        sdk = generated(text, folder)
        packages.append(sdk.__name__)
        return sdk

    yield make
    for number, name in enumerate(packages):
        sys.path.remove(str(tmp_path / str(number)))
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]
