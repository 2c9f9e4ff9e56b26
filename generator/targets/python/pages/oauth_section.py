"""The section of the README on access tokens (OAuth 2.0)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.index import Index
from generator.ir.types import Operation, SecurityScheme
from generator.targets.python.code.features.oauth import exchanges_codes, fetches_tokens
from generator.targets.python.names.names import Names
from generator.targets.python.pages import markdown
from generator.targets.python.pages.programs import Programs
from generator.targets.python.views.page_views import GrantRowView, OAuthView


def oauth_section(lead: Operation | None, programs: Programs) -> OAuthView | None:
    """The view of the section; None if the client fetches no tokens. `lead` is called in the program."""
    index, names = programs.index, programs.names
    api = index.api
    if not fetches_tokens(api):
        return None
    schemes = [scheme for scheme in api.schemes if scheme.fetches_tokens]
    needed = {requirement.scheme for choice in (lead.security if lead else ()) for requirement in choice}
    shown = next((scheme for scheme in schemes if scheme.id in needed), None)
    code = next((scheme for scheme in schemes if exchanges_codes(scheme)), None)
    calls = lead is not None and shown is not None and (lead.stream is None or bool(lead.stream.switch))
    return OAuthView(
        grants=tuple(row for scheme in schemes for row in _rows(scheme, names)),
        tokens=tuple(keyword for scheme in schemes for keyword in names.credentials[scheme.id]),
        options=names.grants[schemes[0].id]["options"],
        first=programs.constructed(lead, _values(first_arguments(shown.id, index, names)))
        if calls and lead and shown
        else None,
        exchange=programs.exchanged(_values(_pair(code, names))) if code else None,
    )


def first_arguments(scheme: str, index: Index, names: Names) -> tuple[str, ...]:
    """The arguments that a program passes for a scheme: those that a token is fetched with, or the token."""
    known = next((known for known in index.api.schemes if known.id == scheme), None)
    if known is not None and (known.discovery_url or known.flow("client-credentials")):
        return _pair(known, names)
    if known is not None and known.flow("password"):
        return names.grants[scheme]["username"], names.grants[scheme]["password"]
    return names.credentials.get(scheme, ())


def _pair(scheme: SecurityScheme, names: Names) -> tuple[str, ...]:
    return names.grants[scheme.id]["client_id"], names.grants[scheme.id]["client_secret"]


def _values(keywords: tuple[str, ...]) -> str:
    return ", ".join(f'{keyword}="…"' for keyword in keywords)


def _rows(scheme: SecurityScheme, names: Names) -> Iterator[GrantRowView]:
    own, found = names.grants[scheme.id], f"found through {markdown.cell_code(scheme.discovery_url)}"

    def row(arguments: str, grant: str, url: str) -> GrantRowView:
        return GrantRowView(arguments, grant, markdown.cell_code(url) if url else found)

    client, password, code = (scheme.flow(kind) for kind in ("client-credentials", "password", "authorization-code"))
    if client or scheme.discovery_url:
        pair = f"`{own['client_id']}`, `{own['client_secret']}`"
        yield row(pair, "client credentials", client.token_url if client else "")
    if password:
        yield row(f"`{own['username']}`, `{own['password']}`", "password", password.token_url)
    if code or scheme.discovery_url:
        yield row(f"`{own['refresh_token']}`", "refresh token", (code.refresh_url or code.token_url) if code else "")
        yield row("`exchange_code(…)`", "authorization code", code.token_url if code else "")
