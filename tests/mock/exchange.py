"""Send planned requests to a server over one connection, as they are."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.mock.planned import Planned


@dataclass(frozen=True)
class Answer:
    """The status of a response, the start of its body, and the header in which Prism lists faults."""

    status: int
    body: str
    violations: str

    @property
    def verdict(self) -> str:
        """`accepted`, `refused` (400 and 422 are one verdict), or the status."""
        if 0 < self.status < 400:
            return "accepted"
        return "refused" if self.status in {400, 422} else str(self.status)


class Sender:
    """A connection to a server inside a `with` block."""

    def __init__(self, origin: str) -> None:
        url = urlsplit(origin)
        self._connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=5)

    def send(self, planned: Planned) -> Answer:
        """Send a request, and read the response; one of status 0 where none comes."""
        try:
            return self._sent(planned)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            return Answer(0, type(error).__name__, "")

    def _sent(self, planned: Planned) -> Answer:
        self._connection.putrequest(planned.method, planned.target, skip_accept_encoding=True)
        headers = {"Accept": "*/*", **planned.headers}
        if planned.body or planned.method in {"POST", "PUT", "PATCH"}:
            headers["Content-Length"] = str(len(planned.body))
        for name, value in headers.items():
            self._connection.putheader(name, value.encode("utf-8"))
        self._connection.endheaders(planned.body or None)
        response = self._connection.getresponse()
        body = response.read()
        text = body[:600].decode("utf-8", "replace")
        return Answer(response.status, text, response.headers.get("sl-violations", ""))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
