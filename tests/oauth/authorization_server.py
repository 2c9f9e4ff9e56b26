"""An API and its authorization server on 127.0.0.1, which issues numbered tokens."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.support.loopback_server import LoopbackServer, Request, Response


@dataclass(frozen=True)
class TokenRequest:
    """A request to the token endpoint."""

    target: str
    form: dict[str, str]
    headers: dict[str, str]


class AuthorizationServer(LoopbackServer):
    """Issues the tokens `t1`, `t2`, …, with the refresh tokens `r1`, `r2`, …, and serves `/v1/me` to the valid ones."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[TokenRequest] = []
        self.calls: list[Request] = []
        """The requests to the API."""
        self.valid: set[str] = set()
        self.members: dict[str, Any] = {"token_type": "bearer", "expires_in": 3600}
        """The members of a token response beside the tokens."""
        self.refreshes = False
        self.wait = 0.0
        """Seconds until a token is issued."""
        self.answer: Callable[[TokenRequest], Response] | None = None
        """What to respond in place of a token."""
        self.metadata: dict[str, Any] = {}
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def respond(self, request: Request) -> Response:
        if request.target.startswith("/v1/me"):
            return self._call(request)
        if request.target == "/.well-known/openid-configuration":
            return _json(200, {"token_endpoint": f"{self.origin}/sso/token", **self.metadata})
        if "/token" not in request.target:
            return Response(404, "text/plain", b"no such path")
        return self._issue(request)

    def _issue(self, request: Request) -> Response:
        asked = TokenRequest(request.target, dict(parse_qsl(request.body.decode())), dict(request.headers))
        with self._lock:
            self.requests.append(asked)
            number = len(self.requests)
        time.sleep(self.wait)
        if self.answer is not None:
            return self.answer(asked)
        with self._lock:
            self.valid.add(f"t{number}")
        refresh = {"refresh_token": f"r{number}"} if self.refreshes else {}
        return _json(200, {"access_token": f"t{number}", **self.members, **refresh})

    def _call(self, request: Request) -> Response:
        with self._lock:
            self.calls.append(request)
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind == "Bearer" and token in self.valid:
            return _json(200, {"id": token})
        return _json(401, {"message": "no valid token"})


def refuse(status: int, **members: Any) -> Callable[[TokenRequest], Response]:
    """A token endpoint that issues no token."""
    return lambda _: _json(status, members)


def _json(status: int, value: Any) -> Response:
    return Response(status, "application/json", json.dumps(value).encode())
