"""Lists: an SDK iterates three pages of each kind, then the list ends."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sdkwright.mock import MockServer
from tests.pages import conftest as paging
from tests.pages.conftest import Driver

sdk, driver = paging.sdk, paging.driver  # fixtures
SPEC = Path(paging.SPEC)
CALLS: dict[str, dict[str, Any]] = {
    "items": {},
    "linked": {"q": "a b"},
    "skipped": {},
    "numbered": {},
    "repos": {},
    "events": {"kind": "new"},
    "found": {"q": "a"},
}


def _list(client: Any, name: str, **arguments: Any) -> Any:
    resource = getattr(client, name)
    return (resource.search if name == "found" else resource.list)(**arguments)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("name", CALLS)
def test_a_list_has_three_pages(name: str, strict: bool, sdk: ModuleType, driver: Driver) -> None:
    with MockServer(SPEC, strict=strict) as server:
        client = paging_client(driver, server)
        found = driver.every(driver.run(_list(client, name, **CALLS[name])))
        requests = len(server.requests)
        again = driver.every(driver.run(_list(client, name, **CALLS[name])))
    assert len(found) == 6
    assert requests == 3
    assert found == again
    texts = [str(getattr(item, "id", item)) for item in found]
    assert len(set(texts)) == 6


def test_a_limit_is_kept(sdk: ModuleType, driver: Driver) -> None:
    with MockServer(SPEC) as server:
        client = paging_client(driver, server)
        page = driver.run(client.items.list(limit=1))
        assert len(page.data) == 1
        assert len(driver.every(driver.run(client.items.list(limit=1)))) == 3
        assert len(driver.every(driver.run(client.found.search(q="a", limit=2)))) == 5


def test_a_list_that_is_read_backward_ends(sdk: ModuleType, driver: Driver) -> None:
    with MockServer(SPEC) as server:
        client = paging_client(driver, server)
        assert len(driver.every(driver.run(client.events.list(before_id="x")))) == 3


def test_a_page_after_the_last_is_empty(sdk: ModuleType, driver: Driver) -> None:
    with MockServer(SPEC) as server:
        client = paging_client(driver, server)
        assert driver.run(client.numbered.list(page=9)).items == []
        assert driver.run(client.skipped.list(offset=9)).items == []
        assert driver.run(client.repos.list(page=9)).items != []


def paging_client(driver: Driver, server: MockServer) -> Any:
    client = (driver.sdk.AsyncShop if driver.runner else driver.sdk.Shop)(
        api_key="k", base_url=server.url, max_retries=0, strict_responses=True
    )
    driver.clients.append(client)
    return client
