"""The pytest plugin, as a project uses it: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.mock.test_faults import DOCUMENT

TEST = """
import urllib.request


def test_first(mock_server):
    with urllib.request.urlopen(f"{mock_server.url}/books") as response:
        assert response.status == 200


def test_second(mock_server):
    assert [request.operation for request in mock_server.requests] == ["GET /books"]
    mock_server.reset()
    assert mock_server.requests == []
"""


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(root)}
    )


def test_the_fixture_serves_the_document_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["sdkwright.pytest_plugin"]\n')
    (tmp_path / "test_books.py").write_text(TEST)
    (tmp_path / "api.yaml").write_text(DOCUMENT)
    (tmp_path / "pytest.ini").write_text("[pytest]\nsdkwright_document = api.yaml\n")
    done = run(tmp_path)
    assert "2 passed" in done.stdout, done.stdout + done.stderr
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    assert "set `sdkwright_document` in pytest's configuration" in run(tmp_path).stdout
