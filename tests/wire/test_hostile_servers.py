"""Servers that send too much, or text that is no text."""

from __future__ import annotations

import io
import json
import zlib
from typing import Any

import httpx2
import pytest
from conftest import Driver
from openrouter_sdk import errors
from server import json_reply, raw, reply

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
MIB = 1024 * 1024


def bomb(size: int) -> bytes:
    """A gzip body that is `size` bytes of spaces."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(b" " * MIB) for _ in range(size // MIB)), packer.flush()])


def test_a_body_that_grows_when_it_is_decompressed(sdk: Driver) -> None:
    packed = bomb(400 * MIB)
    assert len(packed) < MIB
    sdk.server.answer_with(raw(OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed), packed))
    with pytest.raises(errors.ResponseError, match="larger than 268435456 bytes"):
        sdk.send()
    assert sdk.server.wait_for_open(0)
    assert len(sdk.server.requests) == 1


@pytest.mark.parametrize("framing", [b"", b"Content-Length: 1000000000000\r\n"])
def test_a_body_without_end(framing: bytes, sdk: Driver) -> None:
    sdk.server.answer_with(raw(OK + framing + b"\r\n{", *[b" " * 10_000] * 100))
    with pytest.raises(errors.ResponseError, match="larger than 50000 bytes"):
        sdk.send(sdk.client(max_response_bytes=50_000))
    assert sdk.server.wait_for_open(0)


@pytest.mark.parametrize("compress", [False, True])
def test_a_body_at_the_limit(compress: bool, sdk: Driver, result: dict[str, Any]) -> None:
    body = json.dumps(result).encode()
    sdk.server.answer_with(reply(body, compress=compress))
    assert sdk.send(sdk.client(max_response_bytes=len(body))).id == "gen-1"
    with pytest.raises(errors.ResponseError):
        sdk.send(sdk.client(max_response_bytes=len(body) - 1))


def test_the_body_of_an_error_is_cut_and_its_class_stays(sdk: Driver) -> None:
    packed = bomb(50 * MIB)
    head = b"HTTP/1.1 403 Forbidden\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    sdk.server.answer_with(raw(head, packed))
    with pytest.raises(errors.ForbiddenResponseError) as caught:
        sdk.send()
    assert len(caught.value.body) == MIB


def test_the_limit_of_a_client_is_checked(sdk: Driver) -> None:
    with pytest.raises(errors.ConfigurationError, match="max_response_bytes"):
        sdk.client(max_response_bytes=-1)


MESSAGES = {
    "a lone surrogate": "cut \\ud83d here",
    "NUL": "a\\u0000b",
    "a terminal escape": "\\u001b]0;title\\u0007\\u001b[2Jgone",
    "a C1 control": "\\u009b2J",
    "a direction override": "\\u202egnp.exe",
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
@pytest.mark.parametrize("stream", [False, True])
def test_printing_an_error_is_safe(message: str, stream: bool, sdk: Driver) -> None:
    body = b'{"error": {"code": 400, "message": "%s"}}' % message.encode()
    sdk.server.answer_with(reply(body, status=400))
    with pytest.raises(errors.BadRequestResponseError) as caught:
        sdk.send(stream=stream)
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    print(caught.value, caught.value.message, repr(caught.value), file=out)
    out.flush()
    shown = out.buffer.getvalue().decode().removesuffix("\n")  # type: ignore[attr-defined]
    assert shown.isprintable()
    assert "400 Bad Request: " in shown


def test_ordinary_text_is_printed_as_it_is() -> None:
    text = "Größe 👩‍👩‍👧 中文\u3000 \u00a0 شكرا\nline\ttab"
    assert str(errors.RequestError(text)) == text


def test_101_is_not_supported(sdk: Driver) -> None:
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    sdk.server.answer_with(raw(head, "hang"))
    for stream in (False, True):
        with pytest.raises(errors.ResponseError, match=r"101 Switching Protocols: .*another protocol"):
            sdk.send(stream=stream)
    assert sdk.server.wait_for_open(0)


def test_no_message_is_only_the_name_of_a_class(sdk: Driver) -> None:
    def broken(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadError("", request=request)

    kind = httpx2.AsyncClient if sdk.is_async else httpx2.Client
    with pytest.raises(errors.APIConnectionError, match=r"the connection was lost \(ReadError\)"):
        sdk.send(sdk.client(http_client=kind(transport=httpx2.MockTransport(broken)), max_retries=0))


def test_cookies_are_not_kept(sdk: Driver, result: dict[str, Any]) -> None:
    sdk.server.answer_with(json_reply(result, headers=[("Set-Cookie", "session=1")]))
    client = sdk.client()
    sdk.send(client)
    sdk.send(client)
    assert sdk.server.last.all("Cookie") == []


def test_the_root_error_has_the_name_of_the_package() -> None:
    root = errors.OpenRouterError
    assert (root.__module__, root.__qualname__) == ("openrouter_sdk.errors", "OpenRouterError")
    assert "OpenRouterError" in [kind.__name__ for kind in errors.APIError.__mro__]
    assert "SDKError" not in repr(errors.APIError.__mro__)
