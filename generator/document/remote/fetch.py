"""Files of the network, read only where the user has allowed it: https, bounded in size, number and time."""

from __future__ import annotations

import ssl
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException, HTTPResponse
from ipaddress import ip_address
from time import monotonic
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from generator.document.limits import MAX_BYTES
from generator.document.remote.deadline import Connection, LoopbackConnection

_PIECE = 65_536
_NO_ADDRESS = "this is not the address of a file"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PUNCTUATION = "!#$%&'()*+,/:;=?@[]~"
_HEADERS = {"Accept": "application/yaml, application/json, */*;q=0.5", "User-Agent": "sdkwright"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of the network one document may have read: times in seconds, sizes in bytes."""

    seconds: float = 30.0
    """For one file, from the connection to the last byte, redirects included."""
    bytes: int = MAX_BYTES
    """Of one file."""
    redirects: int = 10
    files: int = 1_000
    all_seconds: float = 300.0
    all_bytes: int = 2 * MAX_BYTES


class Network:
    """Reads files of the network, for one document and within its bounds."""

    def __init__(self, bounds: Bounds | None = None, *, loopback: bool = False) -> None:
        """`loopback` allows http addresses of this machine too."""
        self._bounds = bounds or Bounds()
        self._loopback = loopback
        self._files = 0
        self._bytes = 0
        self._end: float | None = None
        """When the time of all files is up; it begins with the first."""

    def fetch(self, url: str) -> bytes:
        """The bytes of an address, redirects followed. Raises OSError, which says why, where there are none."""
        return self.fetch_from(url)[0]

    def fetch_from(self, url: str) -> tuple[bytes, str]:
        """The bytes of an address, and the address that they came from. Raises OSError as `fetch` does."""
        self._check(url)
        bounds, now = self._bounds, monotonic()
        end = self._end = self._end or now + bounds.all_seconds
        if self._files >= bounds.files:
            raise OSError(f"the document leads to more than {bounds.files:,} files of the network")
        if now >= end:
            raise OSError(f"all files of the network together take longer than {bounds.all_seconds:g} seconds")
        self._files += 1
        with _network_errors(bounds.seconds):
            return self._read(url, min(now + bounds.seconds, end))

    def _check(self, url: str) -> None:
        check(url, loopback=self._loopback)

    def _read(self, url: str, deadline: float) -> tuple[bytes, str]:
        for _ in range(self._bounds.redirects + 1):
            try:
                with _opened(url, deadline) as response:
                    return self._body(response), url
            except HTTPError as error:
                with error:
                    where = error.headers.get("Location") if error.code in _REDIRECTS else None
                if where is None:
                    raise OSError(f"the server responded {error.code} {error.reason}") from None
                secure, url = url.lower().startswith("https:"), urljoin(url, quote(where, _PUNCTUATION, "latin-1"))
                if secure:
                    check(url)
                else:
                    self._check(url)
        raise OSError(f"it is redirected more than {self._bounds.redirects} times")

    def _body(self, response: HTTPResponse) -> bytes:
        bounds = self._bounds
        most = min(bounds.bytes, bounds.all_bytes - self._bytes)
        promised = response.length  # what is left of the body, where the server says so
        data = bytearray()
        while len(data) <= most and (piece := response.read(min(_PIECE, most + 1 - len(data)))):
            data += piece
        self._bytes += len(data)
        if len(data) > bounds.bytes:
            raise OSError(f"it has more than {bounds.bytes:,} bytes")
        if len(data) > most:
            raise OSError(f"all files of the network together have more than {bounds.all_bytes:,} bytes")
        if promised is not None and len(data) < promised:
            raise OSError(f"it ends after {len(data):,} of {promised:,} bytes")
        return bytes(data)


def fetch_document(address: str) -> tuple[bytes, str]:
    """The bytes of a document at an https address, or an http address of this machine, and where they came from.

    A fragment of the address is ignored. Raises OSError, which says why, where there are none.
    """
    return Network(loopback=True).fetch_from(address.partition("#")[0])


def check(url: str, *, loopback: bool = False) -> None:
    """Raise OSError for an address that is not read: one that is not https, or that has credentials in it.

    With `loopback`, http addresses of this machine are read too.
    """
    try:
        host = urlsplit(url)
        known = bool(host.hostname) and (host.port is None or host.port > 0)
    except ValueError:
        raise OSError(_NO_ADDRESS) from None
    # What comes over http can be changed on the way.
    if host.scheme != "https" and not (loopback and host.scheme == "http" and _is_loopback(host.hostname or "")):
        raise OSError("only https addresses are read" + (", and http addresses of this machine" if loopback else ""))
    if not known:
        raise OSError(_NO_ADDRESS)
    if "@" in host.netloc:
        raise OSError("an address with a user or password in it is not read")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class _Http(HTTPHandler):
    """Opens connections to this machine that end at a point in time."""

    def __init__(self, deadline: float) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(LoopbackConnection, deadline=self._deadline), req)


class _Https(HTTPSHandler):
    """Opens connections that end at a point in time."""

    def __init__(self, deadline: float) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(Connection, deadline=self._deadline), req)


def _opened(url: str, deadline: float) -> HTTPResponse:
    # Without handlers for redirects, whose bodies urllib reads in full, and for files and other schemes.
    opener = OpenerDirector()
    # A proxy is for the network, not for this machine.
    own = [_Http(deadline)] if url.lower().startswith("http:") else [ProxyHandler(), _Https(deadline)]
    for handler in (*own, HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    response: HTTPResponse = opener.open(Request(url, headers=_HEADERS), timeout=max(deadline - monotonic(), 0.001))
    return response


@contextmanager
def _network_errors(seconds: float) -> Generator[None]:
    """Turn every network failure into an OSError with a short message."""
    try:
        yield
    except (OSError, HTTPException, ValueError) as error:
        cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
        if isinstance(cause, TimeoutError):
            raise OSError(f"it takes longer than {seconds:g} seconds") from None
        if isinstance(cause, ssl.SSLCertVerificationError):
            what = (
                f"its certificate is not trusted ({cause.verify_message}); SSL_CERT_FILE can name further authorities"
            )
            raise OSError(what) from None
        if isinstance(cause, HTTPException):
            raise OSError(f"the server does not speak HTTP as it should ({type(cause).__name__})") from None
        if isinstance(cause, OSError):
            raise OSError(cause.strerror or str(cause)) from None
        raise OSError(_NO_ADDRESS) from None
