"""The grants of OAuth 2.0: what is sent to the token endpoint, and which token is used."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from tests.oauth.authorization_server import AuthorizationServer, refuse
from tests.oauth.conftest import Driver

CLIENT = {"client_id": "me", "client_secret": "s3cret&more"}
BASIC = "Basic " + b64encode(b"me:s3cret%26more").decode()


def test_client_credentials(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    assert server.requests == [], "a token is fetched when it is first needed"
    assert [driver.run(client.me.list()).id for _ in range(3)] == ["t1"] * 3
    (request,) = server.requests
    assert request.target == "/oauth/token"
    assert request.form == {"grant_type": "client_credentials", "scope": "read"}
    assert request.headers["authorization"] == BASIC
    assert request.headers["accept"] == "application/json"


def test_client_credentials_from_the_environment(
    driver: Driver, sdk: Any, server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWS_CLIENT_ID", "me")
    monkeypatch.setenv("FLOWS_CLIENT_SECRET", "s3cret&more")
    client = driver.client(sdk, "Flows", base_url=server.url)
    assert driver.run(client.me.list()).id == "t1"
    assert server.requests[0].headers["authorization"] == BASIC


def test_each_set_of_scopes_has_a_token_and_a_wider_one_serves_the_narrower(
    driver: Driver, sdk: Any, server: AuthorizationServer
) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    assert driver.run(client.me.create()).id == "t1"
    assert driver.run(client.me.list()).id == "t1"
    assert [request.form["scope"] for request in server.requests] == ["read write"]
    other = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    assert [driver.run(call()).id for call in (other.me.list, other.me.create, other.me.list)] == ["t2", "t3", "t2"]
    assert [request.form["scope"] for request in server.requests[1:]] == ["read", "read write"]


@pytest.mark.parametrize(("scopes", "sent"), [(["a", "b"], "a b"), ([], None)])
def test_scopes_of_the_caller(
    scopes: list[str], sent: str | None, driver: Driver, sdk: Any, server: AuthorizationServer
) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT, oauth_options={"scopes": scopes})
    driver.run(client.me.list())
    driver.run(client.me.create())
    (request,) = server.requests
    assert request.form.get("scope") == sent


def test_secret_in_the_body(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    options = {"client_authentication": "client_secret_post", "parameters": {"audience": "api"}}
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT, oauth_options=options)
    driver.run(client.me.list())
    (request,) = server.requests
    assert "authorization" not in request.headers
    assert request.form == {"grant_type": "client_credentials", "scope": "read", "audience": "api", **CLIENT}


def test_private_key_jwt(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    options = {"client_assertion": lambda url: f"jwt for {url}"}
    client = driver.client(sdk, "Flows", base_url=server.url, client_id="me", oauth_options=options)
    driver.run(client.me.list())
    (request,) = server.requests
    assert request.form == {
        "grant_type": "client_credentials",
        "scope": "read",
        "client_id": "me",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": f"jwt for {server.origin}/oauth/token",
    }


def test_password(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    server.refreshes = True
    client = driver.client(sdk, "Flows", base_url=server.url, username="jo", password="pw", client_id="me")
    assert driver.run(client.me.list()).id == "t1"
    server.valid.clear()
    assert driver.run(client.me.list()).id == "t2"
    first, second = server.requests
    assert first.form == {
        "grant_type": "password", "username": "jo", "password": "pw", "scope": "read", "client_id": "me",
    }  # fmt: skip
    assert second.form == {"grant_type": "refresh_token", "refresh_token": "r1", "client_id": "me"}


def test_password_again_when_the_refresh_token_has_ended(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    server.refreshes = True
    client = driver.client(sdk, "Flows", base_url=server.url, username="jo", password="pw")
    driver.run(client.me.list())
    server.valid.clear()
    ended = refuse(400, error="invalid_grant")

    def answer(request: Any) -> Any:
        server.answer = None
        return ended(request)

    server.answer = answer
    assert driver.run(client.me.list()).id == "t3"
    assert [request.form["grant_type"] for request in server.requests] == ["password", "refresh_token", "password"]


def test_refresh_token_and_its_rotation(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    server.refreshes = True
    stored: list[str] = []
    options = {"on_token": lambda token: stored.append(token.refresh_token)}
    client = driver.client(
        sdk, "Flows", base_url=server.url, **CLIENT, refresh_token="r0", oauth_options=options
    )  # fmt: skip
    for _ in range(2):
        driver.run(client.me.list())
        server.valid.clear()
    assert [request.form["refresh_token"] for request in server.requests] == ["r0", "r1"]
    assert {request.target for request in server.requests} == {"/oauth/token/refresh"}
    assert all("scope" not in request.form for request in server.requests)
    assert stored == ["r1", "r2"]


def test_authorization_code(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    server.refreshes = True
    server.members["id_token"] = "jwt"
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    token = driver.run(client.exchange_code("c0de", redirect_uri="https://app/back", code_verifier="v"))
    assert (token.access_token, token.refresh_token, token.expires_in) == ("t1", "r1", 3600.0)
    assert token.extra == {"id_token": "jwt"}
    assert "t1" not in repr(token)
    assert "r1" not in repr(token)
    assert driver.run(client.me.create()).id == "t1"
    server.valid.clear()
    assert driver.run(client.me.list()).id == "t2"
    first, second = server.requests
    assert first.form == {
        "grant_type": "authorization_code", "code": "c0de", "redirect_uri": "https://app/back", "code_verifier": "v",
    }  # fmt: skip
    assert (second.target, second.form["refresh_token"]) == ("/oauth/token/refresh", "r1")


def test_a_code_without_a_refresh_token_ends(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    driver.run(client.exchange_code("c0de"))
    server.valid.clear()
    with pytest.raises(sdk.errors.ConfigurationError, match="exchange a new code"):
        driver.run(client.me.list())


@pytest.mark.parametrize("source", ["text", "callable"])
def test_a_token_that_is_passed_precedes(source: str, driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    server.valid.add("mine")
    token: Any = "mine" if source == "text" else lambda: "mine"
    client = driver.client(sdk, "Flows", base_url=server.url, token=token, **CLIENT)
    assert driver.run(client.me.list()).id == "mine"
    assert server.requests == []


def test_arguments_precede_a_token_of_the_environment(
    driver: Driver, sdk: Any, server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWS_TOKEN", "mine")
    server.valid.add("mine")
    assert driver.run(driver.client(sdk, "Flows", base_url=server.url).me.list()).id == "mine"
    assert driver.run(driver.client(sdk, "Flows", base_url=server.url, **CLIENT).me.list()).id == "t1"


def test_what_is_missing_is_named(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    with pytest.raises(sdk.errors.ConfigurationError) as caught:
        driver.run(driver.client(sdk, "Flows", base_url=server.url, client_id="me").me.list())
    assert str(caught.value) == (
        "no credentials: pass token=, or client_id= and client_secret=, or username= and password=, or refresh_token=, "
        "or their environment variables"
    )
    assert server.calls == []


def test_discovery(driver: Driver, openid: Any, server: AuthorizationServer) -> None:
    server.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    client = driver.client(openid, "Openid", base_url=server.url, **CLIENT)
    assert [driver.run(client.me.list()).id for _ in range(2)] == ["t1", "t1"]
    (request,) = server.requests
    assert request.target == "/sso/token"
    assert request.form == {"grant_type": "client_credentials", "scope": "read", **CLIENT}


@pytest.mark.parametrize("endpoint", ["http://login.example.com/token", 7, "http://127.0.0.1.example.com/token"])
def test_an_endpoint_without_tls_is_refused(
    endpoint: Any, driver: Driver, openid: Any, server: AuthorizationServer
) -> None:
    server.metadata = {"token_endpoint": endpoint}
    client = driver.client(openid, "Openid", base_url=server.url, **CLIENT)
    with pytest.raises(openid.errors.OpenidError) as caught:
        driver.run(client.me.list())
    assert "https only" in str(caught.value) or "no token_endpoint" in str(caught.value)
    assert server.requests == []
