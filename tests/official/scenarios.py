"""What a caller meets on the wire, tried on one SDK: `python scenarios.py ours|official` prints outcomes as JSON.

It runs in an environment of its own, so it imports nothing but the SDK and the raw server of the wire tests.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "wire"), str(ROOT / "generated" / "python")]

from server import Reply, Server, json_reply, raw, reply  # noqa: E402

MESSAGES = [{"role": "user", "content": "hi"}]
CHUNK = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
RESULT = {
    **CHUNK,
    "object": "chat.completion",
    "system_fingerprint": None,
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hello"}}],
}
SECONDS = 6.0


def chunk(text: str, **changes: Any) -> bytes:
    choice = {"index": 0, "finish_reason": None, "delta": {"role": "assistant", "content": text}}
    return b"data: " + json.dumps({**CHUNK, "choices": [choice], **changes}).encode() + b"\n\n"


def events(*parts: bytes | float, end: Literal["close", "reset"] = "close") -> Reply:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    return raw(head, *parts, end)


class Ours:
    name = "ours"

    def __init__(self) -> None:
        import openrouter_sdk

        self.root: Any = openrouter_sdk.errors.OpenRouterError
        self.make: Any = openrouter_sdk.OpenRouter

    def client(self, url: str, key: Any = "key") -> Any:
        return self.make(api_key=key, base_url=url)

    def send(self, client: Any, **arguments: Any) -> Any:
        return client.chat.send(**{"messages": MESSAGES, **arguments})


class Official(Ours):
    name = "official"

    def __init__(self) -> None:
        from openrouter import OpenRouter, errors

        self.root = errors.OpenRouterError
        self.make = OpenRouter

    def client(self, url: str, key: Any = "key") -> Any:
        return self.make(api_key=key, server_url=url)


def error_of(sdk: Ours, call: Callable[[], Any]) -> str:
    """The class that a call raises, marked where it is not the SDK's own."""
    try:
        call()
    except Exception as error:
        return f"{type(error).__name__}{'' if isinstance(error, sdk.root) else ' (not an SDK error)'}"
    return "no error"


def read(sdk: Ours, url: str, **arguments: Any) -> str:
    with sdk.send(sdk.client(url), stream=True, **arguments) as stream:
        return "".join(item.choices[0].delta.content or "" for item in stream if item.choices)


Scenario = Callable[[Ours, Server], str]


def text_of(reply_: Reply) -> Scenario:
    def run(sdk: Ours, server: Server) -> str:
        server.answer_with(reply_)
        return read(sdk, server.url)

    return run


def raised_by(reply_: Reply, *, stream: bool = False, **arguments: Any) -> Scenario:
    def run(sdk: Ours, server: Server) -> str:
        server.answer_with(reply_)
        if stream:
            return error_of(sdk, lambda: read(sdk, server.url))
        return error_of(sdk, lambda: sdk.send(sdk.client(server.url), **arguments))

    return run


def attempts(reply_: Reply) -> Scenario:
    """How many requests a call makes in the time there is."""

    def run(sdk: Ours, server: Server) -> str:
        server.answer_with(reply_)
        outcome = error_of(sdk, lambda: sdk.send(sdk.client(server.url)))
        return f"{len(server.requests)} requests, {outcome}"

    return run


def sent(path: str, **arguments: Any) -> Scenario:
    """What goes out for a value."""

    def run(sdk: Ours, server: Server) -> str:
        try:
            sdk.send(sdk.client(server.url), **arguments)
        except Exception as error:
            return f"{type(error).__name__}: {str(error)[:60]}"
        value = server.last.json()
        for part in path.split("."):
            value = value[int(part)] if part.isdigit() else value.get(part, "left out")
        return json.dumps(value)

    return run


def answered(change: dict[str, Any], look: Callable[[Any], Any]) -> Scenario:
    def run(sdk: Ours, server: Server) -> str:
        server.answer_with(json_reply({**RESULT, **change}))
        return repr(look(sdk.send(sdk.client(server.url))))

    return run


def connections(sdk: Ours, server: Server) -> str:
    body = chunk("a") + b"data: [DONE]\n\n"
    whole = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body,)) + b"0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    server.answer_with(raw(head + whole))
    client = sdk.client(server.url)
    for _ in range(20):
        with sdk.send(client, stream=True) as stream:
            list(stream)
    return str(server.connections)


def after_close(sdk: Ours, server: Server) -> str:
    client = sdk.client(server.url)
    with client:
        sdk.send(client)
    return error_of(sdk, lambda: sdk.send(client))


ERROR = {"error": {"code": 502, "message": "Provider returned error"}}
SCENARIOS: dict[str, Scenario] = {
    "2 a blank key": lambda sdk, server: error_of(sdk, lambda: sdk.send(sdk.client(server.url, key=" "))),
    "2 a key with a newline": lambda sdk, server: error_of(sdk, lambda: sdk.send(sdk.client(server.url, key="a\nb"))),
    "9 use after close": after_close,
    "15 a wrong keyword": raised_by(json_reply(RESULT), temprature=1),
    "19 NaN in a number": sent("temperature", temperature=float("nan")),
    "20 an unknown key in a message": sent("messages.0.x", messages=[{"role": "user", "content": "hi", "x": 1}]),
    "27 an unknown field of an answer": answered({"novel": 1}, lambda result: getattr(result, "novel", "lost")),
    "28 a required field left out": answered({"created": None}, lambda result: result.choices[0].message.content),
    "28 `created: 1.5`": answered({"created": 1.5}, lambda result: result.choices[0].message.content),
    "30 an error inside a 200": raised_by(json_reply(ERROR)),
    "32 HTML where JSON was promised": raised_by(reply(b"<html>", content_type="text/html")),
    "33 the connection drops inside the body": raised_by(
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{", "close")
    ),
    "38 a BOM, cut": text_of(events(b"\xef", 0.05, b"\xbb\xbf" + chunk("Hi") + b"data: [DONE]\n\n")),
    "40 the sentinel without its blank line": text_of(events(chunk("Hi"), b"data: [DONE]")),
    "40 connections of 20 streams": connections,
    "41 an event without data": text_of(events(b"event: ping\n\n", chunk("Hi"), b"data: [DONE]\n\n")),
    "41 empty data": text_of(events(b"data:\n\n", chunk("Hi"), b"data: [DONE]\n\n")),
    "42 a stream without its end": raised_by(events(chunk("Hi")), stream=True),
    "43 a stream that is reset": raised_by(events(chunk("Hi"), 0.05, end="reset"), stream=True),
    "43 data that is not JSON": raised_by(events(b"data: {oops\n\n"), stream=True),
    "44 an error inside a stream": raised_by(
        events(chunk("Hi"), b"data: " + json.dumps(ERROR).encode() + b"\n\n"), stream=True
    ),
    "45 a chunk without `created`": text_of(events(chunk("Hi", created=None), b"data: [DONE]\n\n")),
    "51 403": raised_by(json_reply({"error": {"code": 403, "message": "no"}}, status=403)),
    "53 403 in HTML": raised_by(reply(b"<html>", status=403, content_type="text/html")),
    "53 403 with a string code": raised_by(json_reply({"error": {"code": "403", "message": "no"}}, status=403)),
    "58 `Retry-After: inf`": attempts(json_reply(ERROR, status=503, headers=[("Retry-After", "inf")])),
    "58 429": attempts(json_reply({"error": {"code": 429, "message": "slow"}}, status=429)),
    "59 hung up on before an answer": attempts(raw("close")),
}


def main() -> None:
    sdk = {"ours": Ours, "official": Official}[sys.argv[1]]()
    outcomes = {}
    for name, scenario in SCENARIOS.items():
        box: list[str] = []
        with Server(json_reply(RESULT)) as server:

            def work(scenario: Scenario = scenario, server: Server = server, box: list[str] = box) -> None:
                try:
                    box.append(scenario(sdk, server))
                except Exception as error:
                    box.append(error_of(sdk, lambda error=error: (_ for _ in ()).throw(error)))

            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            thread.join(SECONDS)
            outcomes[name] = box[0] if box else f"still at it after {SECONDS:.0f} s ({len(server.requests)} requests)"
    print(json.dumps(outcomes))
    sys.stdout.flush()
    os._exit(0)  # calls that never return hold threads


if __name__ == "__main__":
    main()
