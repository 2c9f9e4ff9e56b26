"""What the chat API has no operation for: files, forms, other methods and answers, with tables written by hand."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from conftest import Driver
from server import Server, json_reply, raw, reply

from tests.generated.small_sdk import generate

DOCUMENT = """
openapi: 3.1.0
info: {title: Files, version: "1"}
paths:
  /files:
    post:
      requestBody:
        content: {multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}}
      responses: {"200": {description: A file.}}
"""
# A package of its own, for the chat SDK does not have the parts of the runtime for files.
_FOLDER = tempfile.TemporaryDirectory()
generate(DOCUMENT, Path(_FOLDER.name))

from files_sdk import errors  # noqa: E402
from files_sdk._runtime.client import AsyncClient, SyncClient  # noqa: E402
from files_sdk._runtime.operation import Operation, ResponseSpec  # noqa: E402
from files_sdk._runtime.request.multipart import MultipartBody  # noqa: E402
from files_sdk._runtime.service import ApiKey, RetryPolicy, Service  # noqa: E402

SERVICE = Service(
    package="files_sdk",
    distribution="files-sdk",
    schemes={"key": ApiKey("key", "", "query", "key")},
    security=(("key",),),
    retries=RetryPolicy(initial_delay=0.001),
)
UPLOAD = Operation[Any](
    "files.upload",
    "POST /files",
    body=MultipartBody("multipart/form-data", fields="file purpose", required="file"),
    responses={"200": lambda: dict[str, Any]},
)
READ = Operation[Any](
    "files.read",
    "GET /files/{id}",
    responses=(
        ResponseSpec("200", "application/json", lambda: list[int]),
        ResponseSpec("200", "text/csv"),
        ResponseSpec("200", "application/octet-stream"),
        ResponseSpec("204"),
    ),
)


class Caller:
    """A client of these tables, sync or async."""

    def __init__(self, sdk: Driver) -> None:
        self._sdk = sdk
        self._clients: list[Any] = []

    def __call__(self, operation: Operation[Any], arguments: dict[str, Any], **settings: Any) -> Any:
        kind = AsyncClient if self._sdk.is_async else SyncClient
        client: Any = kind(SERVICE, credentials={"key": "sk secret"}, base_url=self._sdk.server.url, **settings)
        self._clients.append(client)
        return self._sdk.run(client.request(operation, arguments, None))

    def finish(self) -> None:
        for client in self._clients:
            self._sdk.close(client)


@pytest.fixture
def call(sdk: Driver) -> Iterator[Caller]:
    caller = Caller(sdk)
    yield caller
    caller.finish()


@pytest.mark.parametrize("own", [False, True])
def test_a_file_is_sent_again_with_every_attempt(sdk: Driver, call: Caller, tmp_path: Path, own: bool) -> None:
    file = tmp_path / "big.bin"
    file.write_bytes(bytes(range(256)) * 1000)
    redirect = reply(status=308, headers=[("Location", "/moved")])
    sdk.server.answer_with(reply(status=503), raw("close"), redirect, json_reply({"id": 1}))
    client = (httpx2.AsyncClient if sdk.is_async else httpx2.Client)() if own else None
    assert call(UPLOAD, {"file": file, "purpose": "é"}, http_client=client) == {"id": 1}
    assert len({request.body for request in sdk.server.requests}) == 1
    assert sdk.server.last.body.count(file.read_bytes()) == 1
    assert len(sdk.server.requests) == 4
    assert sdk.server.last["Content-Type"].startswith("multipart/form-data; boundary=")
    if client is not None:
        sdk.run(client.aclose()) if sdk.is_async else client.close()


class Pipe(io.RawIOBase):
    """A file that can be read once."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._data.read(size)

    def seekable(self) -> bool:
        return False


def test_a_pipe_is_sent_once(sdk: Driver, call: Caller) -> None:
    sdk.server.answer_with(reply(status=503), json_reply({}))
    with pytest.raises(errors.APIError) as caught:
        call(UPLOAD, {"file": Pipe(b"once")})
    assert caught.value.status_code == 503
    assert sdk.server.last["Transfer-Encoding"] == "chunked"
    assert b"once" in sdk.server.last.body
    assert len(sdk.server.requests) == 1


def test_answers_by_their_content_type(sdk: Driver, call: Caller) -> None:
    sdk.server.answer_with(
        json_reply([1, 2]),
        reply("a;é".encode("latin-1"), content_type="Text/CSV; charset=latin-1"),
        reply(b"\x00\xff", content_type="application/octet-stream"),
        reply(status=204, content_type=None),
    )
    assert [call(READ, {"id": 1}) for _ in range(4)] == [[1, 2], "a;é", b"\x00\xff", None]


@pytest.mark.parametrize("media_type", ["application/json", "*/*"])
def test_a_file_may_be_promised_as_anything(sdk: Driver, call: Caller, media_type: str) -> None:
    sdk.server.answer_with(reply(b"%PDF\x00\xff", content_type="application/pdf"))
    download = Operation[Any]("files.get", "GET /file", responses=(ResponseSpec("200", media_type, lambda: bytes),))
    assert call(download, {}) == b"%PDF\x00\xff"
    assert sdk.server.last["Accept"] == media_type


def test_a_get_follows_every_redirect(sdk: Driver, call: Caller, other_server: Server) -> None:
    other_server.answer_with(json_reply([3]))
    sdk.server.answer_with(reply(status=302, headers=[("Location", f"{other_server.origin}/x")]))
    assert call(READ, {"id": 1}) == [3]
    assert other_server.last.target == "/x"
    assert "secret" not in repr(other_server.last)


def test_a_get_is_sent_again_after_a_read_timeout(sdk: Driver, call: Caller) -> None:
    sdk.server.answer_with(raw("hang"), json_reply([1]))
    assert call(READ, {"id": 1}, timeout=0.2) == [1]


def test_a_key_in_the_query_is_in_no_error(sdk: Driver, call: Caller) -> None:
    sdk.server.answer_with(json_reply([1]))
    call(READ, {"id": "a/b"})
    assert sdk.server.last.target == "/api/v1/files/a%2Fb?key=sk%20secret"
    sdk.server.answer_with(raw("close"))
    with pytest.raises(errors.APIConnectionError) as caught:
        call(READ, {"id": 1})
    assert "secret" not in str(caught.value) + repr(caught.value)
