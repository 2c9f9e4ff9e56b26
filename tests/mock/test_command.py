"""The command `sdkwright mock`, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.mock.test_faults import DOCUMENT

ENVIRONMENT = {**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "openapi.yaml"
    path.write_text(DOCUMENT)
    return path


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "generator", "mock", *map(str, arguments)]


@contextmanager
def started(*arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running command, and the URL that it prints."""
    process = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"1 operation at (http://127\.0\.0\.1:\d+) \(Ctrl-C stops\)\n", line)
        assert found is not None, line + (process.stderr.read() if process.stderr and not line else "")
        yield process, found[1]
    finally:
        process.kill()
        process.communicate()


def test_it_serves_until_it_is_interrupted(spec: Path) -> None:
    with started(spec) as (process, url):
        assert httpx2.get(f"{url}/books").status_code == 200
        assert httpx2.get(f"{url}/%0Abooks").status_code == 404
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert out.splitlines() == ["200 GET /books", "404 GET /%0Abooks"]
    assert (process.returncode, err) == (0, "")


def test_quiet_faults_and_a_port(spec: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        command(spec, "--port", port, "--faults", "429=1", "--quiet"),
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    try:
        transport = httpx2.HTTPTransport(retries=8)
        with httpx2.Client(transport=transport) as client:
            assert client.get(f"http://127.0.0.1:{port}/books").status_code == 429
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20)[0] == f"1 operation at http://127.0.0.1:{port} (Ctrl-C stops)\n"
    finally:
        process.kill()


def refused(*arguments: object, **environment: str) -> str:
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, env=ENVIRONMENT | environment, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, ""), done
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_port_that_is_taken(spec: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"error[port]: port {port} cannot be used" in refused(spec, "--port", port)


def test_the_extra_is_missing(spec: Path, tmp_path: Path) -> None:
    blocker = tmp_path / "site"
    blocker.mkdir()
    hide = "import sys\n\nclass Hidden:\n    def find_spec(self, name, path=None, target=None):\n"
    hide += "        if name == 'jsonschema_rs':\n            raise ModuleNotFoundError(name)\n\n"
    (blocker / "sitecustomize.py").write_text(f"{hide}sys.meta_path.insert(0, Hidden())\n")
    message = refused(spec, PYTHONPATH=f"{blocker}{os.pathsep}{Path(__file__).parents[2]}")
    assert 'pip install "sdkwright[mock]"' in message


def test_a_document_with_errors(tmp_path: Path) -> None:
    broken = tmp_path / "openapi.yaml"
    broken.write_text(DOCUMENT.replace("type: string", '$ref: "#/components/schemas/None"').replace('"429"', '"999"'))
    assert "error[bad-status]" in refused(broken)
    assert "does not exist" in refused(tmp_path / "none.yaml") or "error" in refused(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    "arguments",
    [("--port", "70000"), ("--port", "x"), ("--seed", "-1"), ("--faults", "drip=1"), ("--delay", "soon")],
)
def test_wrong_options(arguments: tuple[str, str], spec: Path) -> None:
    assert arguments[0] in refused(spec, *arguments)


def test_strict_and_the_config(spec: Path) -> None:
    (spec.parent / "sdkwright.toml").write_text('spec = "openapi.yaml"\n')
    with started("--config", spec.parent / "sdkwright.toml", "--strict", "--quiet") as (_, url):
        assert httpx2.get(f"{url}/books?unknown=1").status_code == 422
        assert httpx2.get(f"{url}/books").status_code == 200
