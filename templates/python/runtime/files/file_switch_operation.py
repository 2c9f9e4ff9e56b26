"""Tables of operations that respond with a value, a stream of items or a file."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ..stream.stream_client import AsyncStreamClient, SyncStreamClient
from ..stream.stream_operation import SwitchOperation

if TYPE_CHECKING:
    from ..call.options import RequestOptions
    from ..stream.stream import AsyncStream, Stream
    from .file_stream import AsyncFileStream, FileStream

T = TypeVar("T")
E = TypeVar("E")


@dataclass(eq=False, repr=False)
class FileSwitchOperation(SwitchOperation[T, E], Generic[T, E]):
    """A `SwitchOperation` whose value is a file.

    `file_accept` are the media types of the files, where the operation has others too.
    """

    file_accept: str = ""

    @overload
    def call(
        self,
        client: SyncStreamClient,
        params: Mapping[str, Any],
        stream: bool,
        stream_file: bool,
        options: RequestOptions | None,
        accept: str | None = None,
    ) -> T | Stream[E] | FileStream: ...

    @overload
    def call(
        self,
        client: AsyncStreamClient,
        params: Mapping[str, Any],
        stream: bool,
        stream_file: bool,
        options: RequestOptions | None,
        accept: str | None = None,
    ) -> Awaitable[T | AsyncStream[E] | AsyncFileStream]: ...

    def call(
        self,
        client: SyncStreamClient | AsyncStreamClient,
        params: Mapping[str, Any],
        stream: bool,
        stream_file: bool,
        options: RequestOptions | None,
        accept: str | None = None,
    ) -> Any:
        """Call the operation; return a stream if `stream` is true, a file if `stream_file` is."""
        if stream and stream_file:
            raise TypeError("stream and stream_file: only one of them can be true")
        if not stream_file:
            return client.request_or_stream(self, params, stream, options, accept)
        from .open_file import aopen_file, open_file

        accept = accept or self.file_accept
        if isinstance(client, SyncStreamClient):
            return open_file(client, self, params, options, accept)
        return aopen_file(client, self, params, options, accept)
