"""The requests for further pages: what is kept, what changes, and where they may go."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from tests.pages.conftest import Driver, Server
from tests.support.loopback_server import Request


def queries(server: Server) -> list[dict[str, str]]:
    found = [parse_qs(urlsplit(request.target).query) for request in server.requests]
    return [{name: ",".join(values) for name, values in query.items()} for query in found]


def ids(items: list[Any]) -> list[str]:
    return [item.id for item in items]


def events(path: str, query: dict[str, str], origin: str) -> Any:
    """Five events, two on a page, in both directions."""
    every = ["e1", "e2", "e3", "e4", "e5"]
    if "before_id" in query:
        end = every.index(query["before_id"])
        shown, more = every[max(0, end - 2) : end], end > 2
    else:
        start = every.index(query["after_id"]) + 1 if "after_id" in query else 0
        shown, more = every[start : start + 2], start + 2 < len(every)
    data = [{"id": id} for id in shown]
    return {"data": data, "has_more": more, "first_id": shown[0], "last_id": shown[-1]}


def test_other_parameters_are_kept(driver: Driver) -> None:
    with Server(events) as server:
        client = driver.client(server)
        page = driver.run(client.events.list(kind="new", x_tenant="t1", options={"query": {"trace": "1"}}))
        assert ids(driver.every(page)) == ["e1", "e2", "e3", "e4", "e5"]
        kept = {"kind": "new", "trace": "1"}
        assert queries(server) == [kept, {**kept, "after_id": "e2"}, {**kept, "after_id": "e4"}]
        assert [request.headers["x-tenant"] for request in server.requests] == ["t1"] * 3


def test_from_the_middle(driver: Driver) -> None:
    with Server(events) as server:
        page = driver.run(driver.client(server).events.list(after_id="e2"))
        assert ids(driver.every(page)) == ["e3", "e4", "e5"]


def test_the_position_in_the_options_moves_too(driver: Driver) -> None:
    with Server(events) as server:
        page = driver.run(driver.client(server).events.list(options={"query": {"after_id": "e1"}}))
        assert ids(driver.every(page)) == ["e2", "e3", "e4", "e5"]


def test_backward(driver: Driver) -> None:
    with Server(events) as server:
        page = driver.run(driver.client(server).events.list(before_id="e5"))
        assert [ids(one.data) for one in driver.every(page.pages())] == [["e3", "e4"], ["e1", "e2"]]
        assert queries(server) == [{"before_id": "e5"}, {"before_id": "e3"}]


def found(request: Request) -> Any:
    body = json.loads(request.body)
    start = int(body.get("cursor", "0"))
    more = {"cursor": str(start + 1)} if start < 2 else {}
    return {"items": [{"id": f"{body['q']}{start}"}], **more}


def test_a_cursor_in_the_body(driver: Driver) -> None:
    class Posted(Server):
        def respond(self, request: Request) -> Any:
            self.function = lambda *_: found(request)
            return super().respond(request)

    with Posted(events) as server:
        page = driver.run(driver.client(server).found.search(q="a", limit=1))
        assert ids(driver.every(page)) == ["a0", "a1", "a2"]
        bodies = [json.loads(request.body) for request in server.requests]
        assert bodies == [
            {"q": "a", "limit": 1},
            {"q": "a", "limit": 1, "cursor": "1"},
            {"q": "a", "limit": 1, "cursor": "2"},
        ]


def test_an_idempotency_key_is_not_sent_again(driver: Driver) -> None:
    with Server(events) as server:
        page = driver.run(driver.client(server).events.list(options={"idempotency_key": "once"}))
        driver.every(page)
        keys = [request.headers.get("idempotency-key") for request in server.requests]
        assert keys[1:] == [None, None]


def test_each_page_waits_for_its_rate_limit(driver: Driver) -> None:
    limited: set[str] = set()

    def respond(path: str, query: dict[str, str], origin: str) -> Any:
        place = query.get("after_id", "")
        if place not in limited:
            limited.add(place)
            return 429, {"Retry-After": "0"}
        return events(path, query, origin)

    with Server(respond) as server:
        assert len(driver.every(driver.run(driver.client(server).events.list()))) == 5
        assert len(server.requests) == 6


def test_an_error_in_the_middle(driver: Driver) -> None:
    def respond(path: str, query: dict[str, str], origin: str) -> Any:
        return (404, {}) if query.get("after_id") == "e2" else events(path, query, origin)

    with Server(respond) as server:
        page = driver.run(driver.client(server).events.list())
        seen: list[str] = []

        def each() -> None:
            seen.extend(ids(driver.every(page, most=2)))
            driver.every(page)

        with pytest.raises(driver.sdk.errors.APIError) as caught:
            each()
        assert caught.value.status_code == 404
        assert seen == ["e1", "e2"], "the items before the error were there"
        server.function = events
        assert ids(driver.every(page)) == ["e1", "e2", "e3", "e4", "e5"], "the page can be iterated again"


def test_a_lost_connection_in_the_middle(driver: Driver) -> None:
    lost: list[str] = []

    def respond(path: str, query: dict[str, str], origin: str) -> Any:
        if query and len(lost) < 3:
            lost.append(path)
            raise ConnectionResetError
        return events(path, query, origin)

    with Server(respond) as server:
        retries = driver.sdk.RetryPolicy(initial_delay=0.001)
        page = driver.run(driver.client(server, max_retries=1, retries=retries).events.list())
        with pytest.raises(driver.sdk.errors.APIConnectionError):
            driver.every(page)
        assert ids(driver.every(page)) == ["e1", "e2", "e3", "e4", "e5"], "a retry gets the page"


def test_two_iterations_over_one_page_do_not_disturb_each_other(sdk: ModuleType) -> None:
    with Server(events) as server, sdk.Shop(api_key="k", base_url=server.origin) as client:
        page = client.events.list()
        pairs = [(one.id, other.id) for one, other in zip(page, page, strict=True)]
        assert pairs == [(id, id) for id in ("e1", "e2", "e3", "e4", "e5")]
        assert len(server.requests) == 5


def test_leaving_a_loop_sends_nothing_more(driver: Driver) -> None:
    with Server(events) as server:
        page = driver.run(driver.client(server).events.list())
        assert ids(driver.every(page, most=2)) == ["e1", "e2"]
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("bounds", "expected", "requests"),
    [
        ({"max_items": 0}, [], 1),
        ({"max_items": 2}, ["e1", "e2"], 1),
        ({"max_items": 3}, ["e1", "e2", "e3"], 2),
        ({"max_pages": 0}, [], 1),
        ({"max_pages": 2}, ["e1", "e2", "e3", "e4"], 2),
        ({"max_items": 3, "max_pages": 1}, ["e1", "e2"], 1),
        ({"max_items": 99, "max_pages": 99}, ["e1", "e2", "e3", "e4", "e5"], 3),
    ],
)
def test_bounds(bounds: dict[str, int], expected: list[str], requests: int, driver: Driver) -> None:
    with Server(events) as server:
        page = driver.run(driver.client(server).events.list())
        assert ids(driver.every(page.iter_items(**bounds))) == expected
        assert len(server.requests) == requests


def test_with_response(driver: Driver) -> None:
    with Server(events) as server:
        result = driver.run(driver.with_response(driver.client(server).events.list)(kind="new"))
        assert result.response.status_code == 200
        assert ids(driver.every(result.value)) == ["e1", "e2", "e3", "e4", "e5"]


def test_strict_responses(driver: Driver) -> None:
    def respond(path: str, query: dict[str, str], origin: str) -> Any:
        page = events(path, query, origin)
        return {**page, "data": "no list"} if query else page

    with Server(respond) as server:
        strict = driver.client(server, strict_responses=True)
        page = driver.run(strict.events.list())
        assert isinstance(page, driver.sdk.models.Events)
        with pytest.raises(driver.sdk.errors.ResponseError):
            driver.every(page)
        lenient = driver.run(driver.client(server).events.list())
        assert ids(driver.every(lenient)) == ["e1", "e2"], "what is no list has no items"


def test_the_last_page_has_no_next(driver: Driver) -> None:
    with Server(events) as server:
        page = driver.run(driver.client(server).events.list(after_id="e4"))
        assert not page.has_next_page()
        with pytest.raises(driver.sdk.errors.PaginationError, match=r"events\.list: there is no next page"):
            driver.run(page.next_page())
        assert driver.sdk.errors.PaginationError is driver.sdk.pages.PaginationError


def test_an_async_page_is_not_iterated_with_for(sdk: ModuleType) -> None:
    import asyncio

    async def main(origin: str) -> None:
        async with sdk.AsyncShop(api_key="k", base_url=origin) as client:
            page = await client.events.list()
            with pytest.raises(TypeError, match="async for"):
                list(page)

    with Server(events) as server:
        asyncio.run(main(server.origin))


# --- the URL of the next page ---


def linked(following: str) -> Any:
    def respond(path: str, query: dict[str, str], origin: str) -> Any:
        if path == "/linked" and not query:
            return {"results": [{"id": "1"}], "next": following.replace("ORIGIN", origin)}
        return {"results": [{"id": path}], "next": None}

    return respond


@pytest.mark.parametrize(
    ("following", "path"),
    [
        ("/next", "/next"),
        ("next", "/next"),
        ("?page=2", "/linked"),
        ("ORIGIN/next?a=%2F&a=b#part", "/next"),
        ("ORIGIN/a/../next", "/next"),
    ],
)
def test_a_url_at_the_same_origin(following: str, path: str, driver: Driver) -> None:
    with Server(linked(following)) as server:
        assert ids(driver.every(driver.run(driver.client(server).linked.list()))) == ["1", path]
        assert server.requests[1].headers["authorization"] == "Bearer k"


@pytest.mark.parametrize(
    "following",
    [
        "https://other.example/next",
        "//other.example/next",
        "http://127.0.0.1:1/next",
        "https://127.0.0.1/next",
        "http://127.0.0.1.other.example/next",
        "http://k@other.example/next",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[",
    ],
)
def test_a_url_at_another_origin_is_not_requested(following: str, driver: Driver) -> None:
    with Server(linked(following)) as server:
        page = driver.run(driver.client(server).linked.list())
        with pytest.raises(driver.sdk.errors.PaginationError, match=r"another origin|not valid"):
            driver.every(page)
        assert len(server.requests) == 1


def test_a_user_in_the_url_is_not_sent(driver: Driver) -> None:
    def respond(path: str, query: dict[str, str], origin: str) -> Any:
        return linked(origin.replace("://", "://evil:pw@") + "/next")(path, query, origin)

    with Server(respond) as server:
        driver.every(driver.run(driver.client(server).linked.list()))
        assert [request.headers["authorization"] for request in server.requests] == ["Bearer k"] * 2


def test_http_in_the_url_of_an_https_page(sdk: ModuleType) -> None:
    """A server behind a proxy that ends TLS gives `http` URLs: the next page is requested with TLS."""
    seen: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(str(request.url))
        following = "http://api.example/next" if len(seen) == 1 else None
        return httpx2.Response(200, json={"results": [{"id": "1"}], "next": following})

    with (
        httpx2.Client(transport=httpx2.MockTransport(respond)) as own,
        sdk.Shop(api_key="k", base_url="https://api.example", http_client=own) as client,
    ):
        assert len(list(client.linked.list())) == 2
    assert seen == ["https://api.example/linked", "https://api.example/next"]


LINKS = [
    '<{}/repos?page=1>; rel="prev", <{}/repos?page=3>; rel="next", <{}/repos?page=9>; rel="last"',
    "<{}/repos?page=3>; rel=next",
    '<{}/repos?page=3>; title="a, b; c"; rel="next"',
    '</repos?page=3>; rel="next"',
    '<{}/repos?page=3>; REL="next"',
    '<{}/repos?page=3>; rel="last next"',
    '<{}/repos?a=1,2&page=3>; rel="next"',
    '<{}/other>; rel="next"; anchor="/x", <{}/repos?page=3>; rel="next"',
    '<{}/repos?page=2>; title="<{}/x>; rel=\\"next\\""; rel="prev", <{}/repos?page=3>;rel="next"',
]


@pytest.mark.parametrize("link", LINKS)
def test_links(link: str, driver: Driver) -> None:
    def respond(path: str, query: dict[str, str], origin: str) -> Any:
        headers = {} if query.get("page") == "3" else {"Link": link.replace("{}", origin)}
        return [{"id": query.get("page", "1")}], headers

    with Server(respond) as server:
        assert ids(driver.every(driver.run(driver.client(server).repos.list()))) == ["1", "3"]


@pytest.mark.parametrize(
    "link",
    [
        '<{}/repos?page=1>; rel="prev"',
        "nonsense",
        '<{}/x>; rel="next"; results="false"',
        '<>; rel="next"',
        '<{}/x>; rel="nextish"',
    ],
)
def test_links_without_a_next_page(link: str, driver: Driver) -> None:
    with Server(lambda path, query, origin: ([{"id": "1"}], {"Link": link.replace("{}", origin)})) as server:
        assert ids(driver.every(driver.run(driver.client(server).repos.list()))) == ["1"]
