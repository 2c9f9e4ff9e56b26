"""Requests made from real documents are accepted, and the responses are valid by JSON Schema."""

from __future__ import annotations

import json

import pytest

from generator.diagnostics.model import Diagnostics
from generator.document import load_document
from generator.lower import lower
from generator.mock.app import Mock, Options
from generator.mock.http.messages import Request, Response, essence
from generator.mock.response.choice import response_of
from tests.corpus.documents import CORPUS
from tests.corpus.marks import needs_corpus
from tests.corpus.referee import Referee
from tests.corpus.sampling.scalars import FORMATS
from tests.mock.planned import Planner

DOCUMENTS = ["openrouter.yaml", "resend.yaml", "docker-engine.yaml", "oai-v3.0-petstore-expanded.yaml", "slack.json"]


@needs_corpus
@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_operation_responds_as_it_promises(name: str) -> None:
    diagnostics = Diagnostics()
    document = load_document(CORPUS / name, diagnostics)
    api = lower(document, diagnostics, unreferenced=False)
    mock, planner = Mock(document, api, Options(), "http://127.0.0.1:1"), Planner(document, api)
    referee = Referee(document, FORMATS)
    checked = 0
    for endpoint, planned in planner.requests():
        headers = {name.lower(): value for name, value in planned.headers.items()}
        response = mock.respond(Request(planned.method, planned.target, headers, planned.body))
        assert isinstance(response, Response)
        assert response.status < 400, (planned, response.body)
        node = response_of(endpoint, response.status)
        for media in endpoint.contents(node) if node is not None and isinstance(response.body, bytes) else ():
            if essence(media.media_type) == essence(response.media_type) == "application/json" and response.body:
                value = json.loads(response.body)
                assert referee.verdict(media.node.place, value, "response") != "invalid", (planned.key, value)
                checked += 1
    assert checked >= len(api.operations) // 2
