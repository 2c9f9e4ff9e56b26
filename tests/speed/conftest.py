"""The SDK of a large document, and the folders that the tests import from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LARGE_DOCUMENT = ROOT.parent / "shared" / "corpus" / "openrouter.yaml"

sys.path[:0] = [str(HERE), str(HERE.parent / "wire"), str(ROOT / "generated" / "python")]


@pytest.fixture(scope="session")
def large_sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an SDK of 97 operations, whose package is `large`."""
    if not LARGE_DOCUMENT.exists():
        pytest.skip("the corpus is not here")
    output = tmp_path_factory.mktemp("large")
    words = ["generate", str(LARGE_DOCUMENT), "--output", str(output), "--package", "large"]
    subprocess.run([sys.executable, "-m", "generator", *words], cwd=ROOT, check=True, capture_output=True)
    return output
