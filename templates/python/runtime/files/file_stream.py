"""Responses that are files: the return values of methods that are called with `stream=True`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import AsyncGeneratorType
from typing import TYPE_CHECKING, TypeAlias

from ..errors import StreamError
from ..stream.live.renewable_lease import AsyncRenewableLease, RenewableLease
from ..stream.stream_end import StreamEnd, afinish, awatched, finish, watched
from .disposition import filename_of
from .part_file import PartFile
from .reading import aread, read

if TYPE_CHECKING:
    from typing import Self

    import httpx2

    from ..response.response import Response
    from ..transport.async_transport import AsyncTransport
    from ..transport.sync_transport import SyncTransport
    from .transfer import Transfer

Progress: TypeAlias = Callable[[int, int | None], object]
"""A function that is called with the bytes so far, and those of the file or None."""

_WRITE = 1024 * 1024  # bytes that are written at once


class _FileStream:
    """The part that the sync and the async stream share."""

    def __init__(self, transfer: Transfer) -> None:
        self._transfer = transfer
        self._rest = b""
        self._delivered = 0

    @property
    def response(self) -> Response:
        """The response: status, headers, request id. After a lost connection, that of the rest."""
        return self._transfer.response

    @property
    def total(self) -> int | None:
        """The length of the file in bytes, or None if the server does not say it."""
        return self._transfer.total

    @property
    def content_type(self) -> str:
        """The media type, as the server sent it, or an empty string."""
        return self.response.headers.get("content-type", "")

    @property
    def filename(self) -> str | None:
        """The name that the server suggests (RFC 6266), or None.

        It has no folders, control characters or leading dots, so it can be joined to a path.
        """
        return filename_of(self.response.headers.get("content-disposition", ""))

    def _buffered(self) -> bytes:
        """What has arrived and was not read."""
        given, self._rest = self._rest, b""
        self._delivered += len(given)
        return given

    def _first(self, size: int, chunk: bytes) -> bytes:
        """The first bytes of a chunk; the others are read next."""
        self._rest = chunk[size:]
        self._delivered -= len(self._rest)
        return chunk[:size]

    def _check_size(self, size: int, left: int) -> None:
        if size < 0 and not left:
            limit = self._transfer.limit
            what = f"the file is larger than {limit} bytes (max_response_bytes); read it in parts"
            raise StreamError(what, response=self.response)

    def _check_unread(self) -> None:
        if self._delivered or self._rest:
            raise StreamError(
                f"save() writes the file from its start, and {self._delivered} bytes were read",
                response=self.response,
            )


class FileStream(_FileStream, Iterator[bytes]):
    """A file in a response, which is read as it arrives.

    Use it in `with`, which releases the connection. If the connection is lost, the rest of the file
    is requested, within the retries of the call.

        with client.files.content("id", stream=True) as file:
            file.save("report.pdf")
    """

    def __init__(
        self,
        transfer: Transfer,
        response: httpx2.Response,
        transport: SyncTransport,
        end: StreamEnd[SyncTransport],
    ) -> None:
        super().__init__(transfer)
        self._lease = RenewableLease(response, transport.streams)
        self._transport = transport
        self._end = end
        self._chunks = watched(read(transfer, self._lease, transport, restart=False), end)

    def __iter__(self) -> Self:
        """The chunks of the file, in the sizes in which they arrive.

        Raises StreamError if the file cannot be read to its end, ClosedError if it was closed.
        """
        self._lease.check_process()
        return self

    def __next__(self) -> bytes:
        if self._rest:
            return self._buffered()
        try:
            _, chunk = next(self._chunks)
        except StopIteration:
            self._transfer.check_finished()
            raise
        except ValueError as error:
            if str(error) != "generator already executing":
                raise
            raise StreamError("another thread is reading the stream") from error
        self._delivered += len(chunk)
        return chunk

    def read(self, size: int = -1) -> bytes:
        """Read `size` bytes, fewer only at the end; without a size, all that is left.

        Raises StreamError without a size if that is more than the client's `max_response_bytes`.
        """
        wanted = self._transfer.limit + 1 if size < 0 else size
        found: list[bytes] = []
        while wanted and (chunk := next(self, b"")):
            found.append(self._first(wanted, chunk))
            wanted -= len(found[-1])
        self._check_size(size, wanted)
        return b"".join(found)

    def save(self, path: str | os.PathLike[str], *, progress: Progress | None = None) -> Path:
        """Save the file, and return its path.

        The bytes are written to a file `NAME.….part` in the same folder. When it is complete it
        replaces the file of that path; after a failure it is deleted.

        Args:
            path: The path of the file; its folder must exist.
            progress: Called after each write with the bytes so far, and those of the file or None.

        Raises:
            StreamError: The file cannot be read to its end, or has been read from already.
            OSError: The file cannot be written: `IsADirectoryError`, `FileNotFoundError` for a
                folder that does not exist, `PermissionError`.
        """
        self._check_unread()
        self._lease.check_process()
        part = PartFile(path)
        transfer = self._transfer
        chunks = watched(read(transfer, self._lease, self._transport, restart=True), self._end)
        try:
            for position, chunk in chunks:
                part.write(position, [chunk])
                self._delivered = transfer.received
                if progress is not None:
                    progress(transfer.received, transfer.total)
            part.commit()
        finally:
            chunks.close()
            part.discard()
        return part.path

    def close(self) -> None:
        """Release the connection. Idempotent."""
        self._lease.close()
        finish(self._end)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class AsyncFileStream(_FileStream, AsyncIterator[bytes]):
    """A file in a response, which is read as it arrives, for an event loop.

    Use it in `async with`, which releases the connection. If the connection is lost, the rest of
    the file is requested, within the retries of the call.

        async with await client.files.content("id", stream=True) as file:
            await file.save("report.pdf")
    """

    def __init__(
        self,
        transfer: Transfer,
        response: httpx2.Response,
        transport: AsyncTransport,
        end: StreamEnd[AsyncTransport],
    ) -> None:
        super().__init__(transfer)
        self._lease = AsyncRenewableLease(response, transport.streams)
        self._transport = transport
        self._end = end
        chunks = awatched(aread(transfer, self._lease, transport, restart=False), end)
        assert isinstance(chunks, AsyncGeneratorType)
        self._chunks: AsyncGeneratorType[tuple[int, bytes], None] = chunks

    def __aiter__(self) -> Self:
        """The chunks of the file. Raises the errors of `FileStream.__iter__`."""
        self._lease.check_process()
        return self

    async def __anext__(self) -> bytes:
        if self._rest:
            return self._buffered()
        if self._chunks.ag_running:
            raise StreamError("another task is reading the stream")
        try:
            _, chunk = await anext(self._chunks)
        except StopAsyncIteration:
            self._transfer.check_finished()
            raise
        self._delivered += len(chunk)
        return chunk

    async def read(self, size: int = -1) -> bytes:
        """Read `size` bytes, fewer only at the end; without a size, all that is left.

        Raises StreamError without a size if that is more than the client's `max_response_bytes`.
        """
        wanted = self._transfer.limit + 1 if size < 0 else size
        found: list[bytes] = []
        while wanted and (chunk := await anext(self, b"")):
            found.append(self._first(wanted, chunk))
            wanted -= len(found[-1])
        self._check_size(size, wanted)
        return b"".join(found)

    async def save(self, path: str | os.PathLike[str], *, progress: Progress | None = None) -> Path:
        """Save the file, and return its path. See `FileStream.save`.

        The file is written in a thread; `progress` is called in the event loop.
        """
        from anyio.to_thread import run_sync

        self._check_unread()
        self._lease.check_process()
        part = await run_sync(PartFile, path)
        transfer = self._transfer
        arriving = aread(transfer, self._lease, self._transport, restart=True)
        chunks = awatched(arriving, self._end)
        pending: list[bytes] = []
        start = size = 0
        try:
            async for position, chunk in chunks:
                if position != start + size:  # the file starts again
                    pending, start, size = [], position, 0
                pending.append(chunk)
                size += len(chunk)
                self._delivered = transfer.received
                if size >= _WRITE:
                    await run_sync(part.write, start, pending)
                    pending, start, size = [], start + size, 0
                if progress is not None:
                    progress(transfer.received, transfer.total)
            await run_sync(part.write, start, pending)
            await run_sync(part.commit)
        finally:
            part.discard()
            await chunks.aclose()
        return part.path

    async def aclose(self) -> None:
        """Release the connection. Idempotent."""
        await self._lease.aclose()
        if not self._chunks.ag_running:
            await self._chunks.aclose()
        await afinish(self._end)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()
