"""Exchange an authorization code: the second half of a flow that a person began in a browser."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ..call.timeouts import chosen_timeouts
from ..errors import ConfigurationError
from .endpoint import Call, Form
from .scheme import OAuth2Flows

if TYPE_CHECKING:
    from ..call.call import Exchange
    from ..settings import Settings
    from ..transport.async_transport import AsyncTransport
    from ..transport.base import Transport
    from ..transport.sync_transport import SyncTransport
    from .options import OAuthToken


def exchange_code(
    exchange: Exchange[SyncTransport],
    scheme: str,
    code: str,
    redirect_uri: str | None,
    code_verifier: str | None,
) -> OAuthToken:
    """Exchange a code for a token that all later calls of the client use."""
    form = _form(code, redirect_uri, code_verifier)
    transport = exchange.transport
    return transport.run(_exchange(exchange.settings, transport, scheme, form))


async def exchange_code_async(
    exchange: Exchange[AsyncTransport],
    scheme: str,
    code: str,
    redirect_uri: str | None,
    code_verifier: str | None,
) -> OAuthToken:
    """`exchange_code` for an event loop."""
    form = _form(code, redirect_uri, code_verifier)
    return await _exchange(exchange.settings, exchange.transport, scheme, form)


async def _exchange(
    settings: Settings, transport: Transport, scheme: str, form: Form
) -> OAuthToken:
    table = settings.service.schemes.get(scheme)
    if not isinstance(table, OAuth2Flows):
        raise ConfigurationError(f"scheme: no OAuth 2.0 scheme {scheme!r}")
    timeouts = chosen_timeouts(settings, transport.limits, None)
    total = timeouts.total
    deadline = None if total is None else time.monotonic() + total
    call = Call(transport, timeouts.within(total), deadline)
    return await table.tokens(settings).exchange(form, call)


def _form(code: str, redirect_uri: str | None, code_verifier: str | None) -> Form:
    """The parameters of the request (RFC 6749, section 4.1.3; RFC 7636, section 4.5)."""
    form = {"code": code}
    if redirect_uri is not None:
        form["redirect_uri"] = redirect_uri
    if code_verifier is not None:
        form["code_verifier"] = code_verifier
    return form
