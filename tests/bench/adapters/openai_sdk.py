"""OpenAI's SDK, `openai` on PyPI, pointed at the same server."""

from openai import AsyncOpenAI, OpenAI


def make(url, http_client=None):
    return OpenAI(api_key="key", base_url=url, http_client=http_client)


def amake(url, http_client=None):
    return AsyncOpenAI(api_key="key", base_url=url, http_client=http_client)


def call(client, messages):
    return client.chat.completions.create(model="m", messages=messages)


def stream(client, messages):
    return client.chat.completions.create(model="m", messages=messages, stream=True)


async def astream(client, messages):
    return await client.chat.completions.create(model="m", messages=messages, stream=True)
