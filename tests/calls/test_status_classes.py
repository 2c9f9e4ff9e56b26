"""The classes of statuses, beside the classes of a document with names and ranges of its own."""

from __future__ import annotations

import asyncio
import importlib
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.generated.small_sdk import generate
from tests.support.loopback_server import LoopbackServer, Request, Response

DOCUMENT = """
openapi: 3.1.0
info: {title: Ranges, version: 1.0.0}
paths:
  /things/{id}:
    get:
      operationId: getThing
      tags: [things]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: Fine, content: {application/json: {schema: {type: object}}}}
        "400": {description: Bad, content: {application/json: {schema: {$ref: "#/components/schemas/ServerError"}}}}
        "404": {description: Gone}
        "429": {description: Slow, content: {application/json: {schema: {$ref: "#/components/schemas/RateLimitError"}}}}
        "4XX": {description: Other, content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
components:
  schemas:
    ServerError: {type: object, properties: {server: {type: string}}}
    RateLimitError: {type: object, properties: {seconds: {type: integer}}}
    Problem: {type: object, properties: {title: {type: string}}}
"""


class Server(LoopbackServer):
    """Responds with the status that the path ends with."""

    def respond(self, request: Request) -> Response:
        status = int(request.target.rpartition("/")[2])
        return Response(status, "application/json", b'{"title": "no", "seconds": 3}')


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("ranges")
    generate(DOCUMENT, folder)
    try:
        yield importlib.import_module("ranges_sdk")
    finally:
        sys.path.remove(str(folder))


def failed(sdk: ModuleType, status: int, *, awaited: bool = False) -> Any:
    """The error of a call whose response has this status."""

    async def call(origin: str) -> None:
        async with sdk.AsyncRanges(base_url=origin, max_retries=0) as client:
            await client.things.get(str(status))

    with Server() as server, sdk.Ranges(base_url=server.origin, max_retries=0) as client:
        with pytest.raises(sdk.errors.APIError) as caught:
            asyncio.run(call(server.origin)) if awaited else client.things.get(str(status))
        return caught.value


def test_a_documented_class_may_have_the_name_of_its_own_status_only(sdk: ModuleType) -> None:
    errors = sdk.errors
    declared = {status: kind.kind.__name__ for status, kind in errors.STATUS_ERRORS.items()}
    assert declared == {400: "BadRequestError", 404: "NotFoundError", 429: "RateLimitError", "4XX": "ProblemError"}
    assert issubclass(errors.RateLimitError, errors.ClientError)
    assert not issubclass(errors.ServerError, errors.ClientError)
    assert errors.NotFoundError is errors.STATUS_ERRORS[404].kind


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize(
    ("status", "classes"),
    [
        (400, ["ClientError", "BadRequestError"]),
        (401, ["ClientError", "AuthenticationError", "ProblemError"]),
        (403, ["ClientError", "PermissionDeniedError", "ProblemError"]),
        (404, ["ClientError", "NotFoundError"]),
        (418, ["ClientError", "ProblemError"]),
        (429, ["ClientError", "RateLimitError"]),
        (500, ["ServerError"]),
        (599, ["ServerError"]),
    ],
)
def test_an_error_is_an_instance_of_the_classes_of_its_status(
    sdk: ModuleType, status: int, classes: list[str], awaited: bool
) -> None:
    error = failed(sdk, status, awaited=awaited)
    kinds = {name for name in sdk.errors.__all__ if isinstance(getattr(sdk.errors, name), type)}
    found = {name for name in kinds if isinstance(error, getattr(sdk.errors, name))}
    assert found == {"RangesError", "APIError", *classes}


def test_an_error_of_a_range_has_the_data_of_the_range(sdk: ModuleType) -> None:
    error = failed(sdk, 401)
    assert isinstance(error.data, sdk.models.Problem)
    assert type(error).__name__ == "ProblemError"


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_an_error_keeps_its_classes_when_it_is_pickled(sdk: ModuleType, status: int) -> None:
    error = failed(sdk, status)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (copy.status_code, copy.message) == (error.status_code, error.message)


def test_a_published_name_of_a_range_stays(tmp_path: Path) -> None:
    package = generate(DOCUMENT.replace("Ranges", "Kept"), tmp_path, names={"error:400": "ConflictError"})
    text = (package / "errors.py").read_text(encoding="utf-8")
    assert "class ConflictError(ClientError):" in text
    assert "class RateLimitError(_RateLimitError):" in text
