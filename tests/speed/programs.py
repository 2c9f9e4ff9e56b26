"""Programs in fresh interpreters, over the committed SDK."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CHAT = ROOT / "generated" / "python"

LOCAL = '''
import json, httpx2

CHUNK = json.dumps({
    "id": "gen-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "provider": "P",
    "choices": [{"index": 0, "delta": {"role": "assistant", "content": "word "}, "finish_reason": None}],
}).encode()


def http_client(count):
    """Answers every request with a stream of `count` chunks, without a network."""
    class Body(httpx2.SyncByteStream):
        def __iter__(self):
            for _ in range(count):
                yield b"data: " + CHUNK + b"\\n\\n"
            yield b"data: [DONE]\\n\\n"

    def answer(request):
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Body())

    return httpx2.Client(transport=httpx2.MockTransport(answer))
'''
"""What a program puts at its beginning to have a stream to read."""


def run(program: str, *folders: Path, timeout: float = 120) -> Any:
    """What the program prints as JSON, run by a new interpreter that finds packages in `folders`."""
    path = os.pathsep.join(map(str, folders or (CHAT,)))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
