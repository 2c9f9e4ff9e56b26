"""The same call with the SDK that this project generates for GitHub's document."""

from github_sdk import GitHub


def make(url):
    return GitHub(token="key", base_url=url)


def first(client):
    return client.repos.get("acme", "rockets").owner.login
