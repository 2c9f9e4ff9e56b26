"""Deadlines for blocking reads."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from runtime.transport.watchdog import Watchdog


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(10)
        theirs.settimeout(10)
        yield ours, theirs


def soon() -> float:
    return time.monotonic() + 0.01


def test_a_blocking_read_ends_when_its_time_is_over(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    watchdog = Watchdog()
    watch = watchdog.arm(ours, soon())
    assert ours.recv(1) == b""
    assert theirs.recv(1) == b""
    assert watchdog.disarm(watch)


def test_a_connection_that_is_named_late_is_shut_down_too(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = pair
    watch = Watchdog().arm(None, soon())
    time.sleep(0.1)
    watch.connection = ours
    assert ours.recv(1) == b""


def test_a_read_that_was_disarmed_is_left_alone(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    watchdog = Watchdog()
    assert not watchdog.disarm(watchdog.arm(ours, soon()))
    other, far = socket.socketpair()
    with other, far:
        watchdog.arm(other, soon())
        other.recv(1)  # by then the watchdog has looked at them all
    theirs.sendall(b"x")
    assert ours.recv(1) == b"x"


def test_it_sleeps_when_it_is_quiet_and_wakes_again(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = pair
    watchdog = Watchdog()
    watchdog.disarm(watchdog.arm(ours, time.monotonic() + 60))
    asleep = threading.Event()
    while not watchdog.asleep:
        asleep.wait(0.05)
    watchdog.arm(ours, soon())
    assert ours.recv(1) == b""
