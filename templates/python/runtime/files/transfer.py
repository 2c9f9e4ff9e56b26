"""The transfer of a file over one or more responses: the first, and those with the rest.

Written once, as coroutines over a `Transport`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

from ..call.resumable import ResumableAttempts
from ..errors import (
    APIError,
    ClosedError,
    StreamError,
    StreamInterruptedError,
    StreamTimeoutError,
)
from ..response.recorder import record
from ..response.response import Response
from ..stream.stream_end import StreamEnd
from ..transport.base import Transport
from .ranges import (
    body_length,
    complete_length,
    content_range,
    differs,
    is_encoded,
    is_same,
    validator_of,
)

if TYPE_CHECKING:
    from ..call.call import Exchange
    from ..call.options import RequestOptions
    from ..operation import Operation

P = TypeVar("P", bound=Transport)

_UNSATISFIABLE = 416


class Transfer:
    """The state of a transfer: what has arrived, and how the rest can be asked for.

    - `received`: the bytes that have arrived, which is the position of the next one.
    - `total`: the length of the file, or None if the server has not said it.
    - `skipped`: the bytes at the start of the current response that had arrived before.
    - `finished`: whether the file has been read to its end.
    - `limit`: the client's `max_response_bytes`.
    """

    def __init__(
        self,
        attempts: ResumableAttempts,
        transport: Transport,
        operation: Operation[Any],
        response: Response,
        limit: int,
    ) -> None:
        self.limit = limit
        self._attempts = attempts
        self._transport = transport
        self._name = operation.name
        self.received = self.skipped = 0
        self.finished = False
        self._start(response)
        self.resumable = operation.method == "GET" and response.status_code == 200

    def _start(self, response: Response) -> None:
        """Take a response as that of the file from its first byte on."""
        self.response = response
        self.total = body_length(response.headers)
        encoded = is_encoded(response.headers)
        self._validator = "" if encoded else validator_of(response.headers)

    async def reopen(self, lost: StreamError, *, restart: bool) -> httpx2.Response:
        """Request the rest of the file after `lost` has ended the response.

        `restart` allows to begin again with a file that has changed, or that cannot be resumed: the
        position is 0 then. Raises `lost` if that is not possible or no attempt is left.
        """
        if not self.resumable or not (self._validator or restart or not self.received):
            raise lost
        ranged = bool(self._validator and self.received)
        headers: dict[str, str | None] = {"Range": None, "If-Range": None}
        if ranged:
            headers = {"Range": f"bytes={self.received}-", "If-Range": self._validator}
        try:
            http_response = await self._attempts.resume(lost, headers)
        except APIError as error:
            if ranged and error.status_code == _UNSATISFIABLE and error.response is not None:
                length = complete_length(error.headers.get("content-range", ""))
                if length == self.received:  # only the end of the body was missing
                    self.finished = True
                    return error.response
            raise
        try:
            self._continue(Response(http_response), ranged, restart)
            await self._attempts.report(self.response)
        except BaseException:
            await self._transport.close(http_response)
            raise
        return http_response

    def _continue(self, response: Response, ranged: bool, restart: bool) -> None:
        """Take a response as that of the rest of the file. Raises `StreamError` if it is not."""
        headers = response.headers
        self.skipped = 0
        if response.status_code == 206:
            found = content_range(headers.get("content-range", ""))
            if not ranged or found is None or found[0] != self.received or is_encoded(headers):
                raise self._failed(response, "the server sent another part of the file")
            if differs(self._validator, headers) or self._is_longer(found[1]):
                raise self._failed(response, "the file has changed on the server")
            self.total = found[1] if self.total is None else self.total
            self.response = response
            return
        if response.status_code != 200:
            raise self._failed(response, f"the server responded with {response.status_code}")
        if self._validator and is_same(self._validator, headers) and not is_encoded(headers):
            self.skipped = self.received  # the server does not support ranges
            self.response = response
        elif restart or not self.received:
            self.received = 0
            self._start(response)
        else:
            raise self._failed(response, "the file has changed on the server")

    def _is_longer(self, total: int | None) -> bool:
        return None not in (total, self.total) and total != self.total

    def lost(self, error: Exception) -> StreamError | None:
        """The exception for an error of the transport, its cause; None if all bytes are there."""
        if self.received == self.total:
            return None
        kind: type[StreamError] = StreamInterruptedError
        what = "the connection was lost"
        if isinstance(error, httpx2.TimeoutException):
            kind, what = StreamTimeoutError, "nothing more arrived in time"
        elif isinstance(error, httpx2.DecodingError):
            what = "the body cannot be decoded"
        found = self._failed(self.response, f"{what}: {error}" if str(error) else what, kind)
        found.__cause__ = error
        return found

    def ended(self) -> StreamError | None:
        """The exception for a body that has ended before the file, or None.

        Raises `StreamError` for one that is longer than the file.
        """
        if self.total is None or self.received == self.total:
            return None
        if self.received > self.total:
            raise self._failed(self.response, "the server sent more than the file")
        return self._failed(self.response, "the body ended early", StreamInterruptedError)

    def check_finished(self) -> None:
        """Raise `ClosedError` if the file was not read to its end."""
        if not self.finished:
            raise ClosedError("the stream was closed or failed before its end")

    def _failed(
        self, response: Response, what: str, kind: type[StreamError] = StreamError
    ) -> StreamError:
        of_total = "" if self.total is None else f" of {self.total}"
        message = f"{self._name}: {what} (after {self.received}{of_total} bytes)"
        return kind(message, response=response)


async def open_transfer(
    exchange: Exchange[P],
    operation: Operation[Any],
    arguments: Mapping[str, Any],
    options: RequestOptions | None,
    accept: str,
) -> tuple[Transfer, httpx2.Response, StreamEnd[P]]:
    """Send a call and return its response, with the body unread.

    It asks for the bytes of the file themselves, as a compressed body has no length and cannot be
    resumed. Headers of the caller have precedence, and their `Range` turns the resuming off.
    """
    call = exchange.call(operation, arguments, options, accept=accept, kind=ResumableAttempts)
    attempts, limit = call.attempts, exchange.settings.max_response_bytes
    assert isinstance(attempts, ResumableAttempts)
    end = StreamEnd(exchange, attempts)
    opening = _opened(attempts, exchange.transport, operation, limit)
    return *await call.guarded(opening), end


async def _opened(
    attempts: ResumableAttempts, transport: Transport, operation: Operation[Any], limit: int
) -> tuple[Transfer, httpx2.Response]:
    attempts.add_default("Accept-Encoding", "identity")
    http_response = await attempts.succeed()
    response = Response(http_response)
    try:
        await attempts.report(response)
    except BaseException:
        await transport.close(http_response)
        raise
    record(response)
    return Transfer(attempts, transport, operation, response, limit), http_response
