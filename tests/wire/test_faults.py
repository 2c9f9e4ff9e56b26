"""Answers that nobody planned: whatever a server sends, the caller gets a typed value or an error of the SDK."""

from __future__ import annotations

import json
import pickle
import random
from typing import Any

import pytest
from conftest import RESULT, Driver
from openrouter_sdk import RetryPolicy, errors, models
from server import Reply, Step, raw, reply

CHUNK = json.dumps({"id": "gen-1", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}}]}).encode()
PIECES = (
    b"data: ", b"\n", b"\n\n", b"\r", b"event: error\n", b"id: 1\n", b"retry: 99999999999999999999\n", b": wait\n",
    b"[DONE]", b"null", b"[]", b"{}", b'"x"', b"1e999", b"NaN", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"[" * 3000,
    b'{"a":' * 500, b'{"error":{"code":502,"message":"bad"}}', b'{"error":{"code":1e400,"message":7}}', b'{"error":[]}',
    b'{"choices":null}', b'{"id":{"a":[]},"choices":{"0":1},"usage":[]}', b"data: " + CHUNK + b"\n\n",
)  # fmt: skip
STATUSES = (*[200] * 12, 201, 204, 206, 299, 300, 302, 304, 307, 400, 403, 404, 418, 429, 500, 503, 524, 529, 599)
TYPES = (
    "application/json",
    "text/event-stream",
    "text/html; charset=utf-99",
    "garbage",
    "application/json;;=",
    "\xff",
    None,
)
HEADERS = (
    ("Content-Encoding", "gzip"), ("Content-Encoding", "x-unknown"), ("Retry-After", "inf"), ("Retry-After", "-1"),
    ("Retry-After-Ms", "1e308"), ("Location", "http://[::1"), ("Location", "//"), ("Location", "javascript:1"),
)  # fmt: skip


def body(dice: random.Random) -> bytes:
    """Pieces of answers in any order, or a whole answer; a few of its bytes changed."""
    whole = [json.dumps(RESULT).encode()]
    text = bytearray(b"".join(whole if dice.random() < 0.3 else dice.choices(PIECES, k=dice.randint(0, 8))))
    for _ in range(dice.randint(0, 3) if text else 0):
        text[dice.randrange(len(text))] = dice.randrange(256)
    return bytes(text)


def answer(dice: random.Random) -> Reply:
    """An answer that may lie, break off, or be no HTTP at all."""
    sent, kind = body(dice), dice.random()
    if kind < 0.1:
        return raw(dice.choice((b"", b"HTTP/1.1 2", b"HTTP/9.9 200 OK\r\n\r\n", b"\0" * 50, sent)), "close")
    headers = dice.sample(HEADERS, dice.choice((0, 0, 0, 1, 2)))
    whole = reply(sent, status=dice.choice(STATUSES), content_type=dice.choice(TYPES), headers=headers)
    if kind > 0.2:
        return whole
    (step,) = whole.steps
    assert isinstance(step, bytes)
    end: Step = dice.choice(("close", "reset"))
    return raw(step[: dice.randint(1, len(step))], end)


@pytest.mark.parametrize("seed", range(8))
def test_every_fault_is_a_value_or_an_error_of_the_sdk(sdk: Driver, seed: int) -> None:
    dice = random.Random(seed)
    client = sdk.client(retries=RetryPolicy(initial_delay=0.001, max_delay=0.001, max_elapsed=1), timeout=5)
    failures: list[errors.OpenRouterError] = []
    for _ in range(60):
        sdk.server.answer_with(answer(dice))
        try:
            take(sdk, client, stream=dice.random() < 0.5)
        except errors.OpenRouterError as error:
            failures.append(error)
    assert failures
    for failure in failures:
        assert "sk-or-secret" not in f"{failure} {failure!r}"
        assert str(pickle.loads(pickle.dumps(failure))) == str(failure)


def take(sdk: Driver, client: Any, *, stream: bool) -> None:
    """Make a call and use what comes as its type promises."""
    value = sdk.send(client, stream=stream)
    if not stream:
        assert isinstance(value, models.ChatResult)
        return
    try:
        sdk.run(value.final())
    finally:
        sdk.close(value)
