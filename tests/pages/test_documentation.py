"""The README, the pages and the types of an SDK with pages. Programs are run as they are on the page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.docs.page_programs import Program, programs
from tests.pages.conftest import Server
from tests.types.checkers import check

TYPES = """
from __future__ import annotations
from collections.abc import AsyncIterator, Iterator
from typing import assert_type

from shop_sdk import AsyncShop, Shop, async_with_response, errors, models, with_response
from shop_sdk.pages import AsyncItemsPage, AsyncListPage, AsyncPage, ItemsPage, ListPage, Page, SkippedPage

def first(page: Page[models.Item]) -> models.Item | None:
    return next(iter(page), None)

with Shop(api_key="k") as client:
    page = client.items.list(limit=2)
    assert_type(page, ItemsPage)
    assert_type(page.data, list[models.Item])
    assert_type(list(page), list[models.Item])
    assert_type([item.id for item in page], list[str])
    assert_type(page.iter_items(max_items=3, max_pages=2), Iterator[models.Item])
    assert_type(page.pages(max_pages=2), Iterator[ItemsPage])
    assert_type(page.next_page(), ItemsPage)
    assert_type(page.has_next_page(), bool)
    assert_type(first(page), models.Item | None)
    assert_type(with_response(client.items.list)().value, ItemsPage)
    as_model: models.Items = page
    skipped = client.skipped.list()
    assert_type(skipped, SkippedPage)
    assert_type(list(skipped), list[str])
    repos = client.repos.list()
    assert_type(repos, ListPage[models.Item])
    assert_type(repos.items, list[models.Item])
    for repo in repos:
        assert_type(repo, models.Item)
    assert_type(first(repos), models.Item | None)

async def use(page: AsyncPage[models.Item]) -> list[models.Item]:
    return [item async for item in page]

async def main() -> None:
    async with AsyncShop(api_key="k") as client:
        page = await client.items.list()
        assert_type(page, AsyncItemsPage)
        async for item in page:
            assert_type(item, models.Item)
        async for one in page.pages(max_pages=2):
            assert_type(one, AsyncItemsPage)
        assert_type(page.iter_items(), AsyncIterator[models.Item])
        assert_type(await page.next_page(), AsyncItemsPage)
        assert_type(await use(page), list[models.Item])
        assert_type(await client.repos.list(), AsyncListPage[models.Item])
        assert_type((await async_with_response(client.items.list)()).value, AsyncItemsPage)

def caught(error: errors.PaginationError) -> str:
    return error.message
"""


def folder(sdk: ModuleType) -> Path:
    assert sdk.__file__
    return Path(sdk.__file__).parents[1]


def respond(path: str, query: dict[str, str], origin: str) -> Any:
    """A list of five, in the words of each operation."""
    if path == "/repos":
        page = int(query.get("page", "1"))
        return [{"id": f"repo{page}"}], {"Link": f'<{origin}/repos?page={page + 1}>; rel="next"'} if page < 3 else {}
    if path == "/items":
        start = int(query.get("after", "0"))
        data = [{"id": f"i{number}"} for number in range(start + 1, start + 3)]
        return {"data": data, "has_more": start < 4, "last_id": str(start + 2)}
    if path == "/events":
        return {"data": [{"id": "e1"}], "has_more": False}
    if path == "/skipped":
        start = int(query.get("offset", "0"))
        return {"items": ["a", "b", "c"][start : start + 2], "total": 3}
    if path == "/numbered":
        page = int(query.get("page", "1"))
        return {"items": [f"n{page}"], "page": page, "has_more": page < 2}
    key = "results" if path == "/linked" else "items"
    return {key: [{"id": f"of {path}"}]}


def run(program: Program, sdk: ModuleType, server: Server, work: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "SYSTEMROOT"}}
    environment = {**kept, "PYTHONPATH": str(folder(sdk)), "SHOP_API_KEY": "k", "SHOP_BASE_URL": server.origin}
    command = [sys.executable, "-c", program.source]
    done = subprocess.run(command, env=environment, cwd=work, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), program.id
    return done.stdout


def test_the_programs_of_the_readme(sdk: ModuleType, tmp_path: Path) -> None:
    shown = {program.headings[-1]: program for program in programs(folder(sdk)) if program.page == "README.md"}
    every = "".join(f"i{number}\n" for number in range(1, 7))
    with Server(respond) as server:
        assert run(shown["Quickstart"], sdk, server, tmp_path) == every
        assert run(shown["Async"], sdk, server, tmp_path) == every
        bounded = run(shown["Pages"], sdk, server, tmp_path)
    assert bounded == every + "2\n2\n2\n"


EXAMPLES = {
    "docs/items.md": "i1\ni2\ni3\ni4\ni5\ni6\n",
    "docs/repos.md": "repo1\nrepo2\nrepo3\n",
    "docs/skipped.md": "a\nb\nc\n",
    "docs/numbered.md": "n1\nn2\n",
    "docs/linked.md": "of /linked\n",
    "docs/found.md": "of /found/search\n",
    "docs/events.md": "e1\n",
}


@pytest.mark.parametrize("heading", ["Example", "Async"])
def test_the_programs_of_the_pages(heading: str, sdk: ModuleType, tmp_path: Path) -> None:
    shown = {program.page: program for program in programs(folder(sdk)) if program.headings[-1] == heading}
    with Server(respond) as server:
        printed = {page: run(shown[page], sdk, server, tmp_path) for page in EXAMPLES}
    assert printed == EXAMPLES


def test_what_a_page_is_said_to_be(sdk: ModuleType) -> None:
    line = "- A [page](../README.md#pages): iteration yields the items of all pages, [`Item`](models.md#item)."
    assert line in (folder(sdk) / "docs" / "items.md").read_text("utf-8").splitlines()
    assert "`PaginationError`" in (folder(sdk) / "docs" / "errors.md").read_text("utf-8")
    assert "`errors.PaginationError` is raised" in (folder(sdk) / "README.md").read_text("utf-8")


def test_types(sdk: ModuleType, tmp_path: Path) -> None:
    program = tmp_path / "use.py"
    program.write_text(TYPES, encoding="utf-8")
    package = folder(sdk)
    assert check([program, package / "shop_sdk"], [package], tmp_path) == {"mypy": [], "pyright": []}
