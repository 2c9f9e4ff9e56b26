"""SDKs with OAuth 2.0, generated once, and a server that issues tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.oauth import document as documents
from tests.oauth.authorization_server import AuthorizationServer

FLOWS = {
    "login": documents.oauth2(
        clientCredentials={"scopes": {"read": "Read", "write": "Write"}},
        password={},
        authorizationCode={"authorizationUrl": "/oauth/start", "refreshUrl": "/oauth/token/refresh"},
    )
}
OPENID = {"login": {"type": "openIdConnect", "openIdConnectUrl": "/.well-known/openid-configuration"}}
SECURITY = [{"login": ["read"]}]


def _sdk(name: str, schemes: dict[str, Any], factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = factory.mktemp(name)
    sdk = documents.generated(documents.document(name.title(), schemes, SECURITY), folder)
    yield sdk
    documents.forget(folder, sdk.__name__)


@pytest.fixture(scope="session")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An SDK with the three flows. Its clients are `Flows` and `AsyncFlows`."""
    yield from _sdk("flows", FLOWS, tmp_path_factory)


@pytest.fixture(scope="session")
def openid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An SDK with OpenID Connect. Its clients are `Openid` and `AsyncOpenid`."""
    yield from _sdk("openid", OPENID, tmp_path_factory)


@pytest.fixture
def server() -> Iterator[AuthorizationServer]:
    with AuthorizationServer() as running:
        yield running


class Driver:
    """The sync or the async client of an SDK, called in the same words."""

    def __init__(self, kind: str) -> None:
        self.runner = asyncio.Runner() if kind == "async" else None
        self.clients: list[Any] = []

    def client(self, sdk: Any, name: str, **arguments: Any) -> Any:
        cls = getattr(sdk, f"Async{name}" if self.runner else name)
        self.clients.append(cls(**{"max_retries": 0, **arguments}))
        return self.clients[-1]

    def run(self, value: Any) -> Any:
        """The value of a call, awaited on the async side."""

        async def awaited() -> Any:
            return await value

        return self.runner.run(awaited()) if self.runner else value


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest) -> Iterator[Driver]:
    driver = Driver(request.param)
    yield driver
    for client in driver.clients:
        driver.run(client.aclose() if driver.runner else client.close())
    if driver.runner is not None:
        driver.runner.close()
