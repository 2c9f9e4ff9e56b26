"""The access tokens of one OAuth 2.0 scheme of a client: fetched, kept, renewed."""

from __future__ import annotations

import copy
import os
import time
from typing import TYPE_CHECKING, Any

from ..errors import APITimeoutError, ConfigurationError, SDKError
from ..settings import ONCE, Settings
from .endpoint import Call, Form, TokenEndpoint
from .errors import OAuthError, without_frames
from .flight import Flight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..call.timeouts import Limits
    from ..transport.base import Transport
    from .options import OAuthOptions, OAuthToken
    from .table import FlowsTable

_SKEW = 60.0
_SKEW_SHARE = 0.1


class _Grant:
    """The token for one set of scopes, or the one that a refresh token or a code has given."""

    def __init__(self, kind: str, scopes: str = "", code: Form | None = None) -> None:
        self.kind = kind
        self.scopes = scopes
        self.code = code
        self.token: str | None = None
        self.ends: float | None = None
        """When the token is renewed (monotonic clock), or None if the server does not say it."""
        self.refresh_token: str | None = None
        self.flight: Flight | None = None

    def current(self) -> str | None:
        """The token, unless it has to be renewed."""
        token, ends = self.token, self.ends
        return token if ends is None or time.monotonic() < ends else None


class Session:
    """The tokens of one scheme. Threads, and tasks of several event loops, share it.

    Client credentials and passwords give a token for each set of scopes that operations require; a
    token that has all scopes of another set serves it as well. A refresh token gives one token for
    all operations.
    """

    def __init__(self, scheme: FlowsTable, settings: Settings) -> None:
        self._scheme = scheme
        self._settings = settings
        self._grants: dict[tuple[str, str], _Grant] = {}
        self._exchanged: _Grant | None = None
        given: OAuthOptions | None = self._given("options")
        self._options: OAuthOptions = given or {}
        self._endpoint = TokenEndpoint(scheme, settings, self._options)

    @property
    def wanted(self) -> str:
        """The arguments that a token is passed as or fetched with, for an error message."""
        return self._scheme.wanted

    @property
    def is_used(self) -> bool:
        """Whether tokens are fetched: the arguments for that are there, and no token is passed.

        Arguments precede environment variables, and a token precedes what can fetch one.
        """
        credentials, scheme = self._settings.credentials, self._scheme
        if credentials.get(scheme.keyword) is not None:
            return False
        passed = any(self._given(part) is not None for part in scheme.sources)
        if not passed and self._exchanged is None and scheme.environment in os.environ:
            return False
        return self._exchanged is not None or self._kind() is not None

    async def token(
        self,
        scopes: Mapping[str, str] | None,
        transport: Transport,
        limits: Limits,
        deadline: float | None,
    ) -> str:
        """The kept access token for an operation with these scopes, or a new one.

        Raises `OAuthError` if the server refuses, `APIConnectionError` if it cannot be reached.
        """
        own = self._scheme
        needed = own.scopes if scopes is None else scopes.get(own.name, own.scopes)
        call = Call(transport, limits, deadline)
        while True:
            grant = self._grant(needed)
            token = grant.current()
            if token is not None:
                return token
            with ONCE:
                token, flight = grant.current(), grant.flight
                if token is not None:
                    return token
                leads = flight is None or not flight.is_here
                if flight is None or leads:
                    flight = grant.flight = Flight()
            if leads:
                return (await self._fly(grant, flight, call)).access_token
            await flight.wait(call.transport, call.deadline)
            if flight.token is not None:
                return flight.token
            if flight.error is not None:
                raise copy.copy(flight.error) from flight.error.__cause__

    def reject(self, token: str) -> None:
        """Forget a token that the API has refused."""
        for grant in (self._exchanged, *list(self._grants.values())):
            if grant is not None and grant.token == token:
                grant.token, grant.ends = None, 0.0

    async def exchange(self, code: Form, call: Call) -> OAuthToken:
        """Exchange an authorization code (RFC 6749, section 4.1.3), and use its token."""
        grant = _Grant("authorization_code", code=code)
        token = await self._fly(grant, Flight(), call)
        self._exchanged = grant
        return token

    # --- the grant of a call ---

    def _kind(self) -> str | None:
        """The grant type for which all arguments are there."""
        urls, discovered = self._scheme.token_urls, self._scheme.discovery_url != ""
        if self._value("refresh_token") is not None:
            return "refresh_token"
        if "password" in urls and self._value("username") and self._value("password") is not None:
            return "password"
        if "client_credentials" not in urls and not discovered:
            return None
        identified = self._value("client_id") is not None
        proof = self._value("client_secret") or self._options.get("client_assertion")
        return "client_credentials" if identified and proof is not None else None

    def _grant(self, scopes: str) -> _Grant:
        if self._exchanged is not None:
            return self._exchanged
        kind = self._kind()
        if kind is None:
            raise ConfigurationError(f"no credentials: pass {self._scheme.wanted}")
        if "scopes" in self._options:
            scopes = " ".join(self._options["scopes"])
        if kind == "refresh_token":
            scopes = ""  # those that the user has granted
        found = self._grants.get((kind, scopes))
        if found is not None and found.current() is not None:
            return found
        needed = {*scopes.split()}
        for grant in list(self._grants.values()):
            covers = needed and grant.kind == kind and needed <= {*grant.scopes.split()}
            if covers and grant.current() is not None:
                return grant
        return found or self._grants.setdefault((kind, scopes), _Grant(kind, scopes))

    def _given(self, part: str) -> Any:
        """The value that was passed to the client."""
        keyword, _ = self._scheme.sources.get(part, ("", ""))
        return self._settings.credentials.get(keyword)

    def _value(self, part: str) -> str | None:
        """The value that was passed to the client, else that of the environment."""
        value = self._given(part)
        if value is None:
            _, variable = self._scheme.sources.get(part, ("", ""))
            return os.environ.get(variable) if variable else None
        if not isinstance(value, str):
            keyword, kind = self._scheme.sources[part][0], type(value).__name__
            raise ConfigurationError(f"{keyword}=: expected a str, not {kind}")
        return value

    # --- requests to the token endpoint ---

    async def _fly(self, grant: _Grant, flight: Flight, call: Call) -> OAuthToken:
        """Request a token for all calls that wait for `flight`."""
        try:
            token = await self._request(grant, call)
        except SDKError as error:
            without_frames(error)
            # Others may wait longer than this call does.
            gave_up = isinstance(error, APITimeoutError) and call.deadline is not None
            self._end(grant, flight, error=None if gave_up else error)
            raise
        except BaseException:
            self._end(grant, flight)
            raise
        self._end(grant, flight, token.access_token)
        report = self._options.get("on_token")
        if report is not None:
            await call.transport.resolve(report(token))
        return token

    @staticmethod
    def _end(
        grant: _Grant, flight: Flight, token: str | None = None, error: SDKError | None = None
    ) -> None:
        with ONCE:
            if grant.flight is flight:
                grant.flight = None
        flight.end(token, error)

    async def _request(self, grant: _Grant, call: Call) -> OAuthToken:
        client = (self._value("client_id"), self._value("client_secret"))
        refresh_token = grant.refresh_token
        if refresh_token is None and grant.kind == "refresh_token":
            refresh_token = self._value("refresh_token")
        if refresh_token is None:
            return await self._fetch(grant, grant.kind, self._form(grant), client, call)
        form = {"refresh_token": refresh_token}
        try:
            return await self._fetch(grant, "refresh_token", form, client, call)
        except OAuthError as error:
            if grant.kind != "password" or error.error != "invalid_grant":
                raise
        grant.refresh_token = None  # it has ended; the password still holds
        return await self._fetch(grant, grant.kind, self._form(grant), client, call)

    def _form(self, grant: _Grant) -> Form:
        """The parameters of a grant (RFC 6749, sections 4.1.3, 4.3.2 and 4.4.2)."""
        if grant.kind == "authorization_code":
            if grant.code is None:
                raise ConfigurationError(
                    "the access token has ended, and the server gave no refresh token with it; "
                    "exchange a new code"
                )
            return grant.code
        form = {"scope": grant.scopes} if grant.scopes else {}
        if grant.kind == "password":
            form["username"] = self._value("username") or ""
            form["password"] = self._value("password") or ""
        return form

    async def _fetch(
        self,
        grant: _Grant,
        kind: str,
        form: Form,
        client: tuple[str | None, str | None],
        call: Call,
    ) -> OAuthToken:
        asked = time.monotonic()
        token = await self._endpoint.fetch(kind, grant.kind, form, client, call)
        lifetime = token.expires_in
        if lifetime is not None:
            grant.ends = asked + lifetime - min(_SKEW, lifetime * _SKEW_SHARE)
        else:
            grant.ends = None
        grant.token = token.access_token
        grant.code = None  # it can be used once
        if grant.kind != "client_credentials":  # RFC 6749, section 4.4.3: it gets no refresh token
            grant.refresh_token = token.refresh_token or grant.refresh_token
        return token
