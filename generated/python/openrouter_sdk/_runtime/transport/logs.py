"""Log lines under the name of the package, with secrets masked.

`<PREFIX>_LOG=debug` (or `info`) sets the level of the package's logger. If the program has not
configured logging, the lines are written to standard error. The root logger is never changed.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

from ..response.response import Response
from ..service import ApiKey, Service

if TYPE_CHECKING:
    import httpx2

MASK = "***"

_loggers: dict[str, logging.Logger] = {}
_SECRET_NAME = r"(?i)auth|cookie|token|secret|password|credential|api-?key|signature"


class _UnlessConfigured(logging.StreamHandler[TextIO]):
    """Writes to standard error as long as the root logger has no handler."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def filter(self, record: logging.LogRecord) -> bool:
        return not logging.getLogger().handlers and bool(super().filter(record))


def package_logger(service: Service) -> logging.Logger:
    """The logger of the package, configured from the environment on first use."""
    logger = _loggers.get(service.package)
    if logger is None:
        logger = logging.getLogger(service.package)
        level = os.environ.get(f"{service.environment}_LOG", "").strip().upper()
        if service.environment and level in ("DEBUG", "INFO", "WARNING", "ERROR"):
            logger.setLevel(level)
            if not any(isinstance(handler, _UnlessConfigured) for handler in logger.handlers):
                logger.addHandler(_UnlessConfigured())
        _loggers[service.package] = logger
    return logger


def shown_url(url: str) -> str:
    """A URL for log lines and messages: without user, password, query and fragment."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" + ("?…" if parts.query else "")


def shown_headers(service: Service, headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers for log lines: values that are or may be secrets are masked."""
    secret = {
        scheme.wire.lower()
        for scheme in service.schemes.values()
        if isinstance(scheme, ApiKey) and scheme.location == "header"
    }
    shown: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name = raw_name.decode("latin-1")
        masked = name.lower() in secret or re.search(_SECRET_NAME, name) is not None
        shown[name] = MASK if masked else raw_value.decode("utf-8", "replace")
    return shown


def log_request(service: Service, name: str, number: int, request: httpx2.Request) -> None:
    """Log the request of the n-th attempt of an operation."""
    package_logger(service).debug(
        "%s: attempt %d: %s %s %s",
        name,
        number,
        request.method,
        shown_url(str(request.url)),
        shown_headers(service, request.headers.raw),
    )


def log_response(
    service: Service, name: str, number: int, http_response: httpx2.Response, seconds: float
) -> None:
    """Log the response to the n-th attempt of an operation, and how long it took."""
    package_logger(service).debug(
        "%s: attempt %d: %d after %.3f s, request id %s",
        name,
        number,
        http_response.status_code,
        seconds,
        Response(http_response).request_id,
    )
