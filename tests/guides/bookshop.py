"""The bookshop of the guides: a server that keeps its books in memory."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.loopback_server import LoopbackServer, Request, Response

KEY = "sk-bookshop"


class Bookshop(LoopbackServer):
    """Serves `/v1/books` and `/v1/books/{id}` to requests with the key, which `/v1/token` issues.

    A request with digest authentication is let in too; its response to the challenge is not verified.
    """

    def __init__(self) -> None:
        super().__init__()
        self.books: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        """Method, target and headers (in lower case) of each request."""
        self.cover = b""
        self.odd: tuple[str, bytes] | None = None
        """Media type and body of all errors, in place of the documented ones."""

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def respond(self, request: Request) -> Response:
        self.requests.append((request.method, request.target, dict(request.headers)))
        if request.target == "/v1/token":
            return self._issue(request)
        file = self._file(request)
        if file is not None:
            return file
        given = request.headers.get("authorization", "")
        if given == f"Bearer {KEY}" or given.startswith('Digest username="reader"'):
            status, content = self._serve(request.method, request.target, request.body)
        else:
            status, content = 401, {"message": "no key"}
        if status >= 400 and self.odd:
            return Response(status, *self.odd)
        headers = {"WWW-Authenticate": 'Digest realm="books", qop="auth", nonce="n0nce"'} if status == 401 else {}
        return Response(status, "application/json", json.dumps(content).encode(), headers)

    def _file(self, request: Request) -> Response | None:
        """A cover, an import of books by line, or the sales as server-sent events."""
        if request.target.endswith("/cover") and request.method == "PUT":
            self.cover = request.body
            return Response(204)
        if request.target.endswith("/cover"):
            headers = {"ETag": '"1"', "Content-Disposition": 'attachment; filename="momo.png"'}
            return Response(200, "image/png", self.cover, headers)
        if request.target == "/v1/imports":
            body = json.dumps({"count": request.body.count(b"\n")}).encode()
            return Response(200, "application/json", body)
        if request.target == "/v1/sales":
            start = int(request.headers.get("last-event-id", "0"))
            if start >= 4:
                return Response(204)
            events = (f'id: {n}\nretry: 10\ndata: {{"title": "Book {n}"}}\n\n' for n in (start + 1, start + 2))
            return Response(200, "text/event-stream", "".join(events).encode())
        return None

    def _issue(self, request: Request) -> Response:
        """A token, for any secret but a wrong one (RFC 6749, section 5)."""
        basic = b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        if "wr0ng" in basic:
            return Response(401, "application/json", b'{"error": "invalid_client"}')
        token = {"access_token": KEY, "token_type": "bearer", "expires_in": 3600, "refresh_token": "r3fresh"}
        return Response(200, "application/json", json.dumps(token).encode())

    def _serve(self, method: str, target: str, body: bytes) -> tuple[int, Any]:
        """Status and body."""
        url = urlsplit(target)
        if (method, url.path) == ("POST", "/v1/books"):
            self.books.append({"id": f"b-{len(self.books) + 1}", **json.loads(body)})
            return 201, self.books[-1]
        if (method, url.path) == ("GET", "/v1/books"):
            wanted = parse_qs(url.query)
            found = [book for book in self.books if book.get("author") in wanted.get("author", [book.get("author")])]
            start, limit = (int(wanted.get(name, [usual])[0]) for name, usual in (("offset", "0"), ("limit", "100")))
            return 200, found[start : start + limit]
        if method == "GET" and url.path.startswith("/v1/books/"):
            id = url.path.rpartition("/")[2]
            if id == "busy":
                return 503, {"message": "try again"}
            book = next((book for book in self.books if book["id"] == id), None)
            return (200, book) if book else (404, {"message": f"there is no book {id}"})
        return 405, {"message": f"nothing answers {method} {target}"}
