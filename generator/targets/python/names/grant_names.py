"""Names of the constructor's keywords that an OAuth 2.0 access token is fetched with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.ir.types import Api, SecurityScheme
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import snake
from generator.targets.python.names.name_scope import NameScope

_PLAIN = {"options": "oauth_options"}


def grant_names(
    api: Api,
    credentials: Mapping[str, tuple[str, ...]],
    parameters: Mapping[str, str],
    scope_of: Callable[[str, str, frozenset[str], Iterable[str]], NameScope],
) -> dict[str, dict[str, str]]:
    """The keywords by scheme and part: `client_id` of the first scheme, `<scheme>_client_id` of another.

    `credentials` and `parameters` have the names that the constructor has already.
    """
    schemes = [scheme for scheme in api.schemes if scheme.fetches_tokens]
    owners = [f"{scheme.id}.{part}" for scheme in schemes for part in _parts(scheme)]
    scope = scope_of("grant", "OAuth 2.0 parameter", reserved.CLIENT, owners)
    scope.taken.update((keyword, scheme) for scheme, keywords in credentials.items() for keyword in keywords)
    scope.taken.update((keyword, key) for key, keyword in parameters.items())
    found: dict[str, dict[str, str]] = {}
    for scheme in schemes:
        found[scheme.id] = {
            part: scope.take(
                f"{scheme.id}.{part}",
                [plain := _PLAIN.get(part, part), f"{snake(scheme.id)}_{part}", f"oauth_{plain}"],
                scheme.place,
            )
            for part in _parts(scheme)
        }
    return found


def _parts(scheme: SecurityScheme) -> Iterator[str]:
    """The parameters of a scheme's flows (RFC 6749, section 4), and `options`."""
    yield "client_id"
    yield "client_secret"
    if scheme.flow("password"):
        yield "username"
        yield "password"
    if scheme.discovery_url or scheme.flow("authorization-code"):
        yield "refresh_token"
    yield "options"
