"""Idempotency keys: where the document or the config names the header, one for each call."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics, Failed
from tests.generated.small_sdk import generate
from tests.support.loopback_server import Request, Response

from .conftest import Driver, Scripted

DOCUMENT = """
openapi: 3.1.0
info: {title: Limits TITLE, version: 1.0.0}
paths:
  /payments:
    post:
      operationId: createPayment
      tags: [payments]
      parameters: [{name: Idempotency-Key, in: header, schema: {type: string}}]
      responses: {"204": {description: Done}}
    get:
      operationId: listPayments
      tags: [payments]
      responses: {"204": {description: Done}}
  /refunds:
    post:
      operationId: createRefund
      tags: [refunds]
      responses: {"204": {description: Done}}
"""
DONE = Response(204)
SLOW = Response(503, headers={"Retry-After": "0"})


@pytest.fixture(scope="module", params=["", "X-Once"], ids=["document", "config"])
def sdk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("idempotency")
    title = request.param.replace("-", "") or "Plain"
    config = {"idempotency": {"header": request.param}} if request.param else {}
    package = generate(DOCUMENT.replace("TITLE", title), folder, class_name="Limits", **config)
    module = importlib.import_module(package.name)
    module.header = request.param.lower()  # type: ignore[attr-defined]  # for the tests below
    yield module
    sys.path.remove(str(folder))


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def payer(request: pytest.FixtureRequest, sdk: ModuleType, scripted: Scripted) -> Iterator[Driver]:
    driver = Driver(sdk, scripted, awaited=request.param)
    yield driver
    for client in driver.clients:
        driver.run(client.aclose() if driver.runner else client.close())
    if driver.runner:
        driver.runner.close()


def keys(driver: Driver, header: str = "idempotency-key") -> list[str | None]:
    return [request.headers.get(header) for request in driver.server.requests]


def test_each_call_has_a_key_and_its_retries_the_same(payer: Driver) -> None:
    payer.server.responses = [SLOW, DONE, DONE]
    client = payer.client()
    payer.run(client.payments.create())
    payer.run(client.payments.create())
    first, again, second = keys(payer)
    assert first == again
    assert first
    assert second not in {None, first}


def test_the_callers_own_key_wins(payer: Driver) -> None:
    payer.server.responses = [DONE]
    client = payer.client(headers={"Idempotency-Key": "client"})
    payer.run(client.payments.create(idempotency_key="keyword"))
    payer.run(client.payments.create(options={"idempotency_key": "option"}))
    payer.run(client.payments.create(options={"headers": {"idempotency-key": "header"}}))
    payer.run(client.payments.create())
    payer.run(client.payments.create(options={"headers": {"Idempotency-Key": None}}))
    assert keys(payer) == ["keyword", "option", "header", "client", None]


def test_only_unsafe_methods_have_the_header_of_the_config(payer: Driver) -> None:
    payer.server.responses = [DONE]
    client = payer.client()
    payer.run(client.refunds.create())
    payer.run(client.payments.list())
    sent = keys(payer, payer.sdk.header or "x-once")
    assert bool(sent[0]) == bool(payer.sdk.header)
    assert sent[1] is None
    assert keys(payer) == [None, None]


def test_a_post_with_a_key_is_retried_after_a_timeout(payer: Driver) -> None:
    class Slow(Scripted):
        def respond(self, request: Request) -> Response:
            self.requests.append(request)
            if len(self.requests) == 1:
                time.sleep(0.4)
            return DONE

    with Slow() as slow:
        payer.server = slow
        payer.run(payer.client(timeout=0.2).payments.create())
        assert len(set(keys(payer))) == 1
        assert len(slow.requests) == 2
    with Slow() as slow:
        payer.server = slow
        client = payer.client(timeout=0.2)
        if payer.sdk.header:
            payer.run(client.refunds.create())
        else:
            with pytest.raises(payer.sdk.errors.APITimeoutError):
                payer.run(client.refunds.create())


@pytest.mark.parametrize(
    ("table", "code"),
    [('headers = "X"', "unknown-key"), ('header = "a b"', "wrong-value"), ("header = 1", "wrong-type")],
)
def test_a_wrong_table_is_an_error(tmp_path: Path, table: str, code: str) -> None:
    config = tmp_path / "sdkwright.toml"
    config.write_text(f'spec = "a.yaml"\n[idempotency]\n{table}\n', encoding="utf-8")
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        settle(Options(), str(config), tmp_path, diagnostics)
    assert [item.code for item in diagnostics.items] == [code]
