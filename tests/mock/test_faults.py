"""Faults on order: in the same requests for the same seed."""

from __future__ import annotations

import time

import httpx2
import pytest

from generator.mock.faults import Faults, FaultsError, read_faults
from sdkwright.mock import MockServer
from tests.mock.conftest import Serve

DOCUMENT = """
openapi: 3.1.0
info: {title: Books, version: "1"}
paths:
  /books:
    get:
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}
        "429": {description: slow down, content: {application/json: {example: {error: slow}}}}
"""


def outcomes(server: MockServer, http: httpx2.Client, count: int = 40) -> list[object]:
    found: list[object] = []
    for _ in range(count):
        try:
            found.append(http.get(f"{server.url}/books").status_code)
        except httpx2.TransportError as error:
            found.append(type(error).__name__)
    return found


def test_equal_seeds_fail_alike(serve: Serve, http: httpx2.Client) -> None:
    faults = {"drop": 0.2, "429": 0.2, "503": 0.1}
    server = serve(DOCUMENT, faults=faults, seed=3)
    first = outcomes(server, http)
    server.reset()
    assert outcomes(server, http) == first
    assert outcomes(serve(DOCUMENT, faults="drop=0.2, 429=0.2, 503=0.1", seed=3), http) == first
    assert outcomes(serve(DOCUMENT, faults=faults, seed=4), http) != first
    assert {200, 429, 503} < set(first)
    assert [one for one in first if isinstance(one, str)]


def test_a_status_has_its_declared_body(serve: Serve, http: httpx2.Client) -> None:
    declared = http.get(f"{serve(DOCUMENT, faults={'429': 1}).url}/books")
    assert (declared.status_code, declared.json()) == (429, {"error": "slow"})
    assert declared.headers["retry-after"] == "1"
    other = http.get(f"{serve(DOCUMENT, faults={'503': 1}).url}/books")
    assert (other.status_code, other.json()["status"]) == (503, 503)
    assert other.headers["retry-after"] == "1"
    assert http.get(f"{serve(DOCUMENT, faults={'529': 1}).url}/books").json()["title"] == "Status 529"


def test_dropped_connections(serve: Serve, http: httpx2.Client) -> None:
    server = serve(DOCUMENT, faults={"drop": 1})
    failures = outcomes(server, http, 20)
    assert not {200, 429}.intersection(failures)
    assert len(set(failures)) > 1  # before the response, and in the middle of it
    assert {request.status for request in server.requests} == {0}


def test_a_slow_response_is_delayed(serve: Serve, http: httpx2.Client) -> None:
    server = serve(DOCUMENT, faults={"slow": 1}, delay=0.3)
    start = time.monotonic()
    assert http.get(f"{server.url}/books").status_code == 200
    assert time.monotonic() - start >= 0.3
    with pytest.raises(httpx2.ReadTimeout):
        http.get(f"{server.url}/books", timeout=0.05)


WRONG = [
    ("drop", "write `drop=0.1`"),
    ("drip=0.1", "`drip` is no kind of fault"),
    ("200=0.1", "`200` is no kind"),
    ("drop=2", "a number from 0 to 1"),
    ("drop=x", "a number from 0 to 1"),
    ("drop=nan", "a number from 0 to 1"),
    ("drop=0.6,429=0.6", "more than 1"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_wrong_faults(text: str, message: str) -> None:
    with pytest.raises(FaultsError, match=message):
        read_faults(text)


def test_the_shares_are_kept() -> None:
    faults = Faults(read_faults("drop=0.25,429=0.5"), 1)
    kinds = [faults.next().kind for _ in range(4000)]
    assert 0.2 < kinds.count("drop") / 4000 < 0.3
    assert 0.45 < kinds.count("429") / 4000 < 0.55
