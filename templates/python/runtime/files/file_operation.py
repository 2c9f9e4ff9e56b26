"""Tables of operations whose responses are files."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ..client import AsyncClient, SyncClient
from ..operation import Operation

if TYPE_CHECKING:
    from ..call.options import RequestOptions
    from .file_stream import AsyncFileStream, FileStream

T = TypeVar("T")


@dataclass(eq=False, repr=False)
class FileOperation(Operation[T], Generic[T]):
    """An operation that returns a file as a value of type `T`, or as a stream.

    `file_accept` are the media types of the files, where the operation has others too.
    """

    file_accept: str = ""

    @overload
    def call(
        self,
        client: SyncClient,
        params: Mapping[str, Any],
        stream: bool,
        options: RequestOptions | None,
        accept: str | None = None,
    ) -> T | FileStream: ...

    @overload
    def call(
        self,
        client: AsyncClient,
        params: Mapping[str, Any],
        stream: bool,
        options: RequestOptions | None,
        accept: str | None = None,
    ) -> Awaitable[T | AsyncFileStream]: ...

    def call(
        self,
        client: SyncClient | AsyncClient,
        params: Mapping[str, Any],
        stream: bool,
        options: RequestOptions | None,
        accept: str | None = None,
    ) -> Any:
        """Call the operation; return a file stream if `stream` is true, else the value."""
        if not stream:
            return client.request(self, params, options, accept)
        from .open_file import aopen_file, open_file

        accept = accept or self.file_accept
        if isinstance(client, SyncClient):
            return open_file(client, self, params, options, accept)
        return aopen_file(client, self, params, options, accept)
