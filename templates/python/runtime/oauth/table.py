"""The data of an OAuth 2.0 scheme with flows."""

from __future__ import annotations

from ..service import OAuth2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal


class FlowsTable(OAuth2):
    """A scheme whose access token the client fetches, unless it is passed.

    - `name`: the scheme's name in the document.
    - `sources`: the argument and the environment variable of `client_id`, `client_secret`,
      `username`, `password`, `refresh_token` and `options`, as far as the flows need them.
    - `token_urls`: the URL of the token endpoint by grant type. Relative ones are resolved against
      the server in use.
    - `discovery_url`: the URL of the provider's metadata (OpenID Connect Discovery 1.0).
    - `scopes`: those that the document's own `security` requires, separated by spaces.
    - `authentication`: how the client authenticates, if the document says it.
    """

    __slots__ = (
        "authentication",
        "discovery_url",
        "name",
        "scopes",
        "sources",
        "token_urls",
    )

    def __init__(
        self,
        keyword: str,
        environment: str = "",
        *,
        name: str,
        sources: Mapping[str, tuple[str, str]],
        token_urls: Mapping[str, str] | None = None,
        discovery_url: str = "",
        scopes: str = "",
        authentication: Literal["client_secret_basic", "client_secret_post", ""] = "",
    ) -> None:
        super().__init__(keyword, environment)
        self.name = name
        self.sources = sources
        self.token_urls = token_urls or {}
        self.discovery_url = discovery_url
        self.scopes = scopes
        self.authentication: Literal["client_secret_basic", "client_secret_post", ""] = (
            authentication
        )

    @property
    def wanted(self) -> str:
        """The arguments that a token is passed as or fetched with, for an error message."""
        keywords = {part: f"{keyword}=" for part, (keyword, _) in self.sources.items()}
        choices = [f"{self.keyword}="]
        if "client_credentials" in self.token_urls or self.discovery_url:
            choices.append(f"{keywords['client_id']} and {keywords['client_secret']}")
        if "password" in self.token_urls:
            choices.append(f"{keywords['username']} and {keywords['password']}")
        if "refresh_token" in keywords:
            choices.append(keywords["refresh_token"])
        return ", or ".join(choices) + ", or their environment variables"
