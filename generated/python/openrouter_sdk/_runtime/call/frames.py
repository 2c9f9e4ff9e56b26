"""The frames of a traceback: the SDK's own, and those that a short traceback leaves out."""

from __future__ import annotations

import sys
from logging import DEBUG
from types import TracebackType
from typing import TYPE_CHECKING

from ..errors import SDKError
from ..transport.logs import package_logger

if TYPE_CHECKING:
    from ..service import Service

_PACKAGE = __name__.rpartition("._runtime.")[0]
_LIBRARIES = sys.stdlib_module_names | {
    *("httpx2", "httpcore2", "anyio", "trio", "h11", "h2", "socksio", "pydantic", "pydantic_core")
}


def is_own(module: str) -> bool:
    """Whether a module belongs to the SDK."""
    return bool(_PACKAGE) and f"{module}.".startswith(f"{_PACKAGE}.")


def shorten(error: Exception, service: Service) -> None:
    """Shorten the traceback of an error of the SDK that is about to leave it.

    The frames of the caller are added after this.
    """
    if isinstance(error, SDKError) or _is_of_keywords(error):
        drop_tracebacks(error, service)


def drop_tracebacks(error: Exception, service: Service) -> None:
    """Drop the tracebacks of an error and its causes, which remain its causes.

    One with frames of the caller, such as a hook's, is kept. If the package's logger has the level
    DEBUG, all are.
    """
    if package_logger(service).isEnabledFor(DEBUG):
        return
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        if not _is_foreign(link.__traceback__):
            link.__traceback__ = None
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _is_of_keywords(error: Exception) -> bool:
    """Whether an error is that of an unknown or missing keyword."""
    if not isinstance(error, TypeError):
        return False
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return (
        last is not None
        and last.tb_frame.f_code.co_name == "check_keywords"
        and is_own(_module(last))
    )


def _is_foreign(trace: TracebackType | None) -> bool:
    """Whether a traceback has a frame that belongs neither to the SDK nor to its libraries."""
    while trace is not None:
        module = _module(trace)
        if not is_own(module) and module.partition(".")[0] not in _LIBRARIES:
            return True
        trace = trace.tb_next
    return False


def _module(trace: TracebackType) -> str:
    name: object = trace.tb_frame.f_globals.get("__name__", "")
    return name if isinstance(name, str) else ""
