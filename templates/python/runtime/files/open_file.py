"""Open the response of an operation as a file stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .file_stream import AsyncFileStream, FileStream
from .transfer import open_transfer

if TYPE_CHECKING:
    from ..call.options import RequestOptions
    from ..client import AsyncClient, SyncClient
    from ..operation import Operation


def open_file(
    client: SyncClient,
    operation: Operation[Any],
    params: Mapping[str, Any],
    options: RequestOptions | None,
    accept: str,
) -> FileStream:
    """Call an operation and return its response as a file, of the media types in `accept`."""
    exchange = client.open_exchange()
    transport = exchange.transport
    opening = open_transfer(exchange, operation, params, options, accept)
    transfer, response, end = transport.run(opening)
    return FileStream(transfer, response, transport, end)


async def aopen_file(
    client: AsyncClient,
    operation: Operation[Any],
    params: Mapping[str, Any],
    options: RequestOptions | None,
    accept: str,
) -> AsyncFileStream:
    """`open_file` for the async client."""
    exchange = client.open_exchange()
    transfer, response, end = await open_transfer(exchange, operation, params, options, accept)
    return AsyncFileStream(transfer, response, exchange.transport, end)
