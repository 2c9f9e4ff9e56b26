"""One call, from its arguments to its answer: credentials, attempts, redirects, retries, hooks and log lines.

Everything here is written once, as coroutines over a `Port`; the sync client runs them to their end in one step.
"""

from __future__ import annotations

import random
import time
from collections.abc import Coroutine, Mapping
from logging import DEBUG
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

from . import decode as decoding
from .auth import prove
from .content import FileBody
from .context import CallContext
from .errors import APIConnectionError, APITimeoutError, ConfigurationError, SDKError
from .failures import refused_redirect, response_error, status_error, transport_error
from .headers import put
from .hooks import HookCall
from .logs import package_logger, shown_headers, shown_url
from .parameters import encode
from .redirects import MAX_REDIRECTS, RefusedRedirect, is_redirect, redirected
from .request import Draft, draft
from .response import Response
from .retries import is_retried_error, is_retried_status, retry_delay
from .timeouts import Limits, Timeouts
from .with_response import record

if TYPE_CHECKING:
    from .operation import Operation, StreamOperation, SwitchOperation
    from .options import RequestOptions
    from .service import RetryPolicy
    from .settings import Settings
    from .transport import Port

T = TypeVar("T")

_NO_OPTIONS: RequestOptions = {}


async def whole(
    settings: Settings,
    port: Port,
    operation: Operation[Any],
    arguments: Mapping[str, Any],
    options: RequestOptions | None,
) -> Any:
    """The value of an operation that answers whole."""
    call = Call(settings, port, operation, arguments, options or _NO_OPTIONS)
    return await call.guarded(call.decoded())


async def opened(
    settings: Settings,
    port: Port,
    operation: StreamOperation[Any] | SwitchOperation[Any, Any],
    arguments: Mapping[str, Any],
    options: RequestOptions | None,
) -> tuple[Any, CallContext]:
    """The open answer of an operation that answers item by item, and its context. Errors before the first item are raised here."""
    call = Call(settings, port, operation, arguments, options or _NO_OPTIONS, streaming=True)
    return await call.guarded(call.streamed(operation))


class _Failed(Exception):
    """An attempt that failed with `error` and may be made again."""

    def __init__(self, error: SDKError, headers: Mapping[str, str] | None = None) -> None:
        self.error = error
        self.headers = headers


class Call:
    """The state of one call."""

    def __init__(
        self,
        settings: Settings,
        port: Port,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        options: RequestOptions,
        *,
        streaming: bool = False,
    ) -> None:
        self.settings = settings
        self.port = port
        self.operation = operation
        self.streaming = streaming
        self.draft: Draft = draft(settings, operation, arguments, options, streaming=streaming)
        self.policy = _policy(settings, operation, options)
        self.timeouts = Timeouts(port.limits()).over(settings.timeout).over(options.get("timeout"))
        self.began = time.monotonic()
        total = self.timeouts.total
        self.deadline = None if total is None else self.began + total
        self.attempt = 0
        self.logger = package_logger(settings.service)

    async def guarded(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs the call, and tells the hooks and the log how it failed if it does."""
        try:
            return await work
        except SDKError as error:
            self.logger.debug("%s failed: %s", self.operation.name, error)
            hooks = self.settings.hooks
            if hooks is not None:
                await self.port.resolve(hooks.on_error(error, self._hook_call()))
            raise

    async def decoded(self) -> Any:
        """The value of the whole answer."""
        transport = await self._succeed()
        response = Response(transport, await self._read_success(transport))
        await self._tell(response)
        record(response)
        return decoding.decode(self.operation, self._context(response))

    async def streamed(
        self, operation: StreamOperation[Any] | SwitchOperation[Any, Any]
    ) -> tuple[Any, CallContext]:
        """The open answer, once it is certain to be the promised stream."""
        transport = await self._succeed()
        content_type = transport.headers.get("content-type", "")
        promised = operation.events
        if decoding.promises_events(promised, content_type):
            response = Response(transport)
            try:
                await self._tell(response)
            except BaseException:
                await self.port.close(transport)
                raise
            record(response)
            return self.port.opened(transport), self._context(response)
        response = Response(transport, await self._read_success(transport))
        await self._tell(response)
        value = decoding.parsed_json(response)
        if isinstance(value, dict) and value.get("error"):
            raise self._context(response).api_error(value, response.content)
        came = decoding.essence(content_type)
        raise response_error(
            response, f"a stream of {promised.media_type} was promised, {came} came"
        )

    async def _succeed(self) -> httpx2.Response:
        """The first successful answer, its body unread; failed attempts are made again as the policy has it."""
        while True:
            self.attempt += 1
            try:
                return await self._try()
            except _Failed as failed:
                delay = self._delay(failed.headers)
                if delay is None:
                    raise failed.error from failed.error.__cause__
                error = failed.error
            self.logger.info(
                "%s: attempt %d of %d failed (%s); again in %.2f s",
                self.operation.name,
                self.attempt,
                self.policy.max_attempts,
                error,
                delay,
            )
            hooks = self.settings.hooks
            if hooks is not None:
                await self.port.resolve(hooks.on_retry(error, delay, self._hook_call()))
            await self.port.sleep(delay)

    async def _try(self) -> httpx2.Response:
        """One attempt. Raises `_Failed` where another may be made, and the SDK's error where not."""
        request = await self._request()
        hooks = self.settings.hooks
        if hooks is not None:
            await self.port.resolve(hooks.before_request(request, self._hook_call()))
        verbose = self.logger.isEnabledFor(DEBUG)
        if verbose:
            self._log_request(request)
        for _ in range(MAX_REDIRECTS + 1):
            began = time.monotonic()
            try:
                transport = await self.port.send(request)
            except httpx2.RequestError as error:
                raise self._unanswered(request, error, time.monotonic() - began) from error
            if verbose:
                self._log_answer(transport, time.monotonic() - began)
            if 200 <= transport.status_code < 300:
                return transport
            if not is_redirect(transport):
                raise await self._refusal(transport)
            request = await self._redirect(request, transport)
        raise APIConnectionError(
            f"{request.method} {shown_url(str(request.url))}: more than {MAX_REDIRECTS} redirects"
        )

    async def _request(self) -> httpx2.Request:
        """The transport's request for the next attempt, with credentials asked for anew."""
        wanted = self.draft
        settings = self.settings
        security = self.operation.security
        proof = await prove(
            settings.service,
            settings.service.security if security is None else security,
            settings.credentials,
            self.port.resolve,
            wanted.headers,
        )
        headers, url = wanted.headers, wanted.url
        if proof.headers or proof.cookies or wanted.cookies:
            headers = headers.copy()
            for name, value in proof.headers.items():
                if name.lower().encode("ascii") not in headers:
                    put(headers, name, value)
            cookies = [*wanted.cookies, *proof.cookies.items()]
            if cookies:
                put(headers, "Cookie", "; ".join(f"{name}={value}" for name, value in cookies))
        if wanted.query or proof.query:
            query = [
                *wanted.query,
                *((encode(name), encode(value)) for name, value in proof.query.items()),
            ]
            url += "?" + "&".join(f"{name}={value}" for name, value in query)
        return self.port.build(wanted.method, url, headers, wanted.body, self._limits())

    def _limits(self) -> Limits:
        if self.deadline is None:
            return self.timeouts.limits.copy()
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            raise APITimeoutError(
                f"{self.operation.name}: the total timeout of {self.timeouts.total} s is over"
            )
        return self.timeouts.within(remaining)

    def _unanswered(
        self, request: httpx2.Request, error: httpx2.RequestError, waited: float
    ) -> Exception:
        """What to raise where no answer came."""
        what = f"no answer from {request.method} {shown_url(str(request.url))}"
        if isinstance(error, httpx2.TimeoutException):
            what += f" after {waited:.1f} s"
        failure = transport_error(error, what)
        failure.__cause__ = error
        if is_retried_error(self.policy, request.method, error):
            return _Failed(failure)
        return failure

    async def _refusal(self, transport: httpx2.Response) -> Exception:
        """What to raise for an answer that is no success. Its class follows its status, whether the body arrives or not."""
        cause: Exception | None = None
        content = b""
        try:
            content = await self.port.read(transport, self.deadline)
        except (httpx2.RequestError, httpx2.StreamError) as error:
            cause = error
            await self.port.close(transport)
        response = Response(transport, content)
        error = status_error(self.settings.service, response)
        error.__cause__ = cause
        await self._tell(response)
        if is_retried_status(self.policy, response.status_code):
            return _Failed(error, response.headers)
        return error

    async def _redirect(
        self, request: httpx2.Request, transport: httpx2.Response
    ) -> httpx2.Request:
        await self.port.close(transport)
        try:
            if isinstance(self.draft.body, FileBody) and not self.draft.body.sendable:
                raise RefusedRedirect("the body cannot be read again")
            return redirected(request, transport)
        except RefusedRedirect as refused:
            raise refused_redirect(Response(transport), request.method, str(refused)) from None

    async def _read_success(self, transport: httpx2.Response) -> bytes:
        """The body of a success. It is never asked for again: the server has done the work."""
        if not self.streaming and decoding.is_events(transport.headers.get("content-type", "")):
            if not decoding.expects_events(self.operation):
                await self.port.close(transport)
                raise response_error(
                    Response(transport), "a whole answer was promised, a stream came"
                )
        try:
            return await self.port.read(transport, self.deadline)
        except httpx2.DecodingError as error:
            raise response_error(
                Response(transport), f"the body cannot be decompressed: {error}"
            ) from error
        except httpx2.RequestError as error:
            raise transport_error(
                error, f"{self.operation.name}: the connection failed inside the answer"
            ) from error

    def _delay(self, headers: Mapping[str, str] | None) -> float | None:
        """Seconds until the next attempt, or None where there is to be none."""
        body = self.draft.body
        if isinstance(body, FileBody) and not body.sendable:
            return None
        elapsed = time.monotonic() - self.began
        delay = retry_delay(
            self.policy, self.attempt, elapsed, headers, time.time(), random.random()
        )
        if (
            delay is not None
            and self.deadline is not None
            and self.began + elapsed + delay >= self.deadline
        ):
            return None
        return delay

    async def _tell(self, response: Response) -> None:
        hooks = self.settings.hooks
        if hooks is not None:
            await self.port.resolve(hooks.after_response(response, self._hook_call()))

    def _hook_call(self) -> HookCall:
        return HookCall(self.operation.name, self.attempt)

    def _context(self, response: Response) -> CallContext:
        return CallContext(
            self.settings.service, self.operation.name, self.settings.strict, response
        )

    def _log_request(self, request: httpx2.Request) -> None:
        self.logger.debug(
            "%s: attempt %d: %s %s %s",
            self.operation.name,
            self.attempt,
            request.method,
            shown_url(str(request.url)),
            shown_headers(self.settings.service, request.headers.raw),
        )

    def _log_answer(self, transport: httpx2.Response, seconds: float) -> None:
        self.logger.debug(
            "%s: attempt %d: %d after %.3f s, request id %s",
            self.operation.name,
            self.attempt,
            transport.status_code,
            seconds,
            Response(transport).request_id,
        )


def _policy(settings: Settings, operation: Operation[Any], options: RequestOptions) -> RetryPolicy:
    """The retry policy of a call; the nearest wins: the call's, the client's, the operation's, the service's."""
    policy = (
        options.get("retries") or settings.retries or operation.retries or settings.service.retries
    )
    limit = options.get("max_retries")
    if limit is None and not options.get("retries"):
        limit = settings.max_retries
    if limit is None:
        return policy
    if limit < 0:
        raise ConfigurationError("max_retries: a number of at least 0 is needed")
    return policy.limited(limit)
