"""A mock server for the tests of an SDK.

```python
from sdkwright.mock import MockServer

with MockServer("openapi.yaml") as server:
    client = Bookshop(base_url=server.url)
```

It responds to each operation as the OpenAPI document promises, and validates the requests. It needs the extra `mock`:
`pip install "sdkwright[mock]"`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.render import render
from generator.document import load_document
from generator.document_address import is_url
from generator.lower import lower
from generator.mock.extra import MissingExtra, require_extra
from generator.mock.faults import read_faults

if TYPE_CHECKING:
    from generator.mock.app import Received
    from generator.mock.serve import MockService

__all__ = ["DocumentError", "MissingExtra", "MockServer", "ReceivedRequest"]


class DocumentError(Exception):
    """The document cannot be served; the message says what is wrong with it, and where."""


@dataclass(frozen=True)
class ReceivedRequest:
    """A request that the mock server received."""

    method: str
    path: str
    """The path as it was sent: percent-encoded, without the query."""
    query: str
    """The query as it was sent, without the question mark."""
    headers: Mapping[str, str]
    """The headers by their names in lower case."""
    body: bytes
    operation: str
    """The operationId, or the method and path of the document without one; empty if no operation matches."""
    status: int
    """The status of the response; 0 where the connection was closed instead."""

    def json(self) -> Any:
        """The value of a JSON body. Raises `ValueError` where it is none."""
        return json.loads(self.body)


class MockServer:
    """A server on loopback that responds as an OpenAPI document promises, inside a `with` block.

    Args:
        spec: The document: a path, or a URL as text.
        seed: Another seed gives other samples and other faults; equal seeds give equal ones.
        strict: Whether to refuse parameters and properties that the document does not declare.
        faults: The share of requests that fail, as `{"drop": 0.1, "429": 0.2}` or `"drop=0.1,429=0.2"`: `drop` closes
            the connection, `slow` delays the response, and a number is its status.
        port: The port, 0 for a free one.
        delay: The seconds that a slow response takes.
        pages: Lists of several pages, as in the table `[pages]` of a config: `{"GET /books": True}`.

    Raises:
        DocumentError: The document cannot be served.
        MissingExtra: The extra `mock` is not installed.
        OSError: The port is taken.
        ValueError: The faults are not shares of one.
    """

    def __init__(
        self,
        spec: str | PathLike[str],
        *,
        seed: int = 0,
        strict: bool = False,
        faults: Mapping[str, float] | str | None = None,
        port: int = 0,
        delay: float = 1.0,
        pages: Mapping[str, bool | Mapping[str, str]] | None = None,
    ) -> None:
        require_extra()
        shares = read_faults(faults)
        from generator.mock.app import Options
        from generator.mock.serve import MockService

        diagnostics = Diagnostics()
        try:
            address = spec if isinstance(spec, str) and is_url(spec) else ""
            document = load_document(Path(spec), diagnostics, address=address)
            api = lower(document, diagnostics, pages=pages, unreferenced=False)
        except Failed:
            raise _error(diagnostics) from None
        if diagnostics.failed:
            raise _error(diagnostics)
        self._service: MockService = MockService(document, api, Options(seed, strict, shares, delay), port)

    @property
    def url(self) -> str:
        """The base URL for a client: the address, with the path of the document's first server."""
        return self._service.url

    @property
    def requests(self) -> list[ReceivedRequest]:
        """The requests since the start or the last `reset`, the earliest first; at most the last 10,000."""
        return [_received(one) for one in self._service.received]

    def reset(self) -> None:
        """Forget the requests, and what they created."""
        self._service.reset()

    def __enter__(self) -> Self:
        self._service.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._service.stop()


def _error(diagnostics: Diagnostics) -> DocumentError:
    errors = [item for item in diagnostics.items if item.severity == "error"]
    return DocumentError(render(errors).rstrip("\n"))


def _received(one: Received) -> ReceivedRequest:
    request = one.request
    return ReceivedRequest(
        request.method, request.path, request.query, request.headers, request.body, one.operation, one.status
    )
