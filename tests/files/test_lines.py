"""JSON values by line as request bodies: from lists, iterables and async iterables of typed items."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from tests.files.conftest import Driver
from tests.files.test_uploads import UploadServer
from tests.support.loopback_server import Response

ITEMS = [{"name": "a"}, {"name": "b", "size": 1}]
NDJSON = b'{"name":"a"}\n{"name":"b","size":1}\n'


@pytest.fixture
def server() -> Iterator[UploadServer]:
    with UploadServer() as running:
        yield running


class Again:
    """An iterable that is not an iterator."""

    def __iter__(self) -> Iterator[Any]:
        return iter(ITEMS)


async def produced() -> AsyncIterator[Any]:
    for item in ITEMS:
        yield item


FORMS: dict[str, Callable[[Any], Any]] = {
    "list": lambda models: ITEMS,
    "models": lambda models: [models.Record(**item) for item in ITEMS],
    "tuple": lambda models: tuple(ITEMS),
    "iterator": lambda models: iter(ITEMS),
    "generator": lambda models: (models.Record(**item) for item in ITEMS),
    "iterable": lambda models: Again(),
    "async": lambda models: produced(),
    "text": lambda models: NDJSON.decode(),
    "bytes": lambda models: NDJSON,
    "iterator of bytes": lambda models: iter([NDJSON[:5], b"", NDJSON[5:]]),
}


@pytest.mark.parametrize("form", FORMS)
def test_items_are_lines(driver: Driver, server: UploadServer, form: str) -> None:
    if form == "async" and not driver.is_async:
        with pytest.raises(driver.sdk.errors.RequestError, match="requires the async client"):
            driver.call(server.origin, lambda client: client.records.create(body=produced()))
        assert server.requests == []
        return
    driver.call(server.origin, lambda client: client.records.create(body=FORMS[form](driver.sdk.models)))
    (request,) = server.requests
    assert request.body == NDJSON
    assert request.headers["content-type"] == "application/x-ndjson"
    assert ("content-length" in request.headers) == (form in {"list", "models", "text", "bytes"})


def test_a_json_text_sequence(driver: Driver, server: UploadServer) -> None:
    for body in (ITEMS, iter(ITEMS)):
        driver.call(server.origin, lambda client, body=body: client.records.sequence(body=body))
    assert {one.body for one in server.requests} == {b'\x1e{"name":"a"}\n\x1e{"name":"b","size":1}\n'}
    assert server.requests[0].headers["content-type"] == "application/json-seq"


def test_a_line_is_sent_before_the_next_item_is_made(driver: Driver) -> None:
    arrived = threading.Event()
    seen: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            received = b""
            while b'"a"' not in received:
                received += connection.recv(65_536)
            seen.append(received)
            arrived.set()
            while not received.endswith(b"0\r\n\r\n"):
                received += connection.recv(65_536)
            seen.append(received)
            body = json.dumps({"id": "1"}).encode()
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
            connection.sendall(head + body)

    def items() -> Iterator[Any]:
        yield ITEMS[0]
        assert arrived.wait(10), "the first line has not arrived"
        yield ITEMS[1]

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        assert driver.call(origin, lambda client: client.records.create(body=items())).id == "1"
        thread.join()
    assert b'"b"' not in seen[0]
    assert b'"b"' in seen[1]


@pytest.mark.parametrize("form", ["list", "iterator", "iterable", "async"])
def test_what_can_be_iterated_again_is_sent_again(driver: Driver, server: UploadServer, form: str) -> None:
    if form == "async" and not driver.is_async:
        form = "iterator"
    server.responses = [Response(503)]
    body = FORMS[form](driver.sdk.models)
    if form in {"list", "iterable"}:
        driver.call(server.origin, lambda client: client.records.create(body=body))
        assert [one.body for one in server.requests] == [NDJSON, NDJSON]
        return
    with pytest.raises(driver.sdk.errors.APIError):
        driver.call(server.origin, lambda client: client.records.create(body=body))
    assert len(server.requests) == 1


@pytest.mark.parametrize("lazy", [False, True])
def test_an_item_that_cannot_be_sent_is_named(driver: Driver, server: UploadServer, lazy: bool) -> None:
    items = [{"name": "a"}, {"name": "b", "size": float("nan")}]
    with pytest.raises(driver.sdk.errors.RequestError, match=r"body\[1\]\.size") as caught:
        driver.call(server.origin, lambda client: client.records.create(body=iter(items) if lazy else items))
    assert caught.value.path == "body[1].size"


def test_one_item_is_refused(driver: Driver, server: UploadServer) -> None:
    for body in ({"name": "a"}, driver.sdk.models.Record(name="a"), 7):
        with pytest.raises(driver.sdk.errors.RequestError, match="expected an iterable of items, not"):
            driver.call(server.origin, lambda client, body=body: client.records.create(body=body))
    assert server.requests == []
