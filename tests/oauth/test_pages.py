"""The README, `explain` and the types of an SDK with OAuth 2.0. Programs are run as they are on the page."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.reporting.explain import explain
from tests.oauth import document as documents
from tests.oauth.authorization_server import AuthorizationServer
from tests.oauth.conftest import FLOWS, SECURITY
from tests.support.loopback_server import Request, Response
from tests.types.checkers import check

CERTIFICATES = Path(__file__).parents[1] / "support" / "certificates"
TYPES = """
from __future__ import annotations
import flows_sdk
from typing import assert_type
from flows_sdk import AsyncFlows, Flows, OAuthOptions, OAuthToken

def stored(token: OAuthToken) -> None:
    assert_type(token.refresh_token, str | None)

options: OAuthOptions = {"scopes": ["read"], "client_authentication": "client_secret_post", "on_token": stored}
with Flows(client_id="me", client_secret="s", oauth_options=options) as client:
    assert_type(client.exchange_code("c"), OAuthToken)

async def main() -> None:
    async def assertion(url: str) -> str:
        return url
    async with AsyncFlows(client_id="me", oauth_options={"client_assertion": assertion}) as client:
        assert_type(await client.exchange_code("c", redirect_uri="u"), OAuthToken)

def caught(error: flows_sdk.errors.OAuthError) -> tuple[str, str, int]:
    return error.error, error.error_description, error.status_code
"""


def section(sdk: Any, heading: str) -> str:
    text = (folder(sdk) / "README.md").read_text("utf-8")
    start = text.index(f"\n## {heading}\n")
    return text[start : text.index("\n## ", start + 1)]


def folder(sdk: Any) -> Path:
    assert sdk.__file__
    return Path(sdk.__file__).parents[1]


def programs(sdk: Any, heading: str) -> list[str]:
    return [part.partition("```")[0] for part in section(sdk, heading).split("```python\n")[1:]]


def run(source: str, package: Path, work: Path, **environment: str) -> str:
    kept = {**os.environ, "PYTHONPATH": str(package), "PYTHONIOENCODING": "utf-8", **environment}
    command = [sys.executable, "-W", "error", "-c", source]
    done = subprocess.run(command, env=kept, cwd=work, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), source
    return done.stdout


def test_the_programs_of_the_section(sdk: Any, server: AuthorizationServer, tmp_path: Path) -> None:
    server.members["scope"] = "read write"
    first, exchange = programs(sdk, "Access tokens")
    assert 'Flows(client_id="…", client_secret="…")' in first
    assert run(first, folder(sdk), tmp_path, FLOWS_BASE_URL=server.url) == "t1\n"
    assert run(exchange, folder(sdk), tmp_path, FLOWS_BASE_URL=server.url) == "read write 3600.0\n"
    kinds = [request.form["grant_type"] for request in server.requests]
    assert kinds == ["client_credentials", "authorization_code"]


def test_the_section_says_what_the_document_has(sdk: Any, openid: Any) -> None:
    assert "| `client_id`, `client_secret` | client credentials | `/oauth/token` |" in section(sdk, "Access tokens")
    assert "| `refresh_token` | refresh token | `/oauth/token/refresh` |" in section(sdk, "Access tokens")
    found = "found through `/.well-known/openid-configuration`"
    assert f"| `client_id`, `client_secret` | client credentials | {found} |" in section(openid, "Access tokens")
    assert "`FLOWS_CLIENT_SECRET`" in section(sdk, "Environment variables")
    assert "`FLOWS_CLIENT_ID` and `FLOWS_CLIENT_SECRET`" in section(sdk, "Quickstart")


@pytest.mark.parametrize("query", ["login.client_secret", "client_secret", "Flows.client_secret"])
def test_explain(query: str, tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(documents.document("Flows", FLOWS, SECURITY), encoding="utf-8")
    diagnostics = Diagnostics()
    (found,) = explain(query, settle(Options(spec=str(spec)), "", tmp_path, diagnostics), diagnostics).explanations
    assert (found.name, found.key) == ("Flows(client_secret=…)", "grant:login.client_secret")
    assert "client credentials from /oauth/token; password from /oauth/token" in found.why


def test_types(sdk: Any, openid: Any, tmp_path: Path) -> None:
    program = tmp_path / "use.py"
    program.write_text(TYPES, encoding="utf-8")
    package = folder(sdk)
    sources = [program, package / "flows_sdk", folder(openid) / "openid_sdk"]
    found = check(sources, [package, folder(openid)], tmp_path)
    assert found == {"mypy": [], "pyright": []}


class TlsServer(AuthorizationServer):
    """Serves only callers with the client's certificate."""

    def __init__(self) -> None:
        super().__init__()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / "server.pem", CERTIFICATES / "server.key")
        context.load_verify_locations(CERTIFICATES / "client.pem")
        context.verify_mode = ssl.CERT_REQUIRED
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def respond(self, request: Request) -> Response:
        return Response(200, "application/json", b'{"id": "certified"}')


def test_the_program_with_a_client_certificate(tmp_path: Path) -> None:
    text = documents.document("Tls", {"tls": {"type": "mutualTLS"}, **FLOWS}, [{"tls": []}])
    made = tmp_path / "sdk"
    made.mkdir()
    sdk = documents.generated(text, made)
    for name in ("client.pem", "client.key"):
        shutil.copy(CERTIFICATES / name, tmp_path / name)
    (program,) = programs(sdk, "Client certificates")
    with TlsServer() as server:
        url = server.url.replace("http://", "https://")
        printed = run(program, made, tmp_path, TLS_BASE_URL=url, SSL_CERT_FILE=str(CERTIFICATES / "server.pem"))
    assert printed == "certified\n"
    documents.forget(made, sdk.__name__)
