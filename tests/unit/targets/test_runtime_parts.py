"""Which files of the runtime an SDK gets."""

from __future__ import annotations

import pytest

from generator.targets.python.code.runtime_parts import needed

RUNTIME = {
    "sdk/_runtime/__init__.py": "",
    "sdk/_runtime/client.py": "if TYPE_CHECKING:\n    from .call.call import Call\n",
    "sdk/_runtime/call/__init__.py": "",
    "sdk/_runtime/call/call.py": "from ..errors import SDKError\n",
    "sdk/_runtime/errors.py": "",
    "sdk/_runtime/stream/__init__.py": "",
    "sdk/_runtime/stream/sse.py": "",
    "sdk/_runtime/stream/stream.py": "from . import sse\n",
}
CLIENT = {"__init__.py", "client.py", "call/__init__.py", "call/call.py", "errors.py"}
STREAM = {"__init__.py", "stream/__init__.py", "stream/sse.py", "stream/stream.py"}


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("sdk/client.py", "from ._runtime.client import SyncClient\n", CLIENT),
        ("sdk/resources/a.py", "def f():\n    from .._runtime.stream.stream import Stream\n", STREAM),
        ("sdk/resources/a.py", "from .._runtime.stream import (\n    sse,\n    stream,\n)\n", STREAM),
        ("tests/a.py", "from sdk._runtime.errors import SDKError\n", {"__init__.py", "errors.py"}),
        ("sdk/a.py", "from ........_runtime.errors import SDKError\n", set()),
        ("README.md", "from sdk._runtime.errors import SDKError\n", set()),
        ("sdk/a.py", "", set()),
    ],
)
def test_the_files_that_imports_reach(path: str, text: str, expected: set[str]) -> None:
    found = needed(RUNTIME, [(path, text)])
    assert {name.removeprefix("sdk/_runtime/") for name in found} == expected
