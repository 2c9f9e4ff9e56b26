"""A response of a model with OpenAI's SDK, `openai` on PyPI."""

from openai import OpenAI


def make(url):
    return OpenAI(api_key="key", base_url=url)


def first(client):
    return client.responses.create(model="m", input="hi").output[1].content[0].text
