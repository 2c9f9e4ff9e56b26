"""Real documents, other projects' fixtures and broken documents through the command.

`make corpus` puts every real document through it; what is here is the part that every run of the tests can wait for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.corpus.check import Row, check
from tests.corpus.documents import CORPUS, Entry, entries

TYPED = (
    "openrouter.yaml",  # everything that the committed SDK has a part of
    "mistral.yaml",  # multipart, streams with and without a switch
    "docker-engine.yaml",  # Swagger 2.0
    "argo-workflows.json",  # Kubernetes' names, cycles
    "redocly-cafe-3.2.yaml",  # OpenAPI 3.2
    "matrix-client-server/client-server/room_send.yaml",  # a tree of files
    "swagger-petstore-3.0.4.yaml",
)
"""Documents whose SDKs both type checkers read too, chosen to differ from one another."""

REFUSED = {
    "chroma.json": "a `$ref` leads nowhere",
    "square.json": "a `$ref` leads nowhere",
    "matrix-client-server/client-server/sync.yaml": "a `$ref` leads out of the document's folder",
}
"""Real documents that are broken, each with why."""

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}")


class Checks:
    """The checks of many documents, so many at a time, asked for one by one."""

    def __init__(self, cache: Path) -> None:
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1)
        self._cache = cache
        self._rows: dict[str, Future[Row]] = {}

    def begin(self, chosen: list[Entry], *, types: bool = False) -> None:
        for number, entry in enumerate(chosen):
            cache = self._cache / str(number % 2)
            self._rows[entry.file] = self._pool.submit(check, entry, types=types, cache=cache)
