"""The fixture `mock_server`: a mock server for the session.

```python
# conftest.py
pytest_plugins = ["sdkwright.pytest_plugin"]
```

The document is named in pytest's configuration (`sdkwright_document = "openapi.yaml"`, relative to the configuration
file), or by a fixture `mock_document` of the session that returns its path. A fixture `mock_options` of the session
returns further arguments of `MockServer`, such as `{"seed": 1}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sdkwright.mock import MockServer

_OPTION = "sdkwright_document"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option of pytest's configuration."""
    parser.addini(_OPTION, "OpenAPI document of the fixture `mock_server`", default="")


@pytest.fixture(scope="session")
def mock_document(pytestconfig: pytest.Config) -> Path:
    """The path of the document that `mock_server` serves."""
    path: str = pytestconfig.getini(_OPTION)
    if not path:
        pytest.fail(f"set `{_OPTION}` in pytest's configuration, or define a fixture `mock_document`", pytrace=False)
    return (pytestconfig.inipath.parent if pytestconfig.inipath else pytestconfig.rootpath) / path


@pytest.fixture(scope="session")
def mock_options() -> Mapping[str, Any]:
    """Further arguments of `MockServer`."""
    return {}


@pytest.fixture(scope="session")
def mock_server(mock_document: Path, mock_options: Mapping[str, Any]) -> Iterator[MockServer]:
    """A mock server of the document; `mock_server.reset()` forgets what tests sent to it."""
    with MockServer(mock_document, **mock_options) as server:
        yield server
