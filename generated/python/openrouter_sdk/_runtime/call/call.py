"""One call, from its arguments to the value of its response.

Written once, as coroutines over a `Transport`; the sync client runs each in a single step.
"""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx2

from ..errors import SDKError
from ..request.build import draft
from ..response import decode as decoding
from ..response.error_factory import BODY_ERRORS, response_error, transport_error
from ..response.recorder import record
from ..response.response import Response
from ..transport.base import Transport
from ..transport.bounds import TooLarge
from .context import CallContext
from .retry_loop import Attempts

if TYPE_CHECKING:
    from ..operation import Operation
    from ..settings import Settings
    from .options import RequestOptions

T = TypeVar("T")
P = TypeVar("P", bound=Transport)

_NO_OPTIONS: RequestOptions = {}


class Exchange(Generic[P]):
    """The calls of a client, over its transport."""

    def __init__(self, settings: Settings, transport: P) -> None:
        self.settings = settings
        self.transport = transport

    def call(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        options: RequestOptions | None,
        *,
        accept: str = "",
        members: Mapping[str, Any] | None = None,
        kind: type[Attempts] = Attempts,
    ) -> Call:
        """Prepare a call, with attempts of a `kind`. `accept`, `members`: those of `draft`."""
        settings, transport = self.settings, self.transport
        options = options or _NO_OPTIONS
        request = draft(settings, operation, arguments, options, accept=accept, members=members)
        attempts = kind(settings, transport, operation, request, options)
        return Call(settings, transport, operation, attempts)

    async def request(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        options: RequestOptions | None,
        accept: str | None = None,
    ) -> Any:
        """Send a call and return the value of its response."""
        call = self.call(operation, arguments, options, accept=accept or "")
        return await call.guarded(call.decoded())


class Call:
    """A call that is ready to be sent."""

    def __init__(
        self,
        settings: Settings,
        transport: Transport,
        operation: Operation[Any],
        attempts: Attempts,
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._operation = operation
        self.attempts = attempts

    async def guarded(self, work: Coroutine[Any, Any, T]) -> T:
        """Run the call, and report its failure to the hooks and the log."""
        try:
            return await work
        except SDKError as error:
            self.attempts.logger.debug("%s failed: %s", self._operation.name, error)
            hooks = self._settings.hooks
            if hooks is not None:
                await self._transport.resolve(hooks.on_error(error, self.attempts.call))
            raise

    async def decoded(self) -> Any:
        """Send the request and return the value of the response."""
        http_response = await self.attempts.succeed()
        content_type = http_response.headers.get("content-type", "")
        if decoding.is_events(content_type) and not decoding.expects_events(self._operation):
            # The body may never end, so it is not read.
            await self._transport.close(http_response)
            response = Response(http_response)
            raise response_error(response, f"expected a complete response, received {content_type}")
        response = await self.read(http_response)
        return decoding.decode(self._operation, self.context(response))

    async def read(self, http_response: httpx2.Response) -> Response:
        """Read the body of a response.

        A failure here is not retried: the server has processed the request.
        """
        limit = self._settings.max_response_bytes
        try:
            content = await self._transport.read(http_response, self.attempts.deadline, limit)
        except TooLarge as error:
            response = Response(http_response)
            raise response_error(
                response, f"the body is larger than {limit} bytes (max_response_bytes)"
            ) from error
        except httpx2.DecodingError as error:
            response = Response(http_response)
            raise response_error(response, f"the body cannot be decompressed: {error}") from error
        except BODY_ERRORS as error:
            what = f"{self._operation.name}: the connection failed while the response was read"
            raise transport_error(error, what) from error
        response = Response(http_response, content)
        await self.attempts.report(response)
        record(response)
        return response

    def context(self, response: Response) -> CallContext:
        """The context that a stream and its errors need."""
        settings = self._settings
        name, event_timeout = self._operation.name, self.attempts.event_timeout
        return CallContext(
            settings.service, name, settings.strict, response, event_timeout, self._operation.errors
        )
