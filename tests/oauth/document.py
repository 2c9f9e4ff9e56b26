"""Documents with OAuth 2.0 schemes, and the SDKs that are generated from them."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from tests.generated.small_sdk import generate

USER = {"type": "object", "properties": {"id": {"type": "string"}}}
ME = {"200": {"description": "The user.", "content": {"application/json": {"schema": USER}}}}
URL = "/oauth/token"


def document(title: str, schemes: dict[str, Any], security: list[dict[str, list[str]]], **further: Any) -> str:
    """A document whose operations need: `me.list` the scope `read`, `me.create` also `write`."""
    name = next(iter(schemes))
    both = [{name: ["read", "write"]}]
    paths: dict[str, Any] = {
        "/me": {
            "get": {"operationId": "listMe", "tags": ["me"], "responses": ME},
            "post": {"operationId": "createMe", "tags": ["me"], "responses": ME, "security": both},
        }
    }
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": title, "version": "1"},
            "servers": [{"url": "https://api.example.com/v1"}],
            "security": security,
            "paths": paths,
            "components": {"securitySchemes": schemes},
            **further,
        }
    )


def oauth2(**flows: dict[str, Any]) -> dict[str, Any]:
    """A scheme with these flows. Each has the token URL `/oauth/token`, unless it says another."""
    return {"type": "oauth2", "flows": {name: {"tokenUrl": URL, "scopes": {}, **flow} for name, flow in flows.items()}}


def generated(text: str, folder: Path) -> Any:
    """The imported SDK. Its client is `Api`."""
    package = generate(text, folder)
    return importlib.import_module(package.name)


def forget(folder: Path, name: str) -> None:
    sys.path.remove(str(folder))
    for module in [module for module in sys.modules if module.partition(".")[0] == name]:
        del sys.modules[module]
