"""The settings of a token source, and the token that a server has issued."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from typing_extensions import TypedDict  # the one that pydantic reads before Python 3.12


@dataclass(frozen=True, slots=True)
class OAuthToken:
    """A token response (RFC 6749, section 5.1). Its `repr` does not show the tokens.

    - `expires_in`: the lifetime in seconds from the response; None if the server does not say it.
    - `refresh_token`: a token to pass to a later client as its refresh token, or None.
    - `scope`: the granted scopes, separated by spaces; empty if they are those requested.
    - `extra`: further members of the response, such as `id_token`.
    """

    access_token: str = field(repr=False)
    token_type: str = "Bearer"
    expires_in: float | None = None
    refresh_token: str | None = field(default=None, repr=False)
    scope: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)


class OAuthOptions(TypedDict, total=False):
    """Settings of the requests to a token endpoint.

    - `scopes`: the scopes to request, in place of those that each operation requires; `[]`
      requests those that the server grants by default.
    - `client_authentication`: how the client sends its secret (RFC 6749, section 2.3.1).
      `client_secret_basic` by default.
    - `client_assertion`: called with the URL of the token endpoint; returns a signed JWT that
      authenticates the client in place of a secret (`private_key_jwt`, RFC 7523, section 2.2).
    - `parameters`: further parameters of the request, such as `audience` or `resource`.
    - `token_url`: the URL of the token endpoint, in place of the document's.
    - `on_token`: called with each new `OAuthToken`, to store a refresh token that has changed.
    """

    scopes: Sequence[str]
    client_authentication: Literal["client_secret_basic", "client_secret_post"]
    client_assertion: Callable[[str], str] | Callable[[str], Awaitable[str]]
    parameters: Mapping[str, str]
    token_url: str
    on_token: Callable[[OAuthToken], object]
