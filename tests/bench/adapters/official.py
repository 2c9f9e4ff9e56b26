"""The official SDK, `openrouter` on PyPI."""

from openrouter import OpenRouter

HTTP = "httpx"  # its HTTP library
NEEDS_ROOM = True  # it opens 100 connections at most


def make(url, http_client=None):
    return OpenRouter(api_key="key", server_url=url, client=http_client)


def amake(url, http_client=None):
    return OpenRouter(api_key="key", server_url=url, async_client=http_client)


def call(client, messages):
    return client.chat.send(model="m", messages=messages)


def stream(client, messages):
    return client.chat.send(model="m", messages=messages, stream=True)


async def astream(client, messages):
    return await client.chat.send_async(model="m", messages=messages, stream=True)
