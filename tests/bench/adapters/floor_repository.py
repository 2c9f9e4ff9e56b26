"""One call of GitHub's API with httpx2 and pydantic models that were written by hand."""

import httpx2


def make(url):
    return httpx2.Client(base_url=url)


def first(client):
    from .repository_models import FullRepository

    response = client.get("/repos/acme/rockets", headers={"Authorization": "Bearer key"})
    return FullRepository.model_validate_json(response.raise_for_status().content).owner.login
