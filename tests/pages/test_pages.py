"""Pages of lists over a real socket: each kind, sync and async, and servers that would never end."""

from __future__ import annotations

import asyncio
from types import ModuleType
from typing import Any

import pytest

from tests.pages.conftest import Driver, Respond, Server


def by_cursor(path: str, query: dict[str, str], origin: str) -> Any:
    start = int(query.get("after", "0"))
    ids = [str(number) for number in range(start + 1, start + 3)]
    return {"data": [{"id": id} for id in ids], "has_more": start < 4, "last_id": ids[-1], "new": True}


def by_url(path: str, query: dict[str, str], origin: str) -> Any:
    if path == "/more":
        return {"results": [{"id": "3"}], "next": None}
    return {"results": [{"id": "1"}, {"id": "2"}], "next": "/more?token=a%20b&token=c"}


def by_link(path: str, query: dict[str, str], origin: str) -> Any:
    page = int(query.get("page", "1"))
    headers = {"Link": f'<{origin}/repos?page={page + 1}>; rel="next"'} if page < 3 else {}
    return [{"id": str(page)}], headers


def by_offset(path: str, query: dict[str, str], origin: str) -> Any:
    every, start = list("abcde"), int(query.get("offset", "0"))
    return {"items": every[start : start + 2], "total": 5}


def by_page(path: str, query: dict[str, str], origin: str) -> Any:
    page = int(query.get("page", "1"))
    return {"items": [str(page)], "page": page, "has_more": page < 3}


KINDS: list[tuple[str, Respond, list[str], int]] = [
    ("items", by_cursor, ["1", "2", "3", "4", "5", "6"], 3),
    ("linked", by_url, ["1", "2", "3"], 2),
    ("repos", by_link, ["1", "2", "3"], 3),
    ("skipped", by_offset, ["a", "b", "c", "d", "e"], 3),
    ("numbered", by_page, ["1", "2", "3"], 3),
]


def shown(item: Any) -> str:
    return item if isinstance(item, str) else item.id


@pytest.mark.parametrize(("resource", "respond", "expected", "calls"), KINDS)
def test_items_of_all_pages(sdk: ModuleType, resource: str, respond: Respond, expected: list[str], calls: int) -> None:
    with Server(respond) as server, sdk.Shop(api_key="k", base_url=server.origin) as client:
        page = getattr(client, resource).list(options={"headers": {"X-Trace": "1"}})
        assert page.has_next_page()
        assert [shown(item) for item in page] == expected
        assert len(server.requests) == calls
        assert all(one.headers["authorization"] == "Bearer k" for one in server.requests)
        assert all(one.headers["x-trace"] == "1" for one in server.requests)
        assert [shown(item) for item in page] == expected, "a page can be iterated again"


@pytest.mark.parametrize(("resource", "respond", "expected", "calls"), KINDS)
def test_items_of_all_pages_async(
    sdk: ModuleType, resource: str, respond: Respond, expected: list[str], calls: int
) -> None:
    async def main(origin: str) -> list[str]:
        async with sdk.AsyncShop(api_key="k", base_url=origin) as client:
            return [shown(item) async for item in await getattr(client, resource).list()]

    with Server(respond) as server:
        assert asyncio.run(main(server.origin)) == expected
        assert len(server.requests) == calls


def test_a_page_is_the_response(sdk: ModuleType) -> None:
    with Server(by_cursor) as server, sdk.Shop(api_key="k", base_url=server.origin) as client:
        page = client.items.list(limit=2)
        assert isinstance(page, sdk.models.Items)
        assert isinstance(page, sdk.pages.Page)
        assert [item.id for item in page.data] == ["1", "2"]
        assert page.model_dump()["new"] is True
        following = page.next_page()
        assert [item.id for item in following.data] == ["3", "4"]
        assert "limit=2" in server.requests[1].target
        assert len(list(page.iter_items(max_items=3))) == 3
        assert len(list(page.pages(max_pages=2))) == 2
        with pytest.raises(TypeError, match="pickle"):
            page._place.__reduce__()


def test_response_of_the_first_page(sdk: ModuleType) -> None:
    with Server(by_cursor) as server, sdk.Shop(api_key="k", base_url=server.origin) as client:
        result = sdk.with_response(client.items.list)()
        assert result.response.status_code == 200
        assert len(list(result.value)) == 6


def test_each_page_is_retried(sdk: ModuleType) -> None:
    failed: list[str] = []

    def respond(path: str, query: dict[str, str], origin: str) -> Any:
        if query.get("after") == "2" and not failed:
            failed.append("2")
            return 503, {"Retry-After": "0"}
        return by_cursor(path, query, origin)

    with Server(respond) as server, sdk.Shop(api_key="k", base_url=server.origin) as client:
        assert len(list(client.items.list())) == 6
        assert len(server.requests) == 4


def test_null_items_are_no_items(sdk: ModuleType) -> None:
    with (
        Server(lambda *_: {"results": None, "next": None}) as server,
        sdk.Shop(api_key="k", base_url=server.origin) as client,
    ):
        assert list(client.linked.list()) == []


def cycle(path: str, query: dict[str, str], origin: str) -> Any:
    following = {"": "a", "a": "b", "b": "c", "c": "a"}[query.get("after", "")]
    return {"data": [{"id": "1"}], "has_more": True, "last_id": following}


def back_and_forth(path: str, query: dict[str, str], origin: str) -> Any:
    return {"data": [{"id": "1"}], "has_more": True, "last_id": "b" if query.get("after") == "a" else "a"}


HOSTILE: list[tuple[str, Respond, str]] = [
    ("items", lambda *_: {"data": [{"id": "1"}], "has_more": True, "last_id": "1"}, "repeats"),
    ("items", cycle, "repeats"),
    ("items", back_and_forth, "repeats"),
    ("items", lambda *_: {"data": [{"id": "1"}], "has_more": True, "last_id": ""}, "does not say where"),
    ("items", lambda *_: {"data": [{"id": "1"}], "has_more": True, "last_id": {"a": 1}}, "no text"),
    ("items", lambda *_: {"data": [], "has_more": True, "last_id": None}, "does not say where"),
    ("linked", lambda *_: {"results": [{"id": "1"}], "next": "https://other.example/x"}, "another origin"),
    ("linked", lambda *_: {"results": [{"id": "1"}], "next": "file:///etc/passwd"}, "not valid|another origin"),
    ("linked", lambda *_: {"results": [{"id": "1"}], "next": "/linked"}, "repeats"),
    ("skipped", lambda *_: {"items": ["a"], "total": 9}, "same page"),
    ("numbered", lambda *_: {"items": [], "has_more": True}, "page is empty"),
]


@pytest.mark.parametrize(("resource", "respond", "message"), HOSTILE)
def test_a_list_that_never_ends(driver: Driver, resource: str, respond: Respond, message: str) -> None:
    with Server(respond) as server:
        page = driver.run(getattr(driver.client(server), resource).list())
        with pytest.raises(driver.sdk.errors.PaginationError, match=message):
            driver.every(page)
        assert len(server.requests) < 12


def test_empty_pages_are_given_up(driver: Driver) -> None:
    def respond(path: str, query: dict[str, str], origin: str) -> Any:
        return {"data": [], "has_more": True, "last_id": str(int(query.get("after", "0")) + 1)}

    with Server(respond) as server:
        page = driver.run(driver.client(server).items.list())
        with pytest.raises(driver.sdk.errors.PaginationError, match="without items"):
            driver.every(page)
        assert len(server.requests) == 101
