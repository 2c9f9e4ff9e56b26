"""The SDK of a list: iteration over the items of all pages."""

from lists_sdk import Lists


def make(url, http_client=None):
    return Lists(base_url=url, http_client=http_client)


def items(client):
    return sum(1 for _ in client.items.list())
