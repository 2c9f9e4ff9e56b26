"""The token endpoint of an authorization server (RFC 6749) and its metadata (OpenID Connect Discovery 1.0)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from generator.ir.types import SecurityScheme
from generator.mock.http.messages import Request, Response, json_response

_REQUIRED: Final = {
    "client_credentials": (),
    "password": ("username", "password"),
    "authorization_code": ("code",),
    "refresh_token": ("refresh_token",),
}


class Tokens:
    """Grants tokens to any client that asks for them in the right form. `url` is that of the first server here."""

    def __init__(self, schemes: Sequence[SecurityScheme], url: str) -> None:
        self._url = url
        self._tokens = {path for scheme in schemes for path in self._token_paths(scheme)}
        self._discovery = {path for scheme in schemes for path in self._paths(scheme.discovery_url)}
        if self._discovery:
            self._tokens.add("/oauth/token")
        self._granted = 0

    def reset(self) -> None:
        """Number the tokens from 1 again."""
        self._granted = 0

    def respond(self, request: Request) -> Response | None:
        """The response to a request for a token or for the metadata; None for any other."""
        if request.path in self._discovery and request.method == "GET":
            return json_response(200, self._metadata())
        if request.path not in self._tokens:
            return None
        if request.method != "POST":
            return json_response(405, {"error": "invalid_request"}, Allow="POST")
        return self._token(request)

    def _token_paths(self, scheme: SecurityScheme) -> Iterator[str]:
        for flow in scheme.flows:
            yield from self._paths(flow.token_url)
            yield from self._paths(flow.refresh_url)

    def _paths(self, url: str) -> Iterator[str]:
        """The paths of a URL here: its own, and that relative to the first server."""
        if not url:
            return
        try:
            yield urlsplit(urljoin(f"{self._url}/", url)).path
            yield urlsplit(self._url).path + "/" + urlsplit(url).path.lstrip("/")
            yield "/" + urlsplit(url).path.lstrip("/")
        except ValueError:
            return

    def _metadata(self) -> dict[str, object]:
        token = min(self._tokens, key=len)
        origin = self._url.removesuffix(urlsplit(self._url).path)
        return {
            "issuer": origin,
            "authorization_endpoint": f"{origin}/oauth/authorize",
            "token_endpoint": f"{origin}{token}",
            "jwks_uri": f"{origin}/oauth/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "grant_types_supported": list(_REQUIRED),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    def _token(self, request: Request) -> Response:
        try:
            form = dict(parse_qsl(request.body.decode("ascii"), keep_blank_values=True, max_num_fields=100))
        except ValueError:
            form = {}
        kind = form.get("grant_type", "")
        if kind not in _REQUIRED:
            return _refused(400, "unsupported_grant_type" if kind else "invalid_request")
        if not request.headers.get("authorization", "").startswith("Basic ") and not form.get("client_id"):
            return _refused(401, "invalid_client")
        if any(not form.get(name) for name in _REQUIRED[kind]):
            return _refused(400, "invalid_request")
        self._granted += 1
        granted: dict[str, object] = {
            "access_token": f"mock-access-token-{self._granted}",
            "token_type": "Bearer",
            "expires_in": 3600,
        }
        if kind != "client_credentials":  # RFC 6749, section 4.4.3
            granted["refresh_token"] = f"mock-refresh-token-{self._granted}"
        if form.get("scope"):
            granted["scope"] = form["scope"]
        return json_response(200, granted, Cache_Control="no-store")


def _refused(status: int, error: str) -> Response:
    """An error response (RFC 6749, section 5.2)."""
    challenge = {"WWW_Authenticate": 'Basic realm="mock"'} if status == 401 else {}
    return json_response(status, {"error": error}, Cache_Control="no-store", **challenge)
