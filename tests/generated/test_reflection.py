"""Annotations of an SDK resolve at run time: for `typing.get_type_hints`, `inspect.signature` and pydantic."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import httpx2
import pydantic
import pytest

from tests.generated.small_sdk import generate

ROOT = Path(__file__).resolve().parents[2]

EVERYTHING = """
openapi: 3.1.0
info: {title: Kiosk, version: "1"}
servers:
  - {url: "https://{region}.kiosk.test", description: main, variables: {region: {default: eu, enum: [eu, us]}}}
  - {url: "https://kiosk.test", description: staging}
security: [{key: []}, {login: []}]
paths:
  /papers/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      operationId: getPaper
      tags: [papers]
      parameters:
        - {name: since, in: query, schema: {type: string, format: date-time}}
        - {name: day, in: query, schema: {type: string, format: date}}
        - {name: price, in: query, schema: {type: string, format: decimal}}
        - {name: list, in: query, schema: {type: array, items: {type: string}}}
        - {name: filter, in: query, style: deepObject, schema: {$ref: "#/components/schemas/Filter"}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Paper"}}}}
        "404": {description: none, content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
    put:
      operationId: replacePaper
      tags: [papers]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Paper"}}}}
      responses: {"204": {description: done}}
  /papers:
    get:
      operationId: list
      tags: [papers]
      deprecated: true
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Paper"}}}}
    post:
      operationId: ask
      tags: [papers]
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [text], properties: {text: {type: string}, stream: {type: boolean}}}
      responses:
        "200":
          description: ok
          content:
            application/json: {schema: {$ref: "#/components/schemas/Paper"}}
            text/event-stream: {schema: {$ref: "#/components/schemas/Paper"}}
  /papers/{id}/notes:
    get:
      operationId: listNotes
      tags: [papers]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}
  /papers/watch:
    get:
      operationId: watch
      tags: [papers]
      responses:
        "200":
          description: ok
          content: {text/event-stream: {schema: {$ref: "#/components/schemas/Animal"}}}
  /scans:
    post:
      operationId: scan
      tags: [hooks]
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string, format: binary}, note: {type: string}}}
      responses: {"200": {description: ok, content: {application/pdf: {schema: {type: string, format: binary}}}}}
    put:
      operationId: upload
      tags: [hooks]
      requestBody: {content: {application/octet-stream: {schema: {type: string, format: binary}}}}
      responses: {"200": {description: ok, content: {text/plain: {schema: {type: string}}}}}
    patch:
      operationId: fill
      tags: [hooks]
      requestBody:
        content:
          application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: integer}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Tree"}}}}}
  /tree:
    put:
      operationId: plant
      tags: [hooks]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Tree"}}}}
      responses: {"204": {description: done}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
  schemas:
    Problem: {type: object, properties: {detail: {type: string}}}
    Filter: {type: object, properties: {"from": {type: string}, "a-b": {$ref: "#/components/schemas/Paper"}}}
    Paper:
      type: object
      required: [at]
      properties:
        at: {type: string, format: date-time}
        class: {type: string, enum: [a, b]}
        animal: {$ref: "#/components/schemas/Animal"}
        next: {$ref: "#/components/schemas/Paper"}
        tree: {$ref: "#/components/schemas/Tree"}
    Tree:
      oneOf:
        - {type: string}
        - {type: array, items: {$ref: "#/components/schemas/Tree"}}
        - {$ref: "#/components/schemas/Paper"}
    Animal:
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]
      discriminator: {propertyName: kind}
    Cat: {type: object, required: [kind], properties: {kind: {const: Cat}}}
    Dog:
      type: object
      required: [kind]
      properties: {kind: {const: Dog}, friend: {$ref: "#/components/schemas/Animal"}}
"""


@pytest.fixture(scope="module", params=["committed", "small", "explicit"])
def sdk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The package of an SDK: the committed one, or one with every kind of method, in both forms of signatures."""
    if request.param == "committed":
        sys.path.insert(0, str(ROOT / "generated" / "python"))
        return import_module("openrouter_sdk")
    document = EVERYTHING.replace("Kiosk", f"Kiosk {request.param}")
    signatures = "explicit" if request.param == "explicit" else ""
    return import_module(generate(document, tmp_path_factory.mktemp(request.param), signatures=signatures).name)


INTERNAL = {"request", "stream", "request_or_stream", "open_exchange"}
"""Methods of the clients that only the resources and the runtime call."""


def client(sdk: ModuleType) -> Any:
    """The class of the client."""
    (name,) = {name for name in sdk.__all__ if f"Async{name}" in sdk.__all__} - {"FileStream", "Hooks", "Stream"}
    return getattr(sdk, name)


def methods(sdk: ModuleType) -> Iterator[Callable[..., Any]]:
    """The constructors of the clients, and every public function and property of the clients and the resources."""
    resources = import_module(f"{sdk.__name__}.resources")
    clients = (client(sdk), getattr(sdk, f"Async{client(sdk).__name__}"))
    for cls in (*clients, *(getattr(resources, name) for name in dir(resources))):
        yield cls.__init__
        for name in dir(cls):
            value = inspect.getattr_static(cls, name)
            function = getattr(value, "func", value)
            if not name.startswith("_") and name not in INTERNAL and inspect.isfunction(function):
                yield function


def test_every_annotation_of_a_public_method_resolves(sdk: ModuleType) -> None:
    seen = set[str]()
    for method in methods(sdk):
        hints = get_type_hints(method)
        assert not [hint for hint in hints.values() if "deferred" in type(hint).__module__], method
        inspect.signature(method, eval_str=True)
        seen.add(method.__qualname__)
    assert {f"{client(sdk).__name__}.__init__", "AsyncClient.aclose", "Resource.__init__"} <= seen
    assert len(seen) == (10 if sdk.__name__ == "openrouter_sdk" else 34), seen


def test_every_model_and_typed_dict_resolves(sdk: ModuleType) -> None:
    for package in ("models", "params"):
        module = import_module(f"{sdk.__name__}.{package}")
        classes = [value for name in dir(module) if isinstance(value := getattr(module, name), type)]
        assert classes or sdk.__name__ == "kiosk_explicit_sdk"
        for cls in classes:
            get_type_hints(cls)


def test_pydantic_validates_the_arguments_of_a_method(sdk: ModuleType) -> None:
    bound = client(sdk)(base_url="http://127.0.0.1:9", api_key="k")
    committed = sdk.__name__ == "openrouter_sdk"
    method = bound.chat.send if committed else bound.papers.create
    valid: dict[str, Any] = {"messages": []} if committed else {"text": "a"}
    checked = pydantic.validate_call(method)
    with pytest.raises(pydantic.ValidationError):
        checked(**{name: object() for name in valid})
    with pytest.raises(pydantic.ValidationError):
        checked()
    with pytest.raises(sdk.errors.APIConnectionError):  # the arguments are valid: the request is sent
        checked(**valid, options={"max_retries": 0})


def test_the_constructor_names_the_real_types(sdk: ModuleType) -> None:
    hints = get_type_hints(client(sdk).__init__)
    assert hints["http_client"] == httpx2.Client | None
    assert hints["hooks"] == sdk.Hooks | None
    assert hints["timeout"] == float | sdk.Timeout | None


PAPERS = "kiosk_papers_sdk"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an SDK whose resource `papers` has a sub-resource `notes`."""
    folder = tmp_path_factory.mktemp("papers")
    assert generate(EVERYTHING.replace("Kiosk", "Kiosk papers"), folder).name == PAPERS
    return folder


def loaded(folder: Path, statement: str) -> set[str]:
    """The modules that a new interpreter has loaded after a statement, without the ones of its own start."""
    program = (
        f"import sys\nsys.path.insert(0, {str(folder)!r})\nbefore = set(sys.modules)\n{statement}\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = [sys.executable, "-c", program]
    return set(subprocess.run(run, check=True, capture_output=True, text=True, timeout=60).stdout.split())


def test_the_module_of_a_sub_resource_is_imported_on_first_use(papers: Path) -> None:
    made = f"from {PAPERS} import KioskPapers; client = KioskPapers(api_key='k')"
    resource, sub_resource = f"{PAPERS}.resources.papers", f"{PAPERS}.resources.papers.notes"
    assert not {resource, sub_resource} & loaded(papers, made)
    used = loaded(papers, f"{made}; client.papers.list")
    assert resource in used
    assert sub_resource not in used
    assert sub_resource in loaded(papers, f"{made}; client.papers.notes.list")


def test_importing_the_client_imports_neither_pydantic_nor_httpx2(papers: Path) -> None:
    modules = loaded(papers, f"from {PAPERS} import AsyncKioskPapers, KioskPapers")
    assert f"{PAPERS}.client" in modules
    assert not {"pydantic", "pydantic_core", "httpx2"} & modules


def test_returned_types_and_keywords_are_the_real_ones(papers: Path) -> None:
    sdk = import_module(PAPERS)
    resources, params = (import_module(f"{PAPERS}.{name}") for name in ("resources", "params"))
    assert get_origin(get_type_hints(resources.Papers.watch)["return"]) is sdk.Stream
    assert get_origin(get_type_hints(resources.AsyncPapers.watch)["return"]) is sdk.AsyncStream
    assert get_type_hints(resources.Papers.notes.func)["return"] is resources.PapersNotes
    assert get_type_hints(resources.PapersNotes.list)["return"] == list[str]
    assert get_type_hints(params.PapersGetParams)["since"] == datetime | str
    get, update = (
        inspect.signature(method, eval_str=True).parameters for method in (resources.Papers.get, resources.Tree.update)
    )
    assert get["id"].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert get["id"].annotation == UUID | str
    assert get_args(update["kwargs"].annotation) == (params.TreeUpdateParams,)
    assert get_type_hints(params.TreeUpdateParams)["body"] is params.TreeParam


def test_pydantic_validates_a_recursive_body(papers: Path) -> None:
    sdk = import_module(PAPERS)
    checked = pydantic.validate_call(sdk.KioskPapers(base_url="http://127.0.0.1:9", api_key="k").tree.update)
    with pytest.raises(pydantic.ValidationError):
        checked(body=["a", [object()]])
    with pytest.raises(sdk.errors.APIConnectionError):
        checked(body=["a", ["b"]], options={"max_retries": 0})
