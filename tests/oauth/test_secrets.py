"""Where the secrets go, and where they do not: errors, logs, other origins, redirects, hooks, an HTTP client."""

from __future__ import annotations

import json
import logging
import pickle
import traceback
from typing import Any

import httpx2
import pytest

from tests.oauth.authorization_server import AuthorizationServer, TokenRequest, refuse
from tests.oauth.conftest import Driver
from tests.support.loopback_server import Response

SECRET = 's3cret"+/é'
CLIENT = {"client_id": "me", "client_secret": SECRET}


def echo(request: TokenRequest) -> Response:
    """An error that repeats all that was sent, as it was sent and decoded."""
    text = f"{request.headers} {request.form} {SECRET}"
    body = {"error": "invalid_client", "error_description": text, "request": text}
    return Response(401, "application/json", json.dumps(body).encode())


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_an_error_never_shows_the_secrets(
    method: str, driver: Driver, sdk: Any, server: AuthorizationServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answer = echo
    client = driver.client(
        sdk, "Flows", base_url=server.url, **CLIENT, username="jo", password="pa55",
        oauth_options={"client_authentication": method},
    )  # fmt: skip
    with pytest.raises(sdk.errors.OAuthError) as caught:
        driver.run(client.me.list())
    error = caught.value
    assert error.error == "invalid_client"
    assert error.status_code == 401
    shown = [str(error), repr(error), error.body, error.error_description, *map(str, vars(error).values())]
    shown += ["".join(traceback.format_exception(error)), str(pickle.loads(pickle.dumps(error))), caplog.text]
    shown += [str(error.response.request.headers), str(error.response.request.content), repr(client)]
    basic = server.requests[0].headers.get("authorization", "Basic none").removeprefix("Basic ")
    for secret in (SECRET, "s3cret", "pa55", basic):
        assert not [text for text in shown if secret in text], secret


def dropped(request: TokenRequest) -> Response:
    raise ConnectionResetError


@pytest.mark.parametrize("exchanges", [False, True])
@pytest.mark.parametrize("answer", [refuse(401, error="invalid_client"), refuse(500), dropped])
@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_traceback_with_local_variables_never_shows_the_secrets(
    method: str,
    answer: Any,
    exchanges: bool,
    driver: Driver,
    sdk: Any,
    server: AuthorizationServer,
) -> None:
    """As reporters of errors record it, with the variables of each frame."""
    server.answer = answer
    options = {"client_authentication": method}
    client = driver.client(
        sdk, "Flows", base_url=server.url, client_id="me", client_secret="s3cret", oauth_options=options
    )  # fmt: skip
    with pytest.raises(sdk.errors.FlowsError) as caught:
        driver.run(client.exchange_code("c0de") if exchanges else client.me.list())
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    frames.stack = traceback.StackSummary.from_list(frames.stack[1:])  # this function, which has the secrets itself
    basic = server.requests[0].headers.get("authorization", "Basic none").removeprefix("Basic ")
    text = "".join(frames.format())
    assert "s3cret" not in text
    assert basic not in text


@pytest.mark.parametrize(
    ("response", "says"),
    [
        (Response(200, "application/json", b'{"ok": false, "error": "invalid_code"}'), "invalid_code"),
        (Response(200, "application/json", b'{"token": "hidden-token"}'), "no valid access_token"),
        (Response(200, "text/html", b"<html>hidden-token"), "no valid access_token"),
        (Response(200, "application/json", b'{"access_token": "hidden-token\\n"}'), "no valid access_token"),
        (Response(200, "application/json", b'{"access_token": "hidden-token", "token_type": "mac"}'), "type mac"),
        (Response(500, "text/plain", b"boom"), "500: no access token"),
        (Response(400, "application/json", b'{"error": "invalid_scope"}'), "the option `scopes` requests others"),
        (Response(400, "application/json", b'[' * 100_000), "400: no access token"),
        (Response(302, "", b"", {"Location": "http://127.0.0.1:1/"}), "redirects of an authorization server"),
        (Response(200, "application/json", b'"' + b"x" * 2_000_000 + b'"'), "larger than 1048576 bytes"),
    ],
)  # fmt: skip
def test_a_response_without_a_token(
    response: Response, says: str, driver: Driver, sdk: Any, server: AuthorizationServer
) -> None:
    server.answer = lambda _: response
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT)
    with pytest.raises(sdk.errors.FlowsError) as caught:
        driver.run(client.me.list())
    assert says in str(caught.value)
    assert "hidden-token" not in f"{caught.value} {vars(caught.value)}"
    assert len(server.requests) == 1
    assert server.calls == []


def test_a_token_in_a_form(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    server.valid.add("formed")
    server.answer = lambda _: Response(200, "application/x-www-form-urlencoded", b"access_token=formed&expires_in=60")
    assert driver.run(driver.client(sdk, "Flows", base_url=server.url, **CLIENT).me.list()).id == "formed"


def test_a_redirect_to_another_origin_does_not_get_the_token(
    driver: Driver, sdk: Any, server: AuthorizationServer
) -> None:
    with AuthorizationServer() as other:

        class Redirecting(AuthorizationServer):
            def respond(self, request: Any) -> Response:
                if request.target.startswith("/v1"):
                    self.calls.append(request)
                    return Response(307, "", b"", {"Location": f"{other.url}/me"})
                return super().respond(request)

        with Redirecting() as first:
            client = driver.client(sdk, "Flows", base_url=first.url, **CLIENT)
            with pytest.raises(sdk.errors.APIError) as caught:
                driver.run(client.me.list())
        assert caught.value.status_code == 401
        assert len(first.requests) == 1, "the token is not renewed for another origin"
        assert [call.headers.get("authorization") for call in other.calls] == [None]


def test_headers_of_the_client_stay_with_the_api(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    make = httpx2.AsyncClient if driver.runner else httpx2.Client
    own = make(headers={"X-Own": "x", "Authorization": "Bearer own"}, cookies={"sid": "1"})
    client = driver.client(
        sdk, "Flows", base_url=server.url, **CLIENT, headers={"X-All": "y"}, http_client=own,
        oauth_options={"client_authentication": "client_secret_post"},
    )  # fmt: skip
    assert driver.run(client.me.list()).id == "t1"
    sent = server.requests[0].headers
    assert not {"x-own", "x-all", "cookie", "authorization"} & sent.keys()
    assert server.calls[0].headers["x-all"] == "y"
    driver.run(own.aclose() if driver.runner else own.close())


def test_a_relative_url_needs_a_server(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT, oauth_options={"token_url": "token/own"})
    driver.run(client.me.list())
    assert server.requests[0].target == "/v1/token/own"


@pytest.mark.parametrize("url", ["https://login.example.com/{tenant}/token"])
def test_a_variable_in_the_url_is_refused(url: str, driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT, oauth_options={"token_url": url})
    with pytest.raises(sdk.errors.ConfigurationError, match="has a variable"):
        driver.run(client.me.list())


@pytest.mark.parametrize("value", [7, b"s"])
def test_a_secret_of_another_type_is_refused(value: Any, driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    client = driver.client(sdk, "Flows", base_url=server.url, client_id="me", client_secret=value)
    with pytest.raises(sdk.errors.ConfigurationError, match="client_secret=: expected a str"):
        driver.run(client.me.list())


def test_an_unreachable_server_is_a_connection_error(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    options = {"token_url": "http://127.0.0.1:1/token"}
    client = driver.client(sdk, "Flows", base_url=server.url, **CLIENT, oauth_options=options)
    with pytest.raises(sdk.errors.APIConnectionError, match="no response from the authorization server"):
        driver.run(client.me.list())


def test_a_refusal_of_a_refresh(driver: Driver, sdk: Any, server: AuthorizationServer) -> None:
    server.answer = refuse(400, error="invalid_grant", error_description="r0 has ended")
    client = driver.client(sdk, "Flows", base_url=server.url, refresh_token="r0")
    with pytest.raises(sdk.errors.OAuthError) as caught:
        driver.run(client.me.list())
    assert str(caught.value) == "400: no access token (refresh_token): invalid_grant: *** has ended"
