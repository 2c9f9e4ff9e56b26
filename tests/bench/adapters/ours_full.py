"""The SDK that this project generates for the whole document, of 97 operations."""

from openrouter_full import AsyncOpenRouter as AsyncClient
from openrouter_full import OpenRouter as Client


def make(url, http_client=None):
    return Client(api_key="key", base_url=url, http_client=http_client)


def amake(url, http_client=None):
    return AsyncClient(api_key="key", base_url=url, http_client=http_client)


def call(client, messages):
    return client.chat.send(model="m", messages=messages)


def stream(client, messages):
    return client.chat.send(model="m", messages=messages, stream=True)


async def astream(client, messages):
    return await client.chat.send(model="m", messages=messages, stream=True)
