"""Documents and clients that mean harm: nothing hangs, and nothing is read that the document may not read."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from sdkwright.mock import DocumentError, MockServer
from tests.mock.conftest import Serve


def document(schema: object, response: object = None) -> str:
    content = {"application/json": {"schema": schema}}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "x", "version": "1"},
            "paths": {
                "/x": {
                    "post": {
                        "requestBody": {"required": True, "content": content},
                        "responses": {"200": {"description": "ok", "content": response or content}},
                    }
                }
            },
            "components": {
                "schemas": {
                    "Any": {"anyOf": [{"$ref": "#/components/schemas/Any"}, {"type": "integer"}]},
                    "Tree": {
                        "type": "object",
                        "required": ["child"],
                        "properties": {"child": {"$ref": "#/components/schemas/Tree"}},
                    },
                    "List": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/List"}},
                }
            },
        }
    )


RECURSIVE = ["Any", "Tree", "List"]


@pytest.mark.parametrize("name", RECURSIVE)
def test_recursive_schemas(name: str, serve: Serve, http: httpx2.Client) -> None:
    server = serve(document({"$ref": f"#/components/schemas/{name}"}))
    for body in ({}, 1, {"child": {"child": {}}}, [[]], None):
        assert http.post(f"{server.url}/x", json=body).status_code in {200, 422}


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(?=a)(a|aa)+$", r"(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_patterns_that_backtrack(pattern: str, serve: Serve, http: httpx2.Client) -> None:
    server = serve(document({"type": "string", "pattern": pattern}))
    start = time.monotonic()
    http.post(f"{server.url}/x", json="a" * 50_000 + "!")
    http.post(f"{server.url}/x", json="x" * 50_000)
    assert time.monotonic() - start < 15


ODD = [
    {"type": "string", "pattern": "("},
    {"type": "strng", "minLength": "3", "enum": {}, "required": "x", "properties": []},
    {"type": ["object", 3], "properties": {"a": 1, "b": None}, "allOf": [1, {}], "oneOf": []},
    {"type": "array", "items": [1], "minItems": 10**9},
    {"type": "string", "minLength": 10**9},
    {"type": "integer", "minimum": 1e308, "multipleOf": 1e-300},
    {"type": "object", "minProperties": 10**7},
    {"not": {}},
    False,
]


@pytest.mark.parametrize("schema", ODD, ids=range(len(ODD)))
def test_odd_schemas(schema: object, serve: Serve, http: httpx2.Client) -> None:
    try:
        server = serve(document(schema))
    except DocumentError:
        return  # the generator refuses it too
    start = time.monotonic()
    assert http.post(f"{server.url}/x", json={"a": 1}).status_code in {200, 422}
    assert http.post(f"{server.url}/x", json="x").status_code in {200, 422}
    assert time.monotonic() - start < 15


def test_files_outside_and_the_network_are_not_read(tmp_path: Path, http: httpx2.Client) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    (tmp_path / "secret.json").write_text('{"type": "string", "const": "secret"}')
    for reference in ("../secret.json", "http://127.0.0.1:1/x.json", f"file://{tmp_path}/secret.json"):
        path = folder / "openapi.json"
        path.write_text(document({"$ref": reference}))
        with pytest.raises(DocumentError) as caught, MockServer(path) as server:
            http.post(f"{server.url}/x", json=1)
        assert 'secret"' not in str(caught.value)


def test_bodies_that_are_too_deep_or_too_large(serve: Serve, http: httpx2.Client) -> None:
    server = serve(document({}))
    deep = b"[" * 100_000 + b"]" * 100_000
    headers = {"Content-Type": "application/json"}
    assert http.post(f"{server.url}/x", content=deep, headers=headers).status_code == 422
    assert http.post(f"{server.url}/x", content=b"NaN", headers=headers).status_code == 422
    response = _raw(server, b"POST /x HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n")
    assert response.startswith(b"HTTP/1.1 413 ")


MALFORMED = [
    (b"GET\r\n\r\n", b"400"),
    (b"GET /x HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
    (b"POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"400"),
    (b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
    (b"POST /x HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", b"400"),
    (b"GET /x HTTP/1.1\r\n" + b"A: b\r\n" * 300 + b"\r\n", b"431"),
    (b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n", b"431"),
]


@pytest.mark.parametrize(("data", "status"), MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_requests(data: bytes, status: bytes, serve: Serve, http: httpx2.Client) -> None:
    server = serve(document({}))
    assert _raw(server, data).split(b" ")[1] == status
    assert http.post(f"{server.url}/x", json=1).status_code == 200


def test_chunked_bodies_and_pipelined_requests(serve: Serve) -> None:
    server = serve(document({"type": "integer"}))
    head = b"POST /x HTTP/1.1\r\nContent-Type: application/json\r\n"
    first = head + b"Transfer-Encoding: chunked\r\n\r\n1\r\n1\r\n1;x=y\r\n2\r\n0\r\nTrailer: x\r\n\r\n"
    second = head + b"Content-Length: 1\r\nConnection: close\r\n\r\n3"
    assert _raw(server, first + second).count(b"HTTP/1.1 200 OK") == 2
    assert [request.json() for request in server.requests] == [12, 3]


def _raw(server: MockServer, data: bytes) -> bytes:
    url = urlsplit(server.url)
    with socket.create_connection((url.hostname or "", url.port or 0), timeout=20) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        found = b""
        try:
            while chunk := connection.recv(65536):
                found += chunk
        except ConnectionResetError:
            pass  # what it did not read is discarded
        return found
