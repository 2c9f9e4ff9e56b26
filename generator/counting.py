"""Report counts of work that takes long, without knowing whether and where they are shown, as logging does."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

T = TypeVar("T")


class Listener(Protocol):
    """Receives how many items are done, and how many there are; `noun` names them in the plural."""

    def __call__(self, noun: str, done: int, total: int) -> None: ...


_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def counted(noun: str, items: Collection[T]) -> Iterable[T]:
    """The items, reported to the listener one by one. Without a listener, they are returned as they are."""
    listener = _LISTENER.get()
    return items if listener is None else _reported(listener, noun, items)


def counted_batches(noun: str, items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in batches of a size, which are reported to the listener as they are done."""
    listener = _LISTENER.get()
    for start in range(0, len(items), size):
        if listener is not None:
            listener(noun, start, len(items))
        yield items[start : start + size]


@contextmanager
def listening(listener: Listener) -> Generator[None, None, None]:
    """Report counts to `listener` within the block."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


def _reported(listener: Listener, noun: str, items: Collection[T]) -> Iterator[T]:
    total = len(items)
    listener(noun, 0, total)
    for done, item in enumerate(items, 1):
        yield item
        listener(noun, done, total)
