"""The mock of a document: requests in, responses out, without a socket."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.diagnostics.model import Diagnostics
from generator.document.resolver import Document
from generator.ir.types import Api
from generator.lower.context import Context
from generator.mock.endpoints import Endpoint, endpoints
from generator.mock.faults import DROP, SLOW, Faults
from generator.mock.http.connection import Drop
from generator.mock.http.messages import Request, Response
from generator.mock.operation_responses import Responder
from generator.mock.preferences import preferences
from generator.mock.problems import problem
from generator.mock.request import security
from generator.mock.request.validation import Checked, RequestValidator
from generator.mock.routes import Match, Routes
from generator.mock.schemas.kinds import KindReader
from generator.mock.schemas.validators import Validators

MOST_RECORDED: Final = 10_000
"""Requests that are kept; earlier ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a document is served.

    `strict` refuses parameters of the query and properties of the body that the document does not declare. `faults`
    are the shares of requests that fail, and `delay` the seconds that a slow response takes.
    """

    seed: int = 0
    strict: bool = False
    faults: Mapping[str, float] = field(default_factory=dict[str, float])
    delay: float = 1.0
    records: bool = True


@dataclass(frozen=True, slots=True)
class Received:
    """A request, the operation that it is for (empty if there is none), and the status sent: 0 for none."""

    request: Request
    operation: str
    status: int


class Mock:
    """Responds to requests as a document promises. Safe to use from several threads."""

    def __init__(
        self,
        document: Document,
        api: Api,
        options: Options,
        origin: str = "",
        log: Callable[[Received], None] | None = None,
    ) -> None:
        # Faults of the document are reported when it is lowered.
        context = Context(document, Diagnostics())
        kinds = KindReader(context)
        self._options = options
        self._log = log
        self._guard = security.Guard(api.schemes)
        found = endpoints(document, api, context)
        self.routes = Routes(found, api.servers)
        self._validator = RequestValidator(
            Validators(context, "request", closed=options.strict),
            kinds,
            self._guard.used_names(),
            strict=options.strict,
        )
        self._responder = Responder(context, api, found, kinds, options.seed, origin + self.routes.base)
        self._faults = Faults(options.faults, options.seed)
        self._lock = threading.RLock()
        self.received: deque[Received] = deque(maxlen=MOST_RECORDED)

    @property
    def base(self) -> str:
        """The path of the document's first server."""
        return self.routes.base

    def reset(self) -> None:
        """Forget the requests, and what they created."""
        with self._lock:
            self.received.clear()
            self._responder.reset()
            self._faults.reset()

    def respond(self, request: Request) -> Response | Drop:
        """The response to a request."""
        with self._lock:
            fault = self._faults.next()
            operation, response = self._respond(request, fault.kind)
            received = Received(request, operation, 0 if fault.kind == DROP else response.status)
            if self._options.records:
                self.received.append(received)
            if self._log is not None:
                self._log(received)
        if fault.kind == SLOW:
            time.sleep(self._options.delay)
        return Drop(response if fault.half else None) if fault.kind == DROP else response

    def _respond(self, request: Request, fault: str) -> tuple[str, Response]:
        """The operation and the response; a fault that is a status comes in place of the operation's own."""
        match = self.routes.find(request.path)
        if match is None:
            own = self._responder.beside(request)
            return "", own or problem(404, f"the document has no path for {request.path}")
        candidates = _of_method(match, request)
        if not candidates:
            return "", _other_method(match, request)
        endpoint, variables, checked = self._chosen(candidates, request)
        if fault.isdigit():
            return endpoint.operation.id, self._responder.failed(endpoint, int(fault))
        return endpoint.operation.id, self._for_operation(endpoint, variables, checked, request)

    def _chosen(
        self, candidates: Sequence[tuple[Endpoint, dict[str, str]]], request: Request
    ) -> tuple[Endpoint, dict[str, str], Checked]:
        """The operation that a request is for: of several at one path and method, the first that it is valid for."""
        first: tuple[Endpoint, dict[str, str], Checked] | None = None
        for endpoint, variables in candidates:
            checked = self._validator.check(endpoint, variables, request)
            if not checked.faults and not checked.unsupported:
                return endpoint, variables, checked
            first = first or (endpoint, variables, checked)
        assert first is not None
        return first

    def _for_operation(
        self, endpoint: Endpoint, variables: dict[str, str], checked: Checked, request: Request
    ) -> Response:
        missing = self._guard.missing(endpoint.operation, request)
        if missing:
            return self._responder.unauthorized(endpoint, missing)
        if checked.unsupported:
            return problem(415, checked.unsupported)
        if checked.faults:
            return problem(422, f"the request is not valid for {endpoint.key}", checked.faults)
        return self._responder.respond(endpoint, variables, checked, request, preferences(request))


def _of_method(match: Match, request: Request) -> list[tuple[Endpoint, dict[str, str]]]:
    """The operations of a request's method. HEAD is served where GET is declared (RFC 9110, section 9.3.2)."""
    method = request.method
    if method == "HEAD" and "HEAD" not in match.methods:
        method = "GET"
    found = [(endpoint, values) for endpoint, values in match.endpoints if endpoint.operation.method == method]
    names = {name for name, _ in request.pairs}
    constant = [
        entry
        for entry in found
        if entry[0].operation.query
        and all(
            (name, value or "") in request.pairs or (value is None and name in names)
            for name, value in entry[0].operation.query
        )
    ]
    return constant or [entry for entry in found if not entry[0].operation.query] or found


def _other_method(match: Match, request: Request) -> Response:
    """The response to a method that a path does not have; to OPTIONS, the methods that it has."""
    methods = list(match.methods)
    if "GET" in methods and "HEAD" not in methods:
        methods.insert(methods.index("GET") + 1, "HEAD")
    allow = ", ".join((*methods, "OPTIONS") if "OPTIONS" not in methods else methods)
    if request.method == "OPTIONS":
        return Response(204, headers={"Allow": allow})
    return problem(405, f"the document has no {request.method} for this path, but {allow}", Allow=allow)
