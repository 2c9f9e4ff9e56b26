"""Responses of a token endpoint (RFC 6749, sections 5.1 and 5.2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

from ..json_types import is_object
from ..response.error_factory import message_of
from ..response.response import Response
from .errors import OAuthError
from .options import OAuthToken

_MAX_MESSAGE = 500
_MEMBERS = frozenset({"access_token", "token_type", "expires_in", "refresh_token", "scope"})
_NOT_BEARER = frozenset({"mac", "pop", "dpop", "n_a"})
"""Types of tokens that need more than a header `Authorization: Bearer`."""


def token_of(response: Response, kind: str, secrets: Iterable[str]) -> OAuthToken:
    """The token of a response to a request of this grant type.

    Raises `OAuthError`, without the secrets, if the response has none.
    """
    value = _parsed(response)
    token = value.get("access_token")
    if not 200 <= response.status_code < 300 or "error" in value:
        raise refusal(response, f"no access token ({kind})", secrets)
    # The body of these responses is not shown: it may have a token in it.
    silent = Response(response.transport)
    if not isinstance(token, str) or not token or not (token.isascii() and token.isprintable()):
        what = "the response of the token endpoint has no valid access_token"
        raise OAuthError(f"{response.status_code}: {what}", response=silent)
    type = value.get("token_type")
    if isinstance(type, str) and type.lower() in _NOT_BEARER:
        what = f"the token endpoint issued a token of type {type[:20]}; only bearer tokens are sent"
        raise OAuthError(f"{response.status_code}: {what}", response=silent)
    refresh_token, scope = value.get("refresh_token"), value.get("scope")
    return OAuthToken(
        access_token=token,
        token_type=type if isinstance(type, str) and type else "Bearer",
        expires_in=_seconds(value.get("expires_in")),
        refresh_token=refresh_token if isinstance(refresh_token, str) and refresh_token else None,
        scope=scope if isinstance(scope, str) else "",
        extra={name: member for name, member in value.items() if name not in _MEMBERS},
    )


def refusal(response: Response, what: str, secrets: Iterable[str]) -> OAuthError:
    """The error for a response without a token. Secrets in it are masked."""
    value = _parsed(response)
    code, description = value.get("error"), value.get("error_description")
    known = list(secrets)
    error = _masked(code, known) if isinstance(code, str) else ""
    text = _masked(description if isinstance(description, str) else message_of(value), known)
    if 300 <= response.status_code < 400:
        text = "redirects of an authorization server are not followed"
    parts = [f"{response.status_code}: {what}", error, "" if text == error else text]
    message = ": ".join(part for part in parts if part)
    if error == "invalid_client":
        message += " (check the client's id and secret, and how the server expects the secret)"
    if error == "invalid_scope":
        message += " (the option `scopes` requests others)"
    body = Response(response.transport, _masked(response.body, known).encode())
    return OAuthError(message, response=body, error=error, error_description=text)


def _parsed(response: Response) -> Mapping[str, Any]:
    """The members of the body, which is JSON, or a form as some servers send it."""
    if "x-www-form-urlencoded" in response.headers.get("content-type", ""):
        return dict(parse_qsl(response.body))
    try:
        value: object = json.loads(response.content)
    except (ValueError, RecursionError):
        return {}
    return value if is_object(value) else {}


def _seconds(value: object) -> float | None:
    """A lifetime in seconds, which some servers send as a string; None if there is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        return None
    return float(value)


def _masked(text: str, secrets: Iterable[str]) -> str:
    """A text without the secrets, in any of the forms that they were or may be written in."""
    for secret in secrets:
        forms = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
        for form in sorted(forms, key=len, reverse=True):
            text = text.replace(form, "***")
    return text if len(text) <= _MAX_MESSAGE else text[: _MAX_MESSAGE - 1] + "…"
