"""The attempts of a call: credentials, redirects, retries, hooks and log lines.

Written once, as coroutines over a `Transport`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from logging import DEBUG
from typing import TYPE_CHECKING, Any

import httpx2

from ..errors import APIConnectionError, APIError, APITimeoutError, SDKError
from ..response.error_factory import (
    BODY_ERRORS,
    refused_redirect,
    status_error,
    switched_protocols,
    transport_error,
)
from ..response.response import Response
from ..transport.logs import log_request, log_response, package_logger, shown_url
from ..transport.urls import mask, same_origin
from .auth import NO_CREDENTIALS, CallerAuth, Tokens, authenticate
from .redirects import MAX_REDIRECTS, RefusedRedirect, is_redirect, redirected
from .retry_policy import chosen_policy, is_retried_error, is_retried_status, retry_delay
from .timeouts import chosen_timeouts

if TYPE_CHECKING:
    from ..operation import Operation
    from ..request.build import Draft
    from ..settings import Settings
    from ..transport.base import Transport
    from .hooks import HookCall
    from .options import RequestOptions
    from .timeouts import Limits

MAX_ERROR_BYTES = 1024 * 1024
"""The bytes that are read of the body of an error."""

_SWITCHED = "_SWITCH_UPGRADE"
"""The event of the HTTP library for a response 101, of which it makes no response."""


class _Failed(Exception):
    """An attempt that failed with `error` and may be repeated."""

    def __init__(self, error: SDKError, headers: Mapping[str, str] | None = None) -> None:
        self.error = error
        self.headers = headers


class Attempts:
    """The attempts of one call."""

    def __init__(
        self,
        settings: Settings,
        transport: Transport,
        operation: Operation[Any],
        draft: Draft,
        options: RequestOptions,
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._operation = operation
        self._draft = draft
        self._policy = chosen_policy(settings, operation, options)
        self._timeouts = chosen_timeouts(settings, transport.limits, options.get("timeout"))
        self._began = time.monotonic()
        total = self._timeouts.total
        self.deadline = None if total is None else self._began + total
        self.event_timeout = self._timeouts.event
        self.logger = package_logger(settings.service)
        self._number = 0
        self._auth = CallerAuth(settings, draft.headers, options)
        self._fetched: tuple[Tokens, str] | None = None
        self._renewed = False
        self.stream = False
        self._state: dict[str, Any] = {}

    @property
    def call(self) -> HookCall:
        """The current attempt, as hooks see it."""
        from .hooks import HookCall

        of = self._operation
        return HookCall(of.name, self._number, of.method, of.path, self.stream, self._state)

    async def succeed(self) -> httpx2.Response:
        """Return the first successful response, its body unread; raise the last attempt's error."""
        while True:
            self._number += 1
            try:
                return await self._try()
            except _Failed as failed:
                await self.wait(failed.error, failed.headers)

    async def wait(self, reason: SDKError, headers: Mapping[str, str] | None = None) -> None:
        """Wait for the next attempt. Raises `reason` if there is none.

        `headers` are those of the failed response, if there was one.
        """
        delay = self._delay(headers, reason)
        if delay is None:
            raise reason from reason.__cause__
        name, number, attempts = self._operation.name, self._number, self._policy.max_attempts
        message = "%s: attempt %d of %d failed (%s); retrying in %.2f s"
        self.logger.info(message, name, number, attempts, reason, delay)
        hooks = self._settings.hooks
        if hooks is not None:
            await self._transport.resolve(hooks.on_retry(reason, delay, self.call))
        await self._transport.sleep(delay)

    async def report(self, response: Response) -> None:
        """Pass a response to the hooks."""
        hooks = self._settings.hooks
        if hooks is not None:
            await self._transport.resolve(hooks.after_response(response, self.call))

    async def _try(self) -> httpx2.Response:
        """Make one attempt. Raises `_Failed` if it may be repeated, else the error itself."""
        request, secrets = await self._request()
        settings, name, hooks = self._settings, self._operation.name, self._settings.hooks
        if hooks is not None:
            await self._transport.resolve(hooks.before_request(request, self.call))
        verbose = self.logger.isEnabledFor(DEBUG)
        if verbose:
            log_request(settings.service, name, self._number, request)
        client_auth = self._auth.by_client
        for _ in range(MAX_REDIRECTS + 1):
            began = time.monotonic()
            try:
                http_response = await self._transport.send(
                    request, self.deadline, client_auth=client_auth
                )
            except (httpx2.RequestError, httpx2.InvalidURL) as error:
                raise self._no_response(request, error, time.monotonic() - began) from error
            if verbose:
                waited = time.monotonic() - began
                log_response(settings.service, name, self._number, http_response, waited)
            if 200 <= http_response.status_code < 300:
                return http_response
            if self._operation.redirects and is_redirect(http_response):
                return http_response
            if http_response.status_code == 101:
                await self._transport.close(http_response)
                raise switched_protocols(Response(http_response))
            if not is_redirect(http_response):
                refused = await self._status_error(http_response)
                if http_response.status_code == 401 and self._renews(request):
                    return await self._try()
                raise refused
            followed = await self._redirect(request, http_response)
            client_auth = client_auth and same_origin(request.url, followed.url)
            request = mask(followed, secrets)
        shown = shown_url(str(request.url))
        raise APIConnectionError(f"{request.method} {shown}: more than {MAX_REDIRECTS} redirects")

    async def _request(self) -> tuple[httpx2.Request, tuple[str, ...]]:
        """The transport's request for the next attempt, with credentials read anew.

        Returns the secrets in its URL as well.
        """
        draft, settings = self._draft, self._settings
        security = self._operation.security
        if security is None:
            security = settings.service.security
        credentials = NO_CREDENTIALS
        if not self._auth.by_client:
            credentials = await authenticate(
                settings, security, self._transport.resolve, self._auth.present, self._fetch
            )
        headers, url = credentials.placed(draft)
        request = await self._transport.build(
            draft.method, url, headers, draft.body, self._limits()
        )
        secrets = tuple(value for _, value in credentials.query)
        return mask(request, secrets), secrets

    async def _fetch(self, tokens: Tokens) -> str:
        """An access token that the client fetches, for the next attempt."""
        scopes = self._operation.scopes
        try:
            token = await tokens.token(scopes, self._transport, self._limits(), self.deadline)
        except APIConnectionError as error:
            cause = error.__cause__
            if isinstance(cause, Exception) and is_retried_error(self._policy, "POST", cause):
                raise _Failed(error) from error
            raise
        except APIError as error:
            if is_retried_status(self._policy, error.status_code):
                raise _Failed(error, error.headers) from error
            raise
        self._fetched = (tokens, token)
        return token

    def _renews(self, request: httpx2.Request) -> bool:
        """Whether to send the call once more, with a new token, after a 401 for a fetched one."""
        body = self._draft.body
        sendable = isinstance(body, bytes) or body.sendable
        if self._fetched is None or self._renewed or not sendable:
            return False
        tokens, token = self._fetched
        if request.headers.get("authorization") != f"Bearer {token}":
            return False  # a redirect has left the API's origin
        tokens.reject(token)
        self._renewed = True
        self.logger.info("%s: 401; sending it with a new access token", self._operation.name)
        return True

    def _limits(self) -> Limits:
        if self.deadline is None:
            return self._timeouts.limits.copy()
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            total = self._timeouts.total
            raise APITimeoutError(f"{self._operation.name}: total timeout of {total} s exceeded")
        return self._timeouts.within(remaining)

    def _no_response(self, request: httpx2.Request, error: Exception, waited: float) -> Exception:
        """The exception for a request without a response."""
        if _SWITCHED in str(error):
            refused = switched_protocols(Response(httpx2.Response(101, request=request)))
            refused.__cause__ = error
            return refused
        what = f"no response from {request.method} {shown_url(str(request.url))}"
        if isinstance(error, httpx2.TimeoutException):
            what += f" after {waited:.1f} s"
        failure = transport_error(error, what)
        failure.__cause__ = error
        has_key = self._draft.has_key
        if is_retried_error(self._policy, request.method, error, has_key=has_key):
            return _Failed(failure)
        return failure

    async def _status_error(self, http_response: httpx2.Response) -> Exception:
        """The exception for a response whose status is not successful.

        Its class depends on the status alone, even if the body cannot be read.
        """
        cause: Exception | None = None
        content = b""
        try:
            content = await self._transport.read(
                http_response, self.deadline, MAX_ERROR_BYTES, cut=True
            )
        except BODY_ERRORS as failure:
            cause = failure
            await self._transport.close(http_response)
        response = Response(http_response, content)
        error = status_error(self._settings.service, response, self._operation.errors)
        error.__cause__ = cause
        await self.report(response)
        if is_retried_status(self._policy, response.status_code):
            return _Failed(error, response.headers)
        return error

    async def _redirect(
        self, request: httpx2.Request, http_response: httpx2.Response
    ) -> httpx2.Request:
        await self._transport.close(http_response)
        body = self._draft.body
        why = "the body cannot be read again"
        if isinstance(body, bytes) or body.sendable:
            try:
                return redirected(
                    request,
                    http_response,
                    has_body=body != b"",
                    unsafe=self._settings.follow_unsafe_redirects,
                )
            except RefusedRedirect as refused:
                why = str(refused)
        raise refused_redirect(Response(http_response), request.method, why)

    def _delay(self, headers: Mapping[str, str] | None, reason: SDKError) -> float | None:
        """The seconds until the next attempt, or None if there is none."""
        body = self._draft.body
        if not isinstance(body, bytes) and not body.sendable:
            return None
        elapsed = time.monotonic() - self._began
        delay = retry_delay(
            self._policy,
            self._number,
            elapsed,
            headers,
            time.time(),
            random.random(),
            limited=isinstance(reason, APIError) and reason.status_code in (429, 503),
        )
        if delay is None or self.deadline is None:
            return delay
        return delay if self._began + elapsed + delay < self.deadline else None
