"""`sdkwright mock`: serve a document on loopback until it is interrupted."""

from __future__ import annotations

import argparse
import threading
from typing import TYPE_CHECKING, Any, Final

from generator.cli.arguments import add_reading, command
from generator.cli.console import say

if TYPE_CHECKING:
    from generator.cli.session import Session
    from generator.mock.app import Received

_EXAMPLES: Final = """\
The server responds to every operation as the document promises: with its examples, else with samples that satisfy its
schemas. It validates what it receives, keeps what is created, and listens on 127.0.0.1 only. It needs the extra mock:
pip install "sdkwright[mock]".

examples:
  sdkwright mock openapi.yaml --port 4010
  sdkwright mock openapi.yaml --faults drop=0.1,slow=0.05,429=0.2 --seed 7
  curl -H "Prefer: code=404" http://127.0.0.1:4010/books/1
"""

_closed: Final = threading.Event()
"""Set when the requests can no longer be printed."""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = command(commands, "mock", run, "serve the document as a mock server", _EXAMPLES, "[SPEC]")
    add = parser.add_argument
    add("spec", metavar="SPEC", nargs="?", help="the document: a file, a URL, or - for stdin")
    add("--port", metavar="PORT", type=_port, default=0, help="the port (default: a free one)")
    add("--seed", metavar="NUMBER", type=_whole, default=0, help="another number gives other samples and other faults")
    add("--strict", action="store_true", help="refuse parameters and properties that the document does not declare")
    add("--faults", metavar="FAULTS", default="", help="shares of requests that fail: drop, slow, or a status")
    add("--delay", metavar="SECONDS", type=_seconds, default=1.0, help="time that a slow response takes (default: 1)")
    add_reading(parser)
    add("--quiet", action="store_true", help="do not print the requests")
    parser.set_defaults(format="text")


def _port(text: str) -> int:
    return int(_number(text, 65_535))


def _whole(text: str) -> int:
    return int(_number(text, 2**53))


def _seconds(text: str) -> float:
    return _number(text, 600)


def _number(text: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= most or (most > 600 and value != int(value)):
        raise argparse.ArgumentTypeError(f"`{text}` is no number from 0 to {most}")
    return value


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from generator.cli.session import Session

    return Session(options).run(_serve)


def _serve(session: Session) -> int:
    from generator.diagnostics.model import Diagnostics, Failed
    from generator.mock.extra import MissingExtra, require_extra
    from generator.mock.faults import FaultsError, read_faults
    from generator.pipeline import load_api

    options, diagnostics = session.options, session.diagnostics
    try:
        require_extra()
        faults = read_faults(options.faults)
    except MissingExtra as error:
        diagnostics.error("missing-extra", str(error))
        raise Failed from None
    except FaultsError as error:
        diagnostics.error("wrong-value", f"--faults: {error}", hint="write `drop=0.1,slow=0.05,429=0.2`")
        raise Failed from None
    own = Diagnostics()
    try:
        document, api = load_api(session.settle(), own, session.stage)
    finally:
        diagnostics.items += [item for item in own.items if item.severity == "error"]
    if diagnostics.failed:
        raise Failed
    from generator.mock.app import Options
    from generator.mock.serve import MockService

    settings = Options(options.seed, options.strict, faults, options.delay, records=False)
    try:
        service = MockService(document, api, settings, options.port, log=None if options.quiet else _log)
    except OSError as error:
        hint = "name another one, or leave --port out for a free one"
        diagnostics.error("port", f"port {options.port} cannot be used: {error.strerror}", hint=hint)
        raise Failed from None
    count = len(api.operations)
    line = f"{count} operation{'' if count == 1 else 's'} at {service.url} (Ctrl-C stops)"
    session.say([line])
    if options.quiet:
        say([line])  # the requests are not printed, but the port is needed
    with service:
        _wait()
    return 0


def _wait() -> None:
    """Wait for Ctrl-C, or for the end of standard output's reader."""
    from contextlib import suppress

    with suppress(KeyboardInterrupt):
        while not _closed.wait(0.5):
            pass


def _log(received: Received) -> None:
    """Print a request and the status of its response."""
    from generator.cli.console import OutputFailed
    from generator.diagnostics.sanitize import sanitize

    request = received.request
    try:
        say([sanitize(f"{received.status or 'drop'} {request.method} {request.target}")])
    except OutputFailed:
        _closed.set()
