"""What the life-cycle tests share: responses, and child processes."""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable
from typing import Any

from server import Reply, raw

MESSAGES = [{"role": "user", "content": "hi"}]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def result(text: str) -> dict[str, Any]:
    """A chat result."""
    message = {"role": "assistant", "content": text}
    return {
        "id": "gen-1",
        "object": "chat.completion",
        "created": 1700000000,
        "model": "openai/gpt-5",
        "system_fingerprint": None,
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def part(data: bytes) -> bytes:
    """A chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def event(text: str) -> bytes:
    """A chunk that is an event with a delta."""
    delta = '{"id":"g","object":"chat.completion.chunk","created":1,"model":"m","choices":'
    delta += f'[{{"index":0,"finish_reason":null,"delta":{{"content":"{text}"}}}}]}}'
    return part(f"data: {delta}\n\n".encode())


DONE = part(b"data: [DONE]\n\n") + b"0\r\n\r\n"


def events(*texts: str) -> Reply:
    """A complete stream."""
    return raw(HEAD, *map(event, texts), DONE)


def in_child(work: Callable[[], Any], seconds: int = 20) -> Callable[[], Any]:
    """Fork now and run `work` in the child. The function that is returned waits for its result."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(seconds)
            os.close(reading)
            try:
                outcome = (True, work())
            except BaseException:
                outcome = (False, traceback.format_exc())
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(outcome, pipe)
        finally:
            os._exit(0)
    os.close(writing)

    def wait() -> Any:
        with os.fdopen(reading, "rb") as pipe:
            received = pipe.read()
        os.waitpid(child, 0)
        assert received, "the child was killed"
        fine, value = pickle.loads(received)  # written by the child above
        assert fine, value
        return value

    return wait
