"""OAuth 2.0 flows and OpenID Connect discovery: what is kept, and what is reported."""

from __future__ import annotations

import pytest

from tests.unit.lower.conftest import Lowering


def document(scheme: str) -> str:
    return f"""
openapi: 3.1.0
info: {{title: t, version: "1"}}
paths: {{}}
components: {{securitySchemes: {{login: {scheme}}}}}
"""


def flow(kind: str, members: str) -> str:
    return document(f"{{type: oauth2, flows: {{{kind}: {{{members}, scopes: {{}}}}}}}}")


def test_the_flows_of_a_scheme(lowering: Lowering) -> None:
    text = document(
        "{type: oauth2, flows: {implicit: {authorizationUrl: /a, scopes: {}}, password: {tokenUrl: token, scopes: {}}, "
        "authorizationCode: {authorizationUrl: /a, tokenUrl: 'https://e.example/t', refreshUrl: /r, scopes: {}}, "
        "clientCredentials: {tokenUrl: /t, scopes: {}, x-speakeasy-token-endpoint-authentication: client_secret_post}}}"
    )
    found = lowering.document(text)
    (scheme,) = found.api.schemes
    assert [(flow.kind, flow.token_url, flow.refresh_url, flow.authentication) for flow in scheme.flows] == [
        ("client-credentials", "/t", "", "client_secret_post"),
        ("password", "token", "", ""),
        ("authorization-code", "https://e.example/t", "/r", ""),
    ]
    assert found.said("warning") == []


def test_swagger_2(lowering: Lowering) -> None:
    text = """
swagger: "2.0"
info: {title: t, version: "1"}
paths: {}
securityDefinitions:
  app: {type: oauth2, flow: application, tokenUrl: "https://e.example/t", scopes: {}}
  code: {type: oauth2, flow: accessCode, authorizationUrl: /a, tokenUrl: "https://e.example/t", scopes: {}}
"""
    kinds = [flow.kind for scheme in lowering.document(text).api.schemes for flow in scheme.flows]
    assert kinds == ["client-credentials", "authorization-code"]


@pytest.mark.parametrize("kind", ["implicit", "deviceAuthorization"])
def test_a_flow_that_the_client_does_not_run_is_a_note(kind: str, lowering: Lowering) -> None:
    found = lowering.document(flow(kind, "authorizationUrl: /a"))
    assert found.said("note") == ["oauth-flow"]
    assert not found.api.schemes[0].fetches_tokens


@pytest.mark.parametrize(
    "url",
    [
        "", "http://login.example.com/t", "http://127.0.0.1.example.com/t", "ftp://e.example/t", "//e.example/t",
        "https://u:p@e.example/t", "https:///t", "https://e.example/t#f", "https://e.example/ t", "https://[::1/t",
    ],
)  # fmt: skip
def test_a_token_url_that_is_not_safe_is_left_out(url: str, lowering: Lowering) -> None:
    found = lowering.document(flow("clientCredentials", f"tokenUrl: {url!r}"))
    assert found.said("warning") == ["oauth-url"]
    assert not found.api.schemes[0].fetches_tokens


@pytest.mark.parametrize("url", ["http://localhost:8080/t", "http://127.0.0.1/t", "http://[::1]/t", "t", "/t?a=b"])
def test_loopback_and_relative_urls_are_kept(url: str, lowering: Lowering) -> None:
    found = lowering.document(flow("clientCredentials", f"tokenUrl: {url!r}"))
    assert found.said("warning") == []
    assert found.api.schemes[0].flows[0].token_url == url


@pytest.mark.parametrize(("url", "kept"), [("https://e.example/c", True), ("http://e.example/c", False), ("", False)])
def test_discovery(url: str, kept: bool, lowering: Lowering) -> None:
    found = lowering.document(document(f"{{type: openIdConnect, openIdConnectUrl: {url!r}}}"))
    assert found.api.schemes[0].discovery_url == (url if kept else "")
    assert found.said("warning") == ([] if kept else ["oauth-url"])
