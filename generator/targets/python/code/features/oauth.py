"""OAuth 2.0 in the generated code: the scheme's table, the client's arguments, and the scopes of operations."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.index import Index
from generator.ir.types import Api, Requirement, SecurityScheme
from generator.targets.python.names.names import Names
from generator.targets.python.types import literals
from generator.targets.python.views.views import ArgumentView

TABLE = "OAuth2Flows"
ARGUMENTS = {
    "client_id": "The id of the OAuth 2.0 client, with which access tokens are fetched.",
    "client_secret": "The secret of the OAuth 2.0 client.",
    "username": "The user whose password an access token is fetched with.",
    "password": "The password of that user.",
    "refresh_token": "A token with which access tokens are fetched, in place of the client's own.",
    "options": "How access tokens are fetched: scopes, the client's authentication, a callback for new tokens.",
}


def fetches_tokens(api: Api) -> bool:
    """Whether the client of an API can fetch access tokens."""
    return any(scheme.fetches_tokens for scheme in api.schemes)


def exchanges_codes(scheme: SecurityScheme) -> bool:
    """Whether the client can exchange authorization codes for a scheme."""
    return bool(scheme.discovery_url or scheme.flow("authorization-code"))


def found(scheme: SecurityScheme) -> Iterator[str]:
    """What the document says of a scheme's tokens, a text for each flow."""
    for flow in scheme.flows:
        yield f"{flow.kind.replace('-', ' ')} from {flow.token_url}"
    if scheme.discovery_url:
        yield f"the token endpoint that {scheme.discovery_url} names"


def table(scheme: SecurityScheme, index: Index, names: Names) -> str:
    """The `OAuth2Flows(…)` of a scheme."""
    variable = names.package_names.variable
    (keyword,) = names.credentials[scheme.id]
    sources = {part: (own, "" if part == "options" else variable(own)) for part, own in names.grants[scheme.id].items()}
    rows = (
        f"{literals.string(part)}: ({literals.string(own)}, {literals.string(environment)})"
        for part, (own, environment) in sources.items()
    )
    urls = [f"{literals.string(kind)}: {literals.string(url)}" for kind, url in token_urls(scheme)]
    scopes = _scopes(index.api.security, scheme.id)
    authentication = next((flow.authentication for flow in scheme.flows if flow.authentication), "")
    parts = [
        literals.string(keyword),
        literals.string(variable(keyword)),
        f"name={literals.string(scheme.id)}",
        f"sources={{{', '.join(rows)}}}",
        f"token_urls={{{', '.join(urls)}}}" if urls else "",
        f"discovery_url={literals.string(scheme.discovery_url)}" if scheme.discovery_url else "",
        f"scopes={literals.string(scopes)}" if scopes else "",
        f"authentication={literals.string(authentication)}" if authentication else "",
    ]
    return f"{TABLE}({', '.join(part for part in parts if part)})"


def token_urls(scheme: SecurityScheme) -> Iterator[tuple[str, str]]:
    """The URLs of the token endpoint by grant type; that of a refresh by the grant type of the first token, too."""
    for flow in scheme.flows:
        yield flow.kind.replace("-", "_"), flow.token_url
    refreshed = [flow for flow in scheme.flows if flow.kind != "client-credentials"]
    for flow in refreshed:
        yield f"{flow.kind.replace('-', '_')}.refresh_token", flow.refresh_url or flow.token_url
    codes = [flow for flow in refreshed if flow.kind == "authorization-code"]
    for flow in codes:
        yield "refresh_token", flow.refresh_url or flow.token_url


def operation_scopes(security: tuple[tuple[Requirement, ...], ...], api: Api) -> dict[str, str]:
    """The scopes of an operation by scheme, where they differ from those of the document's `security`."""
    found: dict[str, str] = {}
    for scheme in api.schemes:
        named = any(requirement.scheme == scheme.id for choice in security for requirement in choice)
        own = _scopes(security, scheme.id)
        if scheme.fetches_tokens and named and own != _scopes(api.security, scheme.id):
            found[scheme.id] = own
    return found


def _scopes(security: tuple[tuple[Requirement, ...], ...], scheme: str) -> str:
    """The scopes of the first alternative with a scheme, separated by spaces."""
    alternatives = (requirement for choice in security for requirement in choice if requirement.scheme == scheme)
    first = next(alternatives, None)
    return " ".join(first.scopes) if first is not None else ""


def arguments(scheme: SecurityScheme, names: Names) -> Iterator[ArgumentView]:
    """The constructor's arguments that access tokens are fetched with."""
    for part, keyword in names.grants.get(scheme.id, {}).items():
        annotation = "_oauth.OAuthOptions | None" if part == "options" else "str | None"
        yield ArgumentView(keyword, annotation, annotation, ARGUMENTS[part])
