"""Files that are sent from disk, from iterators and async iterators: progress, and when they can be sent again."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.files.conftest import Driver
from tests.support.loopback_server import LoopbackServer, Request, Response

CONTENT = bytes(range(256)) * 1024  # 256 KiB
DONE = Response(200, "application/json", b'{"id": "1"}')


class UploadServer(LoopbackServer):
    """Responds with the given responses in turn, then with success."""

    def __init__(self, *responses: Response) -> None:
        super().__init__()
        self.responses = list(responses)
        self.requests: list[Request] = []

    def respond(self, request: Request) -> Response:
        self.requests.append(request)
        return self.responses.pop(0) if self.responses else DONE


@pytest.fixture
def server() -> Iterator[UploadServer]:
    with UploadServer() as running:
        yield running


def parts() -> Iterator[bytes]:
    yield CONTENT[:1000]
    yield b""
    yield CONTENT[1000:]


async def async_parts() -> AsyncIterator[bytes]:
    for part in parts():
        yield part


def on_disk(folder: Path) -> Path:
    path = folder / "a.bin"
    path.write_bytes(CONTENT)
    return path


SOURCES: dict[str, Callable[[Path], Any]] = {
    "bytes": lambda folder: CONTENT,
    "path": on_disk,
    "open": lambda folder: io.BytesIO(CONTENT),
    "iterator": lambda folder: parts(),
    "async iterator": lambda folder: async_parts(),
}
AGAIN = {"bytes", "path", "open"}


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest, driver: Driver) -> str:
    name: str = request.param
    if name == "async iterator" and not driver.is_async:
        name = "iterator"  # what the sync client does with an async iterator has its own test
    return name


def test_every_source_is_sent(driver: Driver, server: UploadServer, source: str, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    make = SOURCES[source]
    plain = driver.call(server.origin, lambda client: client.blobs.update("a", body=make(tmp_path)))
    upload = driver.sdk.Upload(make(tmp_path), progress=lambda done, total: seen.append((done, total)))
    driver.call(server.origin, lambda client: client.blobs.update("a", body=upload))
    assert plain.id == "1"
    assert [one.body for one in server.requests] == [CONTENT, CONTENT]
    total = len(CONTENT) if source in AGAIN else None
    assert seen[-1] == (len(CONTENT), total)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert ("content-length" in server.requests[1].headers) == (total is not None)


def test_parts_of_a_form(driver: Driver, server: UploadServer, source: str, tmp_path: Path) -> None:
    seen: list[int] = []
    upload = driver.sdk.Upload(SOURCES[source](tmp_path), progress=lambda done, total: seen.append(done))
    driver.call(server.origin, lambda client: client.files.create(file=("n.bin", upload), purpose="x"))
    assert CONTENT in server.requests[0].body
    assert b'filename="n.bin"' in server.requests[0].body
    assert seen[-1] == len(CONTENT)


@pytest.mark.parametrize("failure", ["503", "307"])
def test_what_can_be_read_again_is_sent_again(
    driver: Driver, server: UploadServer, source: str, failure: str, tmp_path: Path
) -> None:
    first = Response(503) if failure == "503" else Response(307, headers={"Location": "/elsewhere"})
    server.responses = [first]
    seen: list[int] = []
    upload = driver.sdk.Upload(SOURCES[source](tmp_path), progress=lambda done, total: seen.append(done))

    def call(client: Any) -> Any:
        return client.blobs.update("a", body=upload)

    if source in AGAIN:
        driver.call(server.origin, call)
        assert [one.body for one in server.requests] == [CONTENT, CONTENT]
        assert seen.count(len(CONTENT)) == 2
        return
    with pytest.raises(driver.sdk.errors.APIError) as caught:
        driver.call(server.origin, call)
    assert caught.value.status_code == int(failure)
    assert len(server.requests) == 1
    if failure == "307":
        assert "cannot be read again" in str(caught.value)


def test_an_async_iterator_needs_the_async_client(driver: Driver, server: UploadServer) -> None:
    if driver.is_async:
        driver.call(server.origin, lambda client: client.files.create(file=async_parts()))
        assert CONTENT in server.requests[0].body
        return
    with pytest.raises(driver.sdk.errors.RequestError, match="async iterator requires the async client"):
        driver.call(server.origin, lambda client: client.files.create(file=async_parts()))
    assert server.requests == []


class AsyncFile:
    """An open file whose methods are coroutines, as those of aiofiles and anyio."""

    async def read(self, size: int = -1) -> bytes:
        return b""


@pytest.mark.parametrize("kind", ["text", "async file", "number", "wrapped text"])
def test_other_values_are_refused(driver: Driver, server: UploadServer, kind: str) -> None:
    values: dict[str, Any] = {"text": "a.bin", "async file": AsyncFile(), "number": 7, "wrapped text": "a.bin"}
    value = values[kind]
    if kind != "text":
        value = driver.sdk.Upload(value, progress=print)
    with pytest.raises(driver.sdk.errors.RequestError, match=r"expected|async file"):
        driver.call(server.origin, lambda client: client.blobs.update("a", body=value))
    assert server.requests == []


def test_an_error_of_the_source_or_the_callback_reaches_the_caller(driver: Driver, server: UploadServer) -> None:
    def failing() -> Iterator[bytes]:
        yield b"x"
        raise KeyError("source")

    def progress(done: int, total: int | None) -> None:
        raise KeyError("callback")

    for body in (failing(), driver.sdk.Upload(CONTENT, progress=progress)):
        with pytest.raises(KeyError):
            driver.call(server.origin, lambda client, body=body: client.blobs.update("a", body=body))


def test_items_of_an_iterator_are_bytes(driver: Driver, server: UploadServer) -> None:
    with pytest.raises(driver.sdk.errors.RequestError, match="iterator of bytes, not of str"):
        driver.call(server.origin, lambda client: client.blobs.update("a", body=iter(["x"])))
