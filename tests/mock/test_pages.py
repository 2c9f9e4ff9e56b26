"""Lists: an SDK iterates three pages of each kind, then the list ends."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
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


ORDERS = """
openapi: 3.1.0
info: {title: Orders, version: "1"}
paths:
  /orders:
    get:
      operationId: orders.list
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  orders: {type: array, items: {type: object, properties: {id: {type: string}}}}
                  order_entries: {type: array, items: {type: string}}
                  cursor: {type: string}
              example: {order_entries: [a, b], cursor: "123"}
"""


def test_an_example_without_items_leads_through_the_pages_too(tmp_path: Path) -> None:
    (tmp_path / "orders.yaml").write_text(ORDERS)
    found: list[str] = []
    with MockServer(tmp_path / "orders.yaml") as server, httpx2.Client(base_url=server.url) as client:
        params: dict[str, str] = {}
        for _ in range(3):
            page = client.get("/orders", params=params).json()
            found += [item["id"] for item in page["orders"]]
            params = {"cursor": page.get("cursor", "")}
    assert len(found) == len(set(found)) == 6
    assert params == {"cursor": ""}


def paging_client(driver: Driver, server: MockServer) -> Any:
    client = (driver.sdk.AsyncShop if driver.runner else driver.sdk.Shop)(
        api_key="k", base_url=server.url, max_retries=0, strict_responses=True
    )
    driver.clients.append(client)
    return client
