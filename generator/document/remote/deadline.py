"""HTTP connections with a deadline.

A socket timeout limits one operation, so a slow server can delay without end. Here each operation, proxy tunnels and
TLS handshakes included, is limited to the time left until the deadline. Only name resolution has the system's limit.
"""

from __future__ import annotations

import socket
import ssl
from functools import partial
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import ip_address
from math import inf
from time import monotonic
from typing import Any


class _Bounded:
    """A socket whose operations end at a deadline."""

    deadline: float = inf

    def limit(self) -> None:
        """Limit the next operation to the time that is left. Raises `TimeoutError` if there is none."""
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        self.settimeout(left)  # type: ignore[attr-defined]


class _Socket(_Bounded, socket.socket):
    def recv_into(self, *arguments: Any, **others: Any) -> int:
        self.limit()
        return super().recv_into(*arguments, **others)

    def sendall(self, *arguments: Any, **others: Any) -> None:
        self.limit()
        return super().sendall(*arguments, **others)


class _SecureSocket(_Bounded, ssl.SSLSocket):
    def recv_into(self, *arguments: Any, **others: Any) -> int:
        self.limit()
        return super().recv_into(*arguments, **others)

    def send(self, *arguments: Any, **others: Any) -> int:
        self.limit()
        return super().send(*arguments, **others)


class Connection(HTTPSConnection):
    """A connection for urllib's `do_open`, with the deadline on the clock of `time.monotonic`."""

    def __init__(self, host: str, *, deadline: float, **others: Any) -> None:
        others.pop("context", None)
        super().__init__(host, context=_trusting(deadline), **others)
        self._create_connection = partial(_connected, deadline=deadline, loopback=False)


class LoopbackConnection(HTTPConnection):
    """A connection without TLS to this machine, for urllib's `do_open`, with the deadline as above."""

    def __init__(self, host: str, *, deadline: float, **others: Any) -> None:
        super().__init__(host, **others)
        self._create_connection = partial(_connected, deadline=deadline, loopback=True)


def _connected(address: tuple[str, int], *_unused: Any, deadline: float, loopback: bool) -> socket.socket:
    """A connection to the first of the host's addresses that accepts one; with `loopback`, of those of this machine."""
    failure = OSError("the host has no address")
    for family, kind, protocol, _, where in socket.getaddrinfo(*address, 0, socket.SOCK_STREAM):
        if loopback and not ip_address(str(where[0])).is_loopback:
            continue
        made = _Socket(family, kind, protocol)
        made.deadline = deadline
        try:
            made.limit()
            made.connect(where)
        except OSError as error:
            made.close()
            failure = error
        else:
            return made
    raise failure


def _trusting(deadline: float) -> ssl.SSLContext:
    """What decides whom to trust: the system, and the environment variables `SSL_CERT_FILE` and `SSL_CERT_DIR`."""

    class Sockets(_SecureSocket):
        pass

    Sockets.deadline = deadline
    context = _Context(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    context.sslsocket_class = Sockets
    return context


class _Context(ssl.SSLContext):
    def wrap_socket(self, sock: socket.socket, *arguments: Any, **others: Any) -> ssl.SSLSocket:
        if isinstance(sock, _Socket):
            sock.limit()  # the handshake uses the timeout that is set
        return super().wrap_socket(sock, *arguments, **others)
