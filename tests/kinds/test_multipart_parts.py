"""Multipart bodies as the standard library's `email` package reads them, sync and async."""

from __future__ import annotations

import asyncio
import email.message
import email.parser
import email.policy
import importlib
import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics
from generator.pipeline import generate
from tests.kinds.wire import Wire, response

SPEC = """\
openapi: 3.1.0
info: {title: Parts, version: "1"}
paths:
  /form:
    post:
      x-speakeasy-group: parts
      x-speakeasy-name-override: form
      requestBody: {$ref: "#/components/requestBodies/Form"}
      responses: {"204": {description: done}}
  /mixed:
    post:
      x-speakeasy-group: parts
      x-speakeasy-name-override: mixed
      requestBody: {required: true, content: {multipart/mixed: {schema: {$ref: "#/components/schemas/Upload"}}}}
      responses: {"204": {description: done}}
  /related:
    post:
      x-speakeasy-group: parts
      x-speakeasy-name-override: related
      requestBody: {required: true, content: {multipart/related: {schema: {$ref: "#/components/schemas/Upload"}}}}
      responses: {"204": {description: done}}
components:
  requestBodies:
    Form:
      required: true
      content:
        multipart/form-data:
          schema:
            type: object
            properties:
              title: {type: string}
              day: {type: string, format: date}
              file: {type: string, format: binary}
              photo: {type: string, contentMediaType: image/png}
              files: {type: array, items: {type: string, format: binary}}
              meta: {$ref: "#/components/schemas/Meta"}
              metas: {type: array, items: {$ref: "#/components/schemas/Meta"}}
              "né \\"x\\"": {type: string}
          encoding:
            file:
              contentType: "text/csv, image/png"
              headers: {X-Kind: {$ref: "#/components/headers/Kind"}, X-Version: {schema: {const: 2}}}
  headers:
    Kind: {schema: {$ref: "#/components/schemas/Kind"}}
  schemas:
    Kind: {type: string, enum: [photo]}
    Meta:
      type: object
      properties:
        name: {type: string}
        tags: {type: array, items: {type: string}}
        inner: {$ref: "#/components/schemas/Meta"}
    Upload:
      type: object
      required: [meta]
      properties: {meta: {$ref: "#/components/schemas/Meta"}, data: {type: string, format: binary}}
"""

Part = tuple[str, str | None, str | None, bytes]


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("parts")
    (folder / "spec.yaml").write_text(SPEC, "utf-8")
    settings = Settings(
        folder / "spec.yaml", "spec.yaml", "", folder / "sdk", None, package="parts_sdk", class_name="Api"
    )
    diagnostics = Diagnostics()
    generate(settings, diagnostics, lambda _: None)
    assert [item for item in diagnostics.items if item.severity != "note"] == []
    before = list(sys.path)
    sys.path.insert(0, str(folder / "sdk"))
    yield importlib.import_module("parts_sdk")
    sys.path[:] = before


@pytest.fixture(params=["sync", "async"])
def send(request: pytest.FixtureRequest, sdk: Any) -> Any:
    """Call a method, and return its request as a message of the standard library."""

    def call(name: str, **arguments: Any) -> email.message.EmailMessage:
        async def run(url: str) -> None:
            async with sdk.AsyncApi(base_url=url, max_retries=0) as client:
                await getattr(client.parts, name)(**arguments)

        with Wire(response(204, {}, b"")) as wire:
            if request.param == "async":
                asyncio.run(run(wire.url))
            else:
                with sdk.Api(base_url=wire.url, max_retries=0) as client:
                    getattr(client.parts, name)(**arguments)
        (received,) = wire.received
        head = f"Content-Type: {received.headers['content-type'][0]}\r\n\r\n".encode()
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + received.body)
        assert message.is_multipart()
        assert [defect for part in message.walk() for defect in part.defects] == []
        return message

    return call


def parts(message: email.message.EmailMessage) -> list[Part]:
    """The name, file name, media type and content of each part."""
    found: list[Part] = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append((str(name), part.get_filename(), part["content-type"], content))
    return found


def test_fields(send: Any) -> None:
    message = send("form", title="Grüße\r\n--x", day=date(2026, 1, 2), n_é_x="1")
    assert message.get_content_type() == "multipart/form-data"
    assert parts(message) == [
        ("title", None, None, "Grüße\r\n--x".encode()),
        ("day", None, None, b"2026-01-02"),
        # Names are escaped as in browsers (WHATWG HTML, "Multipart form data").
        ("né %22x%22", None, None, b"1"),
    ]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("plain.csv", "plain.csv"),
        ("zażółć.csv", "zażółć.csv"),
        ('a"b.csv', "a%22b.csv"),
        ("a\r\nX-Evil: 1.csv", "a%0D%0AX-Evil: 1.csv"),
        ("a;b, c.csv", "a;b, c.csv"),
    ],
)
def test_file_names(given: str, read: str, send: Any) -> None:
    message = send("form", file=(given, b"\x00\r\n\xff"))
    assert parts(message) == [("file", read, "text/csv", b"\x00\r\n\xff")]
    (part,) = message.iter_parts()
    assert (part["x-kind"], part["x-version"], part["x-evil"]) == ("photo", "2", None)


def test_a_backslash_in_a_file_name_is_kept(send: Any) -> None:
    raw = b"".join(line for line in bytes(send("form", file=("a\\b.csv", b""))).splitlines() if b"filename" in line)
    assert raw.endswith(b'filename="a\\b.csv"')


def test_media_types_and_headers_of_parts(send: Any, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"png")
    message = send(
        "form",
        file=("x", b"1", "image/png", {"X-Kind": "other", "Content-Language": "pl"}),
        photo=tmp_path / "a.png",
    )
    assert parts(message) == [("file", "x", "image/png", b"1"), ("photo", "a.png", "image/png", b"png")]
    part = next(message.iter_parts())
    assert (part.get_all("x-kind"), part["content-language"]) == (["other"], "pl")


def test_several_files(send: Any) -> None:
    message = send("form", files=[b"1", ("b.json", b"2"), io.BytesIO(b"3"), ("d", iter([b"4", b"5"]), "text/plain")])
    assert parts(message) == [
        ("files", "files", "application/octet-stream", b"1"),
        ("files", "b.json", "application/json", b"2"),
        ("files", "files", "application/octet-stream", b"3"),
        ("files", "d", "text/plain", b"45"),
    ]


def test_nested_json(send: Any, sdk: Any) -> None:
    meta = sdk.models.Meta(name="é", inner=sdk.models.Meta(tags=["a"]))
    message = send("form", meta=meta, metas=[{"name": "x"}, {"inner": {"tags": []}}])
    assert parts(message) == [
        ("meta", None, "application/json", '{"name":"é","inner":{"tags":["a"]}}'.encode()),
        ("metas", None, "application/json", b'{"name":"x"}'),
        ("metas", None, "application/json", b'{"inner":{"tags":[]}}'),
    ]


@pytest.mark.parametrize("name", ["mixed", "related"])
def test_other_kinds_of_multipart(name: str, send: Any) -> None:
    message = send(name, meta={"name": "x"}, data=("a.png", b"png"))
    assert message.get_content_type() == f"multipart/{name}"
    assert parts(message) == [
        ("meta", None, "application/json", b'{"name":"x"}'),
        ("data", "a.png", "image/png", b"png"),
    ]
    # RFC 2387, section 3.1
    assert message.get_param("type") == ("application/json" if name == "related" else None)
