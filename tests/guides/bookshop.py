"""The bookshop of the guides: a server on a loopback socket that keeps its books in memory."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

KEY = "sk-bookshop"


class Bookshop:
    """Serves `/v1/books` and `/v1/books/{id}` to whoever shows the key."""

    def __init__(self) -> None:
        self.books: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        """Method, target and headers (in lower case) of each request."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def answer(self, method: str, target: str, body: bytes) -> tuple[int, Any]:
        """Status and body."""
        url = urlsplit(target)
        if (method, url.path) == ("POST", "/v1/books"):
            self.books.append({"id": f"b-{len(self.books) + 1}", **json.loads(body)})
            return 201, self.books[-1]
        if (method, url.path) == ("GET", "/v1/books"):
            wanted = parse_qs(url.query)
            return 200, [
                book for book in self.books if book.get("author") in wanted.get("author", [book.get("author")])
            ]
        if method == "GET" and url.path.startswith("/v1/books/"):
            id = url.path.rpartition("/")[2]
            book = next((book for book in self.books if book["id"] == id), None)
            return (200, book) if book else (404, {"message": f"there is no book {id}"})
        return 405, {"message": f"nothing answers {method} {target}"}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                owner.requests.append((self.command, self.path, headers))
                body = self.rfile.read(int(headers.get("content-length", "0")))
                if headers.get("authorization") == f"Bearer {KEY}":
                    status, content = owner.answer(self.command, self.path, body)
                else:
                    status, content = 401, {"message": "no key"}
                data = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
