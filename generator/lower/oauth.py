"""OAuth 2.0 flows and OpenID Connect discovery of a security scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal
from urllib.parse import urlsplit

from generator.document.node import Node
from generator.ir.types import Flow

Kind = Literal["client-credentials", "password", "authorization-code"]
_KINDS: Final[dict[str, Kind]] = {
    "clientCredentials": "client-credentials",
    "password": "password",
    "authorizationCode": "authorization-code",
}
_METHODS: Final[dict[str, Literal["client_secret_basic", "client_secret_post"]]] = {
    "client_secret_basic": "client_secret_basic",
    "client_secret_post": "client_secret_post",
}
_AUTHENTICATION: Final = "x-speakeasy-token-endpoint-authentication"
_NEVER = re.compile(r"""[\s<>"\\^`|#]""")
"""Characters that the URL of an endpoint cannot have (RFC 3986, appendix A; RFC 6749, section 3.2: no fragment)."""


def lower_flows(scheme: Node) -> tuple[Flow, ...]:
    """The flows of an `oauth2` scheme that a client can run ("OAuth Flows Object").

    A flow whose token URL is missing or not safe is left out, with a warning.
    """
    flows = scheme.mapping("flows")
    if flows is None:
        return ()
    found = tuple(_flows(flows))
    known = [name for name, _ in flows.items() if not name.startswith("x-")]
    if known and not any(name in _KINDS for name in known):
        message = f"the client does not run the flow `{known[0]}`; callers pass the access token"
        scheme.diagnostics.note("oauth-flow", message, flows.child(known[0]))
    return found


def _flows(flows: Node) -> Iterator[Flow]:
    for name, kind in _KINDS.items():
        node = flows.mapping(name)
        if node is None:
            continue
        url = _endpoint(node, "tokenUrl", f"the flow `{name}`")
        if not url:
            continue
        refresh = _endpoint(node, "refreshUrl", "the refresh of tokens") if node.text("refreshUrl") else ""
        yield Flow(kind, url, node.place, refresh, _METHODS.get(node.text(_AUTHENTICATION), ""))


def discovery_url(scheme: Node) -> str:
    """The URL of an OpenID Connect provider's metadata; empty, with a warning, if it is missing or not safe."""
    return _endpoint(scheme, "openIdConnectUrl", "OpenID Connect discovery")


def _endpoint(owner: Node, key: str, what: str) -> str:
    """The URL of an endpoint that receives secrets, or an empty string, with a warning."""
    url = owner.text(key)
    problem = f"has no `{key}`" if not url else _problem(url, key)
    if not problem:
        return url
    message = f"{what} {problem}; left out: callers pass the access token"
    at = owner.child(key) if url else owner
    owner.diagnostics.warning("oauth-url", message, at, f"set `{key}` to a URL that starts with https://")
    return ""


def _problem(url: str, key: str) -> str:
    if _NEVER.search(url):
        return f"has a `{key}` that is not a valid URL"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return f"has a `{key}` that is not a valid URL"
    if parts.scheme.lower() not in ("", "https", "http") or (parts.scheme and not host) or (host and not parts.scheme):
        return f"has a `{key}` that is not an HTTPS URL"
    if parts.username is not None:
        return f"has a `{key}` with a user or password in it"
    if parts.scheme.lower() == "http" and not is_loopback(host):
        return f"has a `{key}` without TLS (RFC 6749, section 3.2)"
    return ""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine (RFC 6761, section 6.3; RFC 5735, section 3)."""
    return host == "localhost" or host == "::1" or re.fullmatch(r"127(\.\d{1,3}){3}", host) is not None
