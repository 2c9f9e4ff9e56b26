"""OAuth 2.0: an SDK gets its tokens from the mock server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest

from sdkwright.mock import MockServer
from tests.oauth import conftest as oauth
from tests.oauth import document as documents
from tests.oauth.conftest import Driver

sdk, openid, driver = oauth.sdk, oauth.openid, oauth.driver  # fixtures


def _server(title: str, schemes: dict[str, Any], folder: Path) -> MockServer:
    path = folder / "document.json"
    path.write_text(documents.document(title, schemes, oauth.SECURITY))
    return MockServer(path)


def test_an_sdk_fetches_a_token(sdk: Any, driver: Driver, tmp_path: Path) -> None:
    with _server("Flows", oauth.FLOWS, tmp_path) as server:
        client = driver.client(sdk, "Flows", base_url=server.url, client_id="a", client_secret="b")
        assert driver.run(client.me.list()).id
        token, call = server.requests
    assert token.path == "/oauth/token"
    assert b"grant_type=client_credentials" in token.body
    assert call.headers["authorization"] == "Bearer mock-access-token-1"


def test_an_sdk_finds_the_token_endpoint(openid: Any, driver: Driver, tmp_path: Path) -> None:
    with _server("Openid", oauth.OPENID, tmp_path) as server:
        client = driver.client(openid, "Openid", base_url=server.url, client_id="a", client_secret="b")
        assert driver.run(client.me.list()).id
        assert [request.status for request in server.requests] == [200, 200, 200]


@pytest.fixture
def token_url(tmp_path: Path) -> Any:
    with _server("Flows", oauth.FLOWS, tmp_path) as server:
        yield f"{server.url.removesuffix('/v1')}/oauth/token"


def test_tokens_are_refreshed(token_url: str, http: httpx2.Client) -> None:
    first = http.post(token_url, data={"grant_type": "password", "username": "a", "password": "b", "client_id": "c"})
    granted = first.json()
    assert (granted["access_token"], first.headers["cache-control"]) == ("mock-access-token-1", "no-store")
    again = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"], "client_id": "c"}
    assert http.post(token_url, data=again).json()["access_token"] == "mock-access-token-2"
    assert http.post(f"{token_url}/refresh", data=again).json()["access_token"] == "mock-access-token-3"


REFUSED = [
    ({}, 400, "invalid_request"),
    ({"grant_type": "magic", "client_id": "c"}, 400, "unsupported_grant_type"),
    ({"grant_type": "client_credentials"}, 401, "invalid_client"),
    ({"grant_type": "refresh_token", "client_id": "c"}, 400, "invalid_request"),
]


@pytest.mark.parametrize(("form", "status", "error"), REFUSED)
def test_a_request_for_a_token_is_refused(
    form: dict[str, str], status: int, error: str, token_url: str, http: httpx2.Client
) -> None:
    response = http.post(token_url, data=form)
    assert (response.status_code, response.json()) == (status, {"error": error})
