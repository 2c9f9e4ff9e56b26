"""The token endpoint: its URL, the authentication of the client, requests and responses."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import quote_plus, urlencode, urljoin

import httpx2

from ..errors import APIConnectionError, ConfigurationError
from ..json_types import is_array, is_object
from ..request.headers import HeaderMap, put
from ..response.error_factory import BODY_ERRORS, transport_error
from ..response.response import Response
from ..settings import Settings
from ..transport.bounds import TooLarge
from ..transport.logs import package_logger, shown_url
from ..transport.user_agent import user_agent
from .errors import OAuthError
from .token_response import refusal, token_of

if TYPE_CHECKING:
    from ..call.timeouts import Limits
    from ..transport.base import Transport
    from .options import OAuthOptions, OAuthToken
    from .table import FlowsTable

Form: TypeAlias = dict[str, str]

MAX_BYTES = 1024 * 1024
"""The limit of a response of the authorization server."""

_LOOPBACK = re.compile(r"127(\.\d{1,3}){3}")
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_BY_TRANSPORT = frozenset({b"host", b"content-length", b"accept-encoding"})
_PUBLIC = frozenset(
    {"audience", "client_assertion_type", "client_id", "grant_type", "redirect_uri", "scope"}
)
"""Parameters whose values may be in an error."""
_METHODS = ("client_secret_basic", "client_secret_post")


class Call(NamedTuple):
    """The part of a call that fetching a token needs. `deadline` is of the monotonic clock."""

    transport: Transport
    limits: Limits
    deadline: float | None


class TokenEndpoint:
    """Sends requests to the token endpoint of one scheme. Redirects are never followed."""

    def __init__(self, scheme: FlowsTable, settings: Settings, options: OAuthOptions) -> None:
        self._scheme = scheme
        self._settings = settings
        self._options = options
        self._metadata: dict[str, Any] | None = None

    async def fetch(
        self,
        kind: str,
        origin: str,
        form: Form,
        client: tuple[str | None, str | None],
        call: Call,
    ) -> OAuthToken:
        """Request a token. `kind` is the grant type, `origin` that of the first token."""
        url = await self._url(kind, origin, call)
        sent: Form = {"grant_type": kind, **form, **self._options.get("parameters", {})}
        headers: HeaderMap = {}
        await self._authenticate(url, *client, sent, headers, call.transport)
        put(headers, "Content-Type", "application/x-www-form-urlencoded")
        basic = headers.get(b"authorization", (b"", b""))[1].decode().removeprefix("Basic ")
        secrets = [value for name, value in sent.items() if name not in _PUBLIC]
        response = await self._send("POST", url, headers, urlencode(sent).encode(), call)
        package_logger(self._settings.service).debug(
            "token request (%s): POST %s: %d", kind, shown_url(url), response.status_code
        )
        return token_of(response, kind, filter(None, [*secrets, basic, client[1]]))

    # --- the URL ---

    async def _url(self, kind: str, origin: str, call: Call) -> str:
        own = self._options.get("token_url")
        if own is not None:
            return self._resolved(own, "token_url")
        urls = self._scheme.token_urls
        url = urls.get(f"{origin}.{kind}") or urls.get(kind)
        if url is None:
            url = await self._discovered(call)
        resolved = self._resolved(url, "the token URL")
        # A relative URL is on the server that the caller uses, with TLS or not.
        return _checked(resolved) if "://" in url else resolved

    def _resolved(self, url: str, what: str) -> str:
        """A URL relative to the server in use (RFC 3986, section 5), as an absolute one."""
        if "{" in url:
            keyword = self._scheme.sources["options"][0]
            raise ConfigurationError(
                f'{what} has a variable ({url}); pass {keyword}={{"token_url": …}}'
            )
        if "://" not in url:
            base = self._settings.base_url
            if not base:
                raise ConfigurationError(f"{what} is relative ({url}); pass base_url=")
            url = urljoin(base.partition("?")[0].rstrip("/") + "/", url)
        return url

    async def _discovered(self, call: Call) -> str:
        """The token endpoint of the provider's metadata (OpenID Connect Discovery 1.0)."""
        metadata = self._metadata
        if metadata is None:
            url = _checked(self._resolved(self._scheme.discovery_url, "openIdConnectUrl"))
            response = await self._send("GET", url, {}, b"", call)
            metadata = self._metadata = _metadata(response)
        found: str = metadata["token_endpoint"]
        return found

    # --- the client's authentication (RFC 6749, section 2.3; RFC 7523, section 2.2) ---

    async def _authenticate(
        self,
        url: str,
        client_id: str | None,
        client_secret: str | None,
        form: Form,
        headers: HeaderMap,
        transport: Transport,
    ) -> None:
        assert_client = self._options.get("client_assertion")
        if assert_client is not None:
            form["client_assertion_type"] = _ASSERTION
            form["client_assertion"] = await transport.resolve(assert_client(url))
        elif client_secret is not None and self._method() == "client_secret_basic":
            pair = f"{quote_plus(client_id or '')}:{quote_plus(client_secret)}"
            encoded = b64encode(pair.encode()).decode("ascii")
            put(headers, "Authorization", f"Basic {encoded}")
            return
        elif client_secret is not None:
            form["client_secret"] = client_secret
        if client_id is not None:
            form["client_id"] = client_id

    def _method(self) -> str:
        """How the client sends its secret."""
        given: str | None = self._options.get("client_authentication")
        if given is not None and given not in _METHODS:
            raise ConfigurationError(
                f"client_authentication: unknown method {given!r}; expected one of "
                f"{', '.join(map(repr, _METHODS))}"
            )
        listed: object = (self._metadata or {}).get("token_endpoint_auth_methods_supported")
        known = [name for name in _METHODS if not is_array(listed) or name in listed]
        return given or self._scheme.authentication or (known or _METHODS)[0]

    # --- messages ---

    async def _send(
        self, method: str, url: str, headers: HeaderMap, body: bytes, call: Call
    ) -> Response:
        """Send a request with these headers only, not with those of the client."""
        transport = call.transport
        put(headers, "Accept", "application/json")
        put(headers, "User-Agent", user_agent(self._settings.service))
        request = await transport.build(method, url, headers, body, call.limits)
        kept = {*headers, *_BY_TRANSPORT}
        request.headers = httpx2.Headers(
            [line for line in request.headers.raw if line[0].lower() in kept]
        )
        what = f"no response from the authorization server, {method} {shown_url(url)}"
        try:
            http_response = await transport.send(request, call.deadline, client_auth=False)
            content = await transport.read(http_response, call.deadline, MAX_BYTES)
        except (*BODY_ERRORS, httpx2.InvalidURL) as error:
            raise transport_error(error, what) from error
        except TooLarge as error:
            raise APIConnectionError(f"{what}: it is larger than {MAX_BYTES} bytes") from error
        # The request of the response that errors have must not contain the secrets.
        plain = httpx2.Response(
            http_response.status_code,
            headers=[
                line for line in http_response.headers.raw if line[0].lower() != b"set-cookie"
            ],
            request=httpx2.Request(method, shown_url(url)),
        )
        return Response(plain, content)


def _checked(url: str) -> str:
    """A URL that the document or the provider gives: with TLS, or of this machine."""
    parsed = httpx2.URL(url)
    host = parsed.host
    loopback = host in ("localhost", "::1") or _LOOPBACK.fullmatch(host) is not None
    if parsed.scheme == "https" or (parsed.scheme == "http" and loopback):
        return url
    raise ConfigurationError(
        f"{shown_url(url)}: secrets are sent to an authorization server over https only"
    )


def _metadata(response: Response) -> dict[str, Any]:
    try:
        value: object = json.loads(response.content)
    except (ValueError, RecursionError):
        value = None
    if response.status_code != 200 or not is_object(value):
        raise refusal(response, "the metadata of the provider cannot be read", [])
    if not isinstance(value.get("token_endpoint"), str):
        raise OAuthError("the metadata of the provider has no token_endpoint", response=response)
    return value
