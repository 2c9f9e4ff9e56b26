"""The items of a stream that the document does not declare, sync and async."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.kinds.test_kinds import FOLDERS, Sdks
from tests.kinds.test_kinds import sdks as sdks
from tests.kinds.wire import Wire, response

FOLDER = next(folder for folder in FOLDERS if folder.name == "stream-where-json-is-declared")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/event-stream", b'event: one\ndata: {"text": "a"}\n\ndata: {"text": "b"}\n\n'),
        ("application/json", b'{"text":\n"a"}'),
    ],
)
def test_items(content_type: str, body: bytes, sdks: Sdks) -> None:
    sdk, _ = sdks.of(FOLDER)
    expected = ["a", "b"] if content_type == "text/event-stream" else ["a"]
    with Wire(response(200, {"Content-Type": content_type}, body)) as wire:
        with sdk.Api(base_url=wire.url) as client, client.messages.create(text="hi", stream=True) as stream:
            assert [item.text for item in stream] == expected
        assert asyncio.run(_async_items(sdk, wire.url)) == expected


async def _async_items(sdk: Any, url: str) -> list[str]:
    async with sdk.AsyncApi(base_url=url) as client, await client.messages.create(text="hi", stream=True) as stream:
        return [item.text async for item in stream]
