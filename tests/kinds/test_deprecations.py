"""Each deprecated operation and keyword warns once in a process, at the line of the caller."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.kinds.test_kinds import FOLDERS, Sdks
from tests.kinds.test_kinds import sdks as sdks
from tests.kinds.wire import Wire, response

FOLDER = next(folder for folder in FOLDERS if folder.name == "deprecated-operations")
SYNC = """
import sys
import kind_deprecated_operations_sdk as sdk
with sdk.Api(base_url=sys.argv[1]) as client:
    client.things.create_new(a=1)
    for _ in range(2):
        client.things.get_old()
        client.things.create_new(sort="a")
        client.things.create_new(b=1)
"""
ASYNC = """
import asyncio, sys
import kind_deprecated_operations_sdk as sdk
async def main():
    async with sdk.AsyncApi(base_url=sys.argv[1]) as client:
        for _ in range(2):
            await client.things.get_old()
        await client.things.create_new(a=1)
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            SYNC,
            [
                (7, "things.get_old() is deprecated: the API has deprecated it"),
                (8, "'sort' of things.create_new() is deprecated"),
                (9, "'b' of things.create_new() is deprecated"),
            ],
        ),
        (ASYNC, [(7, "things.get_old() is deprecated: the API has deprecated it")]),
    ],
    ids=["sync", "async"],
)
def test_one_warning(program: str, expected: list[tuple[int, str]], sdks: Sdks) -> None:
    sdks.of(FOLDER)
    with Wire(response(204, {}, b"")) as wire:
        run = subprocess.run(
            [sys.executable, "-W", "always::DeprecationWarning:__main__", "-c", program, wire.url],
            env={"PYTHONPATH": str(sdks.root / FOLDER.name)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    assert run.stderr.splitlines() == [f"<string>:{line}: DeprecationWarning: {text}" for line, text in expected]


def test_type_checkers_and_editors_see_it(sdks: Sdks) -> None:
    sdk, _ = sdks.of(FOLDER)
    with sdk.Api(base_url="http://localhost") as client:
        assert client.things.get_old.__deprecated__ == "the API has deprecated it"
        assert not hasattr(client.things.create_new, "__deprecated__")
