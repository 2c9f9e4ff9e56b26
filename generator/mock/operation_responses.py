"""Respond for an operation to a valid request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from generator.document.node import Node
from generator.ir.types import Api, SecurityScheme, media_kind
from generator.lower.context import Context
from generator.lower.schema.json_values import is_mapping
from generator.mock.endpoints import Endpoint, Media
from generator.mock.http.messages import Request, Response
from generator.mock.preferences import Preferences
from generator.mock.problems import problem
from generator.mock.request import security
from generator.mock.request.validation import Checked
from generator.mock.response.bodies import Bodies, UnknownExample
from generator.mock.response.choice import (
    Chosen,
    NotAcceptable,
    negotiated,
    number_of,
    response_of,
    streamed,
    success,
)
from generator.mock.response.files import with_range
from generator.mock.response.headers import Headers
from generator.mock.response.sampler import Sampler
from generator.mock.schemas.validators import Validators

_BODILESS = frozenset({204, 205, 304})


class Responder:
    """Makes the responses of operations. `url` is that of the document's first server here."""

    def __init__(self, context: Context, api: Api, endpoints: Sequence[Endpoint], seed: int, url: str) -> None:
        self._seed = seed
        sampler = Sampler(Validators(context, "response"))
        self._bodies = Bodies(sampler, seed)
        self._headers = Headers(sampler, url)
        self._dynamic = Random(seed)

    def reset(self) -> None:
        """Forget what requests created."""
        self._dynamic = Random(self._seed)

    def beside(self, request: Request) -> Response | None:
        """The response to a request that no path of the document is for, if there is one."""
        return None

    def unauthorized(self, endpoint: Endpoint, missing: Sequence[SecurityScheme]) -> Response:
        """The response to a request without credentials: the declared 401, or the reason."""
        headers = {"WWW-Authenticate": security.challenge(missing)}
        declared = self.declared(endpoint, 401) if "401" in endpoint.responses else None
        if declared is not None:
            return Response(401, declared.body, declared.media_type, {**declared.headers, **headers})
        found = problem(401, f"the request lacks credentials for {endpoint.key}", security.faults(missing))
        return Response(401, found.body, found.media_type, headers)

    def declared(self, endpoint: Endpoint, status: int) -> Response | None:
        """The response of a status as the document describes it, if it does."""
        node = response_of(endpoint, status)
        if node is None:
            return None
        contents = endpoint.contents(node)
        media = negotiated(contents, "") if contents else None
        return self._plain(Chosen(status, node, media), Preferences())

    def respond(
        self,
        endpoint: Endpoint,
        variables: Mapping[str, str],
        checked: Checked,
        request: Request,
        preferences: Preferences,
    ) -> Response:
        """The response to a valid request."""
        chosen = self._chosen(endpoint, checked, request, preferences)
        if isinstance(chosen, Response):
            return chosen
        try:
            response = self._plain(chosen, preferences)
        except UnknownExample as error:
            names = f"{endpoint.key} {chosen.status}"
            return problem(404, f"{names} has no example named `{error}`")
        is_file = chosen.media is not None and media_kind(chosen.media_type) == "binary"
        return with_range(response, request) if is_file else response

    def _chosen(
        self, endpoint: Endpoint, checked: Checked, request: Request, preferences: Preferences
    ) -> Chosen | Response:
        """The response that is chosen, or the reason why there is none."""
        accept = request.headers.get("accept", "")
        status, node = success(endpoint)
        if preferences.code:
            wanted = number_of(preferences.code.upper(), 0)
            node = response_of(endpoint, wanted)
            if not wanted or node is None:
                return problem(404, f"{endpoint.key} declares no response {preferences.code}")
            status = wanted
        elif preferences.example:
            status, node = self._with_example(endpoint, preferences.example) or (status, node)
        elif self._streams(endpoint, checked, accept):
            found = streamed(endpoint)
            if found is not None:
                return Chosen(found[0], found[1], found[2])
        if node is None or status in _BODILESS:
            return Chosen(status, node)
        try:
            return Chosen(status, node, self._negotiated(endpoint, node, accept, preferences))
        except NotAcceptable:
            declared = ", ".join(media.media_type for media in endpoint.contents(node))
            return problem(406, f"{endpoint.key} responds with {declared}, and the client accepts {accept}")

    def _negotiated(self, endpoint: Endpoint, node: Node, accept: str, preferences: Preferences) -> Media | None:
        contents = endpoint.contents(node)
        if preferences.code and not preferences.code.startswith("2"):
            return negotiated(contents, "")  # a client accepts the type of successes
        return negotiated(contents, accept)

    def _with_example(self, endpoint: Endpoint, name: str) -> tuple[int, Node] | None:
        """The status and the response that have an example of that name: a success if there is one."""
        statuses = sorted(endpoint.responses, key=lambda status: not status.startswith("2"))
        for status in statuses:
            node = endpoint.responses[status]
            for media in endpoint.contents(node):
                examples = media.node.get("examples")
                if examples is not None and examples.get(name) is not None:
                    return number_of(status, 200), node
        return None

    def _streams(self, endpoint: Endpoint, checked: Checked, accept: str) -> bool:
        """Whether a request asks for a stream."""
        stream = endpoint.operation.stream
        if stream is None:
            return False
        if stream.switch and stream.in_body:
            return is_mapping(checked.body) and checked.body.get(stream.switch) is True
        return not stream.switch or "text/event-stream" in accept or stream.media_type in accept

    def _plain(self, chosen: Chosen, preferences: Preferences) -> Response:
        headers = self._headers.of(chosen.status, chosen.node)
        if chosen.media is None:
            return Response(chosen.status, b"", "", headers)
        index = self._dynamic.randrange(1, 500) if preferences.dynamic else None
        value = self._bodies.value(chosen.media, example=preferences.example, index=index)
        return Response(
            chosen.status, self._bodies.encoded(value, chosen.media), _content_type(chosen.media_type), headers
        )


def _content_type(media_type: str) -> str:
    """The header `Content-Type`: text is in UTF-8."""
    is_text = media_kind(media_type) == "text" and "charset" not in media_type
    return f"{media_type}; charset=utf-8" if is_text else media_type
