"""The same call with the SDK that this project generates for OpenAI's document."""

from openai_sdk import OpenAI


def make(url):
    return OpenAI(api_key="key", base_url=url)


def first(client):
    return client.responses.create(model="m", input="hi").output[1].content[0].text
