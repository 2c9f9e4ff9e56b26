"""Deadlines for blocking reads."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import httpx2
import pytest
from runtime.stream.watchdog import Watchdog


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(10)
        theirs.settimeout(10)
        yield ours, theirs


def test_a_blocking_read_ends_when_its_time_is_over(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    Watchdog().arm(ours, httpx2.Response(200, stream=httpx2.ByteStream(b"")), 0.01)
    assert ours.recv(1) == b""
    assert theirs.recv(1) == b""


def test_a_read_that_was_disarmed_or_is_over_is_left_alone(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    watchdog = Watchdog()
    open_response = httpx2.Response(200, stream=httpx2.ByteStream(b""))
    closed_response = httpx2.Response(200)
    watchdog.disarm(watchdog.arm(ours, open_response, 0.01))
    watchdog.arm(ours, closed_response, 0.01)
    other, far = socket.socketpair()
    with other, far:
        watchdog.arm(other, open_response, 0.2)
        other.recv(1)  # by then the watchdog has looked at them all
    theirs.sendall(b"x")
    assert ours.recv(1) == b"x"


def test_it_sleeps_when_it_is_quiet_and_wakes_again(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = pair
    watchdog = Watchdog()
    response = httpx2.Response(200, stream=httpx2.ByteStream(b""))
    watchdog.disarm(watchdog.arm(ours, response, 60))
    asleep = threading.Event()
    while not watchdog.asleep:
        asleep.wait(0.05)
    watchdog.arm(ours, response, 0.01)
    assert ours.recv(1) == b""
