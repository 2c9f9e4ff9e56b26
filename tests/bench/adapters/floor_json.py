"""The floor without models: httpx2's bytes, a plain splitter and `json`."""

import json

from . import floor

make, amake = floor.make, floor.amake


def decoder():
    return json.loads


def call(client, messages):
    return floor.call(client, messages, decoder)


def stream(client, messages):
    return floor.stream(client, messages, decoder)


async def astream(client, messages):
    return await floor.astream(client, messages, decoder)


def text(item, part):
    return item["choices"][0][part]["content"]
