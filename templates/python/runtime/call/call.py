"""One call, from its arguments to its answer.

Written once, as coroutines over a `Port`; the sync client runs them to their end in one step.
"""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx2

from ..errors import SDKError
from ..request.build import draft
from ..response import decode as decoding
from ..response.error_factory import LOST, response_error, transport_error
from ..response.response import Response
from ..transport.base import Port
from .context import CallContext
from .raw_response import record
from .retry_loop import Attempts

if TYPE_CHECKING:
    from ..operation import Operation, StreamOperation, SwitchOperation
    from ..settings import Settings
    from .options import RequestOptions

T = TypeVar("T")
P = TypeVar("P", bound=Port)

_NO_OPTIONS: RequestOptions = {}


class Exchange(Generic[P]):
    """The calls of a client, over its port."""

    def __init__(self, settings: Settings, port: P) -> None:
        self.settings = settings
        self.port = port

    async def whole(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> Any:
        """The value of an operation that answers whole."""
        settings, port = self.settings, self.port
        options = options or _NO_OPTIONS
        request = draft(settings, operation, arguments, options)
        attempts = Attempts(settings, port, operation, request, options)
        call = _Call(settings, port, operation, attempts)
        return await call.guarded(call.decoded())

    async def opened(
        self,
        operation: StreamOperation[Any] | SwitchOperation[Any, Any],
        arguments: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> tuple[Any, CallContext]:
        """The open answer of an operation that answers item by item, and its context.

        Errors before the first item are raised here.
        """
        settings, port = self.settings, self.port
        options = options or _NO_OPTIONS
        request = draft(settings, operation, arguments, options, streaming=True)
        attempts = Attempts(settings, port, operation, request, options)
        call = _Call(settings, port, operation, attempts)
        return await call.guarded(call.streamed(operation))


class _Call:
    """What turns the first successful answer of a call into what the caller gets."""

    def __init__(
        self,
        settings: Settings,
        port: Port,
        operation: Operation[Any],
        attempts: Attempts,
    ) -> None:
        self._settings = settings
        self._port = port
        self._operation = operation
        self._attempts = attempts

    async def guarded(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs the call, and tells the hooks and the log how it failed if it does."""
        try:
            return await work
        except SDKError as error:
            self._attempts.logger.debug("%s failed: %s", self._operation.name, error)
            hooks = self._settings.hooks
            if hooks is not None:
                await self._port.resolve(hooks.on_error(error, self._attempts.call))
            raise

    async def decoded(self) -> Any:
        """The value of the whole answer."""
        transport = await self._attempts.succeed()
        content_type = transport.headers.get("content-type", "")
        if decoding.is_events(content_type) and not decoding.promises_events(self._operation):
            # It may never end, so it is not read.
            await self._port.close(transport)
            response = Response(transport)
            raise response_error(response, f"a whole answer was promised, {content_type} came")
        response = await self._read(transport)
        return decoding.decode(self._operation, self._context(response))

    async def streamed(
        self, operation: StreamOperation[Any] | SwitchOperation[Any, Any]
    ) -> tuple[Any, CallContext]:
        """The open answer, once it is certain to be the promised stream."""
        transport = await self._attempts.succeed()
        if not decoding.fits_events(operation.events, transport):
            response = await self._read(transport)
            raise decoding.no_stream(operation.events, self._context(response))
        response = Response(transport)
        try:
            await self._attempts.tell(response)
        except BaseException:
            await self._port.close(transport)
            raise
        record(response)
        return self._port.opened(transport), self._context(response)

    async def _read(self, transport: httpx2.Response) -> Response:
        """The answer with its body. It is never asked for again: the server has done the work."""
        try:
            content = await self._port.read(transport, self._attempts.deadline)
        except httpx2.DecodingError as error:
            response = Response(transport)
            raise response_error(response, f"the body cannot be decompressed: {error}") from error
        except LOST as error:
            what = f"{self._operation.name}: the connection failed inside the answer"
            raise transport_error(error, what) from error
        response = Response(transport, content)
        await self._attempts.tell(response)
        record(response)
        return response

    def _context(self, response: Response) -> CallContext:
        settings = self._settings
        return CallContext(settings.service, self._operation.name, settings.strict, response)
