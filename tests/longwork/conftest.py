"""An SDK with work of each kind, and a server on loopback that plays responses in order."""

from __future__ import annotations

import importlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.generated.small_sdk import generate

SPEC = Path(__file__).parent / "spec.yaml"


@dataclass
class Reply:
    """A response: its JSON body or None, its status, its headers."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Sent:
    method: str
    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """Plays the replies in order; the last one again and again. `sent` are the requests."""

    url: str
    replies: list[Reply] = field(default_factory=list[Reply])
    sent: list[Sent] = field(default_factory=list[Sent])

    def play(self, *replies: Reply) -> None:
        self.replies[:] = replies
        self.sent.clear()

    def next(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            found.sent.append(Sent(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
            reply = found.next()
            data = b"" if reply.body is None else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if data:
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the names of http.server

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Server(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield found
    http.shutdown()
    http.server_close()


@pytest.fixture(scope="session")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("studio")
    package = generate(SPEC.read_text("utf-8"), folder)
    yield importlib.import_module(package.name)
    sys.path.remove(str(folder))


Call = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, sdk: Any, server: Server) -> Call:
    """Calls a method of a client, such as `videos.wait`, on the sync or the async one."""

    def sync(path: str, *args: Any, **kwargs: Any) -> Any:
        with sdk.Studio(api_key="k", base_url=server.url, max_retries=0) as client:
            return method(client, path)(*args, **kwargs)

    def asynchronous(path: str, *args: Any, **kwargs: Any) -> Any:
        import asyncio

        async def run() -> Any:
            async with sdk.AsyncStudio(api_key="k", base_url=server.url, max_retries=0) as client:
                return await method(client, path)(*args, **kwargs)

        return asyncio.run(run())

    return sync if request.param == "sync" else asynchronous


def method(client: Any, path: str) -> Any:
    for name in path.split("."):
        client = getattr(client, name)
    return client
