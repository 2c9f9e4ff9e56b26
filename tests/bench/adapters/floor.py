"""The floor: httpx2's bytes, a plain splitter and pydantic's compiled validator, with every field of the document."""

import httpx2

from .splitter import events

PATH = "/chat/completions"


def whole():
    from .floor_result import validate

    return validate


def chunk():
    from .floor_chunk import validate

    return validate


def make(url, http_client=None):
    client = http_client or httpx2.Client()
    client.base_url = url
    return client


def amake(url, http_client=None):
    client = http_client or httpx2.AsyncClient(limits=httpx2.Limits(max_keepalive_connections=20), timeout=None)
    client.base_url = url
    return client


def call(client, messages, whole=whole):
    return whole()(client.post(PATH, json={"model": "m", "messages": messages}).content)


def stream(client, messages, chunk=chunk):
    validate, pending = chunk(), []
    with client.stream("POST", PATH, json={"model": "m", "messages": messages, "stream": True}) as response:
        for piece in response.iter_raw():
            for data in events(pending, piece):
                if data == b"[DONE]":
                    return
                yield validate(data)


async def astream(client, messages, chunk=chunk):
    return read(client, messages, chunk())


async def read(client, messages, validate):
    pending = []
    async with client.stream("POST", PATH, json={"model": "m", "messages": messages, "stream": True}) as response:
        async for piece in response.aiter_raw():
            for data in events(pending, piece):
                if data == b"[DONE]":
                    return
                yield validate(data)
