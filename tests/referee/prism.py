"""Prism (`@stoplight/prism-cli`) as a mock server on loopback, installed by npm into a folder that git ignores."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypedDict

PACKAGE: Final = "@stoplight/prism-cli"
VERSION: Final = "5.16.0"
ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = Path(os.environ.get("SDKWRIGHT_REFEREE", ROOT / ".referee"))
"""Where Prism is installed; `make referee` puts it there."""

_ENTRY: Final = FOLDER / "node_modules" / "@stoplight" / "prism-cli"
_START_SECONDS: Final = 120


class Fault(TypedDict, total=False):
    """What Prism finds wrong: `location` starts with `request` or `response`."""

    location: list[str]
    severity: str
    code: str
    message: str


def absence() -> str:
    """Why Prism cannot be run here, and the remedy; empty where it can."""
    if shutil.which("node") is None:
        return "Node.js is not installed: Prism needs `node` 20 or later on PATH"
    if installed() != VERSION:
        return f"Prism {VERSION} is not installed in {FOLDER}: run `make referee` once, with npm on PATH"
    return ""


def installed() -> str:
    """The version of Prism in the folder, or an empty string."""
    try:
        version = json.loads((_ENTRY / "package.json").read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError):
        return ""
    return str(version)


def install() -> str:
    """Install Prism unless it is there. Returns why that failed, or an empty string."""
    if installed() == VERSION:
        return ""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "Node.js with npm is not installed"
    FOLDER.mkdir(parents=True, exist_ok=True)
    options = ["--no-audit", "--no-fund", "--save-exact", "--ignore-scripts"]
    command = [npm, "install", "--prefix", str(FOLDER), *options, f"{PACKAGE}@{VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if installed() == VERSION else f"npm failed: {done.stderr.strip()[-500:]}"


class Prism:
    """Prism serving a document, inside a `with` block. A response lists the faults of its request."""

    def __init__(self, document: Path) -> None:
        self._document = document
        self._port = _free_port()
        self._log: list[str] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        script = str(_ENTRY / json.loads((_ENTRY / "package.json").read_text(encoding="utf-8"))["bin"]["prism"])
        options = ["--host", "127.0.0.1", "--port", str(self._port), "--verboseLevel", "warn"]
        self._process = subprocess.Popen(
            ["node", "--max-old-space-size=4096", script, "mock", *options, str(self._document)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read_log(self) -> None:
        """Read what Prism prints, so that it never waits for a reader; its last lines explain a failed start."""
        for line in self._process.stdout or ():
            self._log = [*self._log[-20:], line]

    def _wait(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.05)
        self._stop()
        raise RuntimeError(f"Prism does not serve {self._document}:\n{''.join(self._log)}")


def faults(headers: Mapping[str, str], body: bytes) -> list[Fault]:
    """What Prism finds wrong with an exchange.

    `body` is that of a response of the type application/problem+json, which Prism sends where the document has no
    response for an invalid request.
    """
    found = [*_listed(headers.get("sl-violations", ""))]
    if not found and body:
        problem = json.loads(body)
        if "stoplight.io/prism" in problem.get("type", ""):
            listed = problem.get("validation") or [{"location": [], "message": problem["title"]}]
            found = [{**fault, "location": ["request", *_without_request(fault["location"])]} for fault in listed]
    return [fault for fault in found if fault.get("severity", "Error") == "Error"]


def _listed(header: str) -> Iterator[Fault]:
    """The objects of a JSON array, which Prism cuts off where there are many."""
    at = header.find("{")
    while at >= 0:
        try:
            fault, end = json.JSONDecoder().raw_decode(header, at)
        except ValueError:
            return
        yield fault
        at = header.find("{", end)


def _without_request(location: list[str]) -> list[str]:
    return location[1:] if location[:1] == ["request"] else location


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
