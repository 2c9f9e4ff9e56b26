"""The same SDK without pages: the calls that the iteration makes, and a loop over the items of each."""

from lists_sdk import Lists


def make(url, http_client=None):
    return Lists(base_url=url, http_client=http_client)


def items(client):
    count, page = 0, client.calls.list()
    while True:
        count += sum(1 for _ in page.data)
        if page.next_cursor is None:
            return count
        page = client.calls.list(position=page.next_cursor)
