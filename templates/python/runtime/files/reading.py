"""Read a file over one or more responses. Only these two loops are written twice."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing
from typing import TYPE_CHECKING

from ..errors import ClosedError
from ..response.error_factory import BODY_ERRORS

if TYPE_CHECKING:
    from ..stream.live.renewable_lease import AsyncRenewableLease, RenewableLease
    from ..transport.async_transport import AsyncTransport
    from ..transport.sync_transport import SyncTransport
    from .transfer import Transfer


def read(
    transfer: Transfer, lease: RenewableLease, transport: SyncTransport, *, restart: bool
) -> Generator[tuple[int, bytes]]:
    """The chunks of the file, each with its position; over further responses if one is lost."""
    try:
        while True:
            if lease.closed:
                raise ClosedError("the stream is closed")
            try:
                for chunk in lease.current.response.iter_bytes():
                    if skipped := min(transfer.skipped, len(chunk)):
                        transfer.skipped -= skipped
                        chunk = chunk[skipped:]
                    if chunk:
                        position = transfer.received
                        transfer.received += len(chunk)
                        yield position, chunk
                    if lease.closed:
                        raise ClosedError("the stream is closed")
                lost = transfer.ended()
            except BODY_ERRORS as error:
                lost = transfer.lost(error)
            if lease.closed:
                raise ClosedError("the stream is closed")
            if lost is None:
                transfer.finished = True
                return
            lease.lose()
            response = transport.run(transfer.reopen(lost, restart=restart))
            lease.renew(response)
            if transfer.finished:
                return
    finally:
        lease.close()


async def aread(
    transfer: Transfer, lease: AsyncRenewableLease, transport: AsyncTransport, *, restart: bool
) -> AsyncGenerator[tuple[int, bytes]]:
    """`read` for an event loop."""
    try:
        while True:
            if lease.closed:
                raise ClosedError("the stream is closed")
            try:
                async with aclosing(lease.current.response.iter_bytes()) as chunks:
                    async for chunk in chunks:
                        if skipped := min(transfer.skipped, len(chunk)):
                            transfer.skipped -= skipped
                            chunk = chunk[skipped:]
                        if chunk:
                            position = transfer.received
                            transfer.received += len(chunk)
                            yield position, chunk
                        if lease.closed:
                            raise ClosedError("the stream is closed")
                lost = transfer.ended()
            except BODY_ERRORS as error:
                lost = transfer.lost(error)
            if lease.closed:
                raise ClosedError("the stream is closed")
            if lost is None:
                transfer.finished = True
                return
            await lease.lose()
            response = await transfer.reopen(lost, restart=restart)
            await lease.renew(response)
            if transfer.finished:
                return
    finally:
        await lease.aclose()
