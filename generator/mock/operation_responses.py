"""Respond for an operation to a valid request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from urllib.parse import quote, urlsplit

from generator.document.node import Node
from generator.ir.types import ABSENT, Api, Json, SecurityScheme, media_kind
from generator.lower.context import Context
from generator.lower.schema.json_values import is_list, is_mapping
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
from generator.mock.response.collections import Collections, json_of
from generator.mock.response.files import with_range
from generator.mock.response.headers import Headers
from generator.mock.response.pages import Pages
from generator.mock.response.paths import value_at, with_value
from generator.mock.response.sampler import Sampler
from generator.mock.response.store import Gone, Store, items_path
from generator.mock.response.streams import Streams
from generator.mock.schemas.kinds import KindReader
from generator.mock.schemas.validators import Validators
from generator.mock.tokens import Tokens

_BODILESS = frozenset({204, 205, 304})


class Responder:
    """Makes the responses of operations. `url` is that of the document's first server here."""

    def __init__(
        self, context: Context, api: Api, endpoints: Sequence[Endpoint], kinds: KindReader, seed: int, url: str
    ) -> None:
        self._seed = seed
        self._kinds = kinds
        self._origin = url.removesuffix(urlsplit(url).path)
        sampler = Sampler(Validators(context, "response"))
        self._sampler = sampler
        self._streams = Streams(sampler, kinds)
        self._pages = Pages(sampler, kinds, seed, self._origin)
        self._store = Store(Collections(endpoints, kinds), sampler, kinds)
        self._tokens = Tokens(api.schemes, url)
        self._bodies = Bodies(sampler, seed)
        self._headers = Headers(sampler, url)
        self._dynamic = Random(seed)

    def reset(self) -> None:
        """Forget what requests created."""
        self._dynamic = Random(self._seed)
        self._store.reset()
        self._tokens.reset()

    def beside(self, request: Request) -> Response | None:
        """The response to a request that no path of the document is for, if there is one: that of a token endpoint."""
        return self._tokens.respond(request)

    def unauthorized(self, endpoint: Endpoint, missing: Sequence[SecurityScheme]) -> Response:
        """The response to a request without credentials: the declared 401, or the reason."""
        headers = {"WWW-Authenticate": security.challenge(missing)}
        declared = self.declared(endpoint, 401) if "401" in endpoint.responses else None
        if declared is not None:
            return Response(401, declared.body, declared.media_type, {**declared.headers, **headers})
        found = problem(401, f"the request lacks credentials for {endpoint.key}", security.faults(missing))
        return Response(401, found.body, found.media_type, headers)

    def failed(self, endpoint: Endpoint, status: int) -> Response:
        """The response of a fault: as the document describes the status, else with the reason."""
        found = self.declared(endpoint, status) or problem(status, "a fault, as it was ordered")
        retry = {"Retry-After": "1"} if status in {429, 503} else {}
        return replace(found, headers={**retry, **found.headers})

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
            if chosen.is_stream:
                return self._stream(endpoint, chosen, request)
            if preferences == Preferences() and 200 <= chosen.status < 300:
                return self._with_state(endpoint, variables, checked, request, chosen)
            return self._plain(chosen, preferences)
        except UnknownExample as error:
            return problem(404, f"{endpoint.key} has no example named `{error}` for {chosen.status}")
        except Gone:
            return self.declared(endpoint, 404) or problem(404, f"there is no {request.path}: it was deleted")

    def _stream(self, endpoint: Endpoint, chosen: Chosen, request: Request) -> Response:
        stream = endpoint.operation.stream
        headers = {**self._headers.of(chosen.status, chosen.node), "Cache-Control": "no-cache"}
        if stream is not None and stream.reconnects and "last-event-id" in request.headers:
            return Response(204)  # the client continues no further (WHATWG HTML, section 9.2.3)
        assert chosen.media is not None
        chunks = self._streams.chunks(chosen.media, stream)
        return Response(chosen.status, iter(chunks), chosen.media_type, headers)

    def _with_state(
        self,
        endpoint: Endpoint,
        variables: Mapping[str, str],
        checked: Checked,
        request: Request,
        chosen: Chosen,
    ) -> Response:
        """A response with the items that requests created, and its place among the pages."""
        media = chosen.media
        is_json = media is not None and media_kind(chosen.media_type) == "json"
        base = self._bodies.value(media) if media is not None and is_json else ABSENT
        schema = media.schema if media is not None else None
        value, created = self._store.handle(endpoint, variables, checked, base, schema)
        if media is None or value is ABSENT:
            response = self._plain(chosen, Preferences())
            is_file = chosen.media is not None and media_kind(chosen.media_type) == "binary"
            return with_range(response, request) if is_file else response
        headers = self._headers.of(chosen.status, chosen.node)
        if created and (chosen.status == 201 or "Location" in headers):
            headers = {**headers, "Location": f"{self._origin}{request.path.rstrip('/')}/{quote(created, safe='')}"}
        value, more = self._paged(endpoint, variables, checked, request, value, schema)
        if value is base:
            return Response(chosen.status, self._bodies.sent(media), _content_type(chosen.media_type), headers)
        return Response(
            chosen.status, self._bodies.encoded(value, media), _content_type(chosen.media_type), {**headers, **more}
        )

    def _paged(
        self,
        endpoint: Endpoint,
        variables: Mapping[str, str],
        checked: Checked,
        request: Request,
        base: Json,
        schema: Node | None,
    ) -> tuple[Json, Mapping[str, str]]:
        """The page of a list that a request asks for, with the headers that lead to the next one."""
        pagination = endpoint.operation.pagination
        if pagination is None and not self._store.keeps(endpoint):
            return base, {}
        path = pagination.items if pagination is not None else items_path(base)
        if path is None:
            return base, {}
        item = self._kinds.items(self._kinds.below(schema, path))
        is_paged = pagination is not None and pagination.kind != "single"
        if is_paged and item is not None and value_at(base, path) is ABSENT:
            # An example without items would repeat its cursor: the items of all pages are samples.
            base = with_value(base, path, [])
        first = value_at(base, path)
        if not is_list(first):
            return base, {}
        own = self._store.listed(endpoint, variables, item, first[0]) if first else None
        page = self._pages.page(endpoint, checked, request, base, schema, own)
        if page is not None:
            return page.value, page.headers
        return (with_value(base, path, own), {}) if own is not None else (base, {})

    def _chosen(
        self, endpoint: Endpoint, checked: Checked, request: Request, preferences: Preferences
    ) -> Chosen | Response:
        """The response that is chosen, or the reason why there is none."""
        accept = request.headers.get("accept", "")
        status, node = success(endpoint)
        if preferences.status:
            wanted = number_of(preferences.status.upper(), 0)
            node = response_of(endpoint, wanted)
            if not wanted or node is None:
                return problem(404, f"{endpoint.key} declares no response {preferences.status}")
            status = wanted
        elif preferences.example:
            status, node = self._with_example(endpoint, preferences.example) or (status, node)
        elif self._wants_stream(endpoint, checked, accept):
            found = streamed(endpoint) or self._undeclared_stream(endpoint)
            if found is not None:
                return Chosen(found[0], found[1], found[2], is_stream=True)
        if node is None or status in _BODILESS:
            return Chosen(status, node)
        try:
            media = self._negotiated(endpoint, node, accept, preferences)
            is_stream = media is not None and media_kind(media.media_type) in {"events", "lines"}
            return Chosen(status, node, media, is_stream and not preferences.example)
        except NotAcceptable:
            declared = ", ".join(media.media_type for media in endpoint.contents(node))
            return problem(406, f"{endpoint.key} responds with {declared}, and the client accepts {accept}")

    def _negotiated(self, endpoint: Endpoint, node: Node, accept: str, preferences: Preferences) -> Media | None:
        contents = endpoint.contents(node)
        if preferences.status and not preferences.status.startswith("2"):
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

    def _wants_stream(self, endpoint: Endpoint, checked: Checked, accept: str) -> bool:
        """Whether a request asks for a stream."""
        stream = endpoint.operation.stream
        if stream is None:
            return False
        if stream.switch and stream.in_body:
            return is_mapping(checked.body) and checked.body.get(stream.switch) is True
        return not stream.switch or "text/event-stream" in accept or stream.media_type in accept

    def _undeclared_stream(self, endpoint: Endpoint) -> tuple[int, Node, Media] | None:
        """A stream that only an extension, or the property `stream` of the body, declares."""
        stream, (status, node) = endpoint.operation.stream, success(endpoint)
        if stream is None or node is None:
            return None
        fern = endpoint.node.get("x-fern-streaming")
        schema = fern.get("response-stream") if fern is not None and fern.is_mapping else None
        media = json_of(endpoint)
        if schema is None and media is None:
            return None
        at = fern if schema is not None and fern is not None else endpoint.node
        return status, node, Media(stream.media_type, at, schema or (media.schema if media is not None else None))

    def _plain(self, chosen: Chosen, preferences: Preferences) -> Response:
        headers = self._headers.of(chosen.status, chosen.node)
        if chosen.media is None:
            return Response(chosen.status, b"", "", headers)
        if preferences == Preferences():
            body = self._bodies.sent(chosen.media)
            return Response(chosen.status, body, _content_type(chosen.media_type), headers)
        index = self._dynamic.randrange(1, 500) if preferences.dynamic else None
        value = self._bodies.value(chosen.media, example=preferences.example, index=index)
        return Response(
            chosen.status, self._bodies.encoded(value, chosen.media), _content_type(chosen.media_type), headers
        )


def _content_type(media_type: str) -> str:
    """The header `Content-Type`: text is in UTF-8."""
    is_text = media_kind(media_type) == "text" and "charset" not in media_type
    return f"{media_type}; charset=utf-8" if is_text else media_type
