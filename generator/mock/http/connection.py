"""Connections: requests read from a socket, and responses written to it (RFC 9112)."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from socketserver import StreamRequestHandler
from time import time
from typing import Final, TypeAlias

from generator.mock.http.messages import Request, Response

Respond: TypeAlias = Callable[[Request], "Response | Drop"]

MAX_BODY: Final = 64 * 1024 * 1024
"""Bytes of a request's body."""
_MAX_LINE: Final = 64 * 1024
_MAX_HEADERS: Final = 200
_IDLE_SECONDS: Final = 60.0
_BODILESS: Final = frozenset({204, 205, 304})


class Drop:
    """In place of a response: the connection is closed, after half of the response if there is one."""

    def __init__(self, half_of: Response | None = None) -> None:
        self.half_of = half_of


class Refused(Exception):
    """A request that cannot be read; the connection is closed after the response."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Connection(StreamRequestHandler):
    """One connection. Requests on it are handled one after the other."""

    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True
    wbufsize = -1
    respond: Respond

    def handle(self) -> None:
        """Respond to requests until one side closes the connection."""
        with suppress(OSError, EOFError):  # the client is gone
            while self._exchange():
                pass

    def finish(self) -> None:
        """Close the streams; what was not sent is discarded if the client is gone."""
        with suppress(OSError):
            super().finish()

    def _exchange(self) -> bool:
        """Handle one request. Returns whether the connection stays open."""
        try:
            request, keeps = self._request()
        except Refused as refused:
            body = f"{refused}\n".encode()
            self._write(Response(refused.status, body, "text/plain; charset=utf-8"), "", keeps=False)
            return False
        if request is None:
            return False
        response = self.respond(request)
        if isinstance(response, Drop):
            self._drop(response, request.method)
            return False
        self._write(response, request.method, keeps=keeps)
        return keeps

    def _request(self) -> tuple[Request | None, bool]:
        line = self._line()
        if not line:
            line = self._line() if line is not None else None  # an empty line before a request is ignored
        if not line:
            return None, False
        parts = line.split(" ")
        if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
            raise Refused(400, "malformed request line")
        method, target, version = parts
        headers = self._headers()
        if not target.startswith("/"):
            target = _origin_form(target)
        if headers.get("expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.wfile.flush()
        body = self._body(headers)
        connection = headers.get("connection", "").lower()
        keeps = "close" not in connection if version == "HTTP/1.1" else "keep-alive" in connection
        return Request(method, target, headers, body), keeps

    def _line(self) -> str | None:
        """A line without its end; None at the end of the input."""
        line = self.rfile.readline(_MAX_LINE + 1)
        if not line:
            return None
        if len(line) > _MAX_LINE:
            raise Refused(431, "a line of the header is too long")
        return line.rstrip(b"\r\n").decode("latin-1")

    def _headers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for _ in range(_MAX_HEADERS + 1):
            line = self._line()
            if not line:
                if line is None:
                    raise EOFError
                return found
            name, colon, value = line.partition(":")
            if not colon or not name or name != name.strip():
                raise Refused(400, "malformed header")
            name, value = name.lower(), value.strip()
            if name in found:
                value = f"{found[name]}{'; ' if name == 'cookie' else ', '}{value}"
            found[name] = value
        raise Refused(431, f"more than {_MAX_HEADERS} headers")

    def _body(self, headers: dict[str, str]) -> bytes:
        if "transfer-encoding" in headers:
            if headers["transfer-encoding"].lower() != "chunked" or "content-length" in headers:
                raise Refused(400, "unknown transfer encoding")
            return self._chunks()
        text = headers.get("content-length", "0")
        if not (text.isascii() and text.isdigit()):
            raise Refused(400, "malformed Content-Length")
        return self._read(int(text) if len(text) < 12 else MAX_BODY + 1)

    def _chunks(self) -> bytes:
        parts: list[bytes] = []
        total = 0
        while True:
            size = _chunk_size(self._line())
            total += size
            if not size:
                break
            parts.append(self._read(size, total))
            self._line()
        while self._line():
            pass  # trailers
        return b"".join(parts)

    def _read(self, size: int, total: int = 0) -> bytes:
        if max(size, total) > MAX_BODY:
            raise Refused(413, f"the body has more than {MAX_BODY} bytes")
        data = self.rfile.read(size) if size else b""
        if len(data) < size:
            raise EOFError
        return data

    # --- responses ---

    def _write(self, response: Response, method: str, *, keeps: bool) -> None:
        body = response.body
        head = _head(response, keeps=keeps)
        if not isinstance(body, bytes):
            self.wfile.write(head)
            if method != "HEAD":
                for chunk in body:
                    self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk) if chunk else b"")
                    self.wfile.flush()
                self.wfile.write(b"0\r\n\r\n")
        elif method == "HEAD" or _is_bodiless(response.status):
            self.wfile.write(head)
        else:
            self.wfile.write(head + body)
        self.wfile.flush()

    def _drop(self, drop: Drop, method: str) -> None:
        """Close the connection; a response that is cut off declares its full length."""
        response = drop.half_of
        if response is not None and isinstance(response.body, bytes) and response.body and method != "HEAD":
            self.wfile.write(_head(response, keeps=True) + response.body[: len(response.body) // 2])
            self.wfile.flush()
            return
        # RST in place of FIN: the client sees that the connection is broken.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.connection.close()


def _head(response: Response, *, keeps: bool) -> bytes:
    lines = [f"HTTP/1.1 {response.status} {_reason(response.status)}", f"Date: {_date(int(time()))}"]
    if response.media_type:
        lines.append(f"Content-Type: {_field(response.media_type)}")
    if not isinstance(response.body, bytes):
        lines.append("Transfer-Encoding: chunked")
    elif not _is_bodiless(response.status):
        lines.append(f"Content-Length: {len(response.body)}")
    if not keeps:
        lines.append("Connection: close")
    lines += (f"{name}: {_field(value)}" for name, value in response.headers.items())
    return "\r\n".join((*lines, "", "")).encode("latin-1", "replace")


def _is_bodiless(status: int) -> bool:
    """Whether a response of a status has no body (RFC 9110, section 6.4.1)."""
    return status < 200 or status in _BODILESS


_dates: dict[int, str] = {}


def _date(second: int) -> str:
    found = _dates.get(second)
    if found is None:
        _dates.clear()
        found = _dates[second] = formatdate(second, usegmt=True)
    return found


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"


def _field(value: str) -> str:
    """The value of a header: text of the document must not start another header."""
    return "".join(character if character == "\t" or " " <= character != "\x7f" else " " for character in value).strip()


def _chunk_size(line: str | None) -> int:
    if line is None:
        raise EOFError
    text = line.partition(";")[0].strip()
    try:
        size = int(text, 16) if text.isalnum() and len(text) < 12 else -1
    except ValueError:
        size = -1
    if size < 0:
        raise Refused(400, "malformed chunk")
    return size


def _origin_form(target: str) -> str:
    """The path and query of a target in absolute form (RFC 9112, section 3.2.2)."""
    _, separator, rest = target.partition("://")
    path = rest.partition("/")[2] if separator else ""
    return f"/{path}"
