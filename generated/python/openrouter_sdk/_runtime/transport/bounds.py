"""Bounds of a body that is read as one value: a deadline, and a size after decompression."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator

import httpx2


class TooLarge(Exception):
    """The body is larger than the limit. Its connection is not read any further."""


def is_framed(response: httpx2.Response, limit: int) -> bool:
    """Whether the head of a response says that its body is not larger than the limit."""
    headers = response.headers
    length = headers.get("content-length", "")
    return (
        length.isdigit()
        and len(length) < 20
        and int(length) <= limit
        and "content-encoding" not in headers
    )


def read(response: httpx2.Response, limit: int, *, cut: bool) -> bytes:
    """Read a decompressed body up to a limit. Beyond it, return the start, or raise `TooLarge`.

    The HTTP client's `Response.read` joins what `iter_bytes` yields. For a framed body, these are
    the chunks of the transport, as nothing is left to do with them.
    """
    state = vars(response)
    framed = _is_unread(response) and is_framed(response, limit)
    if framed:
        response.is_stream_consumed = True
        state["iter_bytes"] = lambda: response.stream
    elif not response.is_stream_consumed:
        chunks = response.iter_bytes()
        state["iter_bytes"] = lambda: _bounded(chunks, limit, cut)
    try:
        content = response.read()
    except httpx2.RequestError as error:
        error.request = response.request
        raise
    finally:
        state.pop("iter_bytes", None)
        response.close()
    if framed:
        state["_num_bytes_downloaded"] = len(content)
    return content


async def aread(response: httpx2.Response, limit: int, *, cut: bool) -> bytes:
    """`read` for an event loop."""
    state = vars(response)
    framed = _is_unread(response) and is_framed(response, limit)
    if framed:
        response.is_stream_consumed = True
        state["aiter_bytes"] = lambda: response.stream
    elif not response.is_stream_consumed:
        chunks = response.aiter_bytes()
        state["aiter_bytes"] = lambda: _abounded(chunks, limit, cut)
    try:
        content = await response.aread()
    except httpx2.RequestError as error:
        error.request = response.request
        raise
    finally:
        state.pop("aiter_bytes", None)
        await response.aclose()
    if framed:
        state["_num_bytes_downloaded"] = len(content)
    return content


def _is_unread(response: httpx2.Response) -> bool:
    return not (response.is_stream_consumed or response.is_closed)


def _bounded(chunks: Iterator[bytes], limit: int, cut: bool) -> Iterator[bytes]:
    left = limit
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            yield _beyond(chunk, left, cut)
            return
        yield chunk


async def _abounded(chunks: AsyncIterator[bytes], limit: int, cut: bool) -> AsyncIterator[bytes]:
    left = limit
    async for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            yield _beyond(chunk, left, cut)
            return
        yield chunk


def _beyond(chunk: bytes, left: int, cut: bool) -> bytes:
    """The part of a chunk below the limit."""
    if cut:
        return chunk[:left]
    raise TooLarge


class Deadline(httpx2.SyncByteStream):
    """A body whose reading ends at a deadline, even if bytes keep arriving."""

    def __init__(self, stream: httpx2.SyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            if time.monotonic() > self._deadline:
                raise timed_out()
            yield chunk

    def close(self) -> None:
        self._stream.close()


def timed_out() -> httpx2.ReadTimeout:
    """The exception for a deadline that has passed."""
    return httpx2.ReadTimeout("the total timeout has passed")
